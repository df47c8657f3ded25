import type { Effect } from '../core/effect.ts';
import type { Invocation } from '../core/scan.ts';
import { literalText, word } from '../core/word.ts';
import { type Draft, onPath } from './draft.ts';

/** Variables that load code into the program they are set for (ld.so(8), dyld(1), bash(1), less(1)). */
const PRELOADS: ReadonlySet<string> = new Set([
  'LD_PRELOAD',
  'LD_AUDIT',
  'DYLD_INSERT_LIBRARIES',
  'LESSOPEN',
  'BASH_ENV',
]);

/** Libraries that are installed: allocators, sanitizers, `libfaketime`. */
const INSTALLED = /^\/(?:usr\/)?(?:local\/)?lib\w*\/|^\/opt\/(?:homebrew|local)\/(?:\w+\/)*lib\//;

/** Programs that are told passwords or keys, or lend power: nobody tries a library out in them. */
const TRUSTED = /^(?:sudo|su|doas|ssh|scp|sftp|gpg2?|passwd|login|pkexec|git|ssh-add|ssh-agent)$/;

/** What variables load into an invocation: a library by its path where that is known, or something unknown. */
export function preloaded(one: Invocation, program: string | undefined): readonly Draft[] {
  const libraries = TRUSTED.test(program ?? '') ? undefined : one.preloads;
  return one.env.flatMap((name): readonly Draft[] => {
    if (!PRELOADS.has(name)) return [];
    if (libraries === undefined || !/^(?:LD_PRELOAD|DYLD_INSERT_LIBRARIES)$/.test(name))
      return [foreign(name)];
    // Without a slash it is looked for where libraries are installed.
    return libraries.flatMap(library =>
      literalText(library).includes('/') || library.length !== 1
        ? [onPath('execute', library, { deed: 'library' })]
        : [],
    );
  });
}

/** Libraries from elsewhere than the workspace and where they are installed. */
export function strangeLibraries(effects: readonly Effect[]): (readonly [index: number, draft: Draft])[] {
  return effects.flatMap(one => {
    if (one.deed !== 'library' || one.on !== 'path') return [];
    const own = one.known === 'exact' && one.places.every(place => place === 'workspace');
    return own || INSTALLED.test(literalText(one.target))
      ? []
      : [[one.invocation, foreign(literalText(one.target))] as const];
  });
}

function foreign(what: string): Draft {
  return { kind: 'execute', target: word(what), on: 'resource', deed: 'preload' };
}
