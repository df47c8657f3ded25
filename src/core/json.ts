export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A plain object out of `JSON.parse`, as opposed to an array, a scalar or null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
