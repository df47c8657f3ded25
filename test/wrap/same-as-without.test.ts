import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Did, DrivenAgent, type Step } from '../agent/driven.ts';
import captured from '../call/claude-envelopes.json' with { type: 'json' };
import { Sandbox } from '../cli/sandbox.ts';

/** What Claude Code really sends for `touch pwned && echo RAN`. */
const CLAUDE = captured.commands[1]?.sent ?? '';

const BYTES = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte));

/** Every way of the agent to say the same. */
const WAYS = [
  'shell',
  'login-shell',
  'bash',
  'bash -lc',
  'bash -ec',
  'bash -o pipefail -c',
  'bash -c -l',
  'sh',
  'dash',
  'spawn',
  'subprocess',
  'claude',
];

/** Shell text that is allowed, each with something that a guard in between may spoil. */
const TEXTS: readonly Omit<Step, 'how'>[] = [
  { command: 'printf "no newline"' },
  { command: 'true' },
  { command: '' },
  { command: '# only a comment' },
  { command: 'head -c 1000000 /dev/zero | tr "\\0" x' },
  { command: "printf '\\000\\377\\n\\200'" },
  { command: 'cat', stdin64: BYTES.toString('base64') },
  { command: 'cat; echo end', stdin: 'no newline' },
  { command: 'read -r first; echo "<$first>"; cat', stdin: 'one\ntwo\nthree\n' },
  { command: 'echo "$0" "$#" "$@"' },
  { command: 'pwd; cd /usr && pwd', cwd: '/' },
  { command: 'pwd; pwd -P', cwd: 'link' },
  { command: 'kill -KILL $$' },
  { command: 'kill -TERM $$' },
  { command: 'exec 2>&1; echo a; echo b >&2' },
  { command: 'no-such-program-at-all' },
  { command: 'echo "unterminated' },
  { command: 'if' },
  { command: 'cat <<EOF\n$((1+2)) `echo back` ${HOME:+set}\nEOF' },
  { command: 'umask; ulimit -n; set -o | head -n 3' },
  { command: "trap 'echo bye' EXIT; exit 3" },
  { command: 'sleep 0.05 & wait $!; echo $?' },
  { command: "echo $'\\xff' é 日本 | od -An -tx1" },
  { command: 'x=(a b c); echo "${x[@]:1}"; [[ abc == a* ]] && echo match' },
  { command: CLAUDE },
];

const ENVIRONMENTS: readonly Step[] = [
  {
    how: 'shell',
    command: 'printf "<%s>" "$NODE_OPTIONS" "$NODE_PATH" "$LD_LIBRARY_PATH" "$BASH_ENV" "$ENV"',
    env: {
      NODE_OPTIONS: '--max-old-space-size=64',
      NODE_PATH: '/x y',
      LD_LIBRARY_PATH: '/nowhere:/el se',
      BASH_ENV: 'startup.sh',
      ENV: "it's\nlong",
    },
  },
  { how: 'bash', command: 'greet; echo "$FROM_STARTUP"', env: { BASH_ENV: 'startup.sh' } },
  { how: 'bash', command: 'hello world', env: { 'BASH_FUNC_hello%%': '() { echo "hello, $1"; }' } },
  {
    how: 'shell',
    command: 'env | grep -vE "^(PATH|SHELL|RAMPART|RAMPART_SESSION|_|SHLVL|PWD|OLDPWD)=" | sort',
    env: { EMPTY: '', LINES: 'a\nb', 'odd.name': 'x' },
  },
  {
    how: 'shell',
    command: 'node -e "console.log(process.execArgv, process.env.NODE_OPTIONS)"',
    env: { NODE_OPTIONS: '--no-warnings' },
  },
];

