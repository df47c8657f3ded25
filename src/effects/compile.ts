import { EFFECT_KINDS, type EffectKind } from '../core/effect.ts';
import { RampartError } from '../core/error.ts';
import type { Model } from './model.ts';
import { HELP_OPTIONS } from './models/help-options.ts';
import { isReader, type ReaderName } from './readers.ts';

/** What is done with one operand or value. */
export interface Role {
  readonly kind: EffectKind | ReaderName;
  readonly deed?: string;
  readonly on?: 'path' | 'host' | 'resource';
  /** What is done with it besides. */
  readonly also?: Role;
}

export interface Slot {
  readonly role: Role | undefined;
  readonly takes: 'one' | 'each' | 'all';
}

export interface Option {
  readonly name: string;
  readonly value: 'none' | 'next' | 'attached';
  readonly role?: Role;
  readonly means: ReadonlySet<string>;
  readonly emits?: Role;
  readonly skipsLess: boolean;
  readonly slots?: readonly Slot[];
}

export interface Grammar {
  readonly options: ReadonlyMap<string, Option>;
  readonly long: readonly string[];
  /** Long options that are not known take a value. */
  readonly open: boolean;
}

/** A program or subcommand. */
export interface Verb {
  /** The model names it; otherwise it only leads to others. */
  readonly defined: boolean;
  readonly grammar: Grammar;
  readonly slots: readonly Slot[];
  readonly verbs: ReadonlyMap<string, Verb>;
  /** Verbs with a `*` in them, tried when no other fits. */
  readonly patterns: readonly (readonly [pattern: RegExp, verb: Verb])[];
}

export interface Program extends Verb {
  readonly model: Model;
  readonly stdin: Role | undefined;
}

const compiled = new WeakMap<Model, Map<string, Program>>();

/**
 * The model's notations read; once for each model and program, because programs of one model can differ in which
 * options take a value.
 * @param name a program whose `--help` was read, or any other
 */
export function compile(model: Model, name = ''): Program {
  const key = Object.hasOwn(HELP_OPTIONS, name) ? name : '';
  const programs = compiled.get(model) ?? new Map<string, Program>();
  compiled.set(model, programs);
  const known = programs.get(key);
  if (known !== undefined) return known;
  const root = draft(model.does ?? '', model.options ?? '');
  if (key !== '') root.grammar = corrected(root.grammar, grammarOf(HELP_OPTIONS[key] ?? ''));
  for (const [names, text] of Object.entries(model.verbs ?? {})) {
    const [does = '', options = ''] = text.split(';');
    for (const path of spelt(names)) {
      let at = root;
      for (const word of path) at = child(at, word);
      at.defined = true;
      at.slots = slotsOf(does);
      at.grammar = grammarOf(options);
    }
  }
  const program = { ...root, model, stdin: model.stdin === undefined ? undefined : roleOf(model.stdin) };
  programs.set(key, program);
  return program;
}

interface DraftVerb {
  defined: boolean;
  grammar: Grammar;
  slots: readonly Slot[];
  verbs: Map<string, DraftVerb>;
  patterns: [RegExp, DraftVerb][];
}

function draft(does: string, options: string): DraftVerb {
  return {
    defined: false,
    grammar: grammarOf(options),
    slots: slotsOf(does),
    verbs: new Map(),
    patterns: [],
  };
}

function child(of: DraftVerb, word: string): DraftVerb {
  if (word.includes('*')) {
    const source = `^${word.replaceAll('*', '[^ ]*')}$`;
    const known = of.patterns.find(([pattern]) => pattern.source === source)?.[1];
    if (known !== undefined) return known;
    const made = draft('', '');
    of.patterns.push([new RegExp(source), made]);
    return made;
  }
  const known = of.verbs.get(word);
  if (known !== undefined) return known;
  const made = draft('', '');
  of.verbs.set(word, made);
  return made;
}

/** `a|b c` is `a c` and `b c`. */
function spelt(names: string): string[][] {
  return names
    .split(' ')
    .reduce<string[][]>(
      (paths, word) => word.split('|').flatMap(one => paths.map(path => [...path, one])),
      [[]],
    );
}

function slotsOf(does: string): Slot[] {
  return words(does).map(text => {
    const takes = text.includes('*') ? 'each' : text.includes('+') ? 'all' : 'one';
    const role = text.replace(/[*+]/, '');
    return { role: role === '_' ? undefined : roleOf(role), takes };
  });
}

const ON = { path: 'path', host: 'host', res: 'resource' } as const;

function roleOf(text: string): Role {
  const [one = '', ...others] = text.split(',');
  const [, kind = '', deed, on] = /^([a-z-]+)(?::([a-z0-9-]+))?(?:@(path|host|res))?$/.exec(one) ?? [];
  if (!isKind(kind)) throw new RampartError('E_INPUT', `a model names no effect: ${text}`);
  return {
    kind,
    ...(deed === undefined ? {} : { deed }),
    ...(on === undefined ? {} : { on: ON[on as keyof typeof ON] }),
    ...(others.length === 0 ? {} : { also: roleOf(others.join(',')) }),
  };
}

const KINDS: ReadonlySet<string> = new Set(EFFECT_KINDS);

function isKind(name: string): name is EffectKind | ReaderName {
  return KINDS.has(name) || isReader(name);
}

function grammarOf(text: string): Grammar {
  const options = new Map<string, Option>();
  let open = false;
  for (const one of words(text)) {
    if (one === '...=') {
      open = true;
      continue;
    }
    const [, names = '', mark = '', value = '', actions = ''] =
      /^([^=?+!^>]+)([=?]?)([^+!^>]*)(.*)$/.exec(one) ?? [];
    const means = new Set<string>();
    let emits: Role | undefined;
    let slots: Slot[] | undefined;
    for (const [, sign, rest = ''] of actions.matchAll(/([+!>])([^+!^>]*)/g)) {
      if (sign === '+') means.add(rest);
      else if (sign === '!') emits = roleOf(rest);
      else slots = slotsOf(rest.replaceAll(',', ' ').replaceAll('&', ','));
    }
    for (const name of names.split('|'))
      options.set(name, {
        name,
        value: mark === '=' ? 'next' : mark === '?' ? 'attached' : 'none',
        ...(value === '' ? {} : { role: roleOf(value) }),
        means,
        ...(emits === undefined ? {} : { emits }),
        skipsLess: actions.includes('^'),
        ...(slots === undefined ? {} : { slots }),
      });
  }
  return { options, long: [...options.keys()].filter(name => name.length > 1), open };
}

/** What takes a value is the program's to say; what it means is the model's. */
function corrected(model: Grammar, help: Grammar): Grammar {
  const options = new Map(model.options);
  for (const [name, said] of help.options)
    options.set(name, { ...(model.options.get(name) ?? said), value: said.value });
  return { ...model, options, long: [...options.keys()].filter(name => name.length > 1) };
}

function words(text: string): string[] {
  return text.split(' ').filter(one => one !== '');
}
