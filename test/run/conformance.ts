import { randomBytes } from 'node:crypto';

/** A command that must behave the same however it is started. */
export interface Case {
  readonly name: string;
  readonly command: readonly string[];
  readonly stdin?: Buffer | 'open';
  readonly env?: Record<string, string>;
  readonly cwd?: string;
  /** Shell text that starts `"$@"`, where the way it is attached to the world matters. */
  readonly around?: string;
}

const sh = (script: string): readonly string[] => ['sh', '-c', script];
const bytes = randomBytes(256 * 1024);
const large = Buffer.alloc(32 * 1024 * 1024, 'rampart\0\xff\n', 'latin1');

export const SAME: readonly Case[] = [
  { name: 'no output', command: ['true'] },
  { name: 'one line', command: ['echo', 'hello'] },
  { name: 'no newline at the end', command: ['printf', 'no newline'] },
  { name: 'every byte value', command: ['cat'], stdin: bytes },
  { name: '10 MB of output', command: ['head', '-c', '10000000', '/dev/zero'] },
  { name: 'output on both', command: sh('echo out; echo err >&2') },
  {
    name: 'both in one pipe keep their order',
    command: sh('for i in 1 2 3 4 5 6 7 8 9; do echo o$i; echo e$i >&2; done'),
    around: 'exec "$@" 2>&1',
  },
  { name: 'a large standard input', command: ['sha256sum'], stdin: large },
  { name: 'a large standard input nobody reads', command: ['true'], stdin: large },
  { name: 'a large standard input read in part', command: ['head', '-c', '10'], stdin: large },
  { name: 'a standard input that stays open', command: sh('echo done'), stdin: 'open' },
  { name: 'a closed standard input', command: ['echo', 'fine'], around: 'exec "$@" <&-' },
  { name: 'a closed standard output', command: sh('exit 3'), around: 'exec "$@" >&-' },
  { name: 'a closed standard error', command: sh('echo out; exit 4'), around: 'exec "$@" 2>&-' },
  { name: 'a reader that leaves', command: ['yes'], around: '"$@" | head -n 3; echo ${PIPESTATUS[0]}' },
  {
    name: 'a file as standard output',
    command: ['echo', 'x'],
    around: 'f=$(mktemp); "$@" >$f; cat $f; rm $f',
  },
  {
    name: 'appending to a file',
    command: ['echo', 'x'],
    around: 'f=$(mktemp); echo a >$f; "$@" >>$f; cat $f; rm $f',
  },
  {
    name: 'what the command leaves unread stays',
    command: sh('read -r l; echo "$l"'),
    stdin: Buffer.from('a\nb\nc\n'),
    around: '"$@"; cat',
  },
  {
    name: 'arguments with every difficulty',
    command: ['printf', '<%s>', '', ' ', 'a b', "'", '"', '$HOME', '*', '\\', '\n', 'é', '-n', '--'],
  },
  {
    name: 'an environment, in its order',
    command: ['/usr/bin/env'],
    env: { PATH: '/usr/bin:/bin', Z: '1', A: 'two words', EMPTY: '', NL: 'a\nb' },
  },
  { name: 'a working directory', command: ['pwd', '-P'], cwd: '/usr' },
  { name: 'a program that is a path below the directory', command: ['./env', 'true'], cwd: '/usr/bin' },
  {
    name: 'the limits and the mask',
    command: sh('umask; ulimit -n; ulimit -c'),
    around: 'umask 027; ulimit -n 200; ulimit -c 0; exec "$@"',
  },
  { name: 'niceness', command: ['nice'], around: 'exec nice -n 3 "$@"' },
  {
    name: 'processes it leaves running do not hold it up',
    command: sh('sleep 0.2 >/dev/null 2>&1 & exit 5'),
  },
  ...[0, 1, 2, 3, 42, 123, 124, 125, 126, 127, 128, 129, 137, 143, 254, 255].map(code => ({
    name: `exit ${code}`,
    command: sh(`exit ${code}`),
  })),
  ...['HUP', 'INT', 'QUIT', 'ABRT', 'KILL', 'USR1', 'SEGV', 'USR2', 'PIPE', 'ALRM', 'TERM', 'BUS', 'SYS'].map(
    signal => ({
      name: `death by SIG${signal}`,
      command: sh(`ulimit -c 0; kill -${signal} $$`),
    }),
  ),
];

/** Trees that do not end by themselves. `MARK` is what their sleepers sleep, `count` how many there are. */
export interface Hanging {
  readonly name: string;
  readonly script: string;
  readonly count: number;
  /** They can only be found by the session or group they are in, so not when that is the runner's own. */
  readonly needsGroup?: true;
}

export const HANGING: readonly Hanging[] = [
  { name: 'a command', script: 'exec sleep MARK', count: 1 },
  { name: 'a child', script: 'sleep MARK; :', count: 1 },
  {
    name: 'grandchildren that hold the output',
    script: 'sleep MARK & sh -c "sleep MARK & sleep MARK" & wait',
    count: 3,
  },
  { name: 'a pipeline', script: 'sleep MARK | sleep MARK | cat', count: 2 },
  { name: 'one that ignores SIGTERM', script: 'trap "" TERM; sleep MARK; sleep MARK', count: 1 },
  {
    name: 'a grandchild that ignores every signal it can',
    script: 'sh -c "trap \'\' HUP INT QUIT TERM USR1 USR2; sleep MARK; :" & wait',
    count: 1,
  },
  {
    name: 'one that starts anew on SIGTERM',
    script: 'trap "sleep MARK & sleep MARK" TERM; sleep MARK; :',
    count: 1,
  },
  { name: 'a child in a session of its own', script: 'setsid sleep MARK & wait', count: 1 },
  {
    name: 'a session in a session',
    script: 'setsid sh -c "setsid sleep MARK & trap \'\' TERM; sleep MARK" & wait',
    count: 2,
  },
  {
    name: 'a child in a group of its own',
    script: 'bash -c "set -m; sleep MARK & sleep MARK & wait"',
    count: 2,
  },
  { name: 'stopped ones', script: 'sleep MARK & sleep 0.3; kill -STOP $!; kill -STOP $$', count: 1 },
  { name: 'one whose first thread has ended', script: 'exec python3 -c "$PYTHON_THREAD" MARK', count: 1 },
  {
    name: 'one that was adopted before the timeout',
    script: '(sleep MARK &); sleep MARK; :',
    count: 2,
    needsGroup: true,
  },
  {
    name: 'one that forks and ends for ever',
    script: 'f() { (f MARK & exit); }; f MARK; sleep MARK',
    count: 1,
    needsGroup: true,
  },
  {
    name: 'one that starts short children for ever',
    script: 'sleep MARK & while :; do true; /bin/true; done',
    count: 1,
  },
];

/** Ends its first thread only: x86-64 and arm64 number the call differently. */
export const PYTHON_THREAD = `
import ctypes, platform, threading, time
threading.Thread(target=time.sleep, args=(3600,)).start()
ctypes.CDLL(None).syscall(60 if platform.machine() == 'x86_64' else 93, 0)
`;

/** What cannot be started: the exit codes of shells. */
export const UNSTARTABLE: readonly (readonly [name: string, command: string, exit: number])[] = [
  ['no such program', 'no-such-program-anywhere', 127],
  ['an empty name', '', 127],
  ['no such path', '/no/such/path', 127],
  ['a file that is not executable', '/etc/passwd', 126],
  ['a directory', '/tmp', 126],
  ['a path through a file', '/etc/passwd/x', 126],
];
