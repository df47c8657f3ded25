import { quote as shellQuote } from 'shell-quote';
import type { ToolCall } from '../core/call.ts';

/** The words as a shell would need them written. */
export function quote(words: readonly string[]): string {
  return shellQuote([...words]);
}

/** The text a call is about: its command, path or URL. */
export function resourceText({ command, argv, path, url }: ToolCall): string {
  return command ?? (argv === undefined ? (path ?? url ?? '') : quote(argv));
}
