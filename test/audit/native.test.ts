import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { execaSync } from 'execa';
import { afterAll, expect, it } from 'vitest';

// Rampart as it is where SQLite could not be compiled: everything but the package.
const root = mkdtempSync(join(tmpdir(), 'rp-native-'));
for (const name of ['bin', 'dist', 'policies', 'package.json'])
  cpSync(fileURLToPath(new URL(`../../${name}`, import.meta.url)), join(root, name), { recursive: true });
const home = join(root, 'home');
mkdirSync(home, { mode: 0o700 });
afterAll(() => rmSync(root, { recursive: true, force: true }));

function rampart(...args: string[]) {
  return execaSync(process.execPath, [join(root, 'bin', 'rampart.js'), '--home', home, ...args], {
    reject: false,
    timeout: 60_000,
  });
}

it('says what is missing and how to get it, where the log is needed', () => {
  const { exitCode, stdout } = rampart('serve', '--json');
  expect(exitCode).toBe(1);
  expect(JSON.parse(stdout).error).toMatchObject({
    code: 'E_NATIVE',
    hint: expect.stringContaining('compiler'),
  });
});

it('judges without it', () => {
  expect(rampart('check', 'rm -rf /').exitCode).toBe(11);
});

it('runs and spills without it', () => {
  expect(rampart('exec', '--', 'echo', 'hi')).toMatchObject({ exitCode: 0, stdout: 'hi' });
});
