import type { Scan } from '../../../src/core/scan.ts';
import { displayWord } from '../../../src/core/word.ts';
import { type Setting, scanned, shown } from '../scanned.ts';

/** What a program in another language starts, and what it touches. */
export interface Found {
  readonly starts: readonly string[];
  readonly touches: readonly string[];
  readonly scan: Scan;
}

/** Reads a command that starts an interpreter; the interpreter itself, and `sh -c` around a started command, are left out. */
export function found(command: string, setting: Setting = {}): Found {
  const scan = scanned(command, setting);
  const inner = scan.invocations.filter(
    one => one.parent !== undefined && !(one.argv[0] !== undefined && displayWord(one.argv[0]) === 'sh'),
  );
  const touches = scan.invocations.flatMap(one => one.touches ?? []);
  return {
    starts: shown(inner),
    touches: touches.map(
      ({ kind, target, recursive }) => `${kind} ${displayWord(target)}${recursive ? ' recursive' : ''}`,
    ),
    scan,
  };
}

/** A program as one argument of a command, in single quotes. */
export function quoted(code: string): string {
  return `'${code.replaceAll("'", "'\\''")}'`;
}

export const b64 = (text: string): string => Buffer.from(text).toString('base64');
