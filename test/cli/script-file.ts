/**
 * A CLI behaviour as somebody would type it, one file each:
 *
 *     # what it shows
 *     @ policy.yaml          a file in the working directory, its lines after `|`
 *     | version: "1"
 *     $ rampart check ls     a command, run by sh
 *     < text                 a line of its standard input
 *     | allow  default       a line of its standard output; `|~` is a regular expression, `|...` any lines
 *     ! rampart: …           the same for standard error (`!~`, `!...`)
 *     = 0                    its exit code, required
 *
 * Anything else is refused, so that a slip in a fixture cannot pass for a check.
 */
export interface ScriptFile {
  readonly title: string;
  readonly steps: readonly Step[];
}

export type Step =
  | { readonly kind: 'file'; readonly name: string; readonly text: string }
  | {
      readonly kind: 'run';
      readonly line: number;
      readonly command: string;
      readonly stdin: string;
      readonly stdout: readonly Expected[];
      readonly stderr: readonly Expected[];
      readonly exit: number;
    };

export type Expected = { readonly text: string } | { readonly pattern: RegExp } | 'any';

export function parseScript(source: string): ScriptFile {
  const lines = source.split('\n');
  if (lines.at(-1) === '') lines.pop();
  const title = /^# (.+)$/.exec(lines[0] ?? '')?.[1];
  if (title === undefined) throw new Error('line 1: a script begins with `# what it shows`');
  const steps: Step[] = [];
  let at = 1;
  const taken = (mark: string): string[] => {
    const block: string[] = [];
    for (; at < lines.length && lines[at]?.startsWith(mark); at++)
      block.push(lines[at]?.slice(mark.length) ?? '');
    return block;
  };
  while (at < lines.length) {
    const line = lines[at] ?? '';
    if (line === '' || line.startsWith('#')) at++;
    else if (line.startsWith('@ ')) {
      at++;
      steps.push({
        kind: 'file',
        name: line.slice(2),
        text: taken('|')
          .map(one => `${one.replace(/^ /, '')}\n`)
          .join(''),
      });
    } else if (line.startsWith('$ ')) {
      const start = at + 1;
      const command = taken('$ ').join('\n');
      const stdin = taken('< ')
        .map(one => `${one}\n`)
        .join('');
      const stdout = taken('|').map(expected);
      const stderr = taken('!').map(expected);
      const exit = /^= (\d+)$/.exec(lines[at] ?? '')?.[1];
      if (exit === undefined)
        throw new Error(
          `line ${at + 1}: expected an exit code (\`= 0\`), found ${JSON.stringify(lines[at])}`,
        );
      at++;
      steps.push({ kind: 'run', line: start, command, stdin, stdout, stderr, exit: Number(exit) });
    } else throw new Error(`line ${at + 1}: not a script line: ${JSON.stringify(line)}`);
  }
  return { title, steps };
}

function expected(rest: string): Expected {
  if (rest === '...') return 'any';
  if (rest.startsWith('~ ')) return { pattern: new RegExp(`^${rest.slice(2)}$`, 'u') };
  if (rest !== '' && !rest.startsWith(' '))
    throw new Error(`expected a space after the mark: ${JSON.stringify(rest)}`);
  return { text: rest.slice(1) };
}

/** The first expectation that the output does not meet, in words; undefined when it meets all. */
export function mismatch(output: string, wanted: readonly Expected[]): string | undefined {
  const lines = output === '' ? [] : output.replace(/\n$/, '').split('\n');
  const fits = (line: string, one: Expected): boolean =>
    one !== 'any' && ('text' in one ? one.text === line : one.pattern.test(line));
  const from = (row: number, at: number): boolean => {
    const one = wanted[row];
    if (one === undefined) return at === lines.length;
    if (one === 'any')
      return Array.from({ length: lines.length - at + 1 }, (_, skip) => at + skip).some(next =>
        from(row + 1, next),
      );
    const line = lines[at];
    return line !== undefined && fits(line, one) && from(row + 1, at + 1);
  };
  if (from(0, 0)) return undefined;
  const shown = wanted.map(one =>
    one === 'any' ? '...' : 'text' in one ? one.text : `~ ${one.pattern.source}`,
  );
  return `expected:\n${shown.join('\n')}\ngot:\n${lines.join('\n')}`;
}
