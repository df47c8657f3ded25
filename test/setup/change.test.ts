import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { LIMITS } from '../../src/core/limits.ts';
import { type ChangeOf, installation, removal } from '../../src/setup/change.ts';
import { claudeEntries } from '../../src/setup/claude-code.ts';
import { withEntries, withoutEntries } from '../../src/setup/hook-entries.ts';
import { SETTINGS } from './settings-files.ts';

const LAUNCHER = '/home/u/.rampart/bin/rampart-hook';
const ENTRIES = claudeEntries({ launcher: LAUNCHER, fail: 'open', approvalTimeoutMs: 120_000 });
const HANDLER = { type: 'command', command: LAUNCHER, args: ['claude-code'], timeout: 150 };
const EVENTS = ['PreToolUse', 'PostToolUse', 'PostToolUseFailure'];

interface Place extends ChangeOf {
  readonly root: string;
}

/** A settings file in a folder of its own; undefined text makes none. */
function place(text?: string | Buffer, entries = ENTRIES): Place {
  const root = mkdtempSync(join(tmpdir(), 'rampart-setup-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  const file = join(root, '.claude', 'settings.json');
  if (text !== undefined) {
    mkdirSync(join(root, '.claude'));
    writeFileSync(file, text);
  }
  return { root, host: 'claude-code', file, entries, notes: join(root, 'setup') };
}

const install = (at: ChangeOf) => installation(at).apply();
const remove = (at: ChangeOf) => removal(at).apply();
const read = ({ file }: ChangeOf) => readFileSync(file);
const parsed = (at: ChangeOf) =>
  JSON.parse(
    read(at)
      .toString('utf8')
      .replace(/^\ufeff/, ''),
  );

function handlersIn(
  settings: { hooks?: Record<string, { matcher?: string; hooks: unknown[] }[]> },
  event: string,
) {
  return (settings.hooks?.[event] ?? [])
    .filter(({ matcher }) => matcher === '*')
    .flatMap(({ hooks }) => hooks);
}

describe('setting up, on the settings files people have', () => {
  it.each(SETTINGS)('%s: adds the entries, keeps all else, and takes them out to the byte', (_, text) => {
    const at = place(text);
    install(at);
    const after = parsed(at);
    for (const event of EVENTS) expect(handlersIn(after, event)).toContainEqual(HANDLER);
    // Everything that was there is there, in its order.
    const before = JSON.parse(text.replace(/^\ufeff/, ''));
    expect(JSON.stringify(without(after, before))).toBe(JSON.stringify(before));
    remove(at);
    expect(read(at)).toEqual(Buffer.from(text));
    expect(existsSync(at.notes)).toBe(false);
  });

  it.each(SETTINGS)('%s: changes no line but by adding', (_, text) => {
    const after = withEntries('x', text, ENTRIES);
    const rest = [...after];
    // What was there is a subsequence of what is there now.
    let at = 0;
    for (const char of rest) if (char === [...text][at]) at += 1;
    expect(at).toBe([...text].length);
  });

  it.each(SETTINGS)('%s: is done when it is done', (_, text) => {
    const at = place(text);
    install(at);
    const once = read(at);
    const { ino } = statSync(at.file);
    const again = installation(at);
    expect(again.after).toBe(again.before);
    again.apply();
    expect(read(at)).toEqual(once);
    expect(statSync(at.file).ino).toBe(ino);
    remove(at);
    expect(read(at)).toEqual(Buffer.from(text));
  });

  it.each(SETTINGS)('%s: survives being written anew by the host, and comes out of that', (_, text) => {
    const at = place(text);
    install(at);
    const anew = JSON.stringify({ ...parsed(at), theme: 'dark' }, null, 2);
    writeFileSync(at.file, anew);
    remove(at);
    const before = JSON.parse(text.replace(/^\ufeff/, ''));
    expect(read(at).toString()).toBe(JSON.stringify({ ...before, theme: 'dark' }, null, 2));
  });

  it('takes out what it put into any settings that were pretty, without having kept them', () => {
    const name = fc.constantFrom('hooks', 'model', 'env', 'Stop', 'a');
    const group = fc.record({
      matcher: fc.constantFrom('*', 'Bash', ''),
      hooks: fc.array(fc.record({ type: fc.constant('command'), command: fc.string() }), { maxLength: 2 }),
    });
    const events = fc.dictionary(
      fc.constantFrom(...EVENTS, 'Stop'),
      fc.array(group, { minLength: 1, maxLength: 2 }),
      {
        minKeys: 1,
        noNullPrototype: true,
      },
    );
    const settings = fc
      .dictionary(name, fc.jsonValue({ maxDepth: 2 }), { noNullPrototype: true })
      .chain(rest =>
        fc.option(events).map(hooks => (hooks === null ? omit(rest, 'hooks') : { ...rest, hooks })),
      );
    fc.assert(
      fc.property(settings, fc.constantFrom(1, 2, 4, '\t'), (value, unit) => {
        const text = JSON.stringify(value, null, unit);
        expect(withoutEntries('x', withEntries('x', text, ENTRIES), ENTRIES, undefined)).toBe(text);
      }),
      { numRuns: 300 },
    );
  });
});

describe('a settings file', () => {
  it('that is not there is made for its owner alone, and goes again with its folder', () => {
    const at = place();
    install(at);
    expect(statSync(at.file).mode & 0o777).toBe(0o600);
    remove(at);
    expect(readdirSync(at.root)).toEqual([]);
  });

  it('that setup made stays when somebody else has written into it since', () => {
    const at = place();
    install(at);
    writeFileSync(at.file, JSON.stringify({ ...parsed(at), model: 'opus' }));
    remove(at);
    expect(parsed(at)).toEqual({ model: 'opus' });
  });

  it.each(['', ' \n\n'])('of nothing (%j) is nothing again', text => {
    const at = place(text);
    install(at);
    expect(handlersIn(parsed(at), 'PreToolUse')).toEqual([HANDLER]);
    remove(at);
    expect(read(at).toString()).toBe(text);
  });

  it('keeps its mode', () => {
    const at = place('{}');
    chmodSync(at.file, 0o640);
    install(at);
    expect(statSync(at.file).mode & 0o7777).toBe(0o640);
    remove(at);
    expect(statSync(at.file).mode & 0o7777).toBe(0o640);
  });

  it.runIf(process.getuid?.() === 0)('keeps its owner', () => {
    const at = place('{}');
    chownSync(at.file, 1234, 4321);
    install(at);
    expect(statSync(at.file)).toMatchObject({ uid: 1234, gid: 4321 });
  });

  it('that is a link stays one, and what it leads to is edited', () => {
    const at = place('{}');
    const link = join(at.root, 'link.json');
    symlinkSync(at.file, link);
    install({ ...at, file: link });
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(handlersIn(parsed(at), 'PreToolUse')).toEqual([HANDLER]);
    remove({ ...at, file: link });
    expect(read(at).toString()).toBe('{}');
  });

  it('leaves nothing beside it', () => {
    const at = place('{}');
    install(at);
    remove(at);
    expect(readdirSync(join(at.root, '.claude'))).toEqual(['settings.json']);
  });

  it('that changed between reading and writing is left alone', () => {
    const at = place('{}');
    const change = installation(at);
    writeFileSync(at.file, '{"a":1}');
    expect(change.apply).toThrow(expect.objectContaining({ code: 'E_BUSY' }));
    expect(read(at).toString()).toBe('{"a":1}');
    expect(readdirSync(join(at.root, '.claude'))).toEqual(['settings.json']);
  });

  it('whose notes were lost is still cleared of the entries', () => {
    const at = place('{\n  "model": "opus"\n}\n');
    install(at);
    rmSync(at.notes, { recursive: true });
    remove(at);
    expect(read(at).toString()).toBe('{\n  "model": "opus"\n}\n');
  });

  it('that came with the entries is cleared of them', () => {
    const text = withEntries('x', '{"model":"opus"}', ENTRIES);
    const at = place(text);
    install(at);
    expect(read(at).toString()).toBe(text);
    remove(at);
    expect(read(at).toString()).toBe('{"model":"opus"}');
  });

  it.each<[what: string, text: string, line: number, column: number]>([
    ['with comments', '{\n  // mine\n  "model": "opus"\n}', 2, 3],
    ['that is a list', '[]', 1, 1],
    ['whose hooks are a list', '{"hooks": []}', 1, 11],
    ['whose event is an object', '{"hooks": {"PreToolUse": {}}}', 1, 26],
    ['whose event holds text', '{"hooks": {"PreToolUse": ["x"]}}', 1, 27],
    ['whose entry has no list of hooks', '{"hooks": {"PreToolUse": [{"matcher": "*"}]}}', 1, 27],
    ['with two hooks', '{"hooks": {}, "hooks": {}}', 1, 15],
    ['with an event twice', '{"hooks": {"PostToolUse": [], "PostToolUse": []}}', 1, 31],
    ['with hooks switched off', '{"disableAllHooks": true}', 1, 21],
    ['cut off', '{"hooks": {', 1, 12],
  ])('%s is refused with its place, and left alone', (_, text, line, column) => {
    const at = place(text);
    expect(() => installation(at)).toThrow(
      expect.objectContaining({ code: 'E_INPUT', position: { file: at.file, line, column } }),
    );
    expect(read(at).toString()).toBe(text);
    expect(existsSync(at.notes)).toBe(false);
  });

  it.each<[what: string, make: (at: Place) => void, code: string]>([
    ['read-only', at => chmodSync(at.file, 0o444), 'E_INPUT'],
    ['of other bytes than UTF-8', at => writeFileSync(at.file, Buffer.from([0x7b, 0xff, 0x7d])), 'E_INPUT'],
    [
      'that is a folder',
      at => {
        rmSync(at.file);
        mkdirSync(at.file);
      },
      'E_INPUT',
    ],
    [
      'that is a link to nothing',
      at => {
        rmSync(at.file);
        symlinkSync('/nowhere/at/all', at.file);
      },
      'E_INPUT',
    ],
    ['over the cap', at => writeFileSync(at.file, `{}${' '.repeat(LIMITS.settingsBytes - 1)}`), 'E_LIMIT'],
  ])('%s is refused', (_, make, code) => {
    const at = place('{}');
    make(at);
    expect(() => installation(at)).toThrow(expect.objectContaining({ code }));
  });

  it('just under the cap is taken', () => {
    const at = place(`{}${' '.repeat(LIMITS.settingsBytes - 2)}`);
    install(at);
    expect(handlersIn(parsed(at), 'PreToolUse')).toEqual([HANDLER]);
  });
});

describe('entries that are there already', () => {
  const closed = claudeEntries({ launcher: LAUNCHER, fail: 'closed', approvalTimeoutMs: 300_000 });

  it('are replaced where they are not as they should be', () => {
    const at = place('{\n  "model": "opus"\n}\n');
    install(at);
    install({ ...at, entries: closed });
    for (const event of EVENTS)
      expect(handlersIn(parsed(at), event)).toEqual([
        { ...HANDLER, args: ['claude-code', '--host-timeout', '330s'], timeout: 330, onFailure: 'block' },
      ]);
    remove({ ...at, entries: closed });
    expect(read(at).toString()).toBe('{\n  "model": "opus"\n}\n');
  });

  it('are replaced where somebody narrowed them', () => {
    const at = place();
    install(at);
    writeFileSync(at.file, read(at).toString().replace('"matcher": "*"', '"matcher": "Bash"'));
    install(at);
    expect(parsed(at).hooks.PreToolUse).toEqual([{ matcher: '*', hooks: [HANDLER] }]);
  });

  it('are one an event, however often somebody copied them', () => {
    const group = { matcher: '*', hooks: [HANDLER] };
    const at = place(JSON.stringify({ hooks: { PreToolUse: [group, group], Stop: [group] } }));
    install(at);
    expect(parsed(at).hooks.PreToolUse).toEqual([group]);
    expect(parsed(at).hooks.Stop).toEqual([]);
  });

  it('leave the foreign handlers of their group where they are', () => {
    const foreign = { type: 'command', command: 'lint' };
    const at = place(
      JSON.stringify({ hooks: { PreToolUse: [{ matcher: '*', hooks: [foreign, HANDLER] }] } }),
    );
    remove(at);
    expect(parsed(at)).toEqual({ hooks: { PreToolUse: [{ matcher: '*', hooks: [foreign] }] } });
  });
});

/** The settings without our handlers, and without what was not there before. */
function without(after: Record<string, unknown>, before: Record<string, unknown>): unknown {
  const hooks = after.hooks as Record<string, { hooks: unknown[] }[]>;
  if (before.hooks === undefined) return omit(after, 'hooks');
  const kept = Object.entries(hooks)
    .filter(([event]) => Object.hasOwn(before.hooks as object, event))
    .map(([event, groups]) => [
      event,
      groups.filter(
        ({ hooks: [first] }) => (first as { command?: string } | undefined)?.command !== LAUNCHER,
      ),
    ]);
  return { ...after, hooks: Object.fromEntries(kept) };
}

function omit(value: Record<string, unknown>, name: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== name));
}
