import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/core/limits.ts';
import { Sandbox, type Shown } from '../cli/sandbox.ts';

const SECRET = 'hunter2-must-not-be-kept';

/** Payloads from which no call can be read, the code they are refused with, and the session they still name. */
const PAYLOADS: readonly (readonly [
  what: string,
  payload: string | Buffer,
  code: string,
  session: string | null,
])[] = [
  ['nothing', '', 'E_INPUT', null],
  ['text', `run ${SECRET}`, 'E_INPUT', null],
  ['truncated JSON', `{"session_id":"s","tool_input":{"command":"${SECRET}`, 'E_INPUT', null],
  ['a list', `["${SECRET}"]`, 'E_INPUT', null],
  ['a name twice', `{"session_id":"s","tool_name":"Bash","tool_name":"${SECRET}"}`, 'E_INPUT', null],
  ['bytes that are no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d]), 'E_INPUT', null],
  ['no event', JSON.stringify({ session_id: 's-event', tool_name: SECRET }), 'E_INPUT', 's-event'],
  [
    'no tool',
    JSON.stringify({ session_id: 's-tool', hook_event_name: 'PreToolUse', tool_input: SECRET }),
    'E_INPUT',
    's-tool',
  ],
  ['nesting without end', '['.repeat(LIMITS.hookDepth + 1), 'E_LIMIT', null],
  ['more than the cap', `"${SECRET}${'x'.repeat(LIMITS.hookBytes)}"`, 'E_LIMIT', null],
];

function refused(sandbox: Sandbox, payload: string | Buffer): void {
  const { exit, stdout } = sandbox.rampart(['hook', '--format', 'claude-code'], payload);
  expect(exit).toBe(2);
  expect(JSON.parse(stdout).hookSpecificOutput.permissionDecision).toBe('deny');
}

function facts(payload: string | Buffer, code: string) {
  return {
    action: 'unread',
    verdict: 'error',
    effect: 'refuse',
    rule: 'rampart/unreadable-call',
    error: code,
    expects: 'none',
    bytes: Buffer.byteLength(payload),
  };
}

const digestOf = (payload: string | Buffer): string => createHash('sha256').update(payload).digest('hex');

describe('a payload that no call can be read from', () => {
  const sandbox = new Sandbox();
  beforeAll(() => {
    sandbox.configure('config.yaml', 'profile: watch\nautostart: false\n');
    sandbox.serve();
  });
  afterAll(() => sandbox.close());

  it.each(PAYLOADS)('is refused and recorded by the daemon: %s', (_, payload, code, session) => {
    refused(sandbox, payload);
    const { stdout } = sandbox.rampart(['audit', 'search', digestOf(payload), '--json']);
    const record = JSON.parse(stdout) as Shown;
    const { policy } = JSON.parse(sandbox.rampart(['status', '--json']).stdout);
    expect(record.leaf).toMatchObject({
      kind: 'call',
      agent: 'claude-code',
      session,
      policy: policy.hash,
      ...facts(payload, code),
    });
    expect(record.payload?.resource).toContain(`${Buffer.byteLength(payload)} bytes`);
    expect(record.payload?.message).not.toBe('');
    expect(stdout).not.toContain(SECRET);
    expect(stdout.length).toBeLessThan(2_000);
  });

  it('is found by what was decided, and by whose it was', () => {
    const found = sandbox.records('--decision', 'error', '--rule', 'unreadable-call');
    expect(found).toHaveLength(PAYLOADS.length);
    expect(sandbox.records('--session', 's-event')).toMatchObject([
      { leaf: { kind: 'session', phase: 'start' } },
      { leaf: { action: 'unread' } },
    ]);
    expect(sandbox.rampart(['audit', 'verify']).exit).toBe(0);
  });
});

describe('without a daemon, such a payload', () => {
  const sandbox = new Sandbox();
  beforeAll(() => sandbox.configure('config.yaml', 'profile: watch\nautostart: false\n'));
  afterAll(() => sandbox.close());

  it.each(PAYLOADS)('is refused and written down for the next one: %s', (_, payload, code, session) => {
    refused(sandbox, payload);
    const [record] = sandbox
      .spilled()
      .filter(({ texts }) => JSON.stringify(texts).includes(digestOf(payload)));
    expect(record).toMatchObject({ kind: 'call', session, fields: facts(payload, code) });
    expect(JSON.stringify(sandbox.spilled())).not.toContain(SECRET);
  });

  it('is in the log once one has come', () => {
    sandbox.serve();
    expect(sandbox.records('--rule', 'rampart/unreadable-call')).toHaveLength(PAYLOADS.length);
    expect(sandbox.rampart(['audit', 'verify', '--json']).stdout).toContain('"open":0');
  });
});
