import { type Given, readOptions } from '../../core/options.ts';
import { hasHole, literalText, textOf, type Word, word } from '../../core/word.ts';
import type { Frame, Launch } from '../frame.ts';
import { type Input, readInput } from '../state/descriptors.ts';
import { assignNamed, ifsOf } from '../state/variables.ts';

/** What `read` took off its input: the text, and which of its characters a backslash made ordinary. */
interface Taken {
  readonly text: string;
  readonly plain: ReadonlySet<number>;
}

/** What ends what is read. */
interface Ends {
  /** The character; undefined: none does (`-N`). */
  readonly at: string | undefined;
  readonly most: number;
  /** A backslash is a character like any other (`-r`). */
  readonly raw: boolean;
}

/**
 * `read [-r] [-a array] [-d X] [-n N] [-N N] [-u fd] names…`: from text that is known each name gets its field, and the
 * rest is there for the next; otherwise each is unknown.
 */
export function read(argv: readonly Word[], frame: Frame, { span }: Launch): void {
  const { given, operands } = readOptions(argv, { short: 'adinNptu', long: [] });
  const names = argv.slice(operands).map(one => textOf(one) ?? '');
  const array = textOf(given.value('a') ?? []);
  const input = inputFor(given, frame);
  const ends = endsOf(given);
  const taken = input === undefined || ends === undefined ? undefined : take(input, ends, frame);
  if (array !== undefined && array !== '') {
    const fields = taken === undefined ? undefined : split(taken, ifsOf(frame), Number.POSITIVE_INFINITY);
    frame.state.setVariable(array, fields === undefined ? undefined : { elements: fields.map(word) });
    return;
  }
  if (names.length === 0) {
    frame.state.setVariable('REPLY', taken === undefined ? undefined : word(taken.text));
    return;
  }
  const fields =
    taken === undefined
      ? undefined
      : given.has('N')
        ? [taken.text]
        : split(taken, ifsOf(frame), names.length);
  names.forEach((name, at) => {
    assignNamed(name, fields === undefined ? undefined : word(fields[at] ?? ''), frame, span);
  });
}

/** The input `-u` names; undefined where nothing is known of it. */
export function inputFor(given: Given, { state }: Frame): Input | undefined {
  const number = given.has('u') ? textOf(given.value('u') ?? []) : '0';
  return number === undefined ? undefined : state.descriptors.get(Number(number))?.input;
}

function endsOf(given: Given): Ends | undefined {
  const count = given.value('N', 'n');
  const most = count === undefined ? Number.POSITIVE_INFINITY : Number(textOf(count));
  const end = given.has('d') ? textOf(given.value('d') ?? []) : '\n';
  if (Number.isNaN(most) || end === undefined) return undefined;
  return {
    at: given.has('N') ? undefined : end === '' ? '\udc00' : end.slice(0, 1),
    most,
    raw: given.has('r'),
  };
}

/** Takes the next line off an input; undefined when what is there is not known. */
function take(input: Input, { at, most, raw }: Ends, frame: Frame): Taken | undefined {
  const known = readInput(input);
  if (known === undefined || hasHole(known)) return undefined;
  const all = literalText(known);
  const plain = new Set<number>();
  let text = '';
  let from = 0;
  while (from < all.length && text.length < most) {
    const char = all[from++] ?? '';
    if (char === at) break;
    if (char !== '\\' || raw) text += char;
    else {
      const next = all[from++] ?? '';
      // A backslash at the end of a line joins it to the next.
      if (next === '\n') continue;
      plain.add(text.length);
      text += next;
    }
  }
  frame.recorder.step(text.length / 64);
  input.text = word(all.slice(from));
  return { text, plain };
}

/** At most `count` fields, the last of which is all the rest. */
function split({ text, plain }: Taken, ifs = ' \t\n', count: number): readonly string[] {
  const separates = (at: number): boolean =>
    at < text.length && ifs.includes(text[at] ?? '') && !plain.has(at);
  const isBlank = (at: number): boolean => separates(at) && ' \t\n'.includes(text[at] ?? '');
  let from = 0;
  let to = text.length;
  while (from < to && isBlank(from)) from++;
  while (to > from && isBlank(to - 1)) to--;
  const fields: string[] = [];
  while (fields.length + 1 < count && from < to) {
    let at = from;
    while (at < to && !separates(at)) at++;
    fields.push(text.slice(from, at));
    while (at < to && isBlank(at)) at++;
    if (at < to && separates(at) && !isBlank(at)) at++;
    while (at < to && isBlank(at)) at++;
    from = at;
  }
  if (from < to) fields.push(lastOf(from, to));
  return fields;

  /** One delimiter at the very end belongs to the last field only where others stand before it. */
  function lastOf(start: number, end: number): string {
    const rest = text.slice(start, end);
    if (!separates(end - 1) || isBlank(end - 1) || !Number.isFinite(count)) return rest;
    for (let at = start; at + 1 < end; at++) if (separates(at)) return rest;
    return rest.slice(0, -1);
  }
}
