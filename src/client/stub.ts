import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
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
  /** The program that hands the environment over; absent where `sh` passes all of it on. */
  readonly encoder?: string | undefined;
}

/** Where the environment is handed over. Node closes it to the command, like all above 2. */
const ENVIRONMENT_FD = 8;

/**
 * Finds what hands over variables whose names are no shell's, exported functions of bash among them
 * (`BASH_FUNC_name%%`): dash forgets them, and the command would miss them.
 */
export function environmentEncoder(): string | undefined {
  const { stdout } = spawnSync('/bin/sh', ['-c', 'exec env'], {
    env: { PATH: '/usr/bin:/bin', 'no.name': 'x' },
    encoding: 'utf8',
  });
  if (stdout.includes('no.name=x') || !existsSync('/proc/self/environ')) return undefined;
  return ['/usr/bin/base64', '/bin/base64'].find(existsSync);
}

/**
 * The text of a `sh` script that starts our bundle with the caller's arguments. Only special builtins and keywords
 * stand in it: an exported function of the caller's cannot take their place (POSIX 2.9.1.1), and it runs no program but
 * node and the encoder. Variables that would reach node are handed over as arguments, and the environment as it was
 * through a pipe, where other users cannot read it.
 */
export function stub({ node, bundle, words, encoder }: StubTarget): string {
  const keep = KEPT_FROM_NODE.map(
    name => `case \${${name}+x} in x) set -- "--keep=${name}=$${name}" "$@";; esac`,
  );
  return [
    '#!/bin/sh',
    '# Made by rampart; asks the guard, then runs what was asked for.',
    'set -- -- "$@"',
    ...keep,
    `unset ${KEPT_FROM_NODE.join(' ')}`,
    ...(encoder === undefined
      ? []
      : [
          `exec ${ENVIRONMENT_FD}<<EOF`,
          `$(${quote([encoder])} -w0 /proc/$$/environ)`,
          'EOF',
          'set -- --environment "$@"',
        ]),
    `exec ${quote([node, bundle, ...words])} "$@"`,
    '',
  ].join('\n');
}

/** What a stub hands over: the environment it was started with, and the caller's own arguments. */
export interface StubArguments {
  readonly env: Readonly<Record<string, string>>;
  readonly argv: readonly string[];
}

/** @param own the environment that is left when node has started */
export function readStubArguments(
  words: readonly string[],
  own: Readonly<Record<string, string>>,
): StubArguments {
  const end = words.indexOf('--');
  const ours = words.slice(0, end < 0 ? 0 : end);
  const kept: Record<string, string> = {};
  for (const one of ours) {
    const [, name, value] = /^--keep=([A-Z_0-9]+)=([\s\S]*)$/.exec(one) ?? [];
    if (name !== undefined && value !== undefined && KEPT_FROM_NODE.includes(name)) kept[name] = value;
  }
  const whole = ours.includes('--environment') ? handedOver() : undefined;
  return { env: whole ?? { ...own, ...kept }, argv: words.slice(end + 1) };
}

/** The environment as the kernel gave it to the stub; undefined when it could not be read there. */
function handedOver(): Record<string, string> | undefined {
  try {
    const text = Buffer.from(readFileSync(ENVIRONMENT_FD, 'latin1'), 'base64').toString('utf8');
    const env: Record<string, string> = {};
    for (const entry of text.split('\0')) {
      const equals = entry.indexOf('=');
      if (equals > 0) env[entry.slice(0, equals)] ??= entry.slice(equals + 1);
    }
    return Object.keys(env).length === 0 ? undefined : env;
  } catch {
    return undefined;
  }
}
