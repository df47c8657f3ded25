import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { acquireLock, isLocked } from '../../src/audit/lock.ts';
import { built, removeBuilt } from './built.ts';
import { scratch } from './scratch.ts';

let holder: string;
beforeAll(async () => {
  holder = await built('fixtures/lock-holder.ts');
});
afterAll(removeBuilt);

async function hold(path: string): Promise<{ child: ChildProcess; said: string }> {
  const child = spawn(process.execPath, [holder, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  onTestFinished(() => void child.kill('SIGKILL'));
  const [said] = await once(child.stdout, 'data');
  return { child, said: String(said).trim() };
}

it('one process at a time owns a home', async () => {
  const path = join(scratch(), 'data', 'lock.db');
  const pidFile = join(path, '..', '..', 'serve.pid');
  expect(isLocked(path)).toBe(false);
  const first = await hold(path);
  expect(first.said).toBe('held');
  expect((await hold(path)).said).toBe('E_BUSY');
  writeFileSync(pidFile, `${first.child.pid}\n`);
  expect(() => acquireLock(path, pidFile)).toThrowError(
    expect.objectContaining({ code: 'E_BUSY', message: expect.stringContaining(`${first.child.pid}`) }),
  );
  expect(isLocked(path)).toBe(true);
  expect(isLocked(path)).toBe(true);
  expect((await hold(path)).said).toBe('E_BUSY');
  expect(statSync(path).mode & 0o777).toBe(0o600);
});

it('a killed owner leaves no lock behind', async () => {
  const path = join(scratch(), 'lock.db');
  for (let round = 0; round < 3; round++) {
    const { child, said } = await hold(path);
    expect(said).toBe('held');
    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isLocked(path)).toBe(false);
  }
  acquireLock(path).release();
  expect(isLocked(path)).toBe(false);
});

it('a hostile pid file is not believed', async () => {
  const path = join(scratch(), 'lock.db');
  await hold(path);
  const pidFile = join(path, '..', 'serve.pid');
  writeFileSync(pidFile, '\u001b[2J rm -rf /');
  expect(() => acquireLock(path, pidFile)).toThrowError(
    expect.objectContaining({ message: 'another daemon owns this home' }),
  );
});
