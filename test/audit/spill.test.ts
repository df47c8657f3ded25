import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  appendFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, type TestContext } from 'vitest';
import { bootId } from '../../src/audit/boot.ts';
import { takeIn } from '../../src/audit/intake.ts';
import { appendSpill } from '../../src/audit/spill.ts';
import { readSpill, takeSpills } from '../../src/audit/spill-read.ts';
import { type Bundle, Writer } from '../../src/audit/writer.ts';
import { LIMITS } from '../../src/core/limits.ts';
import { entry } from '../../src/core/record.ts';
import { built, removeBuilt } from './built.ts';
import { leavesOf } from './rows.ts';
import { callEntry, outcomeEntry, scratch } from './scratch.ts';
import { smallDisk } from './small-disk.ts';

const boot = bootId();
const own = process.pid;
const mine = (directory: string): string => join(directory, `${boot}-${process.pid}.jsonl`);
/** A file that some process left behind in another boot, long dead. */
const dead = (directory: string, pid = 7): string => join(directory, `0123-${pid}.jsonl`);
const line = (more: object = {}): string =>
  `${JSON.stringify({ v: 1, ts: '2026-01-02T03:04:05.678Z', mono_us: 1, entry: callEntry('c1'), ...more })}\n`;

let spiller: string;
beforeAll(async () => {
  spiller = await built('fixtures/spiller.ts');
});
afterAll(removeBuilt);

describe('files that wait', () => {
  it('are taken in up to the cap in one round, and the rest in the next', () => {
    const directory = scratch();
    for (let pid = 1; pid <= LIMITS.spillFiles + 1; pid++) writeFileSync(dead(directory, pid), line());
    const round = (): number => {
      const spills = [...takeSpills(directory, { boot })];
      for (const spill of spills) spill.remove();
      return spills.length;
    };
    expect([round(), round(), round()]).toEqual([LIMITS.spillFiles, 1, 0]);
  });
});

describe('spilling', () => {
  it('writes one line an entry, for the owner alone, without secrets', () => {
    const directory = join(scratch(), 'home', 'spill');
    appendSpill(directory, [
      callEntry('a', { texts: { resource: 'x --password=hunter2' } }),
      outcomeEntry('a'),
    ]);
    appendSpill(directory, [callEntry('b')]);
    expect([statSync(directory).mode & 0o777, statSync(mine(directory)).mode & 0o777]).toEqual([
      0o700, 0o600,
    ]);
    const text = readFileSync(mine(directory), 'utf8');
    expect(text).not.toContain('hunter2');
    const [spill] = takeSpills(directory, { boot, own });
    expect(spill?.bundle.map(one => one.call ?? one.kind)).toEqual(['gap', 'a', 'a', 'b']);
  });

  it('begins a new line after one that a crash tore', () => {
    const directory = scratch();
    writeFileSync(mine(directory), '{"v":1,"ts":"2026');
    appendSpill(directory, [callEntry('a')]);
    const [spill] = takeSpills(directory, { boot, own });
    expect(spill).toMatchObject({ commands: 1, damaged: 1 });
  });

  it('takes a file up to its cap and no further, leaving it as it was', () => {
    const directory = scratch();
    appendSpill(directory, [callEntry('a')]);
    const length = statSync(mine(directory)).size;
    const room = LIMITS.spillBytes - 2 * length;
    appendFileSync(mine(directory), `${'x'.repeat(room - 1)}\n`);
    appendSpill(directory, [callEntry('b')]);
    const size = statSync(mine(directory)).size;
    expect(size).toBeLessThanOrEqual(LIMITS.spillBytes);
    expect(() => appendSpill(directory, [callEntry('c')])).toThrowError(
      expect.objectContaining({ code: 'E_LIMIT' }),
    );
    expect(statSync(mine(directory)).size).toBe(size);
  });

  it('keeps what the payload would keep of a long text, and says that it is cut', () => {
    const directory = scratch();
    appendSpill(directory, [
      callEntry('a', { texts: { resource: 'x'.repeat(LIMITS.payloadBytes + 1), cwd: '/' } }),
    ]);
    const [spill] = takeSpills(directory, { boot, own });
    expect(spill?.bundle[1]).toMatchObject({ fields: { cut: ['resource'] } });
    expect(spill?.bundle[1]?.texts.resource).toHaveLength(LIMITS.payloadBytes);
  });

  it.each<[what: string, put: (directory: string) => void]>([
    ['a link', directory => symlinkSync('/etc/hostname', mine(directory))],
    ['a second name of another file', directory => hardLink(directory)],
    ['a named pipe', directory => void execFileSync('mkfifo', [mine(directory)])],
    ['a directory', directory => mkdirSync(mine(directory))],
  ])('refuses %s in its place, at once', (_, put) => {
    const directory = scratch();
    put(directory);
    expect(() => appendSpill(directory, [callEntry('a')])).toThrowError(
      expect.objectContaining({ code: expect.stringMatching(/^E_(?:LATCH|OWNER)$/) }),
    );
  });

  it('refuses a directory that is a link', () => {
    const directory = scratch();
    symlinkSync('/tmp', join(directory, 'spill'));
    expect(() => appendSpill(join(directory, 'spill'), [callEntry('a')])).toThrowError(
      expect.objectContaining({ code: 'E_OWNER' }),
    );
  });

  it('on a full disk keeps the whole lines that were there and nothing of the new one', (context: TestContext) => {
    const disk = smallDisk(context, 256);
    const texts = { resource: 'x'.repeat(10_000) };
    let kept = 0;
    expect(() => {
      for (; ; kept++) appendSpill(disk, [callEntry(`c${kept}`, { texts })]);
    }).toThrowError(expect.objectContaining({ code: 'E_LATCH' }));
    expect(kept).toBeGreaterThan(10);
    const [spill] = takeSpills(disk, { boot, own });
    expect(spill).toMatchObject({ commands: kept, damaged: 0 });
  });

  function hardLink(directory: string): void {
    writeFileSync(join(directory, 'other'), '');
    linkSync(join(directory, 'other'), mine(directory));
  }
});

