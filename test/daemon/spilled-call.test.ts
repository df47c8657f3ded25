import { afterEach, describe, expect, it } from 'vitest';
import { callEntry, identityOf } from '../../src/call/entry.ts';
import type { Decision } from '../../src/core/decision.ts';
import type { AuditEntry } from '../../src/core/record.ts';
import { HostCalls } from '../../src/daemon/host-calls.ts';
import { spilledCall } from '../../src/daemon/spilled-call.ts';
import { Scene } from '../fail/scene.ts';
import { callOf } from '../policy/build.ts';

const ALLOWED: Decision = {
  verdict: 'allow',
  rule: 'own/fine',
  builtin: false,
  message: '',
  matched: [],
  coverage: 'full',
  policy: 'sha256:1',
};
const HOOKED = callOf({ command: 'make', callId: 'toolu_1', cwd: '/tmp' });
const ENTRY = callEntry(
  identityOf(HOOKED, 'id', null),
  HOOKED,
  { decision: ALLOWED, effect: 'run', by: 'rule' },
  { expects: 'none', mode: 'enforce', failMode: false },
);

function claimed(entry: AuditEntry, decision: Decision): string | undefined {
  const calls = new HostCalls(() => 0);
  const spilled = spilledCall(entry, 7, null);
  if (spilled !== undefined) calls.add(spilled.identity, spilled.call, spilled.decision, spilled.ruling, []);
  return calls.claim({ ...HOOKED, callId: null }, decision, [{ path: '/w/x', sha256: null }])?.identity.id;
}

describe('a call that a hook recorded without a daemon', () => {
  it('is the stand-in’s when the rules allow it', () => {
    expect(claimed(ENTRY, ALLOWED)).toBe('id');
  });

  it.each<[string, AuditEntry['fields']]>([
    ['that a person has allowed', { by: 'person' }],
    ['that its host was to ask about', { verdict: 'ask', by: 'host' }],
    ['that a rule asks about and that says it may run', { verdict: 'ask' }],
    ['that a rule denies and that says it may run', { verdict: 'deny' }],
    ['that was refused', { effect: 'refuse' }],
    ['of no host', { call_id: null }],
    ['that reads a file', { action: 'read' }],
    ['that is another word on a recorded call', { again: true }],
  ])('is nobody’s leave: one %s', (_, fields) => {
    const told = { ...ENTRY.fields, ...fields };
    const decision = { ...ALLOWED, verdict: told.verdict as Decision['verdict'] };
    expect(claimed({ ...ENTRY, fields: told }, decision)).toBeUndefined();
  });
});

describe('a daemon that comes between a hook and the stand-in that runs its call', () => {
  let scene: Scene | undefined;
  afterEach(() => scene?.close());

  it('records the call once', async () => {
    const policy = 'version: "1"\ndefault_action: allow\npolicies: []\n';
    scene = await Scene.set({ daemon: 'never started', config: 'autostart: false\n', policy });
    expect(await scene.run('hook', 'echo once')).toMatchObject({ exit: 0 });
    scene.sandbox.serve();
    expect(await scene.run('shim', 'echo once')).toMatchObject({ exit: 0 });
    expect(await scene.run('shim', 'echo once')).toMatchObject({ exit: 0 });
    const calls = scene.sandbox
      .records()
      .filter(({ leaf }) => leaf.kind === 'call' || leaf.kind === 'outcome');
    // The second stand-in runs a call of its own.
    expect(calls.map(({ leaf }) => leaf.kind)).toEqual(['call', 'outcome', 'call', 'outcome']);
    expect(calls[1]?.leaf.call).toBe(calls[0]?.leaf.call);
  }, 60_000);
});
