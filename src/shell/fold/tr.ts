import { readArguments } from '../../core/options.ts';
import { textOf, type Word } from '../../core/word.ts';
import type { Frame, Launch, Output } from '../frame.ts';
import { unescaped } from './escapes.ts';
import { decodedBy, inputOf } from './input.ts';

const CLASSES: Readonly<Record<string, string>> = {
  lower: 'abcdefghijklmnopqrstuvwxyz',
  upper: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  digit: '0123456789',
  alpha: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
  alnum: '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz',
  space: '\t\n\v\f\r ',
  blank: '\t ',
  punct: '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
};

/** `tr SET1 SET2`, `-d`, `-s`, `-c`: ASCII, with ranges, classes, escapes and repeats (`[x*]`). */
export function tr(argv: readonly Word[], frame: Frame, { span }: Launch): Output {
  const { given, operands } = readArguments(argv, { short: '', long: [] });
  const [first, second] = operands.map(one => setOf(textOf(one)));
  const deletes = given.has('d', 'delete');
  const squeezes = given.has('s', 'squeeze-repeats');
  const complements = given.has('c', 'C', 'complement');
  if (first === undefined || (operands.length > 1 && second === undefined) || operands.length > 2)
    return undefined;
  if (second === undefined && !deletes && !squeezes) return undefined;
  const within = new Set(first);
  const isOne = (char: string): boolean => within.has(char) !== complements;
  const last = second?.at(-1) ?? '';
  const truncated = given.has('t', 'truncate-set1') ? first.slice(0, second?.length) : first;
  const map = new Map<string, string>();
  truncated.forEach((char, at) => {
    map.set(char, second?.[at] ?? last);
  });
  const squeezed = new Set(deletes || second === undefined ? (second ?? first) : second);
  const squeezing = (char: string): boolean =>
    squeezes && (second === undefined ? isOne(char) : squeezed.has(char));
  return decodedBy(
    'tr',
    inputOf([], frame, span),
    text => {
      if (!/^[\0-\x7f]*$/.test(text)) return undefined;
      let result = '';
      let before = '';
      for (const char of text) {
        let written = char;
        if (deletes) {
          if (isOne(char)) continue;
        } else if (second !== undefined && isOne(char))
          written = complements ? last : (map.get(char) ?? char);
        if (squeezing(written) && written === before) continue;
        result += written;
        before = written;
      }
      return result;
    },
    frame,
    span,
  );
}

/** The characters of a set, in order; undefined for what is not followed. */
function setOf(text: string | undefined): readonly string[] | undefined {
  if (text === undefined || !/^[\t\n -~]*$/.test(text)) return undefined;
  const plain = unescaped(text.replace(/\\([\]\\[-])/gu, '\\\\$1'), 'format').text;
  const chars: string[] = [];
  for (let at = 0; at < plain.length; ) {
    const rest = plain.slice(at);
    const named = /^\[:(\w+):\]/.exec(rest);
    const ranged = /^([\s\S])-([\s\S])/.exec(rest);
    const repeated = /^\[([\s\S])\*(\d*)\]/.exec(rest);
    if (named !== null) {
      const members = CLASSES[named[1] ?? ''];
      if (members === undefined) return undefined;
      chars.push(...members);
      at += named[0].length;
    } else if (repeated !== null) {
      chars.push(...(repeated[1] ?? '').repeat(Math.min(128, Number(repeated[2] || 128))));
      at += repeated[0].length;
    } else if (ranged !== null) {
      const [, low = '', high = ''] = ranged;
      for (let code = low.charCodeAt(0); code <= high.charCodeAt(0); code++)
        chars.push(String.fromCharCode(code));
      at += ranged[0].length;
    } else {
      const escaped = plain[at] === '\\' && at + 1 < plain.length;
      chars.push(plain[escaped ? at + 1 : at] ?? '');
      at += escaped ? 2 : 1;
    }
  }
  return chars;
}
