import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Action } from '../../src/core/decision.ts';
import { concat, hole, type Word, word } from '../../src/core/word.ts';
import { decide } from '../../src/policy/decide.ts';
import type { Judged } from '../../src/policy/judged.ts';
import type { Conditions, Rule, RuleSet } from '../../src/policy/rule.ts';
import { effectOf, invocationOf, judgedOf, ruleOf, setOf } from './build.ts';

const RANK: Record<string, number> = { allow: 0, watch: 1, ask: 2, deny: 3 };
const RUNS = { numRuns: 2_000 };

const action = fc.constantFrom<Action>('allow', 'watch', 'ask', 'deny');
const glob = fc.constantFrom(
  '*',
  'rm *',
  'rm -r *',
  'rm',
  'r?m x',
  '*rm*',
  'ls',
  'ls *',
  '{ls,cat} *',
  'cat *|*sh*',
  'cat * | sh',
  'cat x && rm *',
  '/bin/rm *',
);
const globs = fc.array(glob, { minLength: 1, maxLength: 2 });
const KEYS = [
  'command_matches',
  'command_not_matches',
  'command_contains',
  'program',
  'args',
  'path_matches',
  'path_not_matches',
  'effect',
  'path',
  'recursive',
  'force',
  'remote',
  'flag',
  'unknown',
  'coverage',
  'default',
] as const;
const everyCondition = fc.record({
  command_matches: globs,
  command_not_matches: globs,
  command_contains: fc.constant(['rm']),
  program: fc.constantFrom(['rm'], ['ls', 'cat'], ['*'], ['r*']),
  args: fc.constantFrom(['x'], ['*'], ['-r *']),
  path_matches: fc.constantFrom(['/x/**'], ['/**'], ['/x/y']),
  path_not_matches: fc.constantFrom(['/x/**'], ['/y']),
  effect: fc.constantFrom<readonly ('read' | 'write' | 'delete')[]>(['read'], ['write', 'delete']),
  path: fc.constantFrom<NonNullable<Conditions['path']>>(
    { in: ['elsewhere'] },
    { not_in: ['tmp', 'workspace'] },
    { under: ['/x'], not_matches: ['/x/y'] },
    { in: ['working-directory'] },
  ),
  recursive: fc.boolean(),
  force: fc.boolean(),
  remote: fc.boolean(),
  flag: fc.constantFrom(['-r'], ['-x', '--force']),
  unknown: fc.boolean(),
  coverage: fc.constantFrom<readonly ('full' | 'opaque')[]>(['full'], ['full', 'opaque']),
  default: fc.constant(true as const),
});
const conditions: fc.Arbitrary<Conditions> = fc
  .tuple(everyCondition, fc.shuffledSubarray([...KEYS], { minLength: 1, maxLength: 3 }))
  .map(([all, keys]) => Object.fromEntries(keys.map(key => [key, all[key]])));
const rules = fc
  .array(fc.tuple(action, conditions, fc.option(conditions, { nil: undefined, freq: 3 })), { maxLength: 8 })
  .map(rows => rows.map(([act, when, unless], index) => named(act, when, unless, index)));

function named(act: Action, when: Conditions, unless: Conditions | undefined, index: number): Rule {
  return ruleOf(act, when, { name: `p/${index}`, ...(unless === undefined ? {} : { unless }) });
}

