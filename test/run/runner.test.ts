import { chmodSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { RunPlan } from '../../src/run/plan.ts';
import { runCommand } from '../../src/run/runner.ts';

const directory = mkdtempSync(join(tmpdir(), 'rampart-runner-'));

function plan(file: string, args: readonly string[] = [], more: Partial<RunPlan> = {}): RunPlan {
  return {
    file,
    args,
    cwd: directory,
    env: { PATH: '/usr/bin:/bin' },
    timeoutMs: null,
    graceMs: 1_000,
    ...more,
  };
}

describe('outcomes', () => {
  it('carries every exit code from 0 to 255', async () => {
    const codes = Array.from({ length: 256 }, (_, code) => code);
    for (const code of codes)
      expect(await runCommand(plan('sh', ['-c', `exit ${code}`]))).toEqual({
        ended: 'exit',
        exit: code,
        signal: null,
        durationMs: expect.any(Number),
      });
  });

  it('names the signal that ended the command', async () => {
    expect(await runCommand(plan('sh', ['-c', 'kill -TERM $$']))).toMatchObject({
      ended: 'signal',
      exit: 143,
      signal: 'SIGTERM',
    });
  });

  it('is a timeout even when the command answers SIGTERM with success', async () => {
    const script = 'trap "exit 0" TERM; sleep 3600 & wait';
    expect(await runCommand(plan('sh', ['-c', script], { timeoutMs: 300 }))).toMatchObject({
      ended: 'timeout',
      exit: 124,
    });
  });

  it.each([
    ['SIGTERM', 'sleep 3600', 20_000],
    ['SIGKILL', 'trap "" TERM; sleep 3600; :', 0],
  ])('says that a timeout took %s', async (signal, script, graceMs) => {
    expect(await runCommand(plan('sh', ['-c', script], { timeoutMs: 300, graceMs }))).toMatchObject({
      ended: 'timeout',
      exit: 124,
      signal,
    });
  });

  it('passes a name of its own for the program', async () => {
    const script = 'test "$0" = other';
    // A shell given its text on the command line takes argv[0] for $0.
    expect(await runCommand(plan('/bin/sh', ['-c', script], { argv0: 'other' }))).toMatchObject({ exit: 0 });
  });

  it('looks a name up in the PATH it is given, not in its own', async () => {
    const tool = join(directory, 'only-here');
    writeFileSync(tool, '#!/bin/sh\nexit 6\n', { mode: 0o755 });
    expect(await runCommand(plan('only-here'))).toMatchObject({ ended: 'not-started', exit: 127 });
    expect(await runCommand(plan('only-here', [], { env: { PATH: directory } }))).toMatchObject({ exit: 6 });
  });
});

describe('commands that cannot be started', () => {
  const script = join(directory, 'script');
  writeFileSync(script, '#!/no/such/interpreter\n', { mode: 0o755 });
  const plain = join(directory, 'plain');
  writeFileSync(plain, 'echo\n', { mode: 0o644 });

  it.each<[name: string, file: string, args: readonly string[], exit: number, reason: string]>([
    ['a name', 'no-such-program', [], 127, 'no such program: no-such-program'],
    ['an empty name', '', [], 127, 'no such program: '],
    ['a missing interpreter', './script', [], 127, 'interpreter not found: ./script'],
    ['no execute permission', './plain', [], 126, 'not executable: ./plain'],
    ['a directory', '/tmp', [], 126, 'is a directory: /tmp'],
    [
      'an argument of 128 KiB',
      'true',
      ['x'.repeat(131_072)],
      126,
      'arguments and environment too long: true',
    ],
  ])('says why: %s', async (_, file, args, exit, reason) => {
    expect(await runCommand(plan(file, args))).toEqual({
      ended: 'not-started',
      exit,
      signal: null,
      durationMs: expect.any(Number),
      reason,
    });
  });

  it('starts one with an argument just short of what the kernel takes', async () => {
    expect(await runCommand(plan('true', ['x'.repeat(131_071)]))).toMatchObject({ ended: 'exit', exit: 0 });
  });

  it.each<[name: string, change: Partial<RunPlan>]>([
    ['a directory that is not there', { cwd: join(directory, 'absent') }],
    ['a file for a directory', { cwd: plain }],
    ['a NUL in an argument', { args: ['a\0b'] }],
    ['a NUL in the program', { file: 'a\0b' }],
    ['a NUL in the environment', { env: { A: '\0' } }],
    ['a NUL in the directory', { cwd: '/\0' }],
    ['no time at all', { timeoutMs: 0 }],
    ['a timeout past what timers take', { timeoutMs: 2_147_483_648 }],
    ['a timeout that is no number', { timeoutMs: Number.NaN }],
    ['a negative grace', { graceMs: -1 }],
  ])('refuses %s', async (_, change) => {
    await expect(runCommand(plan('true', [], change))).rejects.toMatchObject({ code: 'E_INPUT' });
  });

  it('takes the longest timeout there is', async () => {
    expect(await runCommand(plan('true', [], { timeoutMs: 2_147_483_647 }))).toMatchObject({ exit: 0 });
  });

  it.skipIf(process.getuid?.() === 0)('refuses a directory it may not enter', async () => {
    const closed = join(directory, 'closed');
    mkdirSync(closed);
    chmodSync(closed, 0o600);
    await expect(runCommand(plan('true', [], { cwd: closed }))).rejects.toMatchObject({ code: 'E_INPUT' });
  });
});

it.each([
  ['ends', 'true'],
  ['is not started', 'no-such-program'],
])('leaves no listener behind when a command %s', async (_, file) => {
  const signals = ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGTSTP', 'SIGCONT'];
  const before = signals.map(signal => process.listenerCount(signal));
  await runCommand(plan(file));
  expect(signals.map(signal => process.listenerCount(signal))).toEqual(before);
});
