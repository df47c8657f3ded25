import { foundBy } from '../core/found.ts';
import { baseName } from '../core/options.ts';
import type { Scan } from '../core/scan.ts';
import { concat, hole, isHole, literalText, type Part, textOf, type Word, word } from '../core/word.ts';

/** Programs that hand what they read to another one as its operands. */
const HAND_OVER: ReadonlySet<string> = new Set(['xargs', 'parallel', 'env_parallel']);

/** Programs that leave lines out or order them, and do nothing else to them. */
const FILTERS: ReadonlySet<string> = new Set(
  'grep egrep fgrep rg sort uniq head tail tac shuf tee'.split(' '),
);

/**
 * What stands for the operands that `xargs` or `parallel` gave an invocation: what the program at the head of the
 * pipeline is known to list. Undefined where nobody handed it any, or where that is not known.
 */
export function listedFor(scan: Scan, index: number): readonly Word[] | undefined {
  for (let at: number | undefined = index; at !== undefined; at = scan.invocations[at]?.parent) {
    const invocation = scan.invocations[at];
    if (invocation === undefined || !HAND_OVER.has(baseName(invocation.program) ?? '')) continue;
    const stages = scan.pipelines.find(one => one.includes(at ?? -1)) ?? [];
    for (let stage = stages.indexOf(at) - 1; stage >= 0; stage--) {
      const argv = scan.invocations[stages[stage] ?? -1]?.argv ?? [];
      const name = baseName(argv[0] ?? []) ?? '';
      if (stage > 0 && !FILTERS.has(name)) return undefined;
      if (stage === 0) return listedBy(name, argv, stages.indexOf(at) > 1);
    }
    return undefined;
  }
  return undefined;
}

/**
 * What a program lists, as paths from where it runs.
 * @param filtered some of it is left out on the way: what is left is not all there is
 */
function listedBy(name: string, argv: readonly Word[], filtered: boolean): readonly Word[] | undefined {
  const operands = argv.slice(1).filter(one => !/^-/.test(literalText(one)));
  const all = (start: Word): Word => concat(start, word('/'), hole('operands', name));
  const some = (start: Word): Word => concat(all(start), word('/'), hole('operands', name));
  switch (name) {
    case 'find':
    case 'gfind':
      return foundBy(argv).map(found =>
        filtered ? concat(found, word('/'), hole('operands', name)) : found,
      );
    case 'git':
      return /^(?:ls-files|diff|status|grep)$/.test(textOf(operands[0] ?? []) ?? '')
        ? [some(word('.'))]
        : undefined;
    case 'fd':
    case 'fdfind':
    case 'grep':
    case 'egrep':
    case 'rg':
    case 'ag':
      return operands.length > 1 ? operands.slice(1).map(some) : [some(word('.'))];
    case 'get-childitem':
      return operands.length > 0 ? operands.slice(0, 1) : [all(word('.'))];
    case 'ls':
      if (argv.some(one => /^-[a-zA-Z]*d/.test(literalText(one)))) return operands;
      // Names without their directory: they are looked for where they are used.
      return [filtered || operands.length > 0 ? some(word('.')) : all(word('.'))];
    default:
      return undefined;
  }
}

/**
 * What `$(find …)` stands for where it is all of a word, as a loop over it leaves it: what the last such program before
 * it is known to list.
 */
export function substitutedFor(
  { invocations }: Scan,
  index: number,
  target: Word,
): readonly Word[] | undefined {
  const [only] = target;
  if (target.length !== 1 || only === undefined || !isHole(only) || only.hole !== 'substitution')
    return undefined;
  if (!/^(?:g?find|fd|fdfind)$/.test(only.name ?? '')) return undefined;
  const lister = invocations.findLast(({ program }, at) => at < index && baseName(program) === only.name);
  return lister === undefined ? undefined : listedBy(only.name ?? '', lister.argv, false);
}

/** Whether operands were handed over in a word. */
export function isHandedOver(of: Word): boolean {
  return of.some(part => isHole(part) && part.hole === 'operands' && HAND_OVER.has(part.name ?? ''));
}

/** The word with what is known of the operands in it. */
export function withListed(of: Word, listed: Word): Word {
  return concat(
    ...of.map(
      (part: Part): Word =>
        isHole(part) && part.hole === 'operands' && HAND_OVER.has(part.name ?? '') ? listed : [part],
    ),
  );
}
