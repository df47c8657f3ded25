import type { Api } from '../evaluate/call.ts';
import { UNKNOWN, wordOf } from '../evaluate/value.ts';

/** Code made from text. */
export const evaluates: Api = call => {
  const code = call.args[0];
  return code === undefined || code.kind === 'function' ? UNKNOWN : call.evaluate(wordOf(code));
};

/** Runs a function it was given at once. */
export const calls: Api = call => {
  for (const one of call.args) if (one.kind === 'function') call.apply(one, []);
  return UNKNOWN;
};

/** Hands back what it was given. */
export const same: Api = call => call.args[0] ?? UNKNOWN;