const SCRIPTS: readonly Step[] = [
  { how: 'file', command: 'script.sh', args: ['a b', '', '$c'] },
  { how: 'file', command: 'missing.sh' },
  { how: 'stdin', command: 'echo one; echo "$0 $#"\nexit 5\n' },
  { how: 'stdin', command: 'echo no newline' },
  { how: 'stdin', command: '' },
  { how: 'stdin sh', command: 'echo one; false\n' },
  { how: 'stdin -s', command: 'printf "<%s>" "$@"', args: ['a b', '--', '-x'] },
  {
    how: 'open',
    pieces: [
      { text: 'x=1; echo first\n', until: 'first' },
      { text: 'if true\n' },
      { text: 'then echo second $x; fi\n', until: 'second' },
      { text: 'exit 9\n' },
    ],
  },
];

const ARGUMENTS: readonly Step[] = [
  ['bash', '-c', 'echo "$0 $1"', 'name', 'one'],
  ['bash', '--version'],
  ['bash', '--no-such-option'],
  ['sh', '-xc', 'echo traced'],
  ['bash', '--norc', '-euo', 'pipefail', '-c', 'echo "$-"; echo $undefined; echo never'],
  ['printf', '<%s>', 'no', 'shell'],
].map(([command = '', ...args]) => ({ how: 'argv', command, args }));

const QUOTED = `echo "it's" 'two  words' \\$x; echo err >&2; false | true; exit 42`;
const STEPS: readonly Step[] = [
  ...WAYS.map(how => ({ how, command: QUOTED })),
  ...TEXTS.map(text => ({ ...text, how: 'shell' })),
  ...ENVIRONMENTS,
  ...SCRIPTS,
  ...ARGUMENTS,
];

function prepare(sandbox: Sandbox): void {
  mkdirSync(join(sandbox.work, 'real'));
  sandbox.sh('ln -s real link');
  sandbox.write('startup.sh', 'greet() { echo greetings; }\nFROM_STARTUP=yes\n');
  sandbox.write('script.sh', 'printf "<%s>" "$0" "$@"\nexit 6\n');
}

describe('what is allowed', () => {
  const wrapped = new Sandbox();
  const bare = new Sandbox();
  const did: { readonly guarded: Did; readonly without: Did }[] = [];
  let summary = '';
  beforeAll(async () => {
    wrapped.configure('config.yaml', 'profile: watch\n');
    for (const sandbox of [wrapped, bare]) prepare(sandbox);
    const [one, other] = [new DrivenAgent(wrapped, { wrap: [] }), new DrivenAgent(bare, {})];
    for (const step of STEPS) {
      const guarded = await one.run(within(wrapped, step));
      did.push({ guarded, without: await other.run(within(bare, step)) });
    }
    summary = (await one.end()).stderr;
    await other.end();
  }, 120_000);
  afterAll(() => {
    wrapped.close();
    bare.close();
  });

  function within({ work }: Sandbox, step: Step): Step {
    return step.cwd === undefined ? step : { ...step, cwd: join(work, step.cwd) };
  }

  /** Each ran in a directory of its own. */
  function plain(output: Buffer | undefined): string {
    return (output ?? Buffer.alloc(0)).toString('latin1').replaceAll(wrapped.root, bare.root);
  }

  it.each(STEPS.map(({ how, command = '', args = [] }, index) => [how, command, args, index] as const))(
    'behaves by %s as without the guard: %j %j',
    (_how, _command, _args, index) => {
      const { guarded, without } = did[index] ?? {};
      expect(plain(guarded?.stderr)).toBe(plain(without?.stderr));
      expect(plain(guarded?.stdout)).toBe(plain(without?.stdout));
      expect([guarded?.exit, guarded?.signal, guarded?.error]).toEqual([
        without?.exit,
        without?.signal,
        without?.error,
      ]);
    },
  );

  it('is all accounted for', () => {
    const records = wrapped.records();
    const calls = records.filter(({ leaf }) => leaf.kind === 'call');
    const awaited = calls.filter(({ leaf }) => leaf.expects === 'outcome').map(({ leaf }) => leaf.call);
    const ended = records.filter(({ leaf }) => leaf.kind === 'outcome').map(({ leaf }) => leaf.call);
    expect(summary).toContain(`${calls.length} commands: `);
    expect(ended.sort()).toEqual(awaited.sort());
    const { exit, stdout } = wrapped.rampart(['audit', 'verify']);
    expect(exit, stdout).toBe(0);
  });
});
