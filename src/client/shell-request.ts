import { textOf, word } from '../core/word.ts';
import type { ShellTask } from '../shell/sinks/shells.ts';
import { shellTask } from '../shell/sinks/shells.ts';

/** What a stand-in for a shell was asked: what is judged, and whether the script still has to be read from stdin. */
export type ShellRequest =
  /** Code with nothing around it: judged as the command itself. */
  | { readonly kind: 'command'; readonly command: string }
  /** Judged as an argument vector: script files, code with arguments, questions. */
  | { readonly kind: 'argv' }
  | { readonly kind: 'stdin'; readonly positional: readonly string[] };

/** A login shell reads profiles first: what is not set now may be set when the command runs. */
export function isLoginShell(argv: readonly string[]): boolean {
  const [name = '', ...rest] = argv;
  const end = rest.findIndex(one => !one.startsWith('-') || one === '--');
  const options = end < 0 ? rest : rest.slice(0, end);
  return name.startsWith('-') || options.some(one => one === '--login' || /^-[A-Za-z]*[li]/.test(one));
}

/** @param argv the shell's own name first */
export function readShellRequest(argv: readonly string[]): ShellRequest {
  const task: ShellTask = shellTask(argv.map(word));
  switch (task.kind) {
    case 'command': {
      const command = textOf(task.code);
      return command !== undefined && task.name === undefined
        ? { kind: 'command', command }
        : { kind: 'argv' };
    }
    case 'stdin':
      return { kind: 'stdin', positional: task.positional.map(one => textOf(one) ?? '') };
    case 'file':
    case 'question':
      return { kind: 'argv' };
  }
}
