import { LIMITS } from '../../core/limits.ts';
import { appendTo, type Part } from '../../core/word.ts';
import type { Output } from '../frame.ts';

/** The outputs of commands that run one after the other, end to end. */
export function inOrder<T>(items: readonly T[], run: (item: T) => Output): Output {
  const parts: Part[] = [];
  let known = true;
  for (const item of items) {
    const one = run(item);
    if (one === undefined || parts.length > LIMITS.wordParts) known = false;
    else if (known) appendTo(parts, one);
  }
  return known && parts.length <= LIMITS.wordParts ? parts : undefined;
}
