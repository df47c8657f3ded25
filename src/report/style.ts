import { Chalk, type ChalkInstance } from 'chalk';

export type ColorChoice = 'auto' | 'always' | 'never';

/**
 * Colour for one stream: on a terminal, unless NO_COLOR (any value but empty, https://no-color.org) or `TERM=dumb`;
 * FORCE_COLOR and `--color always` insist, `--color never` wins.
 */
export function styleFor(
  stream: { isTTY?: boolean },
  choice: ColorChoice,
  env: NodeJS.ProcessEnv,
): ChalkInstance {
  const wanted =
    choice === 'always' ||
    (choice === 'auto' &&
      !env.NO_COLOR &&
      (env.FORCE_COLOR ? env.FORCE_COLOR !== '0' : stream.isTTY === true && env.TERM !== 'dumb'));
  return new Chalk({ level: wanted ? 1 : 0 });
}
