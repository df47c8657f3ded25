import type { EffectKind } from '../core/effect.ts';
import { commandGlob, firstWords, type Glob } from '../core/glob.ts';
import { commandPattern } from './match/command-pattern.ts';
import type { Facts } from './match/facts.ts';
import { headsOf, type Text } from './match/text.ts';
import type { Rule, RuleIndex, RuleSet } from './rule.ts';

/**
 * Sorts rules by the first words they can match, so that ten thousand rules cost a call little more than fifty. A
 * rule whose first word is open to anything stands in `always`.
 * @param first place of the first rule, where the index is to be added to another
 */
export function indexRules(rules: readonly Rule[], first = 0): RuleIndex {
  const programs = new Map<string, number[]>();
  const commands = new Map<string, number[]>();
  const effects = new Map<EffectKind, number[]>();
  const always: number[] = [];
  const enter = <Word extends string>(
    map: Map<Word, number[]>,
    words: Iterable<Word>,
    place: number,
  ): void => {
    for (const word of words) {
      const places = map.get(word);
      if (places === undefined) map.set(word, [place]);
      else places.push(place);
    }
  };
  rules.forEach((rule, index) => {
    const place = first + index;
    const key = keyOf(rule);
    if (key === undefined) always.push(place);
    else if (key.by === 'effect') enter(effects, key.kinds, place);
    else enter(key.by === 'program' ? programs : commands, key.words, place);
  });
  return { programs: [...programs], commands: [...commands], effects: [...effects], always };
}

/** Two indexes as one; their places do not overlap. */
export function joinIndexes(a: RuleIndex, b: RuleIndex): RuleIndex {
  const joined = (key: 'programs' | 'commands'): [string, readonly number[]][] => {
    const map = new Map(a[key]);
    for (const [word, places] of b[key]) map.set(word, [...(map.get(word) ?? []), ...places]);
    return [...map];
  };
  const effects = new Map(a.effects);
  for (const [kind, places] of b.effects) effects.set(kind, [...(effects.get(kind) ?? []), ...places]);
  return {
    programs: joined('programs'),
    commands: joined('commands'),
    effects: [...effects],
    always: [...a.always, ...b.always],
  };
}

type IndexKey =
  | { readonly by: 'program' | 'command'; readonly words: ReadonlySet<string> }
  | { readonly by: 'effect'; readonly kinds: readonly EffectKind[] };

function keyOf(rule: Rule): IndexKey | undefined {
  // Counting looks at the call as a whole.
  if (rule.when.count !== undefined) return undefined;
  const named = rule.when.program && everyWord(rule.when.program.map(commandGlob), exactTexts);
  if (named !== undefined) return { by: 'program', words: named };
  const globs = rule.when.command_matches
    ?.map(commandPattern)
    .flatMap(({ glob, stages }) => [glob, ...stages.flatMap(([first]) => first?.glob ?? [])]);
  const first = globs && everyWord(globs, firstWords);
  if (first !== undefined) return { by: 'command', words: first };
  const { effect } = rule.when;
  return effect === undefined ? undefined : { by: 'effect', kinds: effect };
}

function everyWord(
  globs: readonly Glob[],
  wordsOf: (glob: Glob) => ReadonlySet<string> | undefined,
): ReadonlySet<string> | undefined {
  const all = new Set<string>();
  for (const glob of globs) {
    const words = wordsOf(glob);
    if (words === undefined) return undefined;
    for (const word of words) all.add(word);
  }
  return all;
}

/** The texts a glob without wildcards stands for. */
function exactTexts(glob: Glob): ReadonlySet<string> | undefined {
  const texts = new Set<string>();
  for (const one of glob.alternatives) {
    if (!('pieces' in one) || one.pieces.length > 1) return undefined;
    texts.add(one.pieces[0] ?? '');
  }
  return texts;
}

/** The index ready for looking up. */
export interface Lookup {
  readonly programs: ReadonlyMap<string, readonly number[]>;
  readonly commands: ReadonlyMap<string, readonly number[]>;
  readonly effects: ReadonlyMap<EffectKind, readonly number[]>;
}

export function lookupOf({ index }: RuleSet): Lookup {
  return {
    programs: new Map(index.programs),
    commands: new Map(index.commands),
    effects: new Map(index.effects),
  };
}

/** Places of the indexed rules that can concern an invocation; those in `always` come besides. */
export function placesFor(lookup: Lookup, facts: Facts): ReadonlySet<number> {
  const places = new Set<number>();
  for (const { marked, empty } of facts.program) {
    for (const place of lookup.programs.get(marked) ?? []) places.add(place);
    if (empty !== marked) for (const place of lookup.programs.get(empty) ?? []) places.add(place);
  }
  addByHeads(lookup, facts.heads(), places);
  for (const kind of facts.kinds) for (const place of lookup.effects.get(kind) ?? []) places.add(place);
  return places;
}

/** Places of the indexed rules whose command globs can match a text from its start. */
export function placesForText(lookup: Lookup, text: Text): ReadonlySet<number> {
  const places = new Set<number>();
  addByHeads(lookup, headsOf([text]), places);
  return places;
}

function addByHeads(lookup: Lookup, heads: readonly string[], places: Set<number>): void {
  for (const head of heads) for (const place of lookup.commands.get(head) ?? []) places.add(place);
}
