import { globText } from '../match/glob-text.ts';
import type { Direction, GlobKey } from './source-rule.ts';

/**
 * A glob of peg/rampart in our dialect (its `MatchGlob`, internal/engine/matcher.go):
 * - `**` matches anything; the text before the first one is a plain prefix, and more than two match nothing;
 * - without `**`, a glob that ends in `*` is a prefix of the text;
 * - without `**`, a glob that begins with `*` is a list of pieces to find in order, open at both ends;
 * - else it is Go's `filepath.Match`, where `*` stays inside a path segment.
 * Braces are text there and alternatives here.
 */
export function referenceGlob(key: GlobKey, glob: string, direction: Direction): string | undefined {
  // The text is looked for as it is.
  if (key === 'command_contains') return glob;
  if (glob === '' || glob.split('**').length - 1 > 2) return undefined;
  if (key === 'path_matches' || key === 'path_not_matches') return pathGlob(glob, direction);
  return textGlob(glob, direction, key === 'domain_matches');
}

/** Over a command or an address, where our star crosses everything. */
function textGlob(glob: string, direction: Direction, isHost: boolean): string | undefined {
  // A star in the middle meets no slash there and meets any here: wider, which a grant must not be.
  const wider = (text: string): boolean => direction === 'narrow' && text.replaceAll('**', '').includes('*');
  if (glob.includes('**')) return wider(afterPrefix(glob)) ? undefined : doubled(glob);
  // `*.example.com` finds `x.example.com.evil.test` too; nobody means that, and a grant must not.
  if (glob.startsWith('*')) return pieces(glob, direction === 'wide' && !isHost);
  if (isPrefix(glob)) {
    const prefix = escaped(glob.slice(0, -1));
    // A trailing ` *` also matches nothing here: `git status *` would grant `git status`.
    return direction === 'narrow' && prefix.endsWith(' ') ? `${prefix}?*` : `${prefix}*`;
  }
  return wider(glob) ? undefined : escaped(glob);
}

function pathGlob(glob: string, direction: Direction): string | undefined {
  // A path of another system: nothing here has one.
  if (glob.includes('\\')) return undefined;
  if (!glob.includes('**')) {
    if (glob.startsWith('*')) return pieces(glob, direction === 'wide').replace(/\*/g, '**');
    if (isPrefix(glob)) return rooted(`${escaped(glob.slice(0, -1))}**`, direction);
    return rooted(escaped(glob), direction);
  }
  return rooted(doubled(glob), direction);
}

/** Paths are absolute when they are matched here. One that was relative can be anywhere, which a grant cannot take. */
function rooted(glob: string, direction: Direction): string | undefined {
  if (/^(?:\/|~\/|~$|\*)/.test(glob)) return glob;
  return direction === 'wide' ? `**/${glob.replace(/^\.\//, '')}` : undefined;
}

function isPrefix(glob: string): boolean {
  return glob.endsWith('*') && !/[*?[]/.test(glob.slice(0, -1));
}

function afterPrefix(glob: string): string {
  return glob.slice(glob.indexOf('**'));
}

/** `a**b`: before the first `**` everything is plain text. */
function doubled(glob: string): string {
  return globText(glob.slice(0, glob.indexOf('**'))) + escaped(afterPrefix(glob));
}

/** Pieces to find in order; everything but the star is plain text. */
function pieces(glob: string, open: boolean): string {
  const texts = glob.split('*').filter(piece => piece !== '');
  return texts.length === 0
    ? '*'
    : `*${texts.map(globText).join('*')}${open || glob.endsWith('*') ? '*' : ''}`;
}

/** Braces are text in Go's globs; stars, classes and backslashes mean what they mean here. */
function escaped(glob: string): string {
  return glob.replace(/[{}]/g, '\\$&');
}
