import type { ToolCall } from '../../core/call.ts';
import type { Effect, EffectKind, FlowKind, Summary } from '../../core/effect.ts';
import type { Invocation, Scan } from '../../core/scan.ts';
import { isHole, join, type Word, word } from '../../core/word.ts';
import { strictReadings, wideReadings } from './command-readings.ts';
import { hostsOf } from './hosts.ts';
import { headsOf, type Text, textOfWord } from './text.ts';
import { type TouchedEffect, touchedEffect } from './touched-effect.ts';
import { pathsOfEffects, pathsOfInvocation, TOUCHES, type TouchedPath } from './touched-path.ts';

/** A URL or host that is sent to or downloaded from. */
export interface TouchedUrl {
  readonly text: Text;
  readonly hosts: readonly Text[];
}

/** What conditions ask about one invocation; the readings cost something and are made when a rule asks for them. */
export interface Facts {
  /** Its place in the Scan; absent for a call that is no command. */
  readonly invocation?: number;
  readonly transparent: boolean;
  readonly program: Text;
  readonly cwd: Text;
  readonly env: readonly string[];
  readonly unknown: boolean;
  readonly kinds: readonly EffectKind[];
  /** Of each effect that does not merely follow from another: the kinds one of which must be granted as a whole. */
  readonly ownKinds: readonly (readonly (readonly EffectKind[])[])[];
  readonly paths: readonly TouchedPath[];
  readonly urls: readonly TouchedUrl[];
  /** Kinds of what flows into it. */
  readonly flows: readonly FlowKind[];
  effects(): readonly TouchedEffect[];
  strict(): readonly Text[];
  wide(): readonly Text[];
  /** First words of the wide readings. */
  heads(): readonly string[];
  /** All words after the program, joined by one space. */
  args(): Text;
  eachArg(): readonly Text[];
}

/** Facts of every invocation of a command, in order. */
export function invocationFacts(scan: Scan, { effects, flows }: Summary, workspace: string): Facts[] {
  const byInvocation = grouped(effects);
  return scan.invocations.map((invocation, index) =>
    factsOf(
      scan,
      invocation,
      index,
      byInvocation.get(index) ?? [],
      flows.filter(({ to }) => to === index).map(({ kind }) => kind),
      workspace,
    ),
  );
}

/**
 * What stands for a call that makes no invocation: its host's own file or network tool, or a command in which none
 * was found.
 */
export function callFacts(call: ToolCall, scan: Scan, effects: readonly Effect[]): Facts {
  const paths = pathsOfEffects(effects);
  const urls = [...(call.url === undefined ? [] : [call.url]), ...(call.urls ?? [])];
  const none: readonly never[] = [];
  return {
    transparent: false,
    program: none,
    cwd: textOfWord(word(call.cwd)),
    env: [],
    unknown: scan.coverage === 'opaque',
    ownKinds: [...paths.map(path => [[path.kind]]), ...urls.map(() => [['download' as const]])],
    kinds: [
      ...paths.map(path => path.kind),
      ...urls.map(() => 'download' as const),
      ...effects.map(({ kind }) => kind),
    ],
    paths,
    urls: urls.map(one => touchedUrl(word(one))),
    flows: [],
    effects: once(() => effects.map(effect => touchedEffect(effect, call.cwd))),
    strict: () => none,
    wide: () => none,
    heads: () => none,
    args: () => none,
    eachArg: () => none,
  };
}

function factsOf(
  scan: Scan,
  invocation: Invocation,
  index: number,
  effects: readonly Effect[],
  flows: readonly FlowKind[],
  workspace: string,
): Facts {
  const paths = pathsOfInvocation(invocation, effects);
  const rest = invocation.argv.slice(1);
  const wide = once(() => wideReadings(scan, invocation));
  return {
    invocation: index,
    transparent: invocation.transparent,
    program: textOfWord(invocation.program),
    cwd: textOfWord(invocation.cwd),
    env: invocation.env,
    unknown:
      scan.coverage === 'opaque' ||
      [...invocation.argv, ...invocation.reads, ...invocation.writes].some(one => !isSettled(one)),
    ownKinds: [
      ...effects
        .filter(({ follows }) => follows === undefined)
        .map(({ kind, on }) => [
          [kind],
          ...(on === 'path' && TOUCHES[kind] !== undefined ? [TOUCHES[kind]] : []),
        ]),
      ...invocation.reads.map(() => [['read' as const]]),
      ...invocation.writes.map(() => [['write' as const]]),
    ],
    kinds: [
      ...effects.map(effect => effect.kind),
      ...paths.map(path => path.kind),
      ...invocation.reads.map(() => 'read' as const),
      ...invocation.writes.map(() => 'write' as const),
    ],
    paths,
    urls: effects.filter(({ on }) => on === 'host').map(({ target }) => touchedUrl(target)),
    flows,
    effects: once(() => effects.map(effect => touchedEffect(effect, workspace))),
    strict: once(() => strictReadings(invocation)),
    wide,
    heads: once(() => headsOf(wide())),
    args: once(() => textOfWord(join(rest, ' '))),
    eachArg: once(() => rest.map(textOfWord)),
  };
}

/** Every text the word can be is known. */
function isSettled(of: Word): boolean {
  return of.every(part => !isHole(part) || (part.values !== undefined && part.open !== true));
}

function touchedUrl(target: Word): TouchedUrl {
  const text = textOfWord(target);
  return { text, hosts: hostsOf(text) };
}

function grouped(effects: readonly Effect[]): Map<number, Effect[]> {
  const groups = new Map<number, Effect[]>();
  for (const effect of effects) {
    const group = groups.get(effect.invocation);
    if (group === undefined) groups.set(effect.invocation, [effect]);
    else group.push(effect);
  }
  return groups;
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
