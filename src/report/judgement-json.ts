import type { Decision, Judgement } from '../core/decision.ts';
import type { Effect } from '../core/effect.ts';
import type { Json } from '../core/json.ts';
import type { Invocation, Scan, Source, Unknown } from '../core/scan.ts';
import type { Span } from '../core/span.ts';
import { displayWord } from '../core/word.ts';
import { wordJson } from './word-json.ts';

/**
 * A judgement for machines, as `check --json` and `check --batch` print it. Spans are UTF-16 offsets, half open, into
 * `sources[source]`; `decoded` has the texts of decoded sources.
 * @param us what judging took, in microseconds
 */
export function judgementJson(
  { scan, effects, flows, decision }: Judgement,
  us: number,
): Record<string, Json> {
  return {
    ...decisionJson(decision),
    coverage: scan.coverage,
    unknown: scan.unknown.map(unknownJson),
    sources: scan.sources.map(sourceJson),
    invocations: scan.invocations.map(invocationJson),
    decoded: decodedJson(scan),
    effects: effects.map(effectJson),
    flows: flows.map(({ source, ...flow }) => ({ ...flow, source: displayWord(source) })),
    us: Math.round(us),
  };
}

function effectJson({ target, ...effect }: Effect): Json {
  return { ...effect, target: displayWord(target) };
}

function decisionJson(decision: Decision): Record<string, Json> {
  return {
    decision: decision.verdict,
    rule: decision.rule,
    message: decision.message,
    ...(decision.suggest === undefined ? {} : { suggest: decision.suggest }),
    ...(decision.error === undefined
      ? {}
      : { error: { code: decision.error.code, message: decision.error.message } }),
    policy: decision.policy,
    matched: decision.matched.map(({ rule, action, match, invocation }) => ({
      rule,
      action,
      match,
      ...(invocation === undefined ? {} : { invocation }),
    })),
  };
}

function spanJson({ source, start, end }: Span): Json {
  return { source, start, end };
}

function unknownJson({ reason, name, span }: Unknown): Json {
  return { reason, ...(name === undefined ? {} : { name }), span: spanJson(span) };
}

function sourceJson({ kind, chain, path, from }: Source): Json {
  return {
    kind,
    ...(chain === undefined ? {} : { chain }),
    ...(path === undefined ? {} : { path }),
    ...(from === undefined ? {} : { from: spanJson(from) }),
  };
}

function invocationJson(one: Invocation): Json {
  return {
    program: wordJson(one.program),
    argv: one.argv.map(wordJson),
    cwd: wordJson(one.cwd),
    env: one.env,
    via: one.via,
    reads: one.reads.map(wordJson),
    writes: one.writes.map(wordJson),
    ...(one.stdin === undefined ? {} : { stdin: wordJson(one.stdin) }),
    ...(one.touches === undefined
      ? {}
      : {
          touches: one.touches.map(({ kind, target, recursive }) => ({
            kind,
            target: wordJson(target),
            recursive,
          })),
        }),
    ...(one.remote === undefined ? {} : { remote: one.remote }),
    transparent: one.transparent,
    ...(one.parent === undefined ? {} : { parent: one.parent }),
    span: spanJson(one.span),
  };
}

function decodedJson({ sources }: Scan): Json {
  return sources.flatMap(({ kind, chain, text }, source) =>
    kind === 'decoded' ? [{ source, chain: chain ?? [], text }] : [],
  );
}
