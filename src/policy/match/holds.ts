import type { ToolCall } from '../../core/call.ts';
import type { EffectKind } from '../../core/effect.ts';
import type { Glob } from '../../core/glob.ts';
import { matchText } from '../../core/glob-match.ts';
import { allOf, anyOf, both, either, known, type Match } from '../../core/match.ts';
import type { Scan } from '../../core/scan.ts';
import { type CommandPattern, isCandidate } from './command-pattern.ts';
import type { CompiledConditions } from './conditions.ts';
import type { Facts } from './facts.ts';
import { hasFlag } from './flags.ts';
import { holdsOfEffect, matchPath } from './holds-of-effect.ts';
import { containsAny, matchAny, matchNone, type Reading, type Text } from './text.ts';
import type { TouchedEffect } from './touched-effect.ts';
import type { TouchedPath } from './touched-path.ts';

/** Whether the keys that ask about the call as a whole hold; these are always known. */
export function holdsOfCall(conditions: CompiledConditions, call: ToolCall, scan: Scan): boolean {
  const { tools, agents, sessions, coverage, decoded, reasons } = conditions;
  return (
    (tools === undefined || tools.includes(call.tool)) &&
    (agents === undefined || agents.some(glob => matchText(glob, call.agent ?? ''))) &&
    (sessions === undefined || sessions.some(glob => matchText(glob, call.session ?? ''))) &&
    (coverage === undefined || coverage.includes(scan.coverage)) &&
    (decoded === undefined || isDecoded(scan, decoded)) &&
    (reasons === undefined || scan.unknown.some(({ reason }) => reasons.includes(reason)))
  );
}

function isDecoded(scan: Scan, wanted: boolean | readonly string[]): boolean {
  const chains = scan.sources.flatMap(source => source.chain ?? []);
  return typeof wanted === 'boolean'
    ? chains.length > 0 === wanted
    : wanted.some(name => chains.includes(name));
}

/** What of an invocation conditions are asked about, where not all it touches. */
export interface Targets {
  readonly paths?: readonly TouchedPath[];
  readonly effects?: readonly TouchedEffect[];
}

/** Whether the keys that ask about an invocation hold of this one. */
export function holdsOfInvocation(
  conditions: CompiledConditions,
  facts: Facts,
  reading: Reading,
  targets: Targets = {},
): Match {
  const { unknown, programs, commands, contains, notCommands, args, cwds, env } = conditions;
  const { flags, flows, fromNetwork } = conditions;
  let match: Match = known(unknown === undefined || unknown === facts.unknown);
  const and = (next: () => Match): void => {
    if (match !== 'no') match = both(match, next());
  };
  if (programs) and(() => matchAny(programs, facts.program, reading));
  if (commands) and(() => commandMatches(commands, facts, reading));
  if (contains) and(() => ofTexts(facts, reading, text => containsAny(contains, text, reading)));
  if (notCommands) and(() => noTextMatches(conditions, facts, reading));
  if (args) and(() => argsMatch(conditions, args, facts, reading));
  if (cwds) and(() => matchAny(cwds, facts.cwd, reading));
  if (env) and(() => quantify(facts.env, reading, name => known(env.some(glob => matchText(glob, name)))));
  if (flags) and(() => hasFlag(flags, facts.eachArg(), reading));
  if (flows) and(() => known(facts.flows.some(kind => flows.includes(kind))));
  if (fromNetwork !== undefined) and(() => known(facts.flows.includes('network-to-shell') === fromNetwork));
  and(() => holdsOfTargets(conditions, facts, reading, targets));
  return match;
}

/** The arguments joined; a restriction also looks at each of them alone. */
function argsMatch(
  { eachArg = [], eachWord = [] }: CompiledConditions,
  args: readonly Glob[],
  facts: Facts,
  reading: Reading,
): Match {
  const joined = matchAny(args, facts.args(), reading);
  if (joined === 'must' || reading !== 'wide') return joined;
  const alone = anyOf(facts.eachArg(), text => {
    const globs = text.some(({ marked }) => marked.includes(' ')) ? eachArg : eachWord;
    return globs.length === 0 ? 'no' : matchAny(globs, text, reading);
  });
  return either(joined, alone);
}

function commandMatches(commands: readonly CommandPattern[], facts: Facts, reading: Reading): Match {
  const candidates =
    reading === 'utmost' ? commands : commands.filter(one => isCandidate(one, facts.heads()));
  if (candidates.length === 0) return 'no';
  return ofTexts(facts, reading, text => matchAny(globsFor(candidates, text), text, reading));
}

