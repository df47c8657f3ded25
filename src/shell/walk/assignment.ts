import { concat, EMPTY_WORD, textOf, type Word } from '../../core/word.ts';
import type { Expander } from '../expand/expander.ts';
import { elementKey } from '../expand/parameter-operands.ts';
import { spanOf } from '../frame.ts';
import type { Assignment, WordNode } from '../parse.ts';
import { type ArrayValue, isArray, UNSET, type Value } from '../state/value.ts';
import {
  elementAt,
  isAssociative,
  lookup,
  scalar,
  unknownVariable,
  withElement,
} from '../state/variables.ts';

/** What `NAME=value`, `NAME+=value`, `NAME[key]=value` and `NAME=(…)` give the name. */
export function assignedTo(node: Assignment, expander: Expander): Value {
  const { frame } = expander;
  const key = node.index === undefined ? undefined : elementKey(node.name, node.index, expander);
  const before = lookup(node.name, frame);
  if (node.value.type === 'ArrayValue') return arrayOf(node, node.value, before, expander);
  const value = expander.value(node.value);
  if (node.index !== undefined) {
    if (key === undefined) return unknownVariable(node.name);
    frame.recorder.step(1 + (before !== undefined && isArray(before) ? before.elements.length / 64 : 0));
    const earlier = before === undefined ? undefined : isArray(before) ? elementAt(before, key) : before;
    return withElement(before, key, node.append === true ? concat(earlier ?? EMPTY_WORD, value) : value);
  }
  const whole =
    node.append === true
      ? concat(before === undefined ? unknownVariable(node.name) : scalar(before), value)
      : value;
  const result =
    frame.state.attributes.get(node.name) === 'integer' ? computed(whole, before, node, expander) : whole;
  // `a+=x` and `a=x` of an array are about its first element.
  return before !== undefined && isArray(before) ? withElement(before, '0', result) : result;
}

/** `declare -i x; x=1+2`. */
function computed(
  whole: Word,
  before: Word | ArrayValue | undefined,
  node: Assignment,
  { frame }: Expander,
): Word {
  const text = textOf(whole);
  const earlier = before === undefined ? '' : (textOf(scalar(before)) ?? '');
  if (text === undefined) return whole;
  const expression =
    node.append === true && text !== earlier ? `${earlier || '0'}+(${text.slice(earlier.length)})` : text;
  return frame.engine.arithmetic(expression, frame, spanOf(frame, node));
}

/** `(a b [5]=c)`: elements go on from the one before; an associative array's take turns as keys and values. */
function arrayOf(
  node: Assignment,
  { elements }: { readonly elements: readonly WordNode[] },
  before: Word | ArrayValue | undefined,
  expander: Expander,
): Value {
  const { frame } = expander;
  let array: ArrayValue = { elements: [] };
  if (node.append === true && before === undefined) return unknownVariable(node.name);
  if (node.append === true && before !== undefined && before !== UNSET)
    array = isArray(before) ? before : { elements: [before] };
  const associative = isAssociative(node.name, frame);
  const plain: Word[] = [];
  for (const one of elements) {
    const keyed = keyOf(one.text);
    if (keyed === undefined) {
      plain.push(...expander.fields(one));
      continue;
    }
    const key = associative
      ? textOf(expander.key(keyed.key, one))
      : textOf(frame.engine.arithmetic(keyed.key, frame, spanOf(frame, one)));
    const value = expander.assigned(one, keyed.length);
    if (key === undefined) return unknownVariable(node.name);
    array = withElement(array, key, value);
  }
  if (associative) {
    for (let at = 0; at + 1 < plain.length; at += 2) {
      const key = textOf(plain[at] ?? []);
      if (key === undefined) return unknownVariable(node.name);
      array = withElement(array, key, plain[at + 1] ?? EMPTY_WORD);
    }
    return array;
  }
  if (array.keys === undefined) return { elements: [...array.elements, ...plain] };
  for (const one of plain) {
    const last = Number(array.keys?.at(-1) ?? array.elements.length - 1);
    array = withElement(array, String(last + 1), one);
  }
  return array;
}

/** The `[key]=` an element begins with; brackets, quotes and substitutions may stand inside. */
function keyOf(text: string): { readonly key: string; readonly length: number } | undefined {
  if (!text.startsWith('[')) return undefined;
  let depth = 0;
  let quote: string | undefined;
  for (let at = 0; at < text.length; at++) {
    const char = text[at] ?? '';
    if (char === '\\' && quote !== "'") at++;
    else if (quote !== undefined) quote = char === quote ? undefined : quote;
    else if (char === "'" || char === '"') quote = char;
    else if ('[({'.includes(char)) depth++;
    else if ('])}'.includes(char) && --depth === 0)
      return text[at + 1] === '=' ? { key: text.slice(1, at), length: at + 2 } : undefined;
  }
  return undefined;
}
