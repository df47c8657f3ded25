import type { EffectKind } from '../core/effect.ts';
import { LIMITS } from '../core/limits.ts';
import { resolvePath } from '../core/path.ts';
import type { Standpoint } from '../core/place.ts';
import { alternatives, concat, isHole, textOf, type Word, word } from '../core/word.ts';

/** What these do, they do to a link and not to what it leads to. */
const TO_THE_LINK: ReadonlySet<EffectKind> = new Set(['delete', 'move']);

/**
 * The other paths that a path is, because links stand on its way: `cat notes` reads a key where `notes` leads to one,
 * and `x/../y` is not `y` where `x` is a link. Of a path that is not known to its end, the directories that are known
 * count.
 */
export function ledTo(written: Word, cwd: Word, kind: EffectKind, at: Standpoint): readonly Word[] {
  const { leads } = at;
  if (leads === undefined) return [];
  const last = TO_THE_LINK.has(kind) ? 'itself' : 'followed';
  return alternatives(absolute(written, cwd), LIMITS.holeValues).flatMap(one => {
    const path = textOf(one);
    if (path !== undefined)
      return path.startsWith('/') ? elsewhere(fromHome(leads(path, last), at), one, []) : [];
    const [head, ...tail] = one;
    if (head === undefined || isHole(head) || !head.lit.startsWith('/')) return [];
    const end = head.lit.lastIndexOf('/') || 1;
    const folder = head.lit.slice(0, end);
    return elsewhere(fromHome(leads(folder, 'followed'), at), word(folder), [
      ...word(head.lit.slice(end)),
      ...tail,
    ]);
  });
}

function absolute(path: Word, cwd: Word): Word {
  const [head] = path;
  if (head === undefined || (isHole(head) && head.hole !== 'glob')) return path;
  return !isHole(head) && head.lit.startsWith('/') ? path : concat(cwd, word('/'), path);
}

/** Nothing where it leads to what the text says anyway. */
function elsewhere(real: string, written: Word, rest: Word): readonly Word[] {
  const plain = textOf(resolvePath(written, word('/')));
  return real === plain ? [] : [resolvePath(concat(word(real), rest), word('/'))];
}

/** A home that lies behind a link is still the home: that is what rules call it. */
function fromHome(real: string, { home, leads }: Standpoint): string {
  const there = leads?.(home, 'followed') ?? home;
  return there !== home && there !== '/' && (real === there || real.startsWith(`${there}/`))
    ? home + real.slice(there.length)
    : real;
}
