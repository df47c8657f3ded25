import { LIMITS } from '../../core/limits.ts';

/**
 * Brace expansion, which bash does on the raw text of a word before anything else: `a{b,c}d`, `{1..3}`, `{a..e..2}`,
 * nested. Quotes, escapes and `${…}` are passed over.
 * @returns the raw words in order, or undefined past LIMITS.braceWords
 */
export function expandBraces(text: string): readonly string[] | undefined {
  const group = findGroup(text, 0);
  if (group === undefined) return [text];
  if (group.choices === undefined) return undefined;
  const heads = text.slice(0, group.open);
  const tails = expandBraces(text.slice(group.close + 1));
  if (tails === undefined) return undefined;
  const words: string[] = [];
  const middles: string[] = [];
  for (const choice of group.choices) {
    const expanded = group.sequence ? [choice] : expandBraces(choice);
    if (expanded === undefined || middles.length + expanded.length > LIMITS.braceWords) return undefined;
    middles.push(...expanded);
  }
  if (middles.length * tails.length > LIMITS.braceWords) return undefined;
  for (const middle of middles) for (const tail of tails) words.push(heads + middle + tail);
  return words;
}

interface Group {
  readonly open: number;
  readonly close: number;
  /** Undefined: a sequence past the cap. */
  readonly choices: readonly string[] | undefined;
  readonly sequence: boolean;
}

/** The first pair of braces that expands: with a comma of its own, or a sequence. */
function findGroup(text: string, from: number): Group | undefined {
  for (let open = skipTo(text, from, '{'); open >= 0; open = skipTo(text, open + 1, '{')) {
    const commas: number[] = [];
    let depth = 0;
    for (let at = open; at < text.length; at = next(text, at)) {
      const char = text[at];
      if (char === '{') depth++;
      else if (char === ',' && depth === 1) commas.push(at);
      else if (char === '}' && --depth === 0) {
        const body = text.slice(open + 1, at);
        if (commas.length > 0) {
          const bounds = [open, ...commas, at];
          const choices = bounds.slice(1).map((end, index) => text.slice((bounds[index] ?? 0) + 1, end));
          return { open, close: at, choices, sequence: false };
        }
        if (!SEQUENCE.test(body)) break;
        return { open, close: at, choices: sequenceOf(body), sequence: true };
      }
    }
  }
  return undefined;
}

function skipTo(text: string, from: number, char: string): number {
  for (let at = from; at < text.length; at = next(text, at)) if (text[at] === char) return at;
  return -1;
}

/** The offset after the character, quoted string, escape or `${…}` at `at`. */
function next(text: string, at: number): number {
  const char = text[at];
  if (char === '\\') return at + 2;
  if (char === "'" || char === '"' || char === '`') {
    for (let end = at + 1; end < text.length; end++) {
      if (text[end] === '\\' && char !== "'") end++;
      else if (text[end] === char) return end + 1;
    }
    return text.length;
  }
  if (char === '$' && (text[at + 1] === '{' || text[at + 1] === '(')) {
    const [open, close] = text[at + 1] === '{' ? ['{', '}'] : ['(', ')'];
    let depth = 0;
    for (let end = at + 1; end < text.length; end++) {
      if (text[end] === open) depth++;
      else if (text[end] === close && --depth === 0) return end + 1;
    }
    return text.length;
  }
  return at + 1;
}

const NUMBERS = /^(-?\d{1,15})\.\.(-?\d{1,15})(?:\.\.(-?\d{1,15}))?$/;
const LETTERS = /^([A-Za-z])\.\.([A-Za-z])(?:\.\.(-?\d{1,3}))?$/;
const SEQUENCE = new RegExp(`${NUMBERS.source}|${LETTERS.source}`);

/** `1..3`, `03..1`, `a..e`, each with an optional `..step`; undefined past the cap. */
function sequenceOf(body: string): string[] | undefined {
  const numbers = NUMBERS.exec(body);
  const found = numbers ?? LETTERS.exec(body) ?? [];
  const [, first = '', last = '', stepText] = found;
  const from = numbers ? Number(first) : first.charCodeAt(0);
  const to = numbers ? Number(last) : last.charCodeAt(0);
  const step = Math.abs(Number(stepText ?? 1)) || 1;
  if (Math.abs(to - from) / step >= LIMITS.braceWords) return undefined;
  const width = numbers && /^-?0\d/.test(first + last) ? Math.max(first.length, last.length) : 0;
  const words: string[] = [];
  for (let value = from; from <= to ? value <= to : value >= to; value += from <= to ? step : -step)
    words.push(numbers ? padded(value, width) : String.fromCharCode(value));
  return words;
}

function padded(value: number, width: number): string {
  const digits = String(Math.abs(value));
  return value < 0 ? `-${digits.padStart(width - 1, '0')}` : digits.padStart(width, '0');
}
