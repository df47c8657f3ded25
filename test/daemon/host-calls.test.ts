import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { identityOf } from '../../src/call/entry.ts';
import type { ToolCall } from '../../src/core/call.ts';
import type { Decision } from '../../src/core/decision.ts';
import { LIMITS } from '../../src/core/limits.ts';
import { type Ruling, rulingOf } from '../../src/core/ruling.ts';
import { HostCalls } from '../../src/daemon/host-calls.ts';
import { callOf } from '../policy/build.ts';

const ASK: Decision = {
  verdict: 'ask',
  rule: 'own/asked',
  builtin: false,
  message: '',
  matched: [],
  coverage: 'full',
  policy: 'sha256:1',
};
const RULING: Ruling = rulingOf(
  { decision: ASK, effect: 'run', by: 'person' },
  { failMode: false, timeoutMs: null, seq: 7 },
);

const FILES = [{ path: '/w/run.sh', sha256: 'aa' }];

/** As a hook asks, and as a stand-in for the shell that runs it does. */
const HOOKED: Partial<ToolCall> = { command: 'git push', callId: 'toolu_1', cwd: '/tmp' };
const SHIMMED: Partial<ToolCall> = { ...HOOKED, callId: null, agent: 'claude', env: { PWD: '/tmp' } };

function known(now: () => number = () => 0, ruling = RULING): HostCalls {
  const calls = new HostCalls(now);
  const call = callOf(HOOKED);
  calls.add(identityOf(call, 'id', null), call, ASK, ruling, FILES);
  return calls;
}

describe('a call that a hook let through', () => {
  it('is claimed by the stand-in that runs it, once', () => {
    const calls = known();
    expect(calls.claim(callOf(SHIMMED), ASK, FILES)).toMatchObject({
      identity: { id: 'id' },
      ruling: RULING,
    });
    expect(calls.claim(callOf(SHIMMED), ASK, FILES)).toBeUndefined();
  });

  it.each<[string, Partial<ToolCall>]>([
    ['another command', { command: 'git push ' }],
    ['another session', { session: 's2' }],
    ['no session', { session: null }],
    ['another directory', { cwd: '/' }],
    ['another hook', { callId: 'toolu_2' }],
  ])('is not claimed by %s', (_, other) => {
    expect(known().claim(callOf({ ...SHIMMED, ...other }), ASK, FILES)).toBeUndefined();
  });

  it.each<[string, Partial<Decision>]>([
    ['another verdict', { verdict: 'deny' }],
    ['another rule', { rule: 'own/other' }],
    ['another policy', { policy: 'sha256:2' }],
  ])('is not claimed under %s', (_, other) => {
    expect(known().claim(callOf(SHIMMED), { ...ASK, ...other }, FILES)).toBeUndefined();
  });

  it.each<[what: string, files: typeof FILES, env: ToolCall['env'], leave: boolean]>([
    ['another script', [{ path: '/w/run.sh', sha256: 'bb' }], {}, false],
    // What its host puts around a command is read along with it.
    ['one script more', [...FILES, { path: '/w/snapshot.sh', sha256: 'aa' }], {}, true],
    ['another value of a variable it consults', FILES, { X: 'prod' }, false],
    ['a variable that is not set any more', FILES, { X: null }, false],
    ['a variable the hook did not know, and a shell’s own', FILES, { Y: '1', PWD: '/elsewhere' }, true],
  ])('with %s is what the rules allow, and not what a person did', (_, files, env, leave) => {
    const claims = (by: Ruling['by']) => {
      const calls = new HostCalls(() => 0);
      const call = callOf({ ...HOOKED, env: { X: 'staging', PWD: '/tmp' } });
      calls.add(identityOf(call, 'id', null), call, ASK, { ...RULING, by }, FILES);
      return calls.claim(callOf({ ...SHIMMED, env }), ASK, files) !== undefined;
    };
    expect([claims('rule'), claims('person'), claims('host')]).toEqual([true, leave, leave]);
  });

  it.each<[by: Ruling['by'], ms: number]>([
    ['person', LIMITS.approvalReuseMs],
    // Its user may have said no.
    ['host', LIMITS.approvalReuseMs],
    ['mode', LIMITS.approvalReuseMs],
    // The host may ask its own user in between; nothing is lent to the stand-in but a record.
    ['rule', LIMITS.hookReuseMs],
  ])('by a %s is claimed until so long after, and not later', (by, ms) => {
    let now = 0;
    const calls = known(() => now, { ...RULING, by });
    now = ms + 1;
    expect(calls.claim(callOf(SHIMMED), ASK, FILES)).toBeUndefined();
    now = ms;
    expect(calls.claim(callOf(SHIMMED), ASK, FILES)).toBeDefined();
  });

  it('is claimed from the same directory by another name', () => {
    const root = mkdtempSync(join(tmpdir(), 'hc-'));
    mkdirSync(join(root, 'real'));
    symlinkSync('real', join(root, 'link'));
    const calls = new HostCalls(() => 0);
    const call = callOf({ ...HOOKED, cwd: join(root, 'link') });
    calls.add(identityOf(call, 'id', null), call, ASK, RULING, FILES);
    expect(calls.claim(callOf({ ...SHIMMED, cwd: join(root, 'real') }), ASK, FILES)).toBeDefined();
    rmSync(root, { recursive: true });
  });

  it('ends once, and then nobody claims it', () => {
    const calls = known();
    expect(calls.end('id')).toMatchObject({ id: 'id' });
    expect(calls.end('id')).toBeUndefined();
    expect(calls.claim(callOf(SHIMMED), ASK, FILES)).toBeUndefined();
  });
});

it('forgets the oldest calls first', () => {
  const calls = new HostCalls(() => 0);
  const call = callOf(HOOKED);
  for (let id = 0; id <= LIMITS.rememberedCalls; id++)
    calls.add(identityOf(call, String(id), null), call, ASK, RULING, FILES);
  expect(calls.end('0')).toBeUndefined();
  expect(calls.end('1')).toBeDefined();
});
