import { LIMITS } from '../core/limits.ts';
import { readOptions } from '../core/options.ts';
import { concat, EMPTY_WORD, hasHole, join, literalText, textOf, type Word, word } from '../core/word.ts';
import { decodeBase64 } from './decode.ts';
import { readFile, readStdin } from './files.ts';
import type { Frame, Launch, Output } from './frame.ts';

/** What a pure program writes to its standard output, from its arguments and what it can read. */
type Producer = (argv: readonly Word[], frame: Frame, launch: Launch) => Output;

const PRODUCERS: Readonly<Record<string, Producer>> = {
  echo,
  printf,
  cat,
  base64,
  gbase64: base64,
  basenc: base64,
  openssl,
  pwd: (_argv, frame) => concat(frame.state.cwd, word('\n')),
};

/** The output of `program`, where it can be computed; undefined otherwise. */
export function fold(program: string, argv: readonly Word[], frame: Frame, launch: Launch): Output {
  const producer = Object.hasOwn(PRODUCERS, program) ? PRODUCERS[program] : undefined;
  const output = producer?.(argv, frame, launch);
  if (output === undefined) return undefined;
  const size = literalText(output).length;
  frame.recorder.step(size / 64);
  return size > LIMITS.foldBytes ? undefined : output;
}

/** bash's echo: `-n`, `-e` and `-E` in clusters; anything else is text. */
function echo(argv: readonly Word[]): Output {
  let at = 1;
  let escapes = false;
  let newline = true;
  for (; at < argv.length; at++) {
    const text = textOf(argv[at] ?? []);
    if (text === undefined || !/^-[neE]+$/.test(text)) break;
    if (text.includes('n')) newline = false;
    for (const letter of text) if (letter === 'e' || letter === 'E') escapes = letter === 'e';
  }
  const line = join(argv.slice(at), ' ');
  const shown = escapes ? unescapeWord(line) : line;
  return concat(shown, word(newline ? '\n' : ''));
}

/** printf with `%s`, `%b`, `%d`, `%c`, `%q` without width, and `%%`; the format is used again while arguments are left. */
function printf(argv: readonly Word[]): Output {
  const first = textOf(argv[1] ?? []);
  const at = first === '--' ? 2 : 1;
  const format = textOf(argv[at] ?? []);
  if (format === undefined) return undefined;
  const pieces: readonly string[] =
    format.match(
      /%%|%[sbdic]|%|\\(?:[0-7]{1,3}|x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|U[0-9a-fA-F]{1,8}|[\s\S])|[^%\\]+|\\$/gu,
    ) ?? [];
  if (pieces.includes('%')) return undefined;
  const args = argv.slice(at + 1);
  const consuming = pieces.filter(piece => /^%[sbdic]$/.test(piece)).length;
  const written: Word[] = [];
  do {
    for (const piece of pieces) {
      if (piece === '%%') written.push(word('%'));
      else if (piece.startsWith('%')) {
        const argument = args.shift() ?? EMPTY_WORD;
        if (piece === '%b') written.push(unescapeWord(argument));
        else if (piece === '%c') written.push(word([...literalText(argument)][0] ?? ''));
        else written.push(argument);
      } else written.push(word(piece.startsWith('\\') ? unescapeText(piece) : piece));
    }
    if (written.length > LIMITS.braceWords) return undefined;
  } while (consuming > 0 && args.length > 0);
  return concat(...written);
}

/** Backslash escapes of `echo -e`, `printf` and `%b`. */
function unescapeText(text: string): string {
  return text.replace(
    /\\(0?[0-7]{1,3}|x[0-9a-fA-F]{1,2}|u[0-9a-fA-F]{1,4}|U[0-9a-fA-F]{1,8}|[abefnrtvE\\'"?])/gu,
    (whole, code: string) => {
      if (/^[0-7]/.test(code)) return String.fromCharCode(Number.parseInt(code, 8) & 0xff);
      if (/^[xuU]/.test(code)) {
        const point = Number.parseInt(code.slice(1), 16);
        return point > 0x10ffff ? whole : String.fromCodePoint(point);
      }
      return SIMPLE_ESCAPES[code] ?? whole;
    },
  );
}

const SIMPLE_ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  e: '\x1b',
  E: '\x1b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '?': '?',
};

function unescapeWord(of: Word): Word {
  return concat(...of.map(part => ('lit' in part ? word(unescapeText(part.lit)) : [part])));
}

/** Files it is given, or standard input; options only number and mark lines, so with any the output is unknown. */
function cat(argv: readonly Word[], frame: Frame, launch: Launch): Output {
  const { given, operands } = readOptions(argv, { short: '', long: [] });
  if (given.pairs.some(([option]) => option !== 'u')) return undefined;
  const names = argv.slice(operands);
  if (names.length === 0) return readStdin(frame, launch.span);
  const texts: Word[] = [];
  for (const name of names) {
    const output =
      textOf(name) === '-' ? readStdin(frame, launch.span) : readFile(name, frame, launch.span, 'written');
    if (output === undefined) return undefined;
    texts.push(output);
  }
  return concat(...texts);
}

function base64(argv: readonly Word[], frame: Frame, launch: Launch): Output {
  const { given, operands } = readOptions(argv, { short: 'wbi', long: ['wrap', 'break', 'input'] });
  const decodes = given.has('d', 'D', 'decode');
  const name = given.value('i', 'input') ?? argv[operands];
  const input =
    name === undefined || textOf(name) === '-'
      ? readStdin(frame, launch.span)
      : readFile(name, frame, launch.span, 'written');
  if (input === undefined) return undefined;
  return decodes
    ? decoded(input, 'base64', decodeBase64, frame, launch)
    : encoded(input, given.value('w', 'wrap'));
}

/** `openssl base64 -d`, `openssl enc -base64 -d`. */
function openssl(argv: readonly Word[], frame: Frame, launch: Launch): Output {
  const words = argv.slice(1).map(one => textOf(one));
  const isBase64 =
    words[0] === 'base64' || (words[0] === 'enc' && words.some(one => one === '-base64' || one === '-a'));
  const input =
    isBase64 && words.includes('-d') && !words.includes('-in') ? readStdin(frame, launch.span) : undefined;
  return input === undefined ? undefined : decoded(input, 'base64', decodeBase64, frame, launch);
}

function decoded(
  input: Word,
  codec: string,
  decode: (text: string) => string | undefined,
  frame: Frame,
  launch: Launch,
): Output {
  if (hasHole(input)) return undefined;
  const source = literalText(input);
  const text = decode(source);
  if (text === undefined) return undefined;
  const earlier = frame.recorder.decoded.get(source.trimEnd());
  frame.recorder.decoded.set(text.trimEnd(), {
    chain: [...(earlier?.chain ?? []), codec],
    from: launch.span,
  });
  return word(text);
}

function encoded(input: Word, wrap: Word | undefined): Output {
  if (hasHole(input)) return undefined;
  const text = Buffer.from(literalText(input), 'utf8').toString('base64');
  const width = wrap === undefined ? 76 : Number(textOf(wrap));
  if (!Number.isInteger(width) || width < 0) return undefined;
  const lines = width === 0 ? [text] : (text.match(new RegExp(`.{1,${width}}`, 'gu')) ?? []);
  return word(lines.join('\n') + (width === 0 ? '' : '\n'));
}
