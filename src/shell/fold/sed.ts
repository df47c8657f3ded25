import { readArguments } from '../../core/options.ts';
import { textOf, type Word } from '../../core/word.ts';
import type { Frame, Launch, Output } from '../frame.ts';
import { filtered, inputOf } from './input.ts';

/** A substitution, a transliteration, or lines taken out. */
type Edit =
  | {
      readonly kind: 's';
      readonly pattern: RegExp;
      readonly replacement: string;
      readonly prints: boolean;
      /** The pattern repeats something: looking for it is quadratic in the line. */
      readonly repeats: boolean;
    }
  | { readonly kind: 'y'; readonly from: string; readonly to: string }
  | { readonly kind: 'd' | 'p' | 'q'; readonly first: number; readonly last: number };

/**
 * `sed` with simple scripts: `s/…/…/[g]`, `y/…/…/`, `Nd`, `N,Mp`, `$d`, `Nq`, several of them, `-n`, `-E`. Only patterns
 * that mean the same to JavaScript and cannot be slow are followed; anything else leaves the output unknown.
 */
export function sed(argv: readonly Word[], frame: Frame, { span }: Launch): Output {
  const { given, operands } = readArguments(argv, {
    short: 'eflEr'.replace(/[Er]/gu, ''),
    long: ['expression', 'file', 'line-length'],
  });
  if (
    given.pairs.some(
      ([name]) =>
        !['e', 'n', 'E', 'r', 'expression', 'quiet', 'silent', 'regexp-extended', 'u'].includes(name),
    )
  )
    return undefined;
  const scripts = given.pairs
    .filter(([name]) => name === 'e' || name === 'expression')
    .map(([, value]) => value);
  const files = scripts.length > 0 ? operands : operands.slice(1);
  if (scripts.length === 0) scripts.push(operands[0]);
  const extended = given.has('E', 'r', 'regexp-extended');
  const edits: Edit[] = [];
  for (const script of scripts) {
    const text = script === undefined ? undefined : textOf(script);
    const read = text === undefined ? undefined : editsOf(text, extended);
    if (read === undefined) return undefined;
    edits.push(...read);
  }
  return filtered(
    inputOf(files, frame, span),
    text => edited(text, edits, given.has('n', 'quiet', 'silent')),
    frame,
  );
}

/** Longest line a pattern that repeats something is looked for in. */
const LONGEST = 1_000;

function edited(text: string, edits: readonly Edit[], quiet: boolean): string | undefined {
  const ended = text.endsWith('\n');
  const lines = (ended ? text.slice(0, -1) : text).split('\n');
  const written: string[] = [];
  if (text === '') return '';
  eachLine: for (let number = 1; number <= lines.length; number++) {
    let line = lines[number - 1] ?? '';
    let quits = false;
    for (const edit of edits) {
      if (edit.kind === 's') {
        if (edit.repeats && line.length > LONGEST) return undefined;
        const changed = line.replace(edit.pattern, edit.replacement);
        if (edit.prints && changed !== line) written.push(changed);
        line = changed;
      } else if (edit.kind === 'y')
        line = [...line].map(char => edit.to[edit.from.indexOf(char)] ?? char).join('');
      else {
        const last = edit.last === Number.POSITIVE_INFINITY ? lines.length : edit.last;
        const first = edit.first === Number.POSITIVE_INFINITY ? lines.length : edit.first;
        if (number < first || number > last) continue;
        if (edit.kind === 'd') continue eachLine;
        if (edit.kind === 'p') written.push(line);
        else {
          quits = true;
          break;
        }
      }
    }
    if (!quiet) written.push(line);
    if (quits) break;
  }
  return written.join('\n') + (written.length > 0 && (ended || written.length < lines.length) ? '\n' : '');
}

