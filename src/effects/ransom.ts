import type { Effect } from '../core/effect.ts';
import { baseName } from '../core/options.ts';
import type { Invocation, Scan } from '../core/scan.ts';
import { displayWord, hasHole, literalText } from '../core/word.ts';
import type { Draft } from './draft.ts';

/**
 * Files that are encrypted and then deleted, many at a time or outside of where the agent works: what is left can be
 * read by whoever has the password. One file that somebody locks away for themselves is no such thing.
 */
export function ransomed(
  { invocations }: Scan,
  effects: readonly Effect[],
): (readonly [index: number, draft: Draft])[] {
  const locked = new Set(
    invocations.flatMap((one, index) =>
      encrypts(one)
        ? effects.flatMap(({ kind, on, target, invocation }) =>
            invocation === index && (kind === 'read' || kind === 'move') && on === 'path'
              ? [displayWord(target)]
              : [],
          )
        : [],
    ),
  );
  if (locked.size === 0) return [];
  return effects.flatMap(one => {
    const goes =
      one.kind === 'delete' ||
      one.kind === 'move' ||
      (one.kind === 'read' && keepsNothing(invocations[one.invocation]));
    if (!goes || one.on !== 'path' || !locked.has(displayWord(one.target))) return [];
    const many = hasHole(one.target) || !(one.places.includes('workspace') || one.places.includes('tmp'));
    return many
      ? [[one.invocation, { kind: 'delete', target: one.target, on: 'path', deed: 'encrypted' }] as const]
      : [];
  });
}

/** Archivers that delete what they have packed. */
function keepsNothing(one: Invocation | undefined): boolean {
  return one?.argv.some(word => literalText(word) === '-sdel') === true;
}

/** With a password or for a key, not only signed. */
function encrypts({ program, argv }: Invocation): boolean {
  const words = argv.slice(1).map(literalText);
  switch (baseName(program)) {
    case 'openssl':
      return (
        /^(?:enc|aes-?\w*|aes-\d+-\w+|des\w*|camellia\S*|chacha20|smime|cms)$/.test(words[0] ?? '') &&
        !words.includes('-d')
      );
    case 'gpg':
    case 'gpg2':
      return words.some(one => /^(?:-\w*[ce]|--symmetric|--encrypt)$/.test(one));
    case 'age':
    case 'rage':
      return !words.some(one => /^(?:-d|--decrypt)$/.test(one));
    case '7z':
    case '7za':
    case '7zz':
      return words.some(one => /^-p./.test(one));
    case 'zip':
      return words.some(one => /^(?:-\w*[eP]\w*|--password|--encrypt)$/.test(one));
    case 'ccrypt':
    case 'mcrypt':
      return true;
    default:
      return false;
  }
}
