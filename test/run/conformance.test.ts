import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Outcome } from '../../src/core/outcome.ts';
import { type Case, HANGING, PYTHON_THREAD, SAME, UNSTARTABLE } from './conformance.ts';
import { mark, marked, sleepers } from './marked.ts';
import { type Observed, observe } from './observe.ts';
import { bare, nodeRunner, type Starter } from './starter.ts';

const onTerminal = new URL('fixtures/on-terminal.py', import.meta.url).pathname;
const directory = mkdtempSync(join(tmpdir(), 'rampart-conformance-'));
const env = { ...process.env, PYTHON_THREAD } as Record<string, string>;

/** Other ways to start a command are held to the same suite by adding them here. */
const starters: readonly [name: string, make: () => Promise<Starter>][] = [['node runner', nodeRunner]];

describe.each(starters)('%s', (_, make) => {
  let starter: Starter;
  beforeAll(async () => {
    starter = await make();
  });

  it.each(SAME)('changes nothing: $name', async one => {
    const [expected, actual] = [await run(bare, one), await run(starter, one)];
    expect(actual.exit).toBe(expected.exit);
    expect(actual.stderr.toString()).toBe(expected.stderr.toString());
    expect(actual.stdout.length).toBe(expected.stdout.length);
    expect(actual.stdout.equals(expected.stdout)).toBe(true);
  });

  it.each(UNSTARTABLE)('answers as a shell does: %s', async (_name, command, exit) => {
    const observed = await observe(starter.argv([command]));
    expect(observed.exit).toBe(exit);
    expect((await observe(['bash', '-c', '"$@"', 'bash', command])).exit).toBe(exit);
    expect(observed.stdout.length).toBe(0);
    expect(observed.stderr.toString()).not.toBe('');
  });

  describe.each([
    ['without a terminal', (argv: readonly string[]) => argv],
    ['on a terminal', (argv: readonly string[]) => ['python3', onTerminal, '', '', ...argv]],
  ])('%s', (place, around) => {
    it.concurrent.each(HANGING.filter(one => place === 'without a terminal' || one.needsGroup === undefined))(
      'ends the whole tree at the timeout: $name',
      async ({ script, count }) => {
        const marker = mark();
        const outcomeFile = join(directory, marker);
        const ended = observe(
          around(
            starter.argv(['sh', '-c', script.replaceAll('MARK', marker)], {
              timeoutMs: 2_000,
              graceMs: 300,
              outcomeFile,
            }),
          ),
          { env },
        );
        await sleepers(marker, count);
        expect((await ended).exit).toBe(124);
        expect(marked(marker)).toEqual([]);
        expect(outcome(outcomeFile)).toMatchObject({ ended: 'timeout', exit: 124 });
      },
    );

    it('starts with a terminal exactly where it was given one', async () => {
      const script = 'for fd in 0 1 2; do test -t $fd && echo yes || echo no; done';
      const argv = ['sh', '-c', script];
      const expected = (await observe(around(argv))).stdout.toString();
      const actual = (await observe(around(starter.argv(argv)))).stdout.toString();
      expect(actual.match(/\w+/g)).toHaveLength(3);
      expect(actual).toBe(expected);
    });
  });

  it('gives a command that ends in time its own exit code', async () => {
    expect((await observe(starter.argv(['sh', '-c', 'exit 9'], { timeoutMs: 20_000 }))).exit).toBe(9);
  });

  it('lets a command clean up during the grace', async () => {
    const script = 'trap "sleep 0.2; echo cleaned; exit 0" TERM; echo ready; sleep 3600 & wait';
    const { stdout, exit } = await observe(
      starter.argv(['sh', '-c', script], { timeoutMs: 1_000, graceMs: 20_000 }),
    );
    expect([stdout.toString(), exit]).toEqual(['ready\ncleaned\n', 124]);
  });

  function run(how: Starter, one: Case): Promise<Observed> {
    const argv = how.argv(one.command);
    const whole = one.around === undefined ? argv : ['bash', '-c', one.around, 'bash', ...argv];
    return observe(whole, {
      ...(one.stdin === undefined ? {} : { stdin: one.stdin }),
      ...(one.env === undefined ? {} : { env: one.env }),
      ...(one.cwd === undefined ? {} : { cwd: one.cwd }),
    });
  }
});

function outcome(file: string): Outcome {
  return JSON.parse(readFileSync(file, 'utf8')) as Outcome;
}