const argument = fc.constantFrom('x', '-r', '/', '/bin/rm', 'y | sh').map(word);
const unknown = fc.constantFrom<Word>(
  hole('variable', 'X'),
  concat(word('r'), hole('variable', 'X'), word('m')),
  hole('variable', 'X', ['rm', 'x']),
);
const program = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('rm', 'ls', 'cat', 'sh', '/bin/rm', '/bin/sh', './rm').map(word) },
  { weight: 1, arbitrary: unknown },
);
const target = fc.constantFrom('/x', '/x/y', '/y', '$X', '/x/$X', '/');
const judged: fc.Arbitrary<Judged> = fc
  .record({
    argvs: fc.array(
      fc.tuple(program, fc.array(fc.oneof({ weight: 3, arbitrary: argument }, unknown), { maxLength: 3 })),
      { maxLength: 4 },
    ),
    piped: fc.boolean(),
    coverage: fc.constantFrom<'full' | 'partial' | 'opaque'>('full', 'partial', 'opaque'),
    raw: fc.constantFrom('rm -r x', 'cat x && rm y', 'ls', ''),
    effects: fc.array(
      fc.tuple(
        fc.constantFrom<'read' | 'write' | 'delete'>('read', 'write', 'delete'),
        target,
        fc.nat(3),
        fc.boolean(),
      ),
      { maxLength: 3 },
    ),
    transparent: fc.boolean(),
  })
  .map(({ argvs, piped, coverage, raw, effects, transparent }) => {
    const invocations = argvs.map(([head, rest], index) =>
      invocationOf('', {
        argv: [head, ...rest],
        program: invocationOf('', { argv: [head] }).program,
        transparent: transparent && index === 0,
      }),
    );
    return judgedOf(raw, {
      scan: {
        invocations,
        coverage,
        pipelines: piped && invocations.length > 1 ? [invocations.map((_, index) => index)] : [],
      },
      effects: effects
        .filter(([, , invocation]) => invocation < invocations.length)
        .map(([kind, path, invocation, recursive]) => effectOf(kind, path, { invocation, recursive })),
    });
  });

describe('precedence', () => {
  it('does not depend on the order of rules', () => {
    fc.assert(
      fc.property(action, rules, judged, fc.infiniteStream(fc.nat()), (fallback, all, call, order) => {
        const shuffled = all
          .map(rule => [order.next().value ?? 0, rule] as const)
          .sort(([a], [b]) => a - b)
          .map(([, rule]) => rule);
        expect(decide(setOf(fallback, ...shuffled), call)).toEqual(decide(setOf(fallback, ...all), call));
      }),
      RUNS,
    );
  });

  it('is not loosened by a rule that denies, nor by one that asks where another rule decided', () => {
    fc.assert(
      fc.property(
        action,
        rules,
        conditions,
        fc.constantFrom<Action>('ask', 'deny'),
        judged,
        (fallback, all, when, act, call) => {
          const before = decide(setOf(fallback, ...all), call);
          const after = decide(setOf(fallback, ...all, named(act, when, undefined, 99)), call);
          // To ask where the default denies is what such a rule is for.
          if (act === 'ask' && before.rule === 'default') return;
          expect(RANK[after.verdict]).toBeGreaterThanOrEqual(RANK[before.verdict] ?? 9);
        },
      ),
      RUNS,
    );
  });

  it('is not tightened by a rule that allows', () => {
    fc.assert(
      fc.property(action, rules, conditions, judged, (fallback, all, when, call) => {
        const before = decide(setOf(fallback, ...all), call);
        const after = decide(setOf(fallback, ...all, named('allow', when, undefined, 99)), call);
        expect(RANK[after.verdict]).toBeLessThanOrEqual(RANK[before.verdict] ?? -1);
      }),
      RUNS,
    );
  });

  it('lets a grant pass only what its restriction would stop', () => {
    fc.assert(
      fc.property(conditions, judged, (when, call) => {
        const granted = decide(setOf('deny', ruleOf('allow', when)), call).verdict === 'allow';
        const stopped = decide(setOf('allow', ruleOf('deny', when)), call).verdict === 'deny';
        if (granted) expect(stopped).toBe(true);
      }),
      RUNS,
    );
  });
});

it('the index finds what looking at every rule finds', () => {
  fc.assert(
    fc.property(action, rules, judged, (fallback, all, call) => {
      const set = setOf(fallback, ...all);
      const unindexed: RuleSet = {
        ...set,
        index: { programs: [], commands: [], effects: [], always: set.rules.map((_, place) => place) },
      };
      expect(decide(set, call)).toEqual(decide(unindexed, call));
    }),
    { numRuns: 5_000 },
  );
});