function editsOf(script: string, extended: boolean): Edit[] | undefined {
  const edits: Edit[] = [];
  for (let rest = script.replace(/^[\s;]+/u, ''); rest !== ''; ) {
    const lines = /^(?:(\d{1,6}|\$)(?:,(\d{1,6}|\$))?)?\s*([dpq])\s*(?:[;\n]\s*|$)/.exec(rest);
    const change = /^([sy])([^\w\s\\])/.exec(rest);
    if (lines !== null) {
      const [whole, first, last = first, kind] = lines;
      const all = first === undefined;
      edits.push({
        kind: kind === 'd' ? 'd' : kind === 'p' ? 'p' : 'q',
        first: all ? 1 : lineOf(first),
        last: all ? Number.POSITIVE_INFINITY : lineOf(last),
      });
      rest = rest.slice(whole.length);
      continue;
    }
    if (change === null) return undefined;
    const [, kind, mark = ''] = change;
    const [source, middle] = upTo(rest, 2, mark);
    const [target, end] = upTo(rest, middle, mark);
    const flags = /^([gpiI\d]*)\s*(?:[;\n]\s*|$)/.exec(rest.slice(end));
    if (end > rest.length || flags === null) return undefined;
    const edit =
      kind === 'y' ? transliteration(source, target) : substitution(source, target, flags[1] ?? '', extended);
    if (edit === undefined) return undefined;
    edits.push(edit);
    rest = rest.slice(end + flags[0].length);
  }
  return edits;
}

const lineOf = (text = ''): number => (text === '$' ? Number.POSITIVE_INFINITY : Number(text));

/** The text up to an unescaped mark, and the offset after that. */
function upTo(script: string, from: number, mark: string): readonly [string, number] {
  let text = '';
  for (let at = from; at < script.length; at++) {
    const char = script[at] ?? '';
    if (char === mark) return [text, at + 1];
    if (char === '\\') {
      const next = script[++at] ?? '';
      text += next === mark ? mark : `\\${next}`;
    } else text += char;
  }
  return [text, script.length + 1];
}

function transliteration(from: string, to: string): Edit | undefined {
  const plain = (text: string): string => text.replaceAll('\\\\', '\\').replaceAll('\\n', '\n');
  return [...plain(from)].length === [...plain(to)].length
    ? { kind: 'y', from: plain(from), to: plain(to) }
    : undefined;
}

/** Literal characters, `.`, simple classes with `*`, and anchors: what cannot be slow and needs no group. */
const SIMPLE = /^\^?(?:(?:[^\\^$*.[\]{}()|+?]|\\[./\\[\]*^$@:,"'-]|\.|\[\^?[^\\\][]+\])(?:\*)?)*\$?$/u;

function substitution(source: string, target: string, flags: string, extended: boolean): Edit | undefined {
  // In a basic expression these are text; in an extended one they are operators, which are not followed.
  const basic = extended ? source : source.replace(/(?<!\\)[{}()|+?]/gu, '\\$&');
  if (!SIMPLE.test(extended ? basic : source.replace(/[{}()|+?]/gu, '_')) || source === '') return undefined;
  const repeats = (basic.match(/(?<!\\)\*/gu) ?? []).length;
  if (repeats > 1 || /\d/.test(flags)) return undefined;
  if (/\\[^&/\\n.@:,"'-]/u.test(target)) return undefined;
  const replacement = target.replace(/\\n|\\([\s\S])|[&$]/gu, (whole, char: string | undefined) => {
    if (whole === '\\n') return '\n';
    if (whole === '&') return '$&';
    return whole === '$' || char === '$' ? '$$' : (char ?? whole);
  });
  const regex = basic.replace(/\\([@:,"'/-])/gu, (_, char: string) => (char === '/' ? '\\/' : char));
  try {
    return {
      kind: 's',
      pattern: new RegExp(regex, `${flags.includes('g') ? 'g' : ''}${/i/i.test(flags) ? 'i' : ''}`),
      replacement,
      prints: flags.includes('p'),
      repeats: repeats > 0,
    };
  } catch {
    return undefined;
  }
}
