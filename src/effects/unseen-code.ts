import type { Effect } from '../core/effect.ts';
import { LIMITS } from '../core/limits.ts';
import { baseName } from '../core/options.ts';
import type { Invocation, Scan } from '../core/scan.ts';
import { isHole, literalText, type Word } from '../core/word.ts';
import { readsCode } from './code-readers.ts';
import { languageOf } from './code-texts.ts';
import type { Draft } from './draft.ts';

/**
 * Code that nobody sees before it runs: what is on the clipboard, and what an interpreter is told to decode and run by
 * the text that is piped into it, or by AppleScript that starts one.
 */
export function unseenCode(scan: Scan): (readonly [index: number, draft: Draft])[] {
  const { invocations, pipelines } = scan;
  const found = new Map<number, Draft>();
  invocations.forEach((one, index) => {
    const runs = one.program.some(fromClipboard) || (readsCode(one) && one.argv.flat().some(fromClipboard));
    if (runs || decodesItself(one)) found.set(index, computed(one.program));
  });
  for (const stages of pipelines) {
    const pasted = stages.findIndex(stage =>
      CLIPBOARD.test(baseName(invocations[stage]?.program ?? []) ?? ''),
    );
    if (pasted < 0) continue;
    for (const stage of stages.slice(pasted + 1)) {
      const one = invocations[stage];
      if (one !== undefined && readsCode(one)) found.set(stage, computed(one.program));
    }
  }
  return [...found];
}

/**
 * What a container writes to get out of it: programs that the kernel of the host starts, by their files (cgroups(7),
 * core(5), Documentation/ABI). Wherever the group is mounted.
 */
export function kernelHelpers(effects: readonly Effect[]): (readonly [index: number, draft: Draft])[] {
  return effects.flatMap(({ kind, on, target, invocation }) =>
    kind === 'write' && on === 'path' && /\/(?:release_agent|uevent_helper)$/.test(literalText(target))
      ? [[invocation, { kind: 'escalate', target, on: 'resource', deed: 'host-namespace' }] as const]
      : [],
  );
}

const CLIPBOARD = /^(?:pbpaste|xclip|xsel|wl-paste)$/;

function fromClipboard(part: Word[number]): boolean {
  return isHole(part) && part.hole === 'substitution' && CLIPBOARD.test(part.name ?? '');
}

/** `exec(base64.b64decode(…))`, and the same in other words. */
const DECODES =
  /\b(?:exec|eval)\s{0,8}\(\s{0,8}[^\n]{0,256}(?:\bb64decode|\bfromhex|\bcodecs\.decode|\bbase64_decode|\bdecode64|\bdecode_base64|\bzlib\.decompress)\s{0,8}\(/;

/** JavaScript for Automation that runs what it fetches. */
const FETCHES =
  /\beval\s{0,8}\([^\n]{0,512}\b(?:dataWithContentsOfURL|stringWithContentsOfURL|URLWithString)\b/i;

function decodesItself(one: Invocation): boolean {
  if (baseName(one.program) === 'osascript')
    return one.argv.some(word => {
      const text = literalText(word).slice(0, LIMITS.codeTextChars);
      return DECODES.test(text) || FETCHES.test(text);
    });
  return (
    one.stdin !== undefined &&
    languageOf(one) !== undefined &&
    readsCode(one) &&
    DECODES.test(literalText(one.stdin).slice(0, LIMITS.codeTextChars))
  );
}

function computed(target: Word): Draft {
  return { kind: 'execute', target, on: 'resource', deed: 'computed' };
}
