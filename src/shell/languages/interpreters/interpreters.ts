import type { Word } from '../../../core/word.ts';
import type { Language } from '../dialect.ts';
import { awk } from './awk.ts';
import { bun, deno, node } from './javascript.ts';
import { perl, ruby } from './perl.ts';
import { php } from './php.ts';
import { python } from './python.ts';
import type { ProgramTask } from './task.ts';

const NAMES: readonly (readonly [RegExp, (argv: readonly Word[]) => ProgramTask | undefined])[] = [
  [/^(?:python|pypy)(?:[23](?:\.\d+)?)?t?$/, python],
  [/^(?:node|nodejs|tsx|ts-node)$/, node],
  [/^bun$/, bun],
  [/^deno$/, deno],
  [/^perl(?:5[\d.]*)?$/, perl],
  [/^j?ruby(?:\d[\d.]*)?$/, ruby],
  [/^php(?:\d[\d.]*)?(?:-cli)?$/, php],
  [/^(?:original-|[gmn])?awk$/, awk],
];

/** What `program` runs that is not shell code; undefined for other programs, and for questions (`--version`). */
export function programTask(program: string, argv: readonly Word[]): ProgramTask | undefined {
  // Most programs are none of them, and one look tells.
  if (!/py|node|tsx|bun|deno|perl|ruby|php|awk/.test(program)) return undefined;
  return NAMES.find(([name]) => name.test(program))?.[1](argv);
}

/** A script file with `#!` and the name of an interpreter. */
export function languageOf(interpreter: string): Language | undefined {
  for (const [name, language] of LANGUAGES) if (name.test(interpreter)) return language;
  return undefined;
}

const LANGUAGES: readonly (readonly [RegExp, Language])[] = [
  [/^(?:python|pypy)[\d.]*$/, 'python'],
  [/^(?:node|nodejs|bun|deno|tsx|ts-node)$/, 'javascript'],
  [/^perl[\d.]*$/, 'perl'],
  [/^j?ruby[\d.]*$/, 'ruby'],
  [/^php[\d.]*$/, 'php'],
  [/^[gmn]?awk$/, 'awk'],
];
