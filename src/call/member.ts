import { isObject } from '../core/json.ts';
import type { Payload } from './adapter.ts';

/** Members of a payload by their own name only: `constructor` is nobody's member. */
export function member(of: Payload, name: string): unknown {
  return Object.hasOwn(of, name) ? of[name] : undefined;
}

export function textMember(of: Payload, name: string): string | undefined {
  const value = member(of, name);
  return typeof value === 'string' ? value : undefined;
}

export function objectMember(of: Payload, name: string): Payload | undefined {
  const value = member(of, name);
  return isObject(value) ? value : undefined;
}

/** A list of nothing but texts. */
export function textsMember(of: Payload, name: string): readonly string[] | undefined {
  const value = member(of, name);
  return Array.isArray(value) && value.every(one => typeof one === 'string') ? value : undefined;
}
