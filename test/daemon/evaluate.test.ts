import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Sandbox } from '../cli/sandbox.ts';
import { bodyOf, shortOf, Talker } from './talker.ts';

const sandbox = new Sandbox();
beforeAll(() => void sandbox.serve());
afterAll(() => sandbox.close());

const recordsOf = (call: string) => sandbox.records().filter(({ leaf }) => leaf.call === call);

describe('a call', () => {
  it('asked about twice gets one answer and one record, over whatever connection', async () => {
    const [first, second] = [await Talker.agent(sandbox), await Talker.agent(sandbox)];
    const asked = await Promise.all([
      first.evaluate('echo once', { id: 'twice' }),
      first.evaluate('echo other'),
      second.evaluate('echo once', { id: 'twice' }),
    ]);
    const later = await second.evaluate('echo once', { id: 'twice' });
    expect(bodyOf(asked[2])).toEqual(bodyOf(asked[0]));
    expect(bodyOf(later)).toEqual(bodyOf(asked[0]));
    expect(recordsOf('twice')).toHaveLength(1);
    first.close();
    second.close();
  });

  it.each<[what: string, change: Readonly<Record<string, unknown>>]>([
    ['command', { command: 'echo two' }],
    ['directory', { cwd: '/tmp' }],
    ['session', { session: 's-2' }],
    ['environment', { env: { X: '1' } }],
  ])('with the id of another is refused when its %s differs', async (what, change) => {
    const talker = await Talker.agent(sandbox);
    const id = `reused-${what}`;
    expect(shortOf(await talker.evaluate('echo one', { id, env: { X: null } }))).toBe('run');
    expect(shortOf(await talker.evaluate('echo one', { id, env: { X: null }, ...change }))).toBe('E_ID');
    expect(recordsOf(id)).toHaveLength(1);
    talker.close();
  });

  it.each<[command: string, marked: boolean | undefined]>([
    ['rm -rf /', true],
    ['echo fine', undefined],
  ])('that has ended says in the log whether it was refused: %s', async (command, marked) => {
    const talker = await Talker.agent(sandbox);
    const id = `ended-${marked}`;
    await talker.evaluate(command, { id });
    await talker.outcome(id);
    expect(recordsOf(id).map(({ leaf }) => [leaf.kind, leaf.refused])).toEqual([
      ['call', undefined],
      ['outcome', marked],
    ]);
    talker.close();
  });

  it('is on disk before it is answered', async () => {
    const talker = await Talker.agent(sandbox);
    const { seq } = bodyOf(await talker.evaluate('echo durable', { id: 'durable' }));
    await sandbox.crash();
    expect(recordsOf('durable')).toMatchObject([{ seq, leaf: { kind: 'call', effect: 'run' } }]);
    talker.close();
    sandbox.serve();
  });
});
