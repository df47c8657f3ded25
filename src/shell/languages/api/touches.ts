import type { EffectKind } from '../../../core/effect.ts';
import { literalText } from '../../../core/word.ts';
import type { Api, Call } from '../evaluate/call.ts';
import { isBlank, UNKNOWN, type Value, wordsOf } from '../evaluate/value.ts';
import { argument } from './arguments.ts';

const URL = /^(?:https?|ftp):\/\//i;

export function touchValue(call: Call, kind: EffectKind, value: Value | undefined, recursive = false): void {
  if (value === undefined || value.kind === 'number' || value.kind === 'function') return;
  for (const target of wordsOf(value)) {
    const remote = URL.test(literalText(target)) && (kind === 'read' || kind === 'write');
    call.world.touch(remote ? (kind === 'read' ? 'download' : 'send') : kind, target, recursive, call.place);
    if (isBlank(target)) call.world.computed(call.place, call.name);
  }
}

export function touch(kind: EffectKind, at = 0, recursive = false): Api {
  return call => {
    touchValue(call, kind, argument(call, at, 'path'), recursive);
    return UNKNOWN;
  };
}

/** Every argument. */
export function touchAll(kind: EffectKind, recursive = false, from = 0): Api {
  return call => {
    for (const one of call.args.slice(from)) if (one.kind !== 'table') touchValue(call, kind, one, recursive);
    return UNKNOWN;
  };
}

/** What a first argument is done to, and a second. */
export function between(first: readonly EffectKind[], second: EffectKind, recursive = false): Api {
  return call => {
    for (const kind of first) touchValue(call, kind, argument(call, 0, 'src'), recursive);
    touchValue(call, second, argument(call, 1, 'dst'), recursive);
    return UNKNOWN;
  };
}

/** A method of a path or file: it is done to what the object names. */
export function onSelf(kind: EffectKind, recursive = false): Api {
  return call => {
    touchValue(call, kind, call.self, recursive);
    return UNKNOWN;
  };
}

/** A request to an address: it sends where the method or the arguments say so. */
export function request(call: Call, address: Value | undefined, sends: boolean): Value {
  touchValue(call, sends ? 'send' : 'download', address);
  return UNKNOWN;
}
