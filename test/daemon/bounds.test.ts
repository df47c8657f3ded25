import { describe, expect, it } from 'vitest';
import type { Judgement } from '../../src/core/decision.ts';
import { LIMITS } from '../../src/core/limits.ts';
import type { AuditEntry } from '../../src/core/record.ts';
import { Evaluations } from '../../src/daemon/evaluations.ts';
import { questionOf } from '../../src/daemon/question-of.ts';
import { RunningCalls } from '../../src/daemon/running-calls.ts';
import { Sessions } from '../../src/daemon/sessions.ts';

/** A log in memory, for what is only counted here. */
class Told {
  readonly entries: AuditEntry[] = [];
  async append(entry: AuditEntry): Promise<number> {
    return this.entries.push(entry);
  }
}

const identity = (id: string) => ({ id, session: 's', agent: null, actor: null, corr: null, cseq: null });
const here = { presence: { left: false } };

describe('calls that run', () => {
  it('are remembered up to the cap; of more, the oldest is recorded as lost', async () => {
    const log = new Told();
    const running = new RunningCalls({ log, isAlive: () => true });
    for (let count = 0; count < LIMITS.runningCalls; count++)
      await running.add(`c${count}`, { identity: identity(`c${count}`), asker: here, pid: 1 });
    expect(log.entries).toEqual([]);
    await running.add('more', { identity: identity('more'), asker: here, pid: 1 });
    expect(log.entries).toMatchObject([{ kind: 'outcome', call: 'c0', fields: { ended: 'lost' } }]);
    expect(running.end('more')).toMatchObject({ identity: { id: 'more' } });
  });
});

describe('calls that were ruled on', () => {
  it.each([
    ['below', LIMITS.rememberedCalls - 1, 1],
    ['above', LIMITS.rememberedCalls, 2],
  ])('are answered alike again, %s the cap', async (_, others, begun) => {
    const evaluations = new Evaluations<{ readonly ruling: never }>();
    let count = 0;
    const begin = async () => {
      count += 1;
      return { ruling: {} as never };
    };
    await evaluations.of('first', 'd', here.presence, begin).begun;
    for (let index = 0; index < others; index++)
      await evaluations.of(`o${index}`, 'd', here.presence, async () => ({ ruling: {} as never })).begun;
    await evaluations.of('first', 'd', here.presence, begin).begun;
    expect(count).toBe(begun);
  });
});

describe('sessions', () => {
  it('are open up to the cap, and the next one is told so', async () => {
    const sessions = new Sessions({
      log: new Told(),
      now: () => 0,
      keep: () => undefined,
      notice: () => undefined,
    });
    const start = (session: string) =>
      sessions.start({
        id: 'i',
        op: 'session',
        session,
        agent: null,
        phase: 'start',
        mode: null,
        policy: null,
      });
    for (let count = 0; count < LIMITS.sessions; count++) await start(`s${count}`);
    await expect(start('more')).rejects.toMatchObject({ code: 'E_BUSY' });
    await sessions.end('s0');
    await start('more');
  });
});

describe('what a person is shown', () => {
  const shown = (command: string, lines: number) =>
    questionOf(
      {
        call: { tool: 'exec', command, cwd: '/', session: null, agent: null, actor: null, env: {} },
        scan: {
          coverage: 'full',
          invocations: [],
          unknown: Array.from({ length: lines }, () => ({ reason: 'variable', name: 'X' })),
          sources: [],
        },
        decision: { rule: 'r', message: '' },
      } as unknown as Judgement,
      identity('c'),
      'sha256:b',
      { size: 1, root: '' },
    );

  it('is a text whole up to the cap; a longer one says that it is cut', () => {
    expect(shown('x'.repeat(LIMITS.questionChars), 0).command).toBe('x'.repeat(LIMITS.questionChars));
    expect(shown('x'.repeat(LIMITS.questionChars + 1), 0).command).toMatch(/x… and 1 characters more$/);
  });

  it('is a list whole up to the cap; a longer one says how many more there are', () => {
    expect(shown('', LIMITS.questionLines).unknown).toHaveLength(LIMITS.questionLines);
    expect(shown('', LIMITS.questionLines + 1).unknown.at(-1)).toBe('… and 1 more');
  });
});
