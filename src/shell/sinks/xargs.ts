import {
  appendTo,
  concat,
  hasHole,
  hole,
  isHole,
  type Part,
  textOf,
  type Word,
  word,
} from '../../core/word.ts';
import type { Inner, ReadFile } from './inner.ts';
import { replaceIn } from './words.ts';

/** Letters that take the next argument; `J`, `R` and `S` are BSD's. */
const VALUED = 'adEILnPsJRS';
/** Letters whose value, if they have one, is attached. */
const ATTACHED = 'eil';
/** Long options that take the next argument, and the letter each stands for. */
const LONG: Readonly<Record<string, string>> = {
  'arg-file': 'a',
  delimiter: 'd',
  'max-args': 'n',
  'max-procs': 'P',
  'max-chars': 's',
  'process-slot-var': '',
};
/** Those whose value stands behind `=` only. */
const LONG_ATTACHED: Readonly<Record<string, string>> = {
  eof: 'e',
  replace: 'i',
  'max-lines': 'l',
  null: '0',
  'no-run-if-empty': 'r',
  'open-tty': 'o',
};

/** Command lines that are followed one by one. */
const LINES = 64;

/** How `xargs` was told to make command lines; later options undo earlier ones that contradict them. */
interface Manner {
  command: readonly Word[];
  file?: Word;
  delimiter?: string | undefined;
  end?: string;
  /** What stands for an item, or, with `-J`, for all of them. */
  mark?: { readonly text: string; readonly all: boolean };
  perLine?: number;
  most?: number;
  /** How many fit on a line is up to their length. */
  bySize: boolean;
  emptyRuns: boolean;
  input: 'nothing' | 'terminal' | 'inherited';
}

/** An item, or undefined where a line ends. */
type Item = Word | undefined;

/**
 * The command lines `xargs` makes of what it reads (POSIX; GNU's `-0`, `-a`, `-d`, `-E`, `-I`, `-i`, `-L`, `-n`; BSD's
 * `-J`): its items where the input is known, else something unknown in their place.
 * @param input what it reads; undefined: not known
 */
export function xargs(argv: readonly Word[], input: Word | undefined, read: ReadFile): readonly Inner[] {
  const manner = mannerOf(argv);
  const text = manner.file === undefined ? input : read(manner.file);
  // What it starts reads nothing of what it reads itself.
  const stdin: Pick<Extract<Inner, { argv: unknown }>, 'input'> = manner.input === 'nothing'
    ? { input: [] }
    : manner.input === 'terminal'
      ? { input: undefined }
      : {};
  return linesOf(manner, text).map(line => ({ argv: line, ...stdin }));
}

function mannerOf(argv: readonly Word[]): Manner {
  const manner: Manner = { command: [word('echo')], bySize: false, emptyRuns: true, input: 'nothing' };
  let at = 1;
  for (; at < argv.length; at++) {
    const text = textOf(argv[at] ?? []);
    const [head] = argv[at] ?? [];
    if (text === '--') {
      at++;
      break;
    }
    if (head === undefined || isHole(head) || !head.lit.startsWith('-') || text === '-') break;
    if (head.lit.startsWith('--')) {
      const [, name = '', value] = /^--([\w-]+)(?:=([\s\S]*))?$/.exec(head.lit) ?? [];
      const letter = Object.hasOwn(LONG, name) ? LONG[name] : undefined;
      if (letter !== undefined) set(manner, letter, value === undefined ? argv[++at] : word(value));
      else if (Object.hasOwn(LONG_ATTACHED, name))
        set(manner, LONG_ATTACHED[name] ?? '', value === undefined ? undefined : word(value));
      continue;
    }
    for (let index = 1; index < head.lit.length; index++) {
      const letter = head.lit[index] ?? '';
      const attached = concat(word(head.lit.slice(index + 1)), (argv[at] ?? []).slice(1));
      const isValued = VALUED.includes(letter);
      if (isValued || ATTACHED.includes(letter)) {
        const value = attached.length > 0 ? attached : isValued ? argv[++at] : undefined;
        set(manner, letter, value);
        break;
      }
      set(manner, letter, undefined);
    }
  }
  if (at < argv.length) manner.command = argv.slice(at);
  return manner;
}

function set(manner: Manner, letter: string, value: Word | undefined): void {
  const text = value === undefined ? undefined : textOf(value);
  switch (letter) {
    case 'a':
      if (value !== undefined) manner.file = value;
      manner.input = 'inherited';
      return;
    case 'o':
      manner.input = 'terminal';
      return;
    case '0':
      manner.delimiter = '\udc00';
      return;
    case 'd':
      manner.delimiter = text === undefined ? undefined : delimiterOf(text);
      return;
    case 'E':
    case 'e':
      if (text !== undefined && text !== '') manner.end = text;
      return;
    case 'I':
    case 'i':
    case 'J':
      manner.mark = { text: text ?? (letter === 'i' ? '{}' : ''), all: letter === 'J' };
      return;
    case 'L':
    case 'l':
      manner.perLine = text === undefined ? 1 : Number(text);
      return;
    case 'n':
      manner.most = Number(text ?? Number.NaN);
      return;
    case 's':
      manner.bySize = true;
      return;
    case 'r':
      manner.emptyRuns = false;
      return;
    default:
      return;
  }
}

