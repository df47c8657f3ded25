import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Ran, Sandbox } from '../cli/sandbox.ts';

const HOOK = new URL('../../dist/hook.cjs', import.meta.url).pathname;
const CALL = {
  session_id: 's',
  cwd: '/tmp',
  hook_event_name: 'PreToolUse',
  tool_name: 'Bash',
  tool_input: { command: 'rm -rf /' },
  tool_use_id: 'toolu_1',
};

let sandbox: Sandbox;
beforeEach(() => {
  sandbox = new Sandbox();
  sandbox.configure('config.yaml', 'autostart: false\n');
});
afterEach(() => sandbox.close());

/** A call that is denied: a hook that broke would say nothing, and its host would run it. */
function ask(): Ran {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [HOOK, 'hook', sandbox.home, '--', 'claude-code'],
    { input: JSON.stringify(CALL), env: sandbox.env, encoding: 'utf8', timeout: 60_000 },
  );
  return { exit: status, stdout, stderr };
}

const dir = (): string => join(sandbox.home, 'data', 'cache');

function kept(): readonly string[] {
  return readdirSync(dir()).filter(name => name.startsWith('code-'));
}

describe('the code that V8 made of the hook', () => {
  it('is kept by the first call, for its owner only, and changes no answer', () => {
    const first = ask();
    expect(first.stdout).toContain('"permissionDecision":"deny"');
    expect(kept().length).toBeGreaterThan(2);
    for (const name of kept()) expect(statSync(join(dir(), name)).mode & 0o777).toBe(0o600);
    const before = kept().map(name => statSync(join(dir(), name)).mtimeMs);
    expect(ask()).toEqual(first);
    expect(kept().map(name => statSync(join(dir(), name)).mtimeMs)).toEqual(before);
  });

  it.each<[what: string, harm: (path: string) => void]>([
    [
      'has a changed byte',
      path => {
        const bytes = readFileSync(path);
        const middle = bytes.length >> 1;
        bytes[middle] = (bytes[middle] ?? 0) ^ 0x55;
        writeFileSync(path, bytes);
      },
    ],
    ['is cut off', path => writeFileSync(path, readFileSync(path).subarray(0, 5_000))],
    ['is empty', path => writeFileSync(path, '')],
    ['others may write', path => chmodSync(path, 0o666)],
    [
      'is a link',
      path => {
        writeFileSync(`${path}.elsewhere`, readFileSync(path), { mode: 0o600 });
        rmSync(path);
        symlinkSync(`${path}.elsewhere`, path);
      },
    ],
    [
      'is a folder',
      path => {
        rmSync(path);
        mkdirSync(path);
      },
    ],
  ])('is not needed where it %s', (_, harm) => {
    const first = ask();
    for (const name of kept()) harm(join(dir(), name));
    expect(ask()).toEqual(first);
  });

  it('is done without where it cannot be kept', () => {
    mkdirSync(join(sandbox.home, 'data'), { mode: 0o700 });
    writeFileSync(dir(), '');
    const first = ask();
    expect(first.stdout).toContain('"permissionDecision":"deny"');
    expect(ask()).toEqual(first);
  });
});
