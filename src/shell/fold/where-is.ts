import { LIMITS } from '../../core/limits.ts';
import { isHole, textOf, type Word } from '../../core/word.ts';
import type { Frame, Output } from '../frame.ts';

/** `command -v bash`, `which bash`: where it is, which is in a standard directory or nowhere. */
export function whereIs(name: Word | undefined, { state }: Frame): Output {
  const text = name === undefined ? undefined : textOf(name);
  if (text === undefined || !/^[\w.+-]+$/.test(text) || state.functions.has(text) || state.aliases.has(text))
    return undefined;
  return [{ hole: 'substitution', name: FOUND, values: [`/usr/bin/${text}`, `/bin/${text}`], open: true }];
}

/** By which name what was found goes on. */
const FOUND = 'command';

/** `which python3 || which python`: who finds it says where, and nobody else speaks. */
export function firstFound(outputs: readonly Output[]): Output {
  const values = new Set<string>();
  for (const output of outputs) {
    const [only, ...more] = output ?? [];
    if (only === undefined || more.length > 0 || !isHole(only) || only.name !== FOUND) return undefined;
    if (only.values === undefined || only.open !== true) return undefined;
    // The other places are only other ways to the same program, and few of many values are followed.
    const [value] = only.values;
    if (value !== undefined) values.add(value);
  }
  return values.size > 0 && values.size <= LIMITS.holeValues
    ? [{ hole: 'substitution', name: FOUND, values: [...values], open: true }]
    : undefined;
}
