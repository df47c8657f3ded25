import { readArguments } from '../../core/options.ts';
import { concat, hasHole, textOf, type Word, word } from '../../core/word.ts';
import type { Frame, Output } from '../frame.ts';
import { lookup, scalar } from '../state/variables.ts';

const GRAMMAR = { short: 'p', long: ['suffix'] };
const KNOWN: ReadonlySet<string> = new Set('d directory u dry-run q quiet t p tmpdir suffix'.split(' '));

/** Where anybody may make files. */
const OPEN: ReadonlySet<string> = new Set(['/tmp', '/var/tmp']);

/**
 * `mktemp`: a new name in a directory that is known, so that neither `rm -rf "$(mktemp -d)"` nor what is below it can
 * be anything else's (GNU coreutils, "mktemp invocation").
 * @returns undefined where it may fail: it prints nothing then, and `rm -rf "$T"/*` is another command
 */
export function mktemp(argv: readonly Word[], frame: Frame): Output {
  const { given, operands } = readArguments(argv, GRAMMAR);
  if (operands.length > 1 || given.pairs.some(([name]) => !KNOWN.has(name))) return undefined;
  const template = textOf(operands[0] ?? word('tmp.XXXXXXXXXX'));
  const suffix = textOf(given.value('suffix') ?? []);
  if (template === undefined || suffix === undefined || suffix.includes('/')) return undefined;
  // The last run of X's is made up; with fewer than three, or a suffix of its own besides, it fails.
  const [, before = '', after = ''] = /^([\s\S]*?)X{3,}([^X]*)$/.exec(template) ?? [];
  if (!/X{3}[^X]*$/.test(template) || (given.has('suffix') && after !== '')) return undefined;
  const slash = template.lastIndexOf('/');
  const inside = operands.length === 0 || given.has('t', 'p', 'tmpdir');
  const directory = inside
    ? textOf(givenDirectory(given) ?? temporary(frame))
    : directoryOf(template, slash, frame);
  if (directory === undefined || (inside && slash >= 0) || after.includes('/')) return undefined;
  if (!OPEN.has(directory) && directory !== frame.workspace) return undefined;
  const made: Word = [
    { hole: 'substitution', name: `mktemp-${frame.recorder.invocations.length}`, full: true },
  ];
  const head = inside ? `${directory}/${before}` : before;
  return concat(word(head), made, word(`${after}${suffix}\n`));
}

function givenDirectory(given: ReturnType<typeof readArguments>['given']): Word | undefined {
  if (given.has('p') && given.value('p') === undefined) return [{ hole: 'variable' }];
  return given.value('p', 'tmpdir');
}

/** Where a template that is a path of its own leads. */
function directoryOf(template: string, slash: number, { state }: Frame): string | undefined {
  return slash < 0 ? textOf(state.cwd) : template.slice(0, slash);
}

/** Where TMPDIR is not known it is the user's own place for such files, as /tmp is. */
function temporary(frame: Frame): Word {
  const value = lookup('TMPDIR', frame);
  const known = value === undefined ? word('/tmp') : scalar(value);
  return hasHole(known) || known.length > 0 ? known : word('/tmp');
}
