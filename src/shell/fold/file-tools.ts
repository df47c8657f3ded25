import { readArguments, readOptions } from '../../core/options.ts';
import { resolvePath } from '../../core/path.ts';
import { concat, EMPTY_WORD, textOf, type Word, word } from '../../core/word.ts';
import { readFile, readStdin } from '../files/files.ts';
import { remember, rememberCopy } from '../files/written.ts';
import type { Frame, Launch, Output } from '../frame.ts';
import { inputOf } from './input.ts';

/** Files it is given, or standard input; options number and mark lines, so with any the output is unknown. */
export function cat(argv: readonly Word[], frame: Frame, { span }: Launch): Output {
  const { given, operands } = readOptions(argv, { short: '', long: [] });
  if (given.pairs.some(([option]) => option !== 'u')) return undefined;
  return inputOf(argv.slice(operands), frame, span);
}

/** Standard input on, and into each file. */
export function tee(argv: readonly Word[], frame: Frame): Output {
  const { given, operands } = readArguments(argv, { short: '', long: [] });
  const input = readStdin(frame);
  for (const name of operands)
    remember(resolvePath(name, frame.state.cwd), input, given.has('a', 'append'), frame);
  return input;
}

const COPY = { short: 'tSgmo', long: ['target-directory', 'suffix', 'mode', 'owner', 'group'] };

/**
 * `cp`, `mv`, `ln`, `install`: what is known of a file is known of its copy. Into a directory the copy has the
 * file's own name there; whether the last operand is one is not known, so both are noted.
 */
export function copy(argv: readonly Word[], frame: Frame): Output {
  const { given, operands } = readArguments(argv, COPY);
  const directory = given.value('t', 'target-directory');
  const sources = directory === undefined ? operands.slice(0, -1) : operands;
  const target = directory ?? operands.at(-1);
  if (target === undefined) return EMPTY_WORD;
  const { cwd } = frame.state;
  for (const source of sources) {
    const from = resolvePath(source, cwd);
    const text = textOf(source);
    if (text !== undefined)
      rememberCopy(
        resolvePath(concat(target, word(`/${text.slice(text.lastIndexOf('/') + 1)}`)), cwd),
        from,
        frame,
      );
    if (sources.length === 1 && directory === undefined) rememberCopy(resolvePath(target, cwd), from, frame);
  }
  return EMPTY_WORD;
}

/** `dd [if=FILE] [of=FILE]`, where no option cuts or converts. */
export function dd(argv: readonly Word[], frame: Frame, { span }: Launch): Output {
  const settings = new Map<string, Word>();
  for (const one of argv.slice(1)) {
    const [head, ...rest] = one;
    const found = head !== undefined && 'lit' in head ? /^(\w+)=/.exec(head.lit) : null;
    if (found?.[1] === undefined || head === undefined || !('lit' in head)) return undefined;
    settings.set(found[1], [...word(head.lit.slice(found[0].length)), ...rest]);
  }
  if ([...settings.keys()].some(name => !['if', 'of', 'bs', 'status', 'ibs', 'obs'].includes(name)))
    return undefined;
  const from = settings.get('if');
  const input =
    from === undefined ? readStdin(frame) : readFile(from, frame, span, frame.runs ? 'disk' : 'written');
  const to = settings.get('of');
  if (to === undefined) return input;
  remember(resolvePath(to, frame.state.cwd), input, false, frame);
  return EMPTY_WORD;
}
