import type { ToolCall } from '../../core/call.ts';
import { bitsOf, type Effect, type EffectKind, type FlowKind, type Summary } from '../../core/effect.ts';
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
  /** A grant for the invocation it runs behind is one for it. */
  readonly entrusted: boolean;
  readonly program: Text;
  readonly cwd: Text;
  readonly env: readonly string[];
  readonly unknown: boolean;
  readonly kinds: readonly EffectKind[];
  /** The same as a set. */
  readonly kindBits: number;
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

/** It needs a grant of its own. */
export function isOwn({ entrusted, transparent }: Facts): boolean {
  return !transparent && !entrusted;
}

/** Facts of every invocation of a command, in order. */
export function invocationFacts(scan: Scan, { effects, flows }: Summary, workspace: string): Facts[] {
  const byInvocation = grouped(effects);
  return scan.invocations.map((invocation, index) => {
    const own = byInvocation.get(index) ?? NONE;
    const into = flows.length === 0 ? NONE : flows.filter(({ to }) => to === index).map(({ kind }) => kind);
    return new InvocationFacts(scan, index, invocation, own, into, workspace);
  });
}

const NONE: readonly never[] = [];

/**
 * What stands for a call that makes no invocation: its host's own file or network tool, or a command in which none
 * was found.
 */
export function callFacts(call: ToolCall, scan: Scan, effects: readonly Effect[]): Facts {
  const paths = pathsOfEffects(effects);
  const urls = [...(call.url === undefined ? [] : [call.url]), ...(call.urls ?? [])];
  const kinds = [
    ...paths.map(path => path.kind),
    ...urls.map(() => 'download' as const),
    ...effects.map(({ kind }) => kind),
  ];
  let touched: readonly TouchedEffect[] | undefined;
  return {
    transparent: false,
    entrusted: false,
    program: NONE,
    cwd: textOfWord(word(call.cwd)),
    env: [],
    unknown: scan.coverage === 'opaque',
    ownKinds: [...paths.map(path => [[path.kind]]), ...urls.map(() => [['download' as const]])],
    kinds,
    kindBits: bitsOf(kinds),
    paths,
    urls: urls.map(one => touchedUrl(word(one))),
    flows: [],
    effects: () => {
      touched ??= effects.map(effect => touchedEffect(effect, call.cwd));
      return touched;
    },
    strict: () => NONE,
    wide: () => NONE,
    heads: () => NONE,
    args: () => NONE,
    eachArg: () => NONE,
  };
}

/** What one invocation is to rules: most of it is asked for by few of them, and made then. */
class InvocationFacts implements Facts {
  readonly invocation: number;
  readonly flows: readonly FlowKind[];
  readonly paths: readonly TouchedPath[];
  readonly kinds: readonly EffectKind[];
  readonly kindBits: number;
  readonly #scan: Scan;
  readonly #of: Invocation;
  readonly #effects: readonly Effect[];
  readonly #workspace: string;
  #program: Text | undefined;
  #cwd: Text | undefined;
  #unknown: boolean | undefined;
  #ownKinds: Facts['ownKinds'] | undefined;
  #urls: readonly TouchedUrl[] | undefined;
  #touched: readonly TouchedEffect[] | undefined;
  #strict: readonly Text[] | undefined;
  #wide: readonly Text[] | undefined;
  #heads: readonly string[] | undefined;
  #args: Text | undefined;
  #eachArg: readonly Text[] | undefined;

  constructor(
    scan: Scan,
    invocation: number,
    of: Invocation,
    effects: readonly Effect[],
    flows: readonly FlowKind[],
    workspace: string,
  ) {
    this.#scan = scan;
    this.#of = of;
    this.#effects = effects;
    this.#workspace = workspace;
    this.invocation = invocation;
    this.flows = flows;
    this.paths = pathsOfInvocation(of, effects);
    const kinds: EffectKind[] = effects.map(({ kind }) => kind);
    for (const { kind } of this.paths) kinds.push(kind);
    for (const _ of of.reads) kinds.push('read');
    for (const _ of of.writes) kinds.push('write');
    this.kinds = kinds;
    this.kindBits = bitsOf(kinds);
  }

  get transparent(): boolean {
    return this.#of.transparent;
  }

  get entrusted(): boolean {
    return this.#of.entrusted === true;
  }

  get env(): readonly string[] {
    return this.#of.env;
  }

  get program(): Text {
    this.#program ??= textOfWord(this.#of.program);
    return this.#program;
  }

  get cwd(): Text {
    this.#cwd ??= textOfWord(this.#of.cwd);
    return this.#cwd;
  }

  get unknown(): boolean {
    const { argv, reads, writes } = this.#of;
    this.#unknown ??=
      this.#scan.coverage === 'opaque' ||
      !(argv.every(isSettled) && reads.every(isSettled) && writes.every(isSettled));
    return this.#unknown;
  }

  get ownKinds(): Facts['ownKinds'] {
    this.#ownKinds ??= [
      ...this.#effects
        .filter(({ follows }) => follows === undefined)
        .map(({ kind, on }) => [
          [kind],
          ...(on === 'path' && TOUCHES[kind] !== undefined ? [TOUCHES[kind]] : []),
        ]),
      ...this.#of.reads.map(() => [['read' as const]]),
      ...this.#of.writes.map(() => [['write' as const]]),
    ];
    return this.#ownKinds;
  }

  get urls(): readonly TouchedUrl[] {
    this.#urls ??= this.#effects.filter(({ on }) => on === 'host').map(({ target }) => touchedUrl(target));
    return this.#urls;
  }

  effects(): readonly TouchedEffect[] {
    this.#touched ??= this.#effects.map(effect => touchedEffect(effect, this.#workspace));
    return this.#touched;
  }

  strict(): readonly Text[] {
    this.#strict ??= strictReadings(this.#of);
    return this.#strict;
  }

  wide(): readonly Text[] {
    this.#wide ??= wideReadings(this.#scan, this.#of);
    return this.#wide;
  }

  heads(): readonly string[] {
    this.#heads ??= headsOf(this.wide());
    return this.#heads;
  }

  args(): Text {
    this.#args ??= textOfWord(join(this.#of.argv.slice(1), ' '));
    return this.#args;
  }

  eachArg(): readonly Text[] {
    this.#eachArg ??= this.#of.argv.slice(1).map(textOfWord);
    return this.#eachArg;
  }
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
