import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { mark, sleepers, stateOf } from './marked.ts';
import { observe } from './observe.ts';
import { sendSignal } from './send-signal.ts';
import { nodeRunner, type Starter } from './starter.ts';

const onTerminal = new URL('fixtures/on-terminal.py', import.meta.url).pathname;
const directory = mkdtempSync(join(tmpdir(), 'rampart-signals-'));

/** Counts what it gets, and says so when SIGALRM comes; asks for that itself, in half a second, once a first one came. */
const COUNTER = `
import os, signal, sys
got = []
def count(number, frame):
    got.append(signal.Signals(number).name)
    signal.setitimer(signal.ITIMER_REAL, 0.5)
def report(number, frame):
    print(' '.join(got), flush=True)
    os._exit(0)
for name in ('INT', 'TERM', 'HUP', 'QUIT', 'USR1', 'USR2', 'WINCH'):
    signal.signal(getattr(signal, 'SIG' + name), count)
signal.signal(signal.SIGALRM, report)
print('READY', flush=True)
while True:
    signal.pause()
`;
const counter = ['python3', '-c', COUNTER];

let starter: Starter;
beforeAll(async () => {
  starter = await nodeRunner();
});

describe('a command in a group of its own', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR1', 'SIGUSR2', 'SIGWINCH'] as const)(
    'gets %s once',
    async signal => {
      const send = onceReady(pid => sendSignal(pid, signal));
      const { stdout, exit } = await observe(starter.argv(counter), { onOutput: send });
      expect([stdout.toString(), exit]).toEqual([`READY\n${signal}\n`, 0]);
    },
  );

  it('is ended by a signal that it does not handle, and the runner says so', async () => {
    const send = onceReady(pid => sendSignal(pid, 'SIGTERM'));
    const { exit } = await observe(starter.argv(['sh', '-c', 'echo READY; exec sleep 3600']), {
      onOutput: send,
    });
    expect(exit).toBe(143);
  });

  it('is stopped and goes on with the runner', async () => {
    const marker = mark();
    let runner = 0;
    const ended = observe(starter.argv(['sh', '-c', `echo READY; exec sleep ${marker}`]), {
      onStart: pid => {
        runner = pid;
      },
    });
    const [sleeper = 0] = await sleepers(marker, 1);
    sendSignal(runner, 'SIGTSTP');
    await reaches(sleeper, 'T');
    await reaches(runner, 'T');
    sendSignal(runner, 'SIGCONT');
    await reaches(sleeper, 'S');
    sendSignal(runner, 'SIGTERM');
    expect((await ended).exit).toBe(143);
  });
});

describe('a command on a terminal', () => {
  it.each([
    ['Ctrl-C', '03', 'SIGINT'],
    ['Ctrl-\\', '1c', 'SIGQUIT'],
  ])('gets %s once', async (_, keys, signal) => {
    const { stdout, exit } = await observe(['python3', onTerminal, 'READY', keys, ...starter.argv(counter)]);
    // The key is pressed as soon as READY is there, and its echo may come before the end of that line.
    expect(stdout.toString()).toMatch(new RegExp(`READY\\s*(\\^.)?\\s*${signal}\\s*$`));
    expect(exit).toBe(0);
  });

  it('is ended by Ctrl-C, and the runner says so', async () => {
    const command = starter.argv(['sh', '-c', 'echo READY; exec sleep 3600']);
    expect((await observe(['python3', onTerminal, 'READY', '03', ...command])).exit).toBe(130);
  });

  it('survives a Ctrl-C that it ignores, and so does the runner', async () => {
    const command = starter.argv(['sh', '-c', 'trap "" INT; echo READY; sleep 1; exit 7']);
    expect((await observe(['python3', onTerminal, 'READY', '03', ...command])).exit).toBe(7);
  });

  it.each(['INT', 'TERM'])('gets SIG%s that somebody sends while it is in the background', async signal => {
    const file = join(directory, signal);
    // Job control puts the runner into a group of its own, which is not the terminal's foreground.
    const script = `set -m; "$@" >${file} & until grep -q READY ${file}; do sleep 0.05; done; kill -${signal} $!; wait`;
    await observe(['python3', onTerminal, '', '', 'bash', '-c', script, 'bash', ...starter.argv(counter)]);
    expect(readFileSync(file, 'utf8')).toBe(`READY\nSIG${signal}\n`);
  });
});

it('keeps an exit that came before the timeout, also when it notices both at once', async () => {
  const outcomeFile = join(directory, 'both');
  const send = onceReady(async pid => {
    sendSignal(pid, 'SIGSTOP');
    await sleep(2_000);
    sendSignal(pid, 'SIGCONT');
  });
  const { exit } = await observe(
    starter.argv(['sh', '-c', 'echo READY; sleep 0.5; exit 3'], { timeoutMs: 1_500, outcomeFile }),
    { onOutput: send },
  );
  expect(exit).toBe(3);
  expect(JSON.parse(readFileSync(outcomeFile, 'utf8'))).toMatchObject({ ended: 'exit', exit: 3 });
});

it('swallows signals while it ends the tree, so that the tree is ended', async () => {
  const marker = mark();
  const script = `trap "echo ENDING" TERM; echo begun; while :; do sleep ${marker}; done`;
  let sent = false;
  const { exit } = await observe(starter.argv(['sh', '-c', script], { timeoutMs: 1_000, graceMs: 700 }), {
    onOutput: (pid, soFar) => {
      if (!soFar.includes('ENDING') || sent) return;
      sent = true;
      sendSignal(pid, 'SIGTERM');
    },
  });
  expect([sent, exit]).toEqual([true, 124]);
});

function onceReady(act: (pid: number) => unknown): (pid: number, soFar: string) => void {
  let done = false;
  return (pid, soFar) => {
    if (done || !soFar.includes('READY')) return;
    done = true;
    void act(pid);
  };
}

async function reaches(pid: number, state: string): Promise<void> {
  while (stateOf(pid) !== state) await sleep(10);
}
