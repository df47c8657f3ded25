import type { Effect } from '../core/effect.ts';
import { baseName } from '../core/options.ts';
import type { Scan } from '../core/scan.ts';
import { isHole, literalText } from '../core/word.ts';
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
 * what its words are made of. Each is a `send` of the path, which follows from the `read`; each once, whoever else sends
 * it, so that there are never more of them than of files that are read.
 */
export function sentFiles(scan: Scan, effects: readonly Effect[]): readonly Effect[] {
  const senders = new Set(effects.flatMap(one => (leaves(one) ? [one.invocation] : [])));
  const read = senders.size === 0 ? new Map<number, Effect[]>() : readsOf(effects);
  if (read.size === 0) return [];
  const sent = new Map<Effect, number>();
  const send = (from: number, to: number): void => {
    for (const one of read.get(from) ?? []) if (!sent.has(one)) sent.set(one, to);
  };
  for (const to of senders)
    if (UPLOADS.has(baseName(scan.invocations[to]?.program ?? []) ?? '') || writesThere(scan, to))
      send(to, to);
  throughPipes(scan, senders, send);
  throughWords(scan, senders, send);
  return [...sent].map(
    ([one, to]): Effect => ({ ...one, kind: 'send', deed: 'file', follows: 'read', invocation: to }),
  );
}

/** bash opens a connection for `> /dev/tcp/host/port`. */
function writesThere({ invocations }: Scan, index: number): boolean {
  return (
    invocations[index]?.writes.some(target => /^\/dev\/(?:tcp|udp)\//.test(literalText(target))) === true
  );
}

function leaves(effect: Effect): boolean {
  return effect.kind === 'send' && effect.on === 'host' && effect.host !== 'loopback';
}

/** What is read of files here, by who reads it. */
function readsOf(effects: readonly Effect[]): Map<number, Effect[]> {
  const read = new Map<number, Effect[]>();
  for (const one of effects) {
    if (one.kind !== 'read' || one.on !== 'path' || one.remote || BLIND.has(one.deed)) continue;
    if (one.places.includes('stream')) continue;
    const known = read.get(one.invocation);
    if (known === undefined) read.set(one.invocation, [one]);
    else known.push(one);
  }
  return read;
}

type Send = (from: number, to: number) => void;

/** What a stage reads, and all that it runs, the next sender behind it in the pipeline sends. */
function throughPipes(scan: Scan, senders: ReadonlySet<number>, send: Send): void {
  const family = familyOf(scan);
  for (const stages of scan.pipelines) {
    let sender: number | undefined;
    for (let at = stages.length - 1; at >= 0; at--) {
      const members = family.below(stages[at] ?? -1);
      for (const member of members) if (sender !== undefined) send(member, sender);
      sender = members.find(member => senders.has(member)) ?? sender;
    }
  }
}

/** What a sender's words are the output of: the last program before it of the name that stands there. */
function throughWords({ invocations }: Scan, senders: ReadonlySet<number>, send: Send): void {
  const lastOf = new Map<string, number>();
  invocations.forEach(({ program, argv }, index) => {
    if (senders.has(index))
      for (const part of argv.flat())
        if (isHole(part) && part.hole === 'substitution') send(lastOf.get(part.name ?? '') ?? -1, index);
    const name = baseName(program);
    if (name !== undefined) lastOf.set(name, index);
  });
}
