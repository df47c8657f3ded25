import { textOf, type Word } from '../../../core/word.ts';
import type { Call } from '../evaluate/call.ts';
import { type Value, wordsOf } from '../evaluate/value.ts';

export function argument({ args, named }: Call, at: number, name?: string): Value | undefined {
  return (name === undefined ? undefined : named.get(name)) ?? args[at];
}

/** An option of a call: a named argument, or an entry of a table among its arguments. */
export function option(call: Call, name: string): Value | undefined {
  const given = call.named.get(name);
  if (given !== undefined) return given;
  for (const one of call.args) {
    const entry = one.kind === 'table' ? one.entries.get(name) : undefined;
    if (entry !== undefined) return entry;
  }
  return undefined;
}

/** A truth value: true, false, or not known. */
export function truth(value: Value | undefined): boolean | undefined {
  if (value === undefined) return false;
  if (value.kind === 'number') return value.value !== 0;
  if (value.kind !== 'outside') return value.kind === 'text' ? textOf(value.word) !== '' : undefined;
  if (/^(?:True|true|TRUE)$/.test(value.path)) return true;
  return /^(?:False|false|FALSE|None|null|undefined|nil)$/.test(value.path) ? false : undefined;
}

export function argumentsFrom(call: Call, from: number): readonly Word[] {
  return call.args.slice(from).flatMap(one => wordsOf(one));
}
