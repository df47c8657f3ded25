import type { Frame } from '../frame.ts';

/** Under `set -e` a `cd` that fails ends the shell, unless something asks how it ended. */
export function endsShell({ state, tested }: Frame): void {
  if (state.moved !== undefined && tested !== true && state.options.has('errexit')) state.succeeded();
}
