import type { Ruling } from '../core/ruling.ts';
import { visible } from '../report/escape.ts';

/**
 * Why a command was not run, for whoever started it: one line, and a hint if there is one. Everything in it is escaped:
 * a policy may quote the command.
 */
export function refusalText({ verdict, rule, message, suggest, by }: Ruling): string {
  const why = message === '' ? '' : `: ${visible(message)}`;
  const hint = suggest === undefined ? '' : `hint: ${visible(suggest)}\n`;
  return `rampart: ${WORDS[verdict](by)} by ${visible(rule)}${why}\n${hint}`;
}

const WORDS: Readonly<Record<Ruling['verdict'], (by: Ruling['by']) => string>> = {
  allow: () => 'refused',
  watch: () => 'refused',
  deny: () => 'denied',
  ask: by =>
    by === 'person' ? 'refused by a person, asked' : 'a person must allow this and nobody answered, asked',
  error: () => 'not judged, and the fail mode is closed,',
};
