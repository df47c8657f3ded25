import type { Effect } from '../core/effect.ts';
import type { Standpoint } from '../core/place.ts';
import type { Scan } from '../core/scan.ts';
import { word } from '../core/word.ts';
import { isInteractive } from './code-readers.ts';
import { directoryAdmins } from './directory-admins.ts';
import type { Draft } from './draft.ts';
import { escapedShells } from './escaped-shells.ts';
import { isForkBomb } from './fork-bomb.ts';
import { searchedHistories } from './history-search.ts';
import { networkShells } from './network-shell.ts';
import { strangeLibraries } from './preloads.ts';
import { withoutProtection } from './protectors.ts';
import { ransomed } from './ransom.ts';
import { circumstances, raises, settle } from './settle.ts';
import { sweeps } from './sweeps.ts';
import { newAuthorities } from './trust-anchors.ts';
import { kernelHelpers, unseenCode } from './unseen-code.ts';
import { uploads } from './uploads.ts';

/**
 * What no invocation does by itself, but by where it stands: a shell at the end of a connection, a shell as root for
 * whoever sits there, functions that start themselves, files that go where they should not.
 */
export function together(scan: Scan, effects: readonly Effect[], at: Standpoint): readonly Effect[] {
  const { invocations } = scan;
  const shells = [...networkShells(scan, effects)].map((index): readonly [number, Draft] => [
    index,
    { kind: 'execute', target: invocations[index]?.program ?? [], on: 'resource', deed: 'network-shell' },
  ]);
  const found = [
    ...shells,
    ...rootShells(scan),
    ...escapedShells(scan, effects),
    ...unseenCode(scan),
    ...kernelHelpers(effects),
    ...directoryAdmins(scan, effects),
    ...uploads(scan, effects),
    ...withoutProtection(scan, effects),
    ...newAuthorities(effects),
    ...ransomed(scan, effects),
    ...searchedHistories(scan, effects),
    ...sweeps(effects),
    ...strangeLibraries(effects),
  ].flatMap(([index, draft]) => {
    const one = invocations[index];
    return one === undefined ? [] : settle(draft, circumstances(one, index, at));
  });
  if (!isForkBomb(scan)) return found;
  // Of the command as a whole: as if of one more invocation.
  const beside = { at, index: invocations.length, cwd: word(at.workspace), privileged: false, remote: false };
  return [...found, ...settle(FORK_BOMB, beside)];
}

const FORK_BOMB: Draft = {
  kind: 'resource-exhaustion',
  target: word('processes'),
  on: 'resource',
  deed: 'fork-bomb',
};

/** `sudo find . -exec /bin/sh \;`: nobody sees what is typed into a shell that nothing is piped into. */
function rootShells({ invocations, pipelines }: Scan): (readonly [index: number, draft: Draft])[] {
  const fed = new Set(pipelines.flatMap(stages => stages.slice(1)));
  return invocations.flatMap((one, index): [number, Draft][] =>
    one.remote !== true && !fed.has(index) && one.via.some(raises) && isInteractive(one)
      ? [[index, { kind: 'escalate', target: one.program, on: 'resource', deed: 'root-shell' }]]
      : [],
  );
}
