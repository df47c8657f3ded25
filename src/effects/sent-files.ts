import type { Effect } from '../core/effect.ts';
import { baseName } from '../core/options.ts';
import type { Scan } from '../core/scan.ts';
import { isHole } from '../core/word.ts';
import { familyOf } from './kinship.ts';

/** Programs whose operands and options name what they send; others read settings besides. */
const UPLOADS: ReadonlySet<string> = new Set(
  'curl wget nc ncat netcat socat telnet ftp tftp scp rsync aws gsutil gcloud rclone s3cmd az mc azcopy smbclient'.split(
    ' ',
  ),
);

/** Ways of reading that pass nothing on of what is in a file. */
const BLIND: ReadonlySet<string | undefined> = new Set(['list', 'digest', 'search']);

/**
 * Files whose content another machine gets: read by the program that sends, by an earlier stage of its pipeline, or by
 * what its words are made of. Each is a `send` of the path, which follows from the `read`.
 */
export function sentFiles(scan: Scan, effects: readonly Effect[]): readonly Effect[] {
  const senders = new Set(
    effects.flatMap(({ kind, on, invocation, ...one }) =>
      kind === 'send' && on === 'host' && !('host' in one && one.host === 'loopback') ? [invocation] : [],
    ),
  );
  if (senders.size === 0) return [];
  const read = new Map<number, Effect[]>();
  for (const one of effects) {
    if (one.kind !== 'read' || one.on !== 'path' || one.remote || BLIND.has(one.deed)) continue;
    if (one.places.includes('stream')) continue;
    const known = read.get(one.invocation);
    if (known === undefined) read.set(one.invocation, [one]);
    else known.push(one);
  }
  if (read.size === 0) return [];
  const family = familyOf(scan);
  return [...senders].flatMap(to => {
    const from = new Set([
      ...(UPLOADS.has(baseName(scan.invocations[to]?.program ?? []) ?? '') ? [to] : []),
      ...stagesBefore(scan, to, family.below),
      ...substituted(scan, to),
    ]);
    return [...from]
      .flatMap(index => read.get(index) ?? [])
      .map((one): Effect => ({ ...one, kind: 'send', deed: 'file', follows: 'read', invocation: to }));
  });
}

/** What stands before it in its pipeline, with all that runs. */
function stagesBefore(
  scan: Scan,
  to: number,
  below: (index: number) => readonly number[],
): readonly number[] {
  return scan.pipelines.flatMap(stages => {
    const at = stages.findIndex(stage => below(stage).includes(to));
    return stages.slice(0, Math.max(at, 0)).flatMap(below);
  });
}

/** What its words are the output of: each pipeline that ends before it and begins with a program that is named there. */
function substituted({ invocations }: Scan, to: number): readonly number[] {
  const names = new Set(
    (invocations[to]?.argv ?? []).flatMap(one =>
      one.flatMap(part => (isHole(part) && part.hole === 'substitution' ? [part.name ?? ''] : [])),
    ),
  );
  if (names.size === 0) return [];
  return [...names].flatMap(name => {
    const index = invocations.findLastIndex(({ program }, at) => at < to && baseName(program) === name);
    return index < 0 ? [] : [index];
  });
}