/** A glob with pipes in it needs no look at a text without one. */
function globsFor(commands: readonly CommandPattern[], text: Text): Glob[] {
  const piped = text.some(({ marked }) => marked.includes('|'));
  return commands.filter(one => piped || one.stages.length === 0).map(({ glob }) => glob);
}

function ofTexts(facts: Facts, reading: Reading, match: (text: Text) => Match): Match {
  return anyOf(reading === 'strict' ? facts.strict() : facts.wide(), match);
}

/**
 * What is excepted has to be certain for a restriction to hold back, and impossible for a grant to go ahead, so here
 * the strict readings serve the wide one and the other way about.
 */
function noTextMatches(conditions: CompiledConditions, facts: Facts, reading: Reading): Match {
  const globs = conditions.notCommands ?? [];
  if (facts.wide().length === 0) return 'no';
  return allOf(reading === 'wide' ? facts.strict() : facts.wide(), text => matchNone(globs, text));
}

/** A restriction is about any one thing, a grant about every one there is. */
function quantify<T>(items: readonly T[], reading: Reading, match: (item: T) => Match): Match {
  if (reading !== 'strict') return anyOf(items, match);
  return items.length === 0 ? 'no' : allOf(items, match);
}

const PATH_KINDS: readonly EffectKind[] = ['read', 'write', 'delete'];

function holdsOfTargets(
  conditions: CompiledConditions,
  facts: Facts,
  reading: Reading,
  { paths = facts.paths, effects: touched }: Targets,
): Match {
  const { effects, urls, domains, ofEffect } = conditions;
  let match: Match = 'must';
  const and = (next: () => Match): void => {
    if (match !== 'no') match = both(match, next());
  };
  if (effects && (reading === 'strict' || !asksOfPaths(conditions)))
    and(() =>
      reading === 'strict'
        ? quantify(facts.ownKinds, reading, kinds =>
            known(kinds.some(each => each.every(kind => effects.includes(kind)))),
          )
        : quantify(facts.kinds, reading, kind => known(effects.includes(kind))),
    );
  if (ofEffect)
    and(() =>
      touched === undefined && reading === 'strict'
        ? quantify(ownEffects(facts), reading, family =>
            anyOf(family, one => holdsOfEffect(ofEffect, one, reading)),
          )
        : quantify(touched ?? facts.effects(), reading, one => holdsOfEffect(ofEffect, one, reading)),
    );
  if (asksOfPaths(conditions))
    and(() => quantify(paths, reading, path => holdsOfPath(conditions, facts, path, reading)));
  if (urls) and(() => quantify(facts.urls, reading, url => matchAny(urls, url.text, reading)));
  if (domains)
    and(() =>
      quantify(facts.urls, reading, url =>
        quantify(url.hosts, reading, host => matchAny(domains, host, reading)),
      ),
    );
  return match;
}

/**
 * What an invocation does itself, each with what follows from it: a grant has to cover all of these, and one for
 * `credential-access` covers the `read` that it follows from.
 */
function ownEffects(facts: Facts): readonly (readonly TouchedEffect[])[] {
  const all = facts.effects();
  return all
    .filter(({ effect }) => effect.follows === undefined)
    .map(own => [
      own,
      ...all.filter(
        ({ effect }) => effect.follows === own.effect.kind && effect.target === own.effect.target,
      ),
    ]);
}

/** Its path keys must all hold of one and the same path. */
export function asksOfPaths({ paths, notPaths, recursive }: CompiledConditions): boolean {
  return paths !== undefined || notPaths !== undefined || recursive !== undefined;
}

/** Whether the path keys hold of one path the invocation touches. */
export function holdsOfPath(
  conditions: CompiledConditions,
  facts: Facts,
  path: TouchedPath,
  reading: Reading,
): Match {
  const { paths, notPaths, recursive, effects } = conditions;
  if (recursive !== undefined && recursive !== path.recursive) return 'no';
  if (effects && !effects.includes(path.kind) && !effects.some(kind => isElsewhere(kind, facts))) return 'no';
  const match = paths === undefined ? 'must' : matchPath(paths, path, reading);
  return notPaths === undefined || match === 'no' ? match : both(match, matchNone(notPaths, path.text));
}

/** An effect that has no path of its own: `effect: send` with `path_matches` is about what a sender touches. */
function isElsewhere(kind: EffectKind, facts: Facts): boolean {
  return !PATH_KINDS.includes(kind) && facts.kinds.includes(kind);
}
