import { readArguments } from '../../core/options.ts';
import { concat, isHole, textOf, type Word, word } from '../../core/word.ts';
import type { Frame, Output } from '../frame.ts';
import { lookup, scalar } from '../state/variables.ts';

const GRAMMAR = { short: 'p', long: ['suffix'] };

/**
 * `mktemp`: a new name in a directory that is known, so that neither `rm -rf "$(mktemp -d)"` nor what is below it can
 * be anything else's (GNU coreutils, "mktemp invocation"). BSD's differ only in `-t prefix`.
 */
export function mktemp(argv: readonly Word[], frame: Frame): Output {
  const { given, operands } = readArguments(argv, GRAMMAR);
  const [template = word('tmp.XXXXXXXXXX')] = operands;
  const inside = operands.length === 0 || given.has('t', 'p', 'tmpdir');
  const name = concat(filledIn(template, frame), given.value('suffix') ?? []);
  if (!inside) return concat(name, word('\n'));
  return concat(given.value('p', 'tmpdir') ?? temporary(frame), word('/'), name, word('\n'));
}

/** Where TMPDIR is not known it is the user's own place for such files, as /tmp is. */
function temporary(frame: Frame): Word {
  const value = lookup('TMPDIR', frame);
  const known = value === undefined ? undefined : textOf(scalar(value));
  return word(known === undefined || known === '' ? '/tmp' : known);
}

/** The last run of X's is what is made up, anew each time; without one it is a prefix (BSD's `-t`). */
function filledIn(template: Word, { recorder }: Frame): Word {
  const last = template.at(-1);
  const made: Word = [{ hole: 'substitution', name: `mktemp-${recorder.invocations.length}`, full: true }];
  if (last === undefined || isHole(last)) return concat(template, made);
  const [, before = '', after = ''] = /^(.*?)X{3,}([^X/]*)$/s.exec(last.lit) ?? [];
  if (before === '' && after === '' && !/X{3}/.test(last.lit)) return concat(template, word('.'), made);
  return concat(template.slice(0, -1), word(before), made, word(after));
}
