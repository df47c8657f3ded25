import type { Word } from '../../../core/word.ts';
import { has, lastValue, readSwitches, type Switches } from './switches.ts';
import { lines, type ProgramTask } from './task.ts';

const AWK: Switches = {
  valued: 'fFveiEl',
  attached: 'WD',
  last: 'E',
  long: ['file', 'field-separator', 'assign', 'source', 'include', 'exec', 'load'],
};

/** awk [-F fs] [-v name=value]… [-f file | program] [files] (POSIX; gawk's long options). */
export function awk(argv: readonly Word[]): ProgramTask | undefined {
  const given = readSwitches(argv, AWK);
  if (has(given, 'version', 'help', 'V', 'h')) return undefined;
  const rest = argv.slice(given.operands);
  const file = lastValue(given, 'f', 'file', 'E', 'exec');
  const variables = given.pairs.flatMap(([name, word]): (readonly [string, Word])[] => {
    const [head, ...tail] = name === 'v' || name === 'assign' ? (word ?? []) : [];
    const found = head !== undefined && 'lit' in head ? /^([A-Za-z_]\w*)=([\s\S]*)$/u.exec(head.lit) : null;
    return found?.[1] === undefined
      ? []
      : [[found[1], [...(found[2] === '' ? [] : [{ lit: found[2] ?? '' }]), ...tail]]];
  });
  if (file !== undefined)
    return { language: 'awk', from: { kind: 'file', path: file }, arguments: rest, variables };
  const source = lines(given, 'e', 'source');
  const [program, ...files] = rest;
  if (source !== undefined)
    return { language: 'awk', from: { kind: 'text', code: source }, arguments: rest, variables };
  return program === undefined
    ? undefined
    : { language: 'awk', from: { kind: 'text', code: program }, arguments: files, variables };
}
