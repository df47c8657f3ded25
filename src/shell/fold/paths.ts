import { readOptions } from '../../core/options.ts';
import { resolvePath } from '../../core/path.ts';
import { concat, EMPTY_WORD, hasHole, textOf, type Word, word } from '../../core/word.ts';
import type { Frame, Output } from '../frame.ts';

/** The last component, without the suffix that is named (POSIX basename). */
export function basename(argv: readonly Word[]): Output {
  const { given, operands } = readOptions(argv, { short: 's', long: ['suffix'] });
  const rest = argv.slice(operands);
  const several = given.has('a', 'multiple', 's', 'suffix');
  const suffix = given.value('s', 'suffix') ?? (several ? undefined : rest[1]);
  const names = several ? rest : rest.slice(0, 1);
  const lines: string[] = [];
  for (const name of names) {
    const text = textOf(name);
    const end = suffix === undefined ? '' : textOf(suffix);
    if (text === undefined || end === undefined) return undefined;
    const trimmed = text.replace(/(?<=.)\/+$/u, '');
    const base = trimmed === '/' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
    lines.push(end !== '' && base !== end && base.endsWith(end) ? base.slice(0, -end.length) : base);
  }
  return word(lines.map(line => `${line}\n`).join(''));
}

/** All but the last component (POSIX dirname). */
export function dirname(argv: readonly Word[]): Output {
  const { operands } = readOptions(argv, { short: '', long: [] });
  const lines: Word[] = [];
  for (const name of argv.slice(operands)) {
    const head = withoutLast(name);
    if (head === undefined) return undefined;
    lines.push(head, word('\n'));
  }
  return concat(...lines);
}

function withoutLast(name: Word): Word | undefined {
  const last = name.at(-1);
  if (last === undefined || !('lit' in last)) return undefined;
  const text = last.lit.replace(/(?<=.)\/+$/u, '');
  const slash = text.lastIndexOf('/');
  if (slash < 0) return name.length === 1 ? word('.') : undefined;
  const head = text.slice(0, slash).replace(/(?<=.)\/+$/u, '');
  return concat(name.slice(0, -1), word(head === '' && name.length === 1 ? '/' : head));
}

/** The directory it runs in; links in it are not followed. */
export function pwd(_argv: readonly Word[], frame: Frame): Output {
  return concat(frame.state.cwd, word('\n'));
}

/** `realpath -m`, `readlink -f`: exact where no link stands in the way, which the place of a path cannot depend on here. */
export function realpath(argv: readonly Word[], frame: Frame): Output {
  const program = textOf(argv[0] ?? []) ?? '';
  const { given, operands } = readOptions(argv, { short: '', long: ['relative-to', 'relative-base'] });
  if (program.endsWith('readlink') && !given.has('f', 'm', 'e', 'canonicalize')) return undefined;
  if (given.has('relative-to', 'relative-base', 'z')) return undefined;
  const paths = argv.slice(operands).map(one => resolvePath(one, frame.state.cwd));
  if (paths.length === 0 || paths.some(hasHole)) return paths.length === 0 ? EMPTY_WORD : undefined;
  return concat(...paths.flatMap(path => [path, word('\n')]));
}
