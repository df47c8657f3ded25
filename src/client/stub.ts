import { quote } from '../call/resource-text.ts';

/**
 * What changes how node, the loader or a shell start, and so must not reach a process that guards: taken off before
 * node starts and given back to the command. SHELLOPTS is read-only in bash, exported functions cannot be listed in
 * `sh`, and every shell sets its own IFS; node looks at none of the three.
 */
const KEPT_FROM_NODE: readonly string[] = [
  'NODE_OPTIONS',
  'NODE_PATH',
  'NODE_EXTRA_CA_CERTS',
  'NODE_V8_COVERAGE',
  'LD_PRELOAD',
  'LD_LIBRARY_PATH',
  'LD_AUDIT',
  'BASH_ENV',
  'ENV',
];

export interface StubTarget {
  /** Absolute paths. */
  readonly node: string;
  readonly bundle: string;
  /** Words of ours before the caller's own arguments. */
  readonly words: readonly string[];
}

/**
 * The text of a `sh` script that starts our bundle with the caller's arguments. Only special builtins and keywords
 * stand in it: an exported function of the caller's cannot take their place (POSIX 2.9.1.1), and it runs no program but
 * node. Variables that would reach node are handed over as arguments.
 */
export function stub({ node, bundle, words }: StubTarget): string {
  const keep = KEPT_FROM_NODE.map(
    name => `case \${${name}+x} in x) set -- "--keep=${name}=$${name}" "$@";; esac`,
  );
  return [
    '#!/bin/sh',
    '# Made by rampart; asks the guard, then runs what was asked for.',
    'set -- -- "$@"',
    ...keep,
    `unset ${KEPT_FROM_NODE.join(' ')}`,
    `exec ${quote([node, bundle, ...words])} "$@"`,
    '',
  ].join('\n');
}

/** The arguments a stub hands over: what it kept from node, and the caller's own. */
export interface StubArguments {
  readonly kept: Readonly<Record<string, string>>;
  readonly argv: readonly string[];
}

export function readStubArguments(words: readonly string[]): StubArguments {
  const kept: Record<string, string> = {};
  const end = words.indexOf('--');
  for (const one of words.slice(0, end < 0 ? 0 : end)) {
    const [, name, value] = /^--keep=([A-Z_0-9]+)=([\s\S]*)$/.exec(one) ?? [];
    if (name !== undefined && value !== undefined && KEPT_FROM_NODE.includes(name)) kept[name] = value;
  }
  return { kept, argv: words.slice(end + 1) };
}
