import type { Effect } from '../core/effect.ts';
import { baseName } from '../core/options.ts';
import type { Invocation, Scan } from '../core/scan.ts';
import { literalText, type Word, word } from '../core/word.ts';
import { isInteractive } from './code-readers.ts';
import { codeTextOf } from './code-texts.ts';
import type { Draft } from './draft.ts';
import { raises } from './settle.ts';
import { hookedShell } from './shell-hooks.ts';

/**
 * Shells that take their commands from a terminal and are started by a program whose business is another one: an
 * editor, `find`, `tar`, an interpreter. Whatever that program may do the shell may, and what is typed into it nobody
 * reads. Programs that are there to start shells (env, docker, tmux, ssh to elsewhere) are none of these.
 */
export function escapedShells(
  scan: Scan,
  effects: readonly Effect[],
): (readonly [index: number, draft: Draft])[] {
  const { invocations, pipelines } = scan;
  const fed = new Set(pipelines.flatMap(stages => stages.slice(1)));
  const found = new Map<number, Draft>();
  invocations.forEach((one, index) => {
    if (one.remote === true) return;
    const hooked = hookedShell(one);
    if (hooked !== undefined) found.set(index, escaped(one, hooked));
    if (fed.has(index)) return;
    if (keepsPower(one)) found.set(index, rootShell(one.program));
    else if (fromTerminal(one) && escapes(one, invocations))
      found.set(index, becomesRoot(one, invocations) ? rootShell(one.program) : escaped(one));
  });
  for (const { kind, deed, target, invocation, certain } of effects) {
    const one = invocations[invocation];
    if (!certain || kind !== 'execute' || deed !== 'shell' || one === undefined) continue;
    if (BARE.test(literalText(target))) found.set(invocation, escaped(one, literalText(target)));
  }
  return [...found];
}

/** What a program hands to a shell of its own, where that is just another shell. */
const BARE = /^!?\s{0,8}(?:\/(?:usr\/)?bin\/)?(?:ba|z|da|k)?sh(?:\s{1,8}-[ip]{1,2})?$/;

function escaped(one: Invocation, text?: string): Draft {
  const target = text === undefined ? one.program : word(text);
  return one.via.some(raises)
    ? rootShell(target)
    : { kind: 'execute', target, on: 'resource', deed: 'shell-escape' };
}

function rootShell(target: Word): Draft {
  return { kind: 'escalate', target, on: 'resource', deed: 'root-shell' };
}

/** `./rootbash -p`: a shell that was given another user's power keeps it only with this option (bash(1)). */
function keepsPower({ program, argv, stdin }: Invocation): boolean {
  const [option = [], ...more] = argv.slice(1);
  return (
    literalText(option) === '-p' &&
    more.length === 0 &&
    stdin === undefined &&
    literalText(argv[0] ?? []).includes('/') &&
    /^\.?\w{0,32}(?:ba|da|z|k)sh$|^\.?sh$/.test(baseName(program) ?? '')
  );
}

/** The code that starts it asks to be root first. */
function becomesRoot({ parent }: Invocation, invocations: readonly Invocation[]): boolean {
  for (let at = parent, steps = 0; at !== undefined && steps < 8; at = invocations[at]?.parent, steps++) {
    const starter = invocations[at];
    if (starter !== undefined && /\bset(?:e|re|res)?uid\W{1,8}0\b/.test(codeTextOf(starter))) return true;
  }
  return false;
}

/** As `isInteractive`, and where a terminal is named as what it reads. */
function fromTerminal(one: Invocation): boolean {
  const { reads, ...rest } = one;
  return (
    isInteractive({ ...rest, reads: [] }) &&
    reads.every(target => /^\/dev\/(?:tty|pts\/\d{1,8})$/.test(literalText(target)))
  );
}

/** Started by an escape, with nothing but shells between. */
function escapes(one: Invocation, invocations: readonly Invocation[]): boolean {
  let parent = one.parent;
  for (let steps = 0; parent !== undefined && steps < 8; steps++) {
    const starter = invocations[parent];
    if (starter === undefined) return false;
    const name = baseName(starter.program) ?? '';
    if (ESCAPES.test(name)) return !drives(name, codeTextOf(starter));
    if (!/^(?:exec|env|(?:ba|da|z|k)?sh)$/.test(name)) return false;
    parent = starter.parent;
  }
  return false;
}

/** Programs that edit, search, compute, pack or connect. */
const ESCAPES =
  /^(?:python[\d.]*|pypy3?|perl[\d.]*|ruby[\d.]*|irb|php[\d.]*|lua(?:jit|[\d.]*)|node|nodejs|deno|bun|tclsh[\d.]*|[gmn]?awk|busybox awk|expect|n?vim?|view|rview|rvim|ex|ed|emacs|sed|find|fd|fdfind|g?tar|bsdtar|zip|unzip|cpio|git|hg|less|more|man|gdb|socat|sshfs|scp|sftp|ssh|rsync|make|gmake|start-stop-daemon|jrunscript|jjs|osascript|sqlite3|m4|nmap|openvpn|rpm|apt|apt-get)$/;

/** Its code says what the shell is to run: by a pipe, or by what it is sent line after line. */
function drives(name: string, code: string): boolean {
  return name === 'expect'
    ? !/\binteract\b/.test(code)
    : /\b(?:stdin|input|communicate|pexpect)\b|\.(?:write|puts)\b/.test(code);
}
