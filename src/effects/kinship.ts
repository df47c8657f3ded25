import type { Scan } from '../core/scan.ts';

/** Who runs whom. */
export interface Family {
  /** The invocation and all it runs, in order. */
  below(index: number): readonly number[];
}

export function familyOf({ invocations }: Scan): Family {
  const children = new Map<number, number[]>();
  invocations.forEach(({ parent }, index) => {
    if (parent === undefined) return;
    const known = children.get(parent);
    if (known === undefined) children.set(parent, [index]);
    else known.push(index);
  });
  return {
    below(index) {
      const found = [index];
      // A parent always stands before its children, so this ends.
      for (let at = 0; at < found.length; at++) found.push(...(children.get(found[at] ?? -1) ?? []));
      return found;
    },
  };
}
