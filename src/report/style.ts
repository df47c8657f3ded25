import { Chalk, type ChalkInstance } from 'chalk';
import { type ColorChoice, wantsColour } from './wants-colour.ts';

/** Colour for one stream, where it is wanted. */
export function styleFor(
  stream: { isTTY?: boolean },
  choice: ColorChoice,
  env: NodeJS.ProcessEnv,
): ChalkInstance {
  return new Chalk({ level: wantsColour(stream, choice, env) ? 1 : 0 });
}
