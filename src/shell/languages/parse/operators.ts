import type { Dialect } from '../dialect.ts';
import type { Token } from '../syntax/token.ts';

export const ASSIGNMENT = 1;
export const CHOICE = 3;

const LEVELS: Readonly<Record<string, number>> = {
  '=': ASSIGNMENT,
  '+=': ASSIGNMENT,
  '-=': ASSIGNMENT,
  '*=': ASSIGNMENT,
  '/=': ASSIGNMENT,
  '.=': ASSIGNMENT,
  '%=': ASSIGNMENT,
  '&=': ASSIGNMENT,
  '|=': ASSIGNMENT,
  '^=': ASSIGNMENT,
  ':=': ASSIGNMENT,
  '||=': ASSIGNMENT,
  '&&=': ASSIGNMENT,
  '??=': ASSIGNMENT,
  '//=': ASSIGNMENT,
  '**=': ASSIGNMENT,
  or: 2,
  and: 2,
  xor: 2,
  '?': CHOICE,
  '||': 4,
  '&&': 4,
  '??': 4,
  '|&': 4,
  '==': 5,
  '!=': 5,
  '===': 5,
  '!==': 5,
  '<': 5,
  '>': 5,
  '<=': 5,
  '>=': 5,
  '<=>': 5,
  '=~': 5,
  '!~': 5,
  '~': 5,
  '|': 6,
  '&': 6,
  '^': 6,
  '<<': 6,
  '>>': 6,
  '..': 6,
  '...': 6,
  '+': 7,
  '-': 7,
  '*': 8,
  '/': 8,
  '%': 8,
  '**': 8,
};

/** How tightly an operator binds, more is tighter; undefined for what is none here. */
export function levelOf({ type, text }: Token, { language, infixes }: Dialect): number | undefined {
  if (type === 'name') {
    if (!infixes.has(text)) return undefined;
    return LEVELS[text] ?? (text === 'x' ? 8 : 5);
  }
  if (type !== 'op') return undefined;
  // PHP adds before it joins.
  if (text === '.') return language === 'perl' ? 7 : language === 'php' ? 5.5 : undefined;
  // Division that rounds, or `defined or`.
  if (text === '//') return language === 'perl' ? 4 : language === 'python' ? 8 : undefined;
  if (text === '~') return language === 'awk' ? 5 : undefined;
  if (text === '?' && language === 'python') return undefined;
  return LEVELS[text];
}

/** Operators of which either side may be the value. */
export const CHOOSES: ReadonlySet<string> = new Set(['or', '||', '??', '//', 'and', '&&']);