function delimiterOf(text: string): string {
  const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '0': '\udc00', '\\': '\\' };
  const escaped = /^\\(.)$/su.exec(text)?.[1];
  if (escaped !== undefined) return escapes[escaped] ?? escaped;
  const [, octal, hex] = /^\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2}))$/.exec(text) ?? [];
  const code = octal === undefined ? Number.parseInt(hex ?? '', 16) : Number.parseInt(octal, 8);
  return Number.isNaN(code) ? text.slice(0, 1) : String.fromCharCode(code);
}

function linesOf(manner: Manner, text: Word | undefined): readonly (readonly Word[])[] {
  const { command, mark, most, perLine } = manner;
  const unknown = hole('operands', 'xargs');
  const byMark = mark !== undefined && !mark.all;
  const read = text === undefined ? undefined : itemsOf(text, manner, byMark);
  const all = read?.filter(item => item !== undefined);
  if (mark !== undefined && mark.text === '') return [[...command, unknown]];
  if (byMark)
    return all === undefined || all.length > LINES
      ? [command.map(one => replaceIn(one, mark.text, unknown))]
      : all.map(item => command.map(one => replaceIn(one, mark.text, item)));
  const placed = (items: readonly Word[]): readonly Word[] => {
    const at = mark === undefined ? -1 : command.findIndex(one => textOf(one) === mark.text);
    return at < 0 ? [...command, ...items] : command.toSpliced(at, 1, ...items);
  };
  if (read === undefined || all === undefined) return [placed([unknown])];
  if (all.length === 0) return manner.emptyRuns ? [[...command]] : [];
  const counts = [most, perLine].filter(count => count !== undefined);
  const isKnown = counts.every(count => Number.isInteger(count) && count > 0) && !manner.bySize;
  // Where something is not known it may be several items, or the end of a line.
  if (!isKnown || (counts.length > 0 && all.some(hasHole))) return [placed([unknown]), placed(all)];
  const lines = perLine === undefined ? grouped(all, most ?? all.length) : byLines(read, perLine);
  return lines.length > LINES ? [placed([unknown])] : lines.map(placed);
}

function grouped(items: readonly Word[], most: number): readonly (readonly Word[])[] {
  const lines: Word[][] = [];
  for (let at = 0; at < items.length; at += most) lines.push(items.slice(at, at + most));
  return lines;
}

/** So many input lines to a command line. */
function byLines(items: readonly Item[], count: number): readonly (readonly Word[])[] {
  const lines: Word[][] = [];
  let current: Word[] = [];
  let ended = 0;
  for (const item of items) {
    if (item !== undefined) current.push(item);
    else if (current.length > 0 && ++ended % count === 0) {
      lines.push(current);
      current = [];
    }
  }
  return current.length === 0 ? lines : [...lines, current];
}

/** The items of an input, and where its lines end; undefined where a quote is left open. */
function itemsOf(text: Word, { delimiter, end }: Manner, byLine: boolean): readonly Item[] | undefined {
  const reader = new Reader(byLine);
  for (const part of text) {
    if (isHole(part)) reader.append(part);
    else if (delimiter === undefined) reader.text(part.lit);
    else
      part.lit.split(delimiter).forEach((piece, at) => {
        if (at > 0) reader.ended();
        if (piece !== '') reader.append({ lit: piece });
      });
  }
  const items = reader.finish();
  if (end === undefined || delimiter !== undefined) return items;
  const at = items?.findIndex(item => item !== undefined && textOf(item) === end) ?? -1;
  return at < 0 ? items : items?.slice(0, at);
}

/** Splits at blanks, or at line ends; quotes and backslashes take the meaning of what they cover. */
class Reader {
  readonly #items: Item[] = [];
  readonly #byLine: boolean;
  #current: Part[] | undefined;
  #quote: string | undefined;
  #escaped = false;

  constructor(byLine: boolean) {
    this.#byLine = byLine;
  }

  append(part: Part): void {
    this.#current ??= [];
    appendTo(this.#current, [part]);
  }

  /** An item ends here, be it empty. */
  ended(): void {
    this.#items.push(this.#current ?? [], undefined);
    this.#current = undefined;
  }

  text(text: string): void {
    for (let at = 0; at < text.length; at++) {
      const char = text[at] ?? '';
      if (this.#escaped) {
        this.append({ lit: char });
        this.#escaped = false;
      } else if (this.#quote !== undefined) {
        if (char === this.#quote) this.#quote = undefined;
        else this.append({ lit: char });
      } else if (char === '\n') this.#line(at === 0 ? '' : (text[at - 1] ?? ''));
      else if (/\s/.test(char) && (!this.#byLine || this.#current === undefined)) this.#item();
      else if (char === '\\') this.#escaped = true;
      else if (char === "'" || char === '"') {
        this.#quote = char;
        this.#current ??= [];
      } else this.append({ lit: char });
    }
  }

  finish(): readonly Item[] | undefined {
    if (this.#quote !== undefined) return undefined;
    this.#item();
    return this.#items;
  }

  #item(): void {
    if (this.#current !== undefined) this.#items.push(this.#current);
    this.#current = undefined;
  }

  /** A blank at the end of a line joins it to the next, for `-L`. */
  #line(before: string): void {
    this.#item();
    if (this.#byLine || !/[ \t]/.test(before)) this.#items.push(undefined);
  }
}
