import { hostClass, hostOf } from '../core/host-class.ts';
import { hasHole, literalText, type Word, word } from '../core/word.ts';
import type { Draft } from './draft.ts';

/** Verbs that bring in a package and run what it wants to be run. */
const BRINGS = /^(?:install|i|add|ci|sync|update|upgrade|dlx|exec|download|wheel|get)$/;

/** Where packages come from: an index, or the package itself. A proxy only passes them on. */
const SOURCE =
  /^(?:-i|-f|-s|--(?:extra-)?index(?:-url)?|--default-index|--find-links|--registry|--source|--index-url)$/;

const PLAIN = /^(?:(?:-i|-f|-s|--[a-z-]+=)?|[\w.[\]-]{1,200}\s?@\s?)(?:git\+|hg\+|svn\+)?(http:\/\/.*)$/su;

/**
 * `pip install -i http://…`, `npm i http://…/x.tgz`: by plain http whoever sits on the way decides what is installed, and
 * it runs at once. A host of this network is left alone.
 */
export function unauthenticated(argv: readonly Word[]): Draft[] {
  const texts = argv.map(literalText);
  if (!texts.some(one => BRINGS.test(one))) return [];
  return argv.flatMap((one, at): Draft[] => {
    const url = at > 0 && !hasHole(one) ? PLAIN.exec(texts[at] ?? '')?.[1] : undefined;
    const before = texts[at - 1] ?? '';
    const named = !/^--?[a-z]/.test(before) || SOURCE.test(before);
    const option = /^(--[a-z-]+)=/.exec(texts[at] ?? '')?.[1];
    if (url === undefined || !named || (option !== undefined && !SOURCE.test(option))) return [];
    return /^(?:other|drop)$/.test(hostClass(hostOf(word(url))))
      ? [{ kind: 'execute', target: word(url), on: 'resource', deed: 'odd-download' }]
      : [];
  });
}
