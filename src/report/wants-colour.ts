export type ColorChoice = 'auto' | 'always' | 'never';

/**
 * Whether a stream gets colour: on a terminal, unless NO_COLOR (any value but empty, https://no-color.org) or
 * `TERM=dumb`; FORCE_COLOR and `--color always` insist, `--color never` wins.
 */
export function wantsColour(
  stream: { isTTY?: boolean },
  choice: ColorChoice,
  env: NodeJS.ProcessEnv,
): boolean {
  if (choice !== 'auto') return choice === 'always';
  if (env.NO_COLOR) return false;
  return env.FORCE_COLOR ? env.FORCE_COLOR !== '0' : stream.isTTY === true && env.TERM !== 'dumb';
}
