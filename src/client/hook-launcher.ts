import { quote } from '../call/resource-text.ts';
import { stub } from './stub.ts';

export interface HookLauncher {
  /** Absolute paths. */
  readonly node: string;
  readonly bundle: string;
  readonly home: string;
  /** The file that says `open` or `closed`. */
  readonly fail: string;
}

/**
 * The text of the program that hosts start as their hook: `sh` that starts our bundle. Where node or the bundle are no
 * longer there (another version of node, the package removed) it says so, and refuses the call with exit 2 in mode
 * `closed`; hosts take any other failure for no objection.
 */
export function hookLauncher({ node, bundle, home, fail }: HookLauncher): string {
  const [first = '', ...rest] = stub({ node, bundle, words: ['hook', home] }).split('\n');
  return [
    first,
    `if [ ! -x ${quote([node])} ] || [ ! -f ${quote([bundle])} ]; then`,
    `  echo 'rampart: its program is gone, so this call is not judged; run rampart setup again' >&2`,
    `  mode=open; [ ! -r ${quote([fail])} ] || read -r mode < ${quote([fail])}`,
    '  case $mode in closed) exit 2;; *) exit 1;; esac',
    'fi',
    ...rest,
  ].join('\n');
}
