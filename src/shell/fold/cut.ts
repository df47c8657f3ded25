import { readArguments } from '../../core/options.ts';
import { textOf, type Word } from '../../core/word.ts';
import type { Frame, Launch, Output } from '../frame.ts';
import { filtered, inputOf } from './input.ts';

type Range = readonly [from: number, to: number];

/** `cut -c LIST`, `cut -b LIST`, `cut -f LIST [-d X] [-s]`; bytes and characters are the same in what is followed, ASCII. */
export function cut(argv: readonly Word[], frame: Frame, { span }: Launch): Output {
  const { given, operands } = readArguments(argv, {
    short: 'bcdf',
    long: ['bytes', 'characters', 'fields', 'delimiter', 'output-delimiter'],
  });
  const characters = given.value('c', 'characters', 'b', 'bytes');
  const list = rangesOf(characters ?? given.value('f', 'fields'));
  const delimiter = textOf(given.value('d', 'delimiter') ?? [{ lit: '\t' }]);
  if (list === undefined || delimiter === undefined || given.has('complement', 'output-delimiter', 'z'))
    return undefined;
  const chosen = (at: number): boolean => list.some(([from, to]) => at >= from && at <= to);
  return filtered(
    inputOf(operands, frame, span),
    text => {
      if (characters !== undefined && !/^[\t\n -~]*$/.test(text)) return undefined;
      const lines = text.split('\n').map(line => {
        if (characters !== undefined) return [...line].filter((_, at) => chosen(at + 1)).join('');
        if (!line.includes(delimiter)) return given.has('s', 'only-delimited') ? undefined : line;
        return line
          .split(delimiter)
          .filter((_, at) => chosen(at + 1))
          .join(delimiter);
      });
      return lines.filter(line => line !== undefined).join('\n');
    },
    frame,
  );
}

/** `1,3-5,7-`. */
function rangesOf(list: Word | undefined): readonly Range[] | undefined {
  const text = list === undefined ? undefined : textOf(list);
  if (text === undefined || !/^(?:\d+|\d+-\d*|-\d+)(?:,(?:\d+|\d+-\d*|-\d+))*$/.test(text)) return undefined;
  return text.split(',').map((one): Range => {
    const [from = '', to] = one.split('-');
    return [
      from === '' ? 1 : Number(from),
      to === undefined ? Number(from) : to === '' ? Number.POSITIVE_INFINITY : Number(to),
    ];
  });
}
