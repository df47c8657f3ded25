import { LIMITS } from '../../core/limits.ts';
import { readOptions } from '../../core/options.ts';
import { concat, EMPTY_WORD, hasHole, hole, literalText, textOf, type Word, word } from '../../core/word.ts';
import type { Frame, Launch } from '../frame.ts';
import { readInput } from '../state/descriptors.ts';
import type { ArrayValue } from '../state/value.ts';
import { withElement } from '../state/variables.ts';
import { inputFor } from './read.ts';

const NAME = /^[A-Za-z_]\w*$/;

/** Lines a callback is followed with one by one. */
const CALLBACKS = 64;

/** `mapfile [-t] [-d X] [-n N] [-O N] [-s N] [-u fd] [-C code -c N] [array]`: each line one element. */
export function mapfile(argv: readonly Word[], frame: Frame, launch: Launch): void {
  const { given, operands } = readOptions(argv, { short: 'dnOsuCc', long: [] });
  const name = textOf(argv[operands] ?? word('MAPFILE'));
  if (name === undefined || !NAME.test(name)) return;
  const number = (option: string, otherwise: number): number =>
    given.has(option) ? Number(textOf(given.value(option) ?? []) ?? Number.NaN) : otherwise;
  const [skip, count, origin, quantum] = [number('s', 0), number('n', 0), number('O', 0), number('c', 5_000)];
  const end = given.has('d') ? textOf(given.value('d') ?? []) : '\n';
  const input = inputFor(given, frame);
  const known = input === undefined ? undefined : readInput(input);
  const callback = given.value('C');
  if (
    input === undefined ||
    known === undefined ||
    hasHole(known) ||
    end === undefined ||
    [skip, count, origin, quantum].some(one => !Number.isInteger(one) || one < 0)
  ) {
    if (callback !== undefined)
      call(callback, hole('operands', 'mapfile'), hole('stdin', 'mapfile'), frame, launch);
    frame.state.setVariable(name, undefined);
    return;
  }
  const ending = end === '' ? '\udc00' : end.slice(0, 1);
  const all = piecesOf(literalText(known), ending);
  const lines = all.slice(skip, count === 0 ? undefined : skip + count).slice(0, LIMITS.braceWords);
  input.text = count === 0 ? EMPTY_WORD : word(all.slice(skip + count).join(''));
  const elements = lines.map(line =>
    word(given.has('t') && line.endsWith(ending) ? line.slice(0, -1) : line),
  );
  if (callback !== undefined)
    elements.forEach((element, at) => {
      const due = quantum > 0 && (at + 1) % quantum === 0;
      if (due && at < CALLBACKS * quantum) call(callback, word(String(origin + at)), element, frame, launch);
    });
  let array: ArrayValue = { elements };
  if (origin > 0) {
    array = { elements: [] };
    elements.forEach((element, at) => {
      array = withElement(array, String(origin + at), element);
    });
  }
  frame.state.setVariable(name, array);
}

/** What `-C` names is code; the index and the line come behind it as words of their own. */
function call(code: Word, index: Word, line: Word, frame: Frame, { span }: Launch): void {
  const quoted = line.map(part => ('lit' in part ? { lit: `'${part.lit.replaceAll("'", "'\\''")}'` } : part));
  frame.engine.code(concat(code, word(' '), index, word(' '), quoted), frame, { kind: 'script', span });
}

/** The text cut behind each ending. */
function piecesOf(text: string, ending: string): readonly string[] {
  const pieces: string[] = [];
  for (let from = 0; from < text.length; ) {
    const at = text.indexOf(ending, from);
    const to = at < 0 ? text.length : at + 1;
    pieces.push(text.slice(from, to));
    from = to;
  }
  return pieces;
}
