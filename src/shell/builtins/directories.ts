import { LIMITS } from '../../core/limits.ts';
import { readOptions } from '../../core/options.ts';
import { resolvePath } from '../../core/path.ts';
import type { Span } from '../../core/span.ts';
import {
  alternatives,
  concat,
  hasHole,
  hole,
  isHole,
  join,
  textOf,
  type Word,
  word,
} from '../../core/word.ts';
import { isMadeUp, isThere } from '../files/directories.ts';
import type { Frame, Launch, Output } from '../frame.ts';
import { oneOfPlaces } from '../state/place.ts';
import { lookup, scalar } from '../state/variables.ts';

/** PATH_MAX of Linux. */
const LONGEST = 4_096;

const UNKNOWN: Word = hole('variable', 'PWD');

/** `cd [dir]`, `cd -`: what it prints is not followed, where it goes is. */
export function cd(argv: readonly Word[], frame: Frame, { span }: Launch): void {
  const { operands } = readOptions(argv, { short: '', long: [] });
  const target = argv[operands];
  const home = lookup('HOME', frame);
  if (target === undefined)
    move(frame, home === undefined ? UNKNOWN : resolvePath(scalar(home), frame.state.cwd));
  else if (textOf(target) === '-') move(frame, frame.state.previousCwd, span);
  // With more than one bash does not go at all, and dash goes to the first.
  else move(frame, within(target, frame), undefined, undefined, argv.length === operands + 1);
}

/** Where a directory is, looked for in `CDPATH` first: in which of its directories there is one is not known. */
function within(target: Word, frame: Frame): Word {
  const here = directoryNamed(target, frame.state.cwd);
  const text = textOf(target);
  const path = lookup('CDPATH', frame);
  const known = path === undefined ? '' : (textOf(scalar(path)) ?? '');
  if (text === undefined || known === '' || /^\.{0,2}(?:\/|$)/.test(text)) return here;
  const found = known
    .split(':')
    .map(one => resolvePath(word(`${one === '' ? '.' : one}/${text}`), frame.state.cwd));
  // The first one that is there ends the search.
  const certain = found.findIndex(one => isThere(one, frame));
  return oneOfPlaces(certain < 0 ? [...found, here] : found.slice(0, certain + 1), 'PWD');
}

/** Where a word leads, one of several places and all; nothing at all leads nowhere. */
function directoryNamed(target: Word, cwd: Word): Word {
  const [only] = target;
  if (target.length === 1 && only !== undefined && isHole(only) && only.hole !== 'glob') {
    const places = alternatives(target, LIMITS.holeValues).map(one => {
      const [part] = one;
      const unknown = part !== undefined && isHole(part);
      if (unknown && isMadeUp(part)) return [{ ...part, full: true as const }];
      // `cd ""` stays where it is.
      return unknown
        ? oneOfPlaces([cwd, [{ hole: part.hole, name: part.name ?? 'PWD', full: true }]], part.name ?? 'PWD')
        : resolvePath(one, cwd);
    });
    return oneOfPlaces(places, only.name ?? 'PWD');
  }
  return resolvePath(target, cwd);
}

/** `pushd dir`, `pushd` (swaps the two on top), `pushd +N` (turns the stack). */
export function pushd(argv: readonly Word[], frame: Frame): Output {
  const { state } = frame;
  const target = argv.slice(1).find(one => textOf(one) !== '-n' && textOf(one) !== '--');
  const stack = [...state.directories];
  if (target === undefined) {
    const top = stack.pop();
    if (top === undefined) return [];
    stack.push(state.cwd);
    move(frame, top, undefined, stack);
  } else {
    const turns = /^([+-])(\d{1,3})$/.exec(textOf(target) ?? '');
    if (turns !== null) return turn(turns[1] === '+', Number(turns[2]), frame);
    stack.push(state.cwd);
    move(frame, within(target, frame), undefined, stack);
  }
  return shown(frame);
}

/** `pushd +N`: the whole stack, the current directory on top, turned so that the Nth is on top. */
function turn(fromTop: boolean, count: number, frame: Frame): Output {
  const { state } = frame;
  const all = [state.cwd, ...state.directories.toReversed()];
  const at = fromTop ? count : all.length - 1 - count;
  const top = all[at];
  if (top === undefined) return [];
  const turned = [...all.slice(at), ...all.slice(0, at)];
  move(frame, top, undefined, turned.slice(1).toReversed());
  return shown(frame);
}

/** `popd`; with an index something is taken out of the middle, and where it goes is followed only for the top. */
export function popd(argv: readonly Word[], frame: Frame): Output {
  const { state } = frame;
  const index = argv
    .slice(1)
    .map(one => textOf(one))
    .find(one => /^[+-]\d+$/.test(one ?? ''));
  if (argv.some(one => textOf(one) === '-n')) return [];
  if (index !== undefined && index !== '+0') {
    const all = [state.cwd, ...state.directories.toReversed()];
    const at = index.startsWith('+') ? Number(index) : all.length - 1 - Number(index.slice(1));
    state.directories = all.toSpliced(at, 1).slice(1).toReversed();
    return shown(frame);
  }
  const top = state.directories.at(-1);
  if (top === undefined) return [];
  move(frame, top, undefined, state.directories.slice(0, -1));
  return shown(frame);
}

/** The stack, as `dirs` prints it: with the home directory as a tilde, so known only where that plays no part. */
function shown({ state, home }: Frame): Output {
  const all = [state.cwd, ...state.directories.toReversed()];
  return all.some(one => textOf(one)?.startsWith(home) !== false)
    ? undefined
    : concat(join(all, ' '), word('\n'));
}

function move(frame: Frame, to: Word, span?: Span, directories = frame.state.directories, goes = true): void {
  const { state, recorder } = frame;
  // What stood in the command itself has been told of.
  if (span !== undefined && hasHole(to)) recorder.unknown('variable', span, 'OLDPWD');
  const length = to.reduce((sum, part) => sum + ('lit' in part ? part.lit.length : 1), 0);
  recorder.step(length / 16);
  // The kernel takes no longer one.
  state.move(length > LONGEST ? UNKNOWN : to, directories, goes && isThere(to, frame));
}
