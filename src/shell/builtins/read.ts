import { LIMITS } from '../../core/limits.ts';
import { readOptions } from '../../core/options.ts';
import { EMPTY_WORD, hasHole, literalText, textOf, type Word, word } from '../../core/word.ts';
import { readStdin } from '../files/files.ts';
import { linesOf } from '../fold/input.ts';
import type { Frame, Launch } from '../frame.ts';
import { assign, ifsOf } from '../state/variables.ts';

const NAME = /^[A-Za-z_]\w*$/;

/**
 * `read [-r] [-a array] [-d X] names…`: from text that is known each name gets its field, and the rest is there for
 * the next; otherwise each is unknown.
 */
export function read(argv: readonly Word[], frame: Frame, { span }: Launch): void {
  const { given, operands } = readOptions(argv, { short: 'adinNptu', long: [] });
  const names = argv.slice(operands).map(one => textOf(one) ?? '');
  const array = textOf(given.value('a') ?? []);
  const followed = given.pairs.every(([option]) => ['r', 'a', 'd', 'p', 's', 'e', 't'].includes(option));
  const end = given.has('d') ? textOf(given.value('d') ?? []) : '\n';
  const line = followed && end !== undefined ? nextLine(frame, span, end.slice(0, 1)) : undefined;
  const text = line === undefined || given.has('r') ? line : withoutBackslashes(line);
  if (array !== undefined && array !== '') {
    const fields = text === undefined ? undefined : split(text, ifsOf(frame), Number.POSITIVE_INFINITY);
    frame.state.setVariable(array, fields === undefined ? undefined : { elements: fields.map(word) });
    return;
  }
  if (names.length === 0) {
    frame.state.setVariable('REPLY', text === undefined ? undefined : word(text));
    return;
  }
  const fields = text === undefined ? undefined : split(text, ifsOf(frame), names.length);
  names.forEach((name, at) => {
    if (!NAME.test(name)) return;
    if (fields === undefined) frame.state.setVariable(name, undefined);
    else assign(name, word(fields[at] ?? ''), frame);
  });
}

/** Takes the next line off standard input; undefined when what is there is not known. */
function nextLine(frame: Frame, span: Launch['span'], end: string): string | undefined {
  const { stdin } = frame;
  const input = readStdin(frame, span);
  const text = input === undefined || hasHole(input) ? undefined : literalText(input);
  if (text === undefined || !('text' in stdin)) return text === undefined ? undefined : firstOf(text, end);
  const line = firstOf(text, end);
  stdin.text = word(text.slice(line.length + (text.length > line.length ? 1 : 0)));
  return line;
}

function firstOf(text: string, end: string): string {
  const at = text.indexOf(end === '' ? '\udc00' : end);
  return at < 0 ? text : text.slice(0, at);
}

/** A backslash takes the next character's meaning. */
function withoutBackslashes(line: string): string {
  return line.replace(/\\([\s\S])/gu, '$1');
}

/** At most `count` fields, the last of which is all the rest. */
function split(line: string, ifs = ' \t\n', count: number): readonly string[] {
  const white = [...ifs].filter(char => ' \t\n'.includes(char)).join('');
  const trimmed = trim(line, white);
  if (count === 1 || ifs === '') return [trimmed];
  const fields: string[] = [];
  let from = 0;
  while (fields.length + 1 < count && from < trimmed.length) {
    let at = from;
    while (at < trimmed.length && !ifs.includes(trimmed[at] ?? '')) at++;
    fields.push(trimmed.slice(from, at));
    let next = at;
    while (next < trimmed.length && white.includes(trimmed[next] ?? '\0')) next++;
    if (next < trimmed.length && ifs.includes(trimmed[next] ?? '\0') && !white.includes(trimmed[next] ?? ''))
      next++;
    while (next < trimmed.length && white.includes(trimmed[next] ?? '\0')) next++;
    from = next;
  }
  if (from < trimmed.length) fields.push(trimmed.slice(from));
  return fields;
}

function trim(text: string, white: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && white.includes(text[from] ?? '\0')) from++;
  while (to > from && white.includes(text[to - 1] ?? '\0')) to--;
  return text.slice(from, to);
}

/** `mapfile [-t] [array]`: each line one element. */
export function mapfile(argv: readonly Word[], frame: Frame, launch: Launch): void {
  const { given, operands } = readOptions(argv, { short: 'dnOsuCc', long: [] });
  const name = textOf(argv[operands] ?? word('MAPFILE'));
  const callback = given.value('C');
  if (callback !== undefined) frame.engine.code(callback, frame, { kind: 'script', span: launch.span });
  if (name === undefined || !NAME.test(name)) return;
  const input = readStdin(frame, launch.span);
  const plain = given.pairs.every(([option]) => option === 't');
  if (input === undefined || hasHole(input) || !plain) {
    frame.state.setVariable(name, undefined);
    return;
  }
  const lines = linesOf(literalText(input)).slice(0, LIMITS.braceWords);
  if ('text' in frame.stdin) frame.stdin.text = EMPTY_WORD;
  frame.state.setVariable(name, {
    elements: lines.map(line => word(given.has('t') ? line.replace(/\n$/, '') : line)),
  });
}
