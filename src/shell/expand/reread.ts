import { parse, type WordNode, type WordPart } from '../parse.ts';

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

/** Raw text as a here-document has it: expanded, and its quotes ordinary characters; undefined where it is none. */
export function documentParts(text: string): readonly WordPart[] | undefined {
  let end = 'END';
  while (text.includes(end)) end += '_';
  const command = parse(`: <<${end}\n${text}\n${end}\n`).commands[0]?.command;
  const [only] = command?.type === 'Command' ? command.redirects : [];
  if (only?.type !== 'HereDoc') return undefined;
  const parts = only.body.parts ?? [
    { type: 'Literal', pos: 0, end: 0, value: only.body.text, text: only.body.text },
  ];
  const last = parts.at(-1);
  // The line end before the delimiter is no part of it.
  if (last?.type !== 'Literal') return undefined;
  return [
    ...parts.slice(0, -1),
    { ...last, value: last.value.replace(/\n$/, ''), text: last.text.replace(/\n$/, '') },
  ];
}

/** Removes backslashes the way an unquoted word loses them. */
export function withoutBackslashes(text: string): string {
  return text.replace(/\\(\n|[\s\S])/gu, (_, char: string) => (char === '\n' ? '' : char));
}
