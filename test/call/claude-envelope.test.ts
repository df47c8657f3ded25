import { describe, expect, it } from 'vitest';
import { readEnvelope } from '../../src/call/claude-envelope.ts';
import captured from './claude-envelopes.json' with { type: 'json' };

const ASKED = [
  "echo it's $HOME | cat # hi\necho two",
  'touch pwned && echo RAN',
  'cat <<EOF\nx\nEOF',
  'cat < /etc/hostname',
  '!true; sleep 1 &',
];

describe('what Claude Code 2.1.329 really sends', () => {
  it.each(captured.commands.map(({ sent }, index) => [ASKED[index], sent] as const))(
    'is read back as %j',
    (command, sent) => {
      expect(readEnvelope(sent)).toMatchObject({ kind: 'command', command });
    },
  );

  it('includes one script that is no command of the model', () => {
    expect(readEnvelope(captured.snapshot)).toMatchObject({ kind: 'snapshot' });
  });

  it('includes a probe that is judged like any command', () => {
    expect(readEnvelope(captured.probe)).toBeUndefined();
  });
});

const SENT = captured.commands[1]?.sent ?? '';
const SHORT =
  "source /h/.claude/shell-snapshots/snapshot-bash-1-a.sh && eval 'ls' < /dev/null && pwd -P >| /tmp/claude-1f-cwd";

describe('the grammar is exact', () => {
  it.each([
    ['the short form', SHORT],
    ['an escaped redirect', SHORT.replace('<', '\\<')],
    ['no standard input', SHORT.replace(' < /dev/null', '')],
    ['no snapshot', SHORT.slice(SHORT.indexOf('eval'))],
  ])('accepts %s', (_what, text) => {
    expect(readEnvelope(text)).toMatchObject({ kind: 'command', command: 'ls' });
  });

  it.each([
    ['another file', SHORT.replace('shell-snapshots', 'elsewhere')],
    ['another builtin', SHORT.replace('eval', 'exec')],
    ['a word more', `${SHORT} x`],
    ['a command more', `${SHORT}; rm -rf /`],
    ['a command before', `rm -rf /; ${SHORT}`],
    ['a line more', `${SHORT}\nrm -rf /`],
    ['double quotes', SHORT.replace("'ls'", '"ls"')],
    ['a quote that ends early', SHORT.replace("'ls'", "'ls' rm '")],
    ['another target', SHORT.replace('claude-1f-cwd', 'bashrc')],
    ['appending', SHORT.replace('>|', '>>')],
    ['two spaces', SHORT.replace('eval ', 'eval  ')],
    ['two names to forget', SENT.replace("unset -f -- 'which'", "unset -f -- 'rm'")],
    ['another guard', captured.commands[0]?.sent.replace('exit 126;;', 'exit 0;;') ?? ''],
  ])('refuses %s', (_what, text) => {
    expect(readEnvelope(text)).toBeUndefined();
  });

  it.each([
    ['a line of its own', `${captured.snapshot}\nrm -rf /`],
    ['another first line', `rm -rf /\n${captured.snapshot}`],
    ['an open here-document', captured.snapshot.replace(/^CLAUDE_CODE_END_\w+$/m, 'x')],
    ['another file', captured.snapshot.replace('shell-snapshots', 'elsewhere')],
    [
      'a command after an echo',
      captured.snapshot.replace('>| "$SNAPSHOT_FILE"', '>| "$SNAPSHOT_FILE"; rm x'),
    ],
  ])('refuses a snapshot script with %s', (_what, text) => {
    expect(readEnvelope(text)).toBeUndefined();
  });

  it('every single character dropped from an envelope makes it none, or leaves the same kind of text inside', () => {
    const start = SENT.indexOf("eval '") + 6;
    const end = SENT.indexOf("' < /dev/null");
    for (let at = 0; at < SENT.length; at++) {
      const inside = at >= start && at < end;
      const read = readEnvelope(SENT.slice(0, at) + SENT.slice(at + 1));
      if (read !== undefined && !inside) expect(read).toMatchObject({ command: 'touch pwned && echo RAN' });
    }
  });
});
