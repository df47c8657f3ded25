import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plainExec } from '../../src/client/plain-exec.ts';
import { Sandbox } from '../cli/sandbox.ts';

describe('plain words of rampart exec', () => {
  it.each<[words: string[], what: object]>([
    [['--home', '/h', 'exec', '--', 'ls', '-l'], { argv: ['ls', '-l'] }],
    [['--home', '/h', 'exec', 'echo', '-n', 'x'], { argv: ['echo', '-n', 'x'] }],
    [['--home', '/h', 'exec', 'ls', '--', 'x'], { argv: ['ls', '--', 'x'] }],
    [['--home', '/h', 'exec', 'exec', 'ls'], { argv: ['exec', 'ls'] }],
    [['--home', '/h', '-q', 'exec', '--quiet', '-c', 'ls | wc'], { command: 'ls | wc' }],
    [['exec', '--home', '/h', '-c', 'ls'], { command: 'ls' }],
    [['--home', '/other', 'exec', '--home', '/h', '-c', 'ls'], { command: 'ls' }],
    [['--home', '/h', 'exec', '-c', 'ls', '-c', 'pwd'], { command: 'pwd' }],
  ])('are read: %j', (words, what) => {
    expect(plainExec(words)).toMatchObject({ home: '/h', what, timeoutMs: null });
  });

  it('say how long and where', () => {
    const words = ['--home', '/h', 'exec', '--timeout', '2s', '--wait', '1m', '--cwd', '/tmp', '--', 'ls'];
    expect(plainExec(words)).toMatchObject({ cwd: '/tmp', timeoutMs: 2_000, waitMs: 60_000 });
  });

  it.each<[words: string[]]>([
    [[]],
    [['exec']],
    [['--home', '/h', 'exec', '--']],
    [['--home', '/h', 'exec', '-c', 'ls', '--', 'pwd']],
    [['--home', '/h', 'exec', '-c']],
    [['--home', '/h', 'exec', '-c', '-x']],
    [['--home', '', 'exec', '--', 'ls']],
    [['--home', '/h', 'exec', '--json', '--', 'ls']],
    [['--home', '/h', 'exec', '-v', '--', 'ls']],
    [['--home', '/h', 'exec', '--mode', 'monitor', '--', 'ls']],
    [['--home', '/h', 'exec', '--timeout', 'soon', '--', 'ls']],
    [['--home', '/h', 'exec', '--timeout=2s', '--', 'ls']],
    [['--home', '/h', 'exec', '-qc', 'ls']],
    [['--home', '/h', 'exec', '--help']],
    [['--timeout', '2s', '--home', '/h', 'exec', '--', 'ls']],
    [['--home', '/h', 'wrap', '--', 'exec', '-c', 'ls']],
    [['--home', '/h', 'check', 'exec', '--', 'ls']],
  ])('are left to the parser of flags: %j', words => {
    expect(plainExec(words)).toBeUndefined();
  });
});

describe('rampart exec in plain words', () => {
  let sandbox: Sandbox;
  beforeAll(() => {
    sandbox = new Sandbox();
    sandbox.configure('config.yaml', 'autostart: false\n');
  });
  afterAll(() => sandbox.close());

  // `-v` shows more of errors nobody foresaw, and is no plain word.
  it.each<[words: string[], stdin?: string]>([
    [['--', 'printf', '<%s>', 'a b', '$HOME']],
    [['-c', 'read -r line; echo "got $line" >&2; exit 3'], 'something\n'],
    [['-c', 'kill -TERM $$']],
    [['--', 'rm', '-rf', '/']],
    [['--timeout', '100ms', '--', 'sleep', '60']],
    [['--', 'no-such-program']],
    [['--cwd', '/no/such/place', '--', 'ls']],
  ])('does what it does in others: %j', (words, stdin = '') => {
    const plain = sandbox.rampart(['exec', ...words], stdin);
    expect(plain).toEqual(sandbox.rampart(['exec', '-v', ...words], stdin));
    expect(plain.stderr).not.toBe('');
  });

  it('colours what it says as any verb does', () => {
    const env = { ...sandbox.env, FORCE_COLOR: '1' };
    const plain = sandbox.rampart(['exec', '--', 'rm', '-rf', '/'], '', env);
    expect(plain.stderr).toContain('\u001b[33mrampart:\u001b[39m the daemon');
    expect(plain).toEqual(sandbox.rampart(['exec', '-v', '--', 'rm', '-rf', '/'], '', env));
  });

  it('keeps its exit code where nobody reads what it says', () => {
    expect(sandbox.sh('{ rampart exec -c "exit 3"; echo $? > code; } 2>&1 | true; cat code').stdout).toBe(
      '3\n',
    );
  });

  it('reads a policy that nobody has compiled yet', () => {
    const rule = '{id: own, when: {command_matches: "touch x*"}, action: deny, message: no}';
    sandbox.sh(`mkdir -m 700 -p '${join(sandbox.home, 'policies')}'`);
    writeFileSync(
      join(sandbox.home, 'policies', 'own.yaml'),
      `version: "1"\npolicies: [{name: own, rules: [${rule}]}]\n`,
      { mode: 0o600 },
    );
    const { exit, stderr } = sandbox.rampart(['exec', '--', 'touch', 'x1']);
    expect(stderr).toContain('denied by own/own: no');
    expect(exit).toBe(126);
  });
});
