import { type Given, readOptions } from '../../core/options.ts';
import { concat, hasHole, hole, literalText, textOf, type Word, word } from '../../core/word.ts';

const GRAMMAR = {
  short: 'adEILnPs',
  long: ['arg-file', 'delimiter', 'max-lines', 'max-args', 'max-procs', 'max-chars', 'process-slot-var'],
};

/** Command lines that are followed one by one. */
const LINES = 64;

/**
 * The command lines `xargs` makes of what it reads (POSIX, and GNU's `-0`, `-d`, `-I`, `-i`, `-n`, `-L`): its items
 * where the input is known, else something unknown in their place.
 * @param input what it reads; undefined: not known
 */
export function xargsLines(argv: readonly Word[], input: Word | undefined): readonly (readonly Word[])[] {
  const { given, operands } = readOptions(argv, GRAMMAR);
  const rest = argv.slice(operands);
  const command = rest.length === 0 ? [word('echo')] : rest;
  const unknown = hole('operands', 'xargs');
  const mark = markOf(given);
  const text =
    input === undefined || hasHole(input) || given.has('a', 'arg-file') ? undefined : literalText(input);
  const items = text === undefined ? undefined : itemsOf(text, given, mark !== undefined);
  if (mark !== undefined) {
    if (mark === '') return [[...command, unknown]];
    if (items === undefined || items.length > LINES)
      return [command.map(one => replaceIn(one, mark, unknown))];
    return items.map(item => command.map(one => replaceIn(one, mark, word(item))));
  }
  if (items === undefined) return [[...command, unknown]];
  if (items.length === 0) return given.has('r', 'no-run-if-empty') ? [] : [command];
  const most = Number(
    textOf(given.value('n', 'max-args') ?? []) || (given.has('L', 'max-lines') ? 1 : items.length),
  );
  const lines: Word[][] = [];
  for (let at = 0; at < items.length; at += Math.max(1, most)) {
    if (lines.length === LINES || !Number.isInteger(most)) return [[...command, unknown]];
    lines.push([...command, ...items.slice(at, at + Math.max(1, most)).map(word)]);
  }
  return lines;
}

/** What stands for an item, with `-I`, `-i` and `--replace`. */
function markOf(given: Given): string | undefined {
  const mark = given.value('I') ?? given.value('replace');
  if (mark !== undefined) return textOf(mark) ?? '';
  return given.has('i', 'replace') ? '{}' : undefined;
}

/** The items of an input; undefined where a quote is left open. */
function itemsOf(text: string, given: Given, byLine: boolean): readonly string[] | undefined {
  if (given.has('0', 'null'))
    return text.split('\udc00').filter((one, at, all) => at + 1 < all.length || one !== '');
  const delimiter = given.value('d', 'delimiter');
  if (delimiter !== undefined) {
    const mark = textOf(delimiter)?.replace('\\n', '\n').replace('\\t', '\t').replace('\\0', '\udc00');
    if (mark === undefined || mark === '') return undefined;
    return text.split(mark).filter((one, at, all) => at + 1 < all.length || one !== '');
  }
  const pieces = byLine
    ? text
        .split('\n')
        .map(line => line.trimStart())
        .filter(line => line !== '')
    : [text];
  const items: string[] = [];
  for (const piece of pieces) {
    const found = split(piece, byLine ? /\n/ : /\s/);
    if (found === undefined) return undefined;
    items.push(...found);
  }
  return items;
}

/** Splits at blanks; quotes and backslashes take the meaning of what they cover. */
function split(text: string, blank: RegExp): readonly string[] | undefined {
  const items: string[] = [];
  let current: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (blank.test(char)) {
      if (current !== undefined) items.push(current);
      current = undefined;
    } else if (char === '\\') current = (current ?? '') + (text[++at] ?? '');
    else if (char === "'" || char === '"') {
      const end = text.indexOf(char, at + 1);
      if (end < 0) return undefined;
      current = (current ?? '') + text.slice(at + 1, end);
      at = end;
    } else current = (current ?? '') + char;
  }
  return current === undefined ? items : [...items, current];
}

function replaceIn(of: Word, mark: string, by: Word): Word {
  return concat(
    ...of.map(part =>
      'lit' in part
        ? concat(
            ...part.lit.split(mark).flatMap((piece, at) => (at === 0 ? [word(piece)] : [by, word(piece)])),
          )
        : [part],
    ),
  );
}
