import type { Effect } from '../core/effect.ts';
import { baseName } from '../core/options.ts';
import type { Invocation, Scan } from '../core/scan.ts';
import { join, literalText, textOf } from '../core/word.ts';

/** Shell commands that are put where a shell runs them when it starts. */
export interface StartupCode {
  readonly path: string;
  readonly text: string;
}

/** Startup files of shells; other places where things start by themselves hold no shell commands, or are asked about. */
const SHELL_STARTUP =
  /\/\.(?:bash_profile|bash_login|bash_logout|bashrc|bash_aliases|profile|zshrc|zprofile|zshenv|zlogin|zlogout|kshrc|mkshrc|cshrc|tcshrc|login|xprofile|xsession|xinitrc)$|\/etc\/(?:profile|bash\.bashrc|bashrc|zshrc|zshenv|profile\.d\/.+|rc\.local)$/;

/** What git starts, if it is shell code; `.husky` holds hooks as files of their own. */
const GIT_HOOK = /\/(?:\.git\/hooks|\.husky)\/[a-z][a-z-]*$/;
const OTHER_LANGUAGE = /^\s*#!(?!.*\b(?:ba|da|z|k)?sh\b)/;

/** What a command writes into them, as far as the words and here-documents it writes are known. */
export function startupCode(scan: Scan, effects: readonly Effect[]): readonly StartupCode[] {
  return effects.flatMap(({ kind, on, target, invocation }): StartupCode[] => {
    const path = kind === 'write' && on === 'path' ? textOf(target) : undefined;
    if (path === undefined || !(SHELL_STARTUP.test(path) || GIT_HOOK.test(path))) return [];
    const writer = scan.invocations[invocation];
    const text = writer === undefined ? undefined : writtenBy(writer, scan, invocation);
    return text === undefined || text.trim() === '' || OTHER_LANGUAGE.test(text) ? [] : [{ path, text }];
  });
}

function writtenBy(writer: Invocation, scan: Scan, index: number): string | undefined {
  switch (baseName(writer.program)) {
    case 'echo':
    case 'printf': {
      const words = writer.argv.slice(1).filter(one => !/^-[neE]+$/.test(literalText(one)));
      const text = textOf(join(words, ' '));
      return text?.replace(/\\n/g, '\n').replace(/^%s(?:\n)?\s?/, '');
    }
    case 'cat':
      return writer.argv.length === 1 && writer.stdin !== undefined ? textOf(writer.stdin) : undefined;
    case 'tee':
    case 'sponge': {
      if (writer.stdin !== undefined) return textOf(writer.stdin);
      const stages = scan.pipelines.find(one => one.includes(index)) ?? [];
      const before = scan.invocations[stages[stages.indexOf(index) - 1] ?? -1];
      return before === undefined || baseName(before.program) === 'tee'
        ? undefined
        : writtenBy(before, scan, -1);
    }
    default:
      return undefined;
  }
}
