import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { hookCallId } from '../../src/call/call-id.ts';
import { identityOf } from '../../src/call/entry.ts';
import { policyReader } from '../../src/cli/policy-reader.ts';
import { type Here, type RuledHere, ruleHere } from '../../src/client/judge-here.ts';
import { claimLetThrough, noteLetThrough } from '../../src/client/let-through.ts';
import type { ToolCall } from '../../src/core/call.ts';
import { LIMITS } from '../../src/core/limits.ts';
import { Sandbox } from '../cli/sandbox.ts';
import { callOf } from '../policy/build.ts';

const ID = hookCallId('claude-code', 's1', 'toolu_1');
const RULES = (action: string) => `
version: "1"
default_action: allow
policies:
  - name: own
    rules: [{id: touching, when: {program: touch}, action: ${action}}]
`;

const sandboxes: Sandbox[] = [];
afterEach(() => {
  for (const one of sandboxes.splice(0)) one.close();
});

/** A home without a daemon, where a hook has judged `touch x` and its host has let it go on. */
class Wrapped {
  readonly sandbox = new Sandbox();
  readonly folder = join(this.sandbox.home, 'wrap', 's1');
  readonly #call: ToolCall = callOf({ command: 'touch x', cwd: this.sandbox.work });

  constructor(action: string, fail: 'open' | 'closed') {
    sandboxes.push(this.sandbox);
    this.sandbox.configure('config.yaml', `profile: watch\nfail: ${fail}\n`);
    this.rules(action);
  }

  rules(action: string): void {
    this.sandbox.configure('policies/own.yaml', RULES(action));
  }

  async hook(): Promise<void> {
    const call = { ...this.#call, callId: 'toolu_1' };
    const ruled = await ruleHere(call, identityOf(call, ID, null), { ...this.#here, hostAsks: true }, 'none');
    expect(ruled.ruling.effect).toBe('run');
    noteLetThrough(this.folder, call, ID, ruled);
  }

  standIn(): Promise<RuledHere> {
    const letThrough: Here['letThrough'] = (...judged) => claimLetThrough(this.folder, ...judged);
    const own = identityOf(this.#call, 'own', null);
    return ruleHere(this.#call, own, { ...this.#here, letThrough }, 'outcome');
  }

  /** Changes what stands in the note. */
  edit(change: (note: Record<string, unknown>) => object): void {
    const notes = join(this.folder, 'let-through');
    for (const name of readdirSync(notes)) {
      const path = join(notes, name);
      writeFileSync(path, JSON.stringify(change(JSON.parse(readFileSync(path, 'utf8')))));
    }
  }

  age(ms: number): void {
    this.edit(note => ({ ...note, us: Number(note.us) - ms * 1_000 }));
  }

  get calls(): number {
    return this.sandbox.spilled().filter(({ kind }) => kind === 'call').length;
  }

  get #here() {
    const { places, root } = this.sandbox;
    return { places, userHome: root, reader: async () => policyReader(places, () => undefined) };
  }
}

const RUNS = { effect: 'run' };
const REFUSED = { effect: 'refuse', by: 'mode', verdict: 'ask' };

describe('a call that a hook without a daemon let through', () => {
  it('runs once after its host has asked, and is recorded once', async () => {
    const wrapped = new Wrapped('ask', 'closed');
    await wrapped.hook();
    const { ruling, identity } = await wrapped.standIn();
    expect({ ...ruling, id: identity.id }).toMatchObject({ ...RUNS, by: 'host', id: ID });
    expect(wrapped.calls).toBe(1);
    const again = await wrapped.standIn();
    expect({ ...again.ruling, id: again.identity.id }).toMatchObject({ ...REFUSED, id: 'own' });
    expect(wrapped.calls).toBe(2);
  });

  it('is refused when nobody was asked of late', async () => {
    const wrapped = new Wrapped('ask', 'closed');
    await wrapped.hook();
    wrapped.age(LIMITS.approvalReuseMs + 1);
    expect((await wrapped.standIn()).ruling).toMatchObject(REFUSED);
  });

  it('runs within the time a host may ask its user', async () => {
    const wrapped = new Wrapped('ask', 'closed');
    await wrapped.hook();
    wrapped.age(LIMITS.approvalReuseMs - 60_000);
    expect((await wrapped.standIn()).ruling).toMatchObject(RUNS);
  });

  it.each([
    [LIMITS.approvalReuseMs + 1, ID],
    [LIMITS.hookReuseMs + 1, 'own'],
  ])('and that the rules allow is the same call %d ms later: %s', async (ms, id) => {
    const wrapped = new Wrapped('allow', 'closed');
    await wrapped.hook();
    wrapped.age(ms);
    const { ruling, identity } = await wrapped.standIn();
    expect({ ...ruling, id: identity.id }).toMatchObject({ ...RUNS, by: 'rule', id });
    expect(wrapped.calls).toBe(id === ID ? 1 : 2);
  });

  it('by a rule that asks by now is refused: no host was asked', async () => {
    const wrapped = new Wrapped('allow', 'closed');
    await wrapped.hook();
    wrapped.rules('ask');
    expect((await wrapped.standIn()).ruling).toMatchObject(REFUSED);
  });

  it.each<[string, (note: Record<string, unknown>) => object]>([
    ['of another boot', note => ({ ...note, boot: 'other' })],
    ['from the future', note => ({ ...note, us: Number(note.us) + 60_000_000 })],
    ['by somebody else', note => ({ ...note, by: 'person' })],
    ['with another id', note => ({ ...note, id: '../../x' })],
    ['without a time', note => ({ ...note, us: undefined })],
    ['that is a list', () => []],
  ])('is refused with a note %s', async (_, change) => {
    const wrapped = new Wrapped('ask', 'closed');
    await wrapped.hook();
    wrapped.edit(change);
    expect((await wrapped.standIn()).ruling).toMatchObject(REFUSED);
  });
});
