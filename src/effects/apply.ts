import type { EffectKind } from '../core/effect.ts';
import { join, textOf, type Word, word } from '../core/word.ts';
import { readWords } from './arguments.ts';
import { compile, type Role, type Slot } from './compile.ts';
import { type Draft, SUBJECT } from './draft.ts';
import type { Model } from './model.ts';
import { isReader, READERS } from './readers.ts';

/** What remains when a program is only asked what it would do. */
const HARMLESS: ReadonlySet<EffectKind> = new Set<EffectKind>(['read', 'download']);

/**
 * What a program with these arguments does, by its model.
 * @param name what it is called as
 */
export function applyModel(
  model: Model,
  name: string,
  argv: readonly Word[],
  stdin: Word | undefined,
): readonly Draft[] {
  const program = compile(model, name);
  const { verb, slots, operands, given } = readWords(argv, program);
  const means = (what: string): boolean => given.some(([option]) => option.means.has(what));
  // A program that is read by its own code says itself what is a question: `git restore -- --help` is none.
  const { options, does, verbs, special } = model;
  const asks =
    (special === undefined || [options, does, verbs].some(one => one !== undefined)) &&
    given.some(([{ name, value }]) => value === 'none' && ASKS.has(name));
  if (means('ask') || asks) return [];
  const traits = traitsOf(means('recursive'), means('force'));
  const about = (): Word =>
    operands.length === 0 ? word([textOf(argv[0] ?? []) ?? '', ...verb].join(' ')) : join(operands, ' ');
  const drafts: Draft[] = [];
  for (const [{ role, emits }, value] of given) {
    if (role !== undefined && value !== undefined) drafts.push(...done(role, value, traits));
    if (emits !== undefined) drafts.push(...done({ on: 'resource', ...emits }, about(), traits));
  }
  const replaced = given.findLast(([option]) => option.slots !== undefined)?.[0].slots;
  const fewer = given.some(([option]) => option.skipsLess);
  const places = fewer ? (replaced ?? slots).slice(1) : (replaced ?? slots);
  drafts.push(...filled(places, operands, about, traits));
  if (program.stdin !== undefined && stdin !== undefined) drafts.push(...done(program.stdin, stdin, traits));
  if (special !== undefined) drafts.push(...special(argv));
  return means('dry') ? drafts.filter(({ kind }) => HARMLESS.has(kind)) : drafts;
}

const ASKS: ReadonlySet<string> = new Set(['help', 'version']);

type Traits = Pick<Draft, 'recursive' | 'force'>;

const PLAIN: Traits = {};

function traitsOf(recursive: boolean, force: boolean): Traits {
  if (!recursive && !force) return PLAIN;
  return { ...(recursive ? { recursive } : {}), ...(force ? { force } : {}) };
}

/** Gives each operand its role: those before the repeated one from the front, those after it from the back. */
function filled(
  slots: readonly Slot[],
  operands: readonly Word[],
  about: () => Word,
  traits: Traits,
): Draft[] {
  const drafts: Draft[] = [];
  const repeated = slots.findIndex(({ takes }) => takes !== 'one');
  const front = repeated < 0 ? slots : slots.slice(0, repeated);
  const back = repeated < 0 ? [] : slots.slice(repeated + 1);
  front.forEach(({ role }, at) => {
    const operand = operands[at];
    if (operand !== undefined && role !== undefined) drafts.push(...done(role, operand, traits));
  });
  const middle = slots[repeated];
  if (middle === undefined) return drafts;
  const left = operands.slice(front.length);
  const last = Math.min(back.length, Math.max(left.length - 1, 0));
  const rest = left.slice(0, left.length - last);
  if (middle.role !== undefined) {
    if (middle.takes === 'all')
      drafts.push(
        ...done({ on: 'resource', ...middle.role }, rest.length === 0 ? about() : join(rest, ' '), traits),
      );
    else for (const operand of rest) drafts.push(...done(middle.role, operand, traits));
  }
  left.slice(left.length - last).forEach((operand, at) => {
    const role = back[at + back.length - last]?.role;
    if (role !== undefined) drafts.push(...done(role, operand, traits));
  });
  return drafts;
}

function done({ kind, deed, on, also }: Role, target: Word, traits: Traits): Draft[] {
  const drafts = also === undefined ? [] : done(also, target, traits);
  if (isReader(kind)) return [...READERS[kind](target).map(draft => ({ ...traits, ...draft })), ...drafts];
  const subject = on ?? SUBJECT[kind];
  // Standard input and output are no files; nor does `-` name a host.
  if (subject !== 'resource' && textOf(target) === '-') return drafts;
  // No system call takes an empty path for any file (POSIX, "Pathname Resolution"): `rm -rf ""` deletes nothing.
  if (subject === 'path' && target.length === 0) return drafts;
  // Its own question is switched off, and the model says no more than that it destroys.
  const said = deed ?? (kind === 'infra-destroy' && traits.force === true ? 'delete-forced' : undefined);
  return [{ kind, target, on: subject, ...traits, ...(said === undefined ? {} : { deed: said }) }, ...drafts];
}