describe('taking spills in', () => {
  it('leaves the file of a living process until it ends', async () => {
    const directory = scratch();
    const child = spawn(process.execPath, [spiller, directory, '1', 'stay'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    expect([...takeSpills(directory, { boot })]).toEqual([]);
    expect(readdirSync(directory)).toEqual([`${boot}-${child.pid}.jsonl`]);
    child.kill('SIGKILL');
    await once(child, 'exit');
    const [spill] = takeSpills(directory, { boot });
    expect(spill?.commands).toBe(1);
  });

  it('takes the file of another boot whoever has its process id now', () => {
    const directory = scratch();
    writeFileSync(dead(directory, process.pid), line());
    expect([...takeSpills(directory, { boot })]).toHaveLength(1);
  });

  it('brings back a file that was taken and not removed, unchanged', () => {
    const directory = scratch();
    writeFileSync(dead(directory), line());
    const [first] = takeSpills(directory, { boot });
    writeFileSync(dead(directory), line({ ts: '2026-01-02T03:04:06.678Z' }));
    const again = [...takeSpills(directory, { boot })];
    expect(again).toHaveLength(2);
    expect(again.find(one => one.file === first?.file)?.bundle).toEqual(first?.bundle);
    first?.remove();
    expect(readdirSync(directory)).toHaveLength(1);
  });

  it('says what it leaves alone, and leaves alone what is none of its own', () => {
    const directory = scratch();
    symlinkSync('/etc/hostname', dead(directory, 1));
    mkdirSync(dead(directory, 2));
    for (const name of ['notes.txt', '.jsonl', 'a-0.jsonl', 'A-1.jsonl', 'x-1.jsonl~'])
      writeFileSync(join(directory, name), line());
    const skipped: string[] = [];
    expect([...takeSpills(directory, { boot, onSkip: file => void skipped.push(file) })]).toEqual([]);
    expect(skipped).toHaveLength(2);
    expect([...takeSpills(join(directory, 'missing'), { boot })]).toEqual([]);
  });

  it('reads no more than the cap of a file', () => {
    const directory = scratch();
    writeFileSync(dead(directory), line());
    appendFileSync(dead(directory), 'x'.repeat(LIMITS.spillBytes));
    const [spill] = takeSpills(directory, { boot });
    expect(spill).toMatchObject({ commands: 1, damaged: 1 });
  });

  it.each<[why: string, text: string]>([
    ['no JSON', '{'],
    ['no object', '[]'],
    ['another version', line({ v: 2 })],
    ['no time', line({ ts: 'yesterday' })],
    ['no entry', line({ entry: null })],
    ['a beginning', line({ entry: { ...callEntry('a'), kind: 'genesis' } })],
    ['an approval', line({ entry: { ...callEntry('a'), kind: 'approval' } })],
    ['a gap', line({ entry: entry('gap', { reason: 'spill' }) })],
    ['an admin action', line({ entry: { ...callEntry('a'), kind: 'admin' } })],
    ['fields that are a list', line({ entry: { ...callEntry('a'), fields: [] } })],
    ['texts that are numbers', line({ entry: { ...callEntry('a'), texts: { a: 1 } } })],
    ['nested fields', line({ entry: { ...callEntry('a'), fields: { a: { b: 1 } } } })],
    [
      'depth',
      line({ entry: callEntry('a') }).replace(
        '"fields":{',
        `"fields":{"x":${'['.repeat(100_000)}${']'.repeat(100_000)},`,
      ),
    ],
    ['a field of the head', line({ entry: { ...callEntry('a'), fields: { seq: 1 } } })],
    ['a prototype', line().replace('"fields":{', '"fields":{"__proto__":1,')],
    ['a missing id', line({ entry: { ...callEntry('a'), session: undefined } })],
    [
      'a leaf past the cap',
      line({ entry: { ...callEntry('a'), fields: { a: 'x'.repeat(LIMITS.leafBytes) } } }),
    ],
  ])('counts a line with %s as damaged', (_, text) => {
    const { bundle, damaged } = readSpill('f', Buffer.from(line() + text));
    expect([bundle.length, damaged]).toEqual([2, 1]);
  });

  it('marks every record with the time it claims', () => {
    const { bundle } = readSpill('f', Buffer.from(line()));
    expect(bundle[0]).toMatchObject({
      kind: 'gap',
      fields: { reason: 'spill', file: 'f', commands: 1, records: 1 },
    });
    expect(bundle[1]).toMatchObject({ fields: { spilled_at: '2026-01-02T03:04:05.678Z' } });
  });

  it('of mutated bytes gives entries that the writer takes', () => {
    const directory = scratch();
    const writer = new Writer(join(directory, 'log.db'), '0');
    const good = line() + line({ entry: outcomeEntry('c1') });
    const edit = fc.tuple(fc.nat(good.length), fc.string({ unit: 'binary', maxLength: 3 }));
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 4 }), edits => {
        let text = good;
        for (const [at, part] of edits) text = text.slice(0, at) + part + text.slice(at + part.length);
        expect(writer.commit([readSpill('f', Buffer.from(text)).bundle])[0]).toHaveProperty('seq');
      }),
      { numRuns: 500 },
    );
    writer.close();
  });
});

