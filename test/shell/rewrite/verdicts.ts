import type { Invocation, Scan } from '../../../src/core/scan.ts';
import { isHole, textOf, type Word } from '../../../src/core/word.ts';
import type { Case } from './generate.ts';

/** Builtins that start nothing of their own. */
const BUILTINS = new Set(
  ': . [ alias builtin cd command declare echo eval exec exit export mapfile printf read readonly set shift shopt source time trap true false unset wait break let coproc'.split(
    ' ',
  ),
);

/** Whether the Scan holds the plain invocation, word for word; with `may`, words it may stand for count too. */
function contains({ invocations }: Scan, payload: readonly string[], may: boolean): boolean {
  return invocations.some(
    ({ argv, program }) =>
      argv.length === payload.length &&
      argv.every((one, at) => stands(at === 0 ? program : one, payload[at] ?? '', may)),
  );
}

function stands(of: Word, text: string, may: boolean): boolean {
  const known = textOf(of);
  if (known !== undefined) return known === text;
  const [only] = of;
  return may && of.length === 1 && only !== undefined && isHole(only) && only.values?.includes(text) === true;
}

/** Why the Scan of a rewritten command is wrong; undefined when it is right. */
export function wrong(scan: Scan, { payload, steps }: Case): string | undefined {
  const may = steps.some(step => step.rewrite.may);
  if (!contains(scan, payload, may)) return 'the hidden command is not seen';
  const brought = new Set([
    ...BUILTINS,
    payload[0] ?? '',
    ...steps.flatMap(step => step.rewrite.starts ?? []),
  ]);
  const stray = scan.invocations.find(one => !accounted(one, brought));
  if (stray !== undefined && !may) return `${JSON.stringify(stray.argv)} is no part of it`;
  if (scan.coverage === 'opaque' && !may)
    return `it is called opaque: ${[...new Set(scan.unknown.map(one => one.reason))].join(' ')}`;
  if (scan.coverage !== 'full' && !steps.some(step => step.rewrite.unsure))
    return `it is called ${scan.coverage}: ${[...new Set(scan.unknown.map(one => `${one.reason} ${one.name ?? ''}`))].join(' ')}`;
  return undefined;
}

function accounted({ argv, program }: Invocation, brought: ReadonlySet<string>): boolean {
  if (argv.length === 0) return true;
  const name = textOf(program);
  return name !== undefined && (brought.has(name) || /^v\d+$|^\.\/\w+\.sh$/.test(name));
}
