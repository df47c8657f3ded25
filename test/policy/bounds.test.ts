import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/core/limits.ts';
import type { Invocation } from '../../src/core/scan.ts';
import { decide } from '../../src/policy/decide.ts';
import { refuseShape } from '../../src/policy/file/yaml-shape.ts';
import { invocationOf, judgedOf, ruleOf, setOf, toolCall } from './build.ts';

const denies = (glob: string, judged: ReturnType<typeof judgedOf>): boolean =>
  decide(setOf('allow', ruleOf('deny', { command_matches: [glob] })), judged).verdict === 'deny';

/** `curl x | w w w … sh`, the pipeline's stage the outermost of the wrappers. */
function wrapped(wrappers: number): ReturnType<typeof judgedOf> {
  const chain = Array.from(
    { length: wrappers },
    (_, index): Invocation => invocationOf('w', index === 0 ? {} : { parent: index }),
  );
  const innermost = invocationOf('sh', { parent: wrappers });
  return judgedOf('', {
    scan: { invocations: [invocationOf('curl x'), ...chain, innermost], pipelines: [[0, 1]] },
  });
}

it.each([
  [LIMITS.stageWrappers - 1, true],
  [LIMITS.stageWrappers, false],
])('a stage is read through %i wrappers: %s', (wrappers, seen) => {
  expect(denies('curl * | sh', wrapped(wrappers))).toBe(seen);
});

it.each([
  [LIMITS.unreadPieces, true],
  [LIMITS.unreadPieces + 1, false],
])('of text that could not be parsed the piece number %i is looked at: %s', (pieces, seen) => {
  const text = [...Array.from({ length: pieces - 1 }, (_, index) => `echo ${index}`), 'rm -rf /'].join(';');
  const unknown = [{ reason: 'parse' as const, span: { source: 0, start: 0, end: text.length } }];
  expect(denies('rm -rf /', judgedOf(text, { scan: { invocations: [], coverage: 'opaque', unknown } }))).toBe(
    seen,
  );
});

it.each([
  [LIMITS.policyTokens, undefined],
  [LIMITS.policyTokens + 1, 'size'],
])('YAML of %i tokens', (lines, refused) => {
  expect(refuseShape('\n'.repeat(lines))?.code).toBe(refused);
});

describe('one set serves several homes', () => {
  it('each with its own `~`', () => {
    const set = setOf('allow', ruleOf('deny', { path_matches: ['~/x'] }));
    for (let round = 0; round < 3; round++)
      for (let user = 0; user < 12; user++) {
        const verdictAt = (path: string): string =>
          decide(set, { ...toolCall({ tool: 'read', path }), home: `/home/u${user}` }).verdict;
        expect(verdictAt(`/home/u${user}/x`)).toBe('deny');
        expect(verdictAt(`/home/u${user + 1}/x`)).toBe('allow');
      }
  });
});

it('a script of twenty thousand commands is decided', () => {
  const commands = Array.from({ length: 20_000 }, (_, index) => `cmd${index} x`);
  const set = setOf(
    'allow',
    ruleOf('deny', { program: ['cmd19999'] }),
    ruleOf('ask', { path_matches: ['/x'] }),
  );
  expect(decide(set, judgedOf(commands.join(' && '))).matched).toMatchObject([{ invocation: 19_999 }]);
});
