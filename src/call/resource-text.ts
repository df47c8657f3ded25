import { quote as shellQuote } from 'shell-quote';
import type { ToolCall } from '../core/call.ts';

/** The words as a shell would need them written. */
export function quote(words: readonly string[]): string {
  return shellQuote([...words]);
}

/** The text a call is about: its command, path or URL; for somebody else's tool its name and all it is handed. */
export function resourceText({ tool, name, command, argv, path, url, content }: ToolCall): string {
  if (tool === 'mcp' && name !== undefined) return `${name} ${content ?? ''}`.trimEnd();
  return command ?? (argv === undefined ? (path ?? url ?? '') : quote(argv));
}
