import { LIMITS } from '../../core/limits.ts';
import {
  alternatives,
  EMPTY_WORD,
  hasHole,
  isHole,
  oneOf,
  type Part,
  textOf,
  type Word,
  word,
} from '../../core/word.ts';
import { unescaped } from '../fold/escapes.ts';
import { type Frame, spanOf } from '../frame.ts';
import type { ParameterExpansionPart, ParameterOperation } from '../parse.ts';
import { UNSET } from '../state/value.ts';
import { assign, unknownVariable } from '../state/variables.ts';
import type { Operands } from './parameter-operands.ts';
import { recaseMatching, removeMatch, replaceMatch } from './pattern.ts';

/**
 * What an operator makes of a value, for each text the value can be.
 * @returns undefined when that is not known
 */
export function computed(
  operation: ParameterOperation,
  current: Word,
  operands: Operands,
  { recorder }: Frame,
): Word | undefined {
  const whole = textOf(current);
  if (whole !== undefined) {
    recorder.step(1 + whole.length / 16);
    const result = ofText(operation, whole, operands, cost => recorder.step(cost));
    return result === undefined ? undefined : word(result);
  }
  if (current.some(part => isHole(part) && part.open === true)) return undefined;
  const results = new Set<string>();
  for (const one of alternatives(current, LIMITS.holeValues)) {
    const text = textOf(one);
    const result =
      text === undefined ? undefined : ofText(operation, text, operands, cost => recorder.step(cost));
    if (result === undefined) return undefined;
    results.add(result);
  }
  return oneOf('variable', '', [...results], false);
}

function ofText(
  operation: ParameterOperation,
  text: string,
  { word: operand, pattern, length }: Operands,
  spend: (steps: number) => void,
): string | undefined {
  switch (operation.type) {
    case 'Remove': {
      const from = operation.operator.startsWith('#') ? 'head' : 'tail';
      return pattern === undefined
        ? undefined
        : removeMatch(text, pattern, from, operation.operator.length === 2, spend);
    }
    case 'Replace': {
      const replacement = textOf(operand);
      if (pattern === undefined || replacement === undefined || replacement.includes('&')) return undefined;
      return replaceMatch(text, pattern, replacement, operation.operator, spend);
    }
    case 'Slice':
      return slice(text, operand, length);
    case 'CaseModification': {
      const to = operation.operator.startsWith('^') ? 'upper' : 'lower';
      return pattern === undefined
        ? undefined
        : recaseMatching(text, pattern, to, operation.operator.length === 2);
    }
    case 'Transform':
      return transformed(text, textOf(operand));
    case 'Default':
    case 'Names':
    case 'Unknown':
      return undefined;
  }
}

/** `${x@U}` and its kin (bash manual, 3.5.3). */
function transformed(text: string, operator: string | undefined): string | undefined {
  switch (operator) {
    case 'U':
      return text.toUpperCase();
    case 'u':
      return recaseMatching(text, '?', 'upper', false);
    case 'L':
      return text.toLowerCase();
    case 'E':
      return unescaped(text, 'format').text;
    case 'Q':
      return `'${text.replaceAll("'", "'\\''")}'`;
    default:
      return undefined;
  }
}

/** A substring by characters, as bash counts them; a negative offset counts from the end. */
function slice(text: string, offsetWord: Word, lengthWord: Word | undefined): string | undefined {
  const chars = [...text];
  const offset = offsetWord.length === 0 ? 0 : integer(offsetWord);
  const length = lengthWord === undefined ? chars.length : integer(lengthWord);
  if (offset === undefined || length === undefined) return undefined;
  const start = offset < 0 ? chars.length + offset : offset;
  if (start < 0 || start > chars.length) return '';
  const end = length < 0 ? chars.length + length : start + length;
  return end < start ? undefined : chars.slice(start, end).join('');
}

/**
 * `${x-y}`, `${x:-y}`, `=`, `+` and `?`: with a colon empty counts as unset.
 * @param name what `=` assigns to
 * @param current undefined: not known
 */
export function withDefault(
  part: ParameterExpansionPart,
  operator: '-' | ':-' | '=' | ':=' | '+' | ':+' | '?' | ':?',
  name: string | undefined,
  current: Word | undefined,
  fallback: Word,
  frame: Frame,
): Word {
  const shown = name ?? part.parameter;
  const missing = isMissing(current, operator.startsWith(':'));
  const unsure = (): void => frame.recorder.unknown('variable', spanOf(frame, part), shown);
  const fallbackText = textOf(fallback);
  switch (operator.at(-1)) {
    case '+':
      if (missing !== undefined) return missing ? EMPTY_WORD : fallback;
      unsure();
      return fallbackText === undefined ? fallback : oneOf('variable', shown, ['', fallbackText], false);
    case '?':
      if (current === undefined || hasHole(current)) unsure();
      // With nothing there bash goes no further.
      return operator === ':?'
        ? (current?.map(filled) ?? unknownVariable(part.parameter).map(filled))
        : (current ?? unknownVariable(part.parameter));
    default: {
      if (missing === false && current !== undefined) return current;
      if (missing === true) {
        if (operator.endsWith('=') && name !== undefined) assign(name, fallback, frame);
        return fallback;
      }
      unsure();
      const either = fallbackText === undefined ? fallback : oneOf('variable', shown, [fallbackText], true);
      if (operator.endsWith('=') && name !== undefined) assign(name, either, frame);
      return either;
    }
  }
}

function filled(part: Part): Part {
  return isHole(part) && part.values === undefined ? { ...part, full: true } : part;
}

/** Whether the fallback is taken; undefined when that is not known. */
function isMissing(current: Word | undefined, emptyCounts: boolean): boolean | undefined {
  if (current === undefined) return undefined;
  if (current === UNSET) return true;
  if (!emptyCounts) return hasHole(current) ? undefined : false;
  if (current.length === 0) return true;
  if (!hasHole(current) || current.some(part => !isHole(part))) return false;
  const closed = current.every(part => isHole(part) && part.values !== undefined && part.open !== true);
  return closed && current.every(part => isHole(part) && part.values?.includes('') === false)
    ? false
    : undefined;
}

export function integer(of: Word): number | undefined {
  const text = textOf(of)?.trim();
  return text !== undefined && /^-?\d{1,9}$/.test(text) ? Number(text) : undefined;
}
