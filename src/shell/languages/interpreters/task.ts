import { join, textOf, type Word } from '../../../core/word.ts';
import type { Language } from '../dialect.ts';
import type { Given } from './switches.ts';

/** What an interpreter was asked to run. */
export interface ProgramTask {
  readonly language: Language;
  readonly from:
    | { readonly kind: 'text'; readonly code: Word }
    | { readonly kind: 'file'; readonly path: Word }
    | { readonly kind: 'stdin' };
  readonly arguments: readonly Word[];
  /** Files it edits in place (`perl -i`), or reads line by line (`-n`). */
  readonly edits?: boolean;
  readonly reads?: boolean;
  /** awk's `-v name=value`. */
  readonly variables?: readonly (readonly [string, Word])[];
}

/** The operand that names the program's file, or standard input where there is none or it is `-`. */
export function fileOr(language: Language, operands: readonly Word[]): ProgramTask {
  const [path, ...rest] = operands;
  return path === undefined || textOf(path) === '-'
    ? { language, from: { kind: 'stdin' }, arguments: rest }
    : { language, from: { kind: 'file', path }, arguments: rest };
}

/** Several `-e` are lines of one program. */
export function lines({ pairs }: Given, ...names: readonly string[]): Word | undefined {
  const codes = pairs
    .filter(([name]) => names.includes(name))
    .flatMap(([, code]) => (code === undefined ? [] : [code]));
  return codes.length === 0 ? undefined : join(codes, '\n');
}
