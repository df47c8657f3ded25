import type { Word } from '../core/word.ts';
import { type Arguments, readWords } from './arguments.ts';
import { compile } from './compile.ts';
import type { Model } from './model.ts';

/**
 * Reads arguments by an option table, for programs whose effects depend on several options together.
 * @param name a program whose `--help` was read
 */
export function optionReader(
  options: string,
  rest: Pick<Model, 'dash' | 'posix'> = {},
  name = '',
): (argv: readonly Word[]) => Arguments {
  const model: Model = { options, ...rest, examples: {} };
  return argv => readWords(argv, compile(model, name));
}
