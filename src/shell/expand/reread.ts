import { parse, type WordNode } from '../parse.ts';

/** Raw text as the one argument of a command; undefined where it is none. */
export function argumentWord(text: string): WordNode | undefined {
  const command = parse(`: ${text}`).commands[0]?.command;
  const [only] = command?.type === 'Command' ? command.suffix : [];
  return only?.type === 'Word' ? only : undefined;
}

/** Raw text as the value of an assignment. */
export function assignedWord(text: string): WordNode | undefined {
  const command = parse(`_=${text}`).commands[0]?.command;
  const [only] = command?.type === 'Command' ? command.prefix : [];
  return only?.type === 'Assignment' && only.value.type === 'Word' ? only.value : undefined;
}

/** Removes backslashes the way an unquoted word loses them. */
export function withoutBackslashes(text: string): string {
  return text.replace(/\\(\n|[\s\S])/gu, (_, char: string) => (char === '\n' ? '' : char));
}