describe('an intake', () => {
  const into =
    (writer: Writer) =>
    async (bundle: Bundle): Promise<number> => {
      const [result] = writer.commit([bundle]);
      if (result === undefined || !('seq' in result)) throw new Error('refused');
      return result.seq;
    };

  it('records what every process spilled, each command once', async () => {
    const directory = scratch();
    const spills = join(directory, 'spill');
    const children = Array.from({ length: 5 }, () =>
      spawn(process.execPath, [spiller, spills, '20'], { stdio: ['ignore', 'pipe', 'inherit'] }),
    );
    const said = await Promise.all(
      children.map(async child => {
        let text = '';
        child.stdout.on('data', part => {
          text += part;
        });
        await once(child, 'close');
        return text.split('\n').filter(Boolean);
      }),
    );
    const database = join(directory, 'log.db');
    const writer = new Writer(database, '0');
    expect(await takeIn(into(writer), spills, { boot })).toEqual({ files: 5, commands: 100, damaged: 0 });
    expect(await takeIn(into(writer), spills, { boot })).toEqual({ files: 0, commands: 0, damaged: 0 });
    writer.close();
    const leaves = leavesOf(database);
    const calls = leaves.filter(leaf => leaf.kind === 'call').map(leaf => leaf.call);
    expect(calls.toSorted()).toEqual(said.flat().toSorted());
    expect(leaves.filter(leaf => leaf.kind === 'gap').map(leaf => leaf.commands)).toEqual([
      20, 20, 20, 20, 20,
    ]);
    expect(readdirSync(spills)).toEqual([]);
  });

  it('that dies between commit and removal records nothing twice', async () => {
    const directory = scratch();
    const database = join(directory, 'log.db');
    writeFileSync(dead(directory), line());
    const first = new Writer(database, '0');
    const [spill] = takeSpills(directory, { boot });
    expect(await into(first)(spill?.bundle ?? [])).toBe(1);
    first.close();
    const second = new Writer(database, '0');
    const before = second.head.size;
    await takeIn(into(second), directory, { boot });
    expect(second.head.size).toBe(before);
    expect(readdirSync(directory).filter(name => name.endsWith('taken'))).toEqual([]);
    second.close();
  });

  it('of the same content under another name records nothing twice, even in one commit', () => {
    const writer = new Writer(join(scratch(), 'log.db'), '0');
    const content = Buffer.from(line());
    const results = writer.commit([
      readSpill('a', content).bundle,
      readSpill('b', content).bundle,
      [callEntry('c')],
    ]);
    expect(results).toEqual([{ seq: 1 }, { seq: 1 }, { seq: 3 }]);
    writer.close();
  });

  it('that the log refuses leaves the file for later', async () => {
    const directory = scratch();
    writeFileSync(dead(directory), line());
    const refuse = (): Promise<number> => Promise.reject(new Error('no'));
    await expect(takeIn(refuse, directory, { boot })).rejects.toThrow('no');
    const [file = ''] = readdirSync(directory);
    expect(file).toMatch(/\.taken$/);
    expect(existsSync(join(directory, file))).toBe(true);
  });
});
