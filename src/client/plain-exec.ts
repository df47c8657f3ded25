import { lstatSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseDuration } from '../core/duration.ts';
import { SYSTEM_DIR } from '../core/places.ts';

/** `rampart exec` in words that need no parser of flags. */
export interface PlainExec {
  /** `--home`; the user's own when absent. */
  readonly home: string | undefined;
  /** What is run: shell text, or an argument vector. */
  readonly what: { readonly command: string } | { readonly argv: readonly string[] };
  readonly cwd: string;
  readonly timeoutMs: number | null;
  readonly waitMs: number | undefined;
}

/** Flags that are followed by their value, as the command line has them. */
const VALUED: ReadonlySet<string> = new Set(['--home', '--cwd', '--timeout', '--wait', '-c']);

/** Says nothing that `exec` would say. */
const QUIET: ReadonlySet<string> = new Set(['-q', '--quiet']);

/**
 * Reads `[--home DIR] [-q] exec [--timeout D] [--wait D] [--cwd DIR] (-c TEXT | [--] ARGV…)`. Undefined for anything
 * else, mistakes included, and where the system's configuration may name another home: the parser of flags knows those.
 */
export function plainExec(words: readonly string[]): PlainExec | undefined {
  const values = new Map<string, string>();
  let verb = false;
  let at = 0;
  for (; at < words.length; at++) {
    const word = words[at] ?? '';
    if (QUIET.has(word)) continue;
    if (word === 'exec' && !verb) verb = true;
    else if (VALUED.has(word) && (verb || word === '--home')) {
      const value = words[++at];
      if (value === undefined || value === '' || value.startsWith('-')) return undefined;
      values.set(word, value);
    } else if (!verb || (word.startsWith('-') && word !== '--')) return undefined;
    else break;
  }
  if (!verb) return undefined;
  const what = whatOf(values.get('-c'), words.slice(words[at] === '--' ? at + 1 : at));
  const home = values.get('--home');
  if (what === undefined || (home === undefined && hasSystemConfig())) return undefined;
  try {
    const duration = (name: string): number | undefined => {
      const text = values.get(name);
      return text === undefined ? undefined : parseDuration(text);
    };
    return {
      home,
      what,
      cwd: resolve(values.get('--cwd') ?? ''),
      timeoutMs: duration('--timeout') ?? null,
      waitMs: duration('--wait'),
    };
  } catch {
    return undefined;
  }
}

function whatOf(command: string | undefined, argv: readonly string[]): PlainExec['what'] | undefined {
  if (command === undefined) return argv.length === 0 ? undefined : { argv };
  return argv.length === 0 ? { command } : undefined;
}

/** One that is there and cannot be looked at is one. */
function hasSystemConfig(): boolean {
  try {
    return lstatSync(join(SYSTEM_DIR, 'config.yaml'), { throwIfNoEntry: false }) !== undefined;
  } catch {
    return true;
  }
}
