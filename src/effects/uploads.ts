import type { Effect } from '../core/effect.ts';
import type { HostClass } from '../core/host-class.ts';
import { LIMITS } from '../core/limits.ts';
import { baseName } from '../core/options.ts';
import type { Place } from '../core/place.ts';
import type { Scan } from '../core/scan.ts';
import { literalText } from '../core/word.ts';
import { languageOf } from './code-texts.ts';
import type { Draft } from './draft.ts';
import { familyOf } from './kinship.ts';

/**
 * What goes to where anybody can pick it up; and files from where the agent does not work, to a host that is neither
 * this network nor a registry. Copying by `scp` and `rsync` names a login on the other side and is left alone.
 */
export function uploads(scan: Scan, effects: readonly Effect[]): (readonly [index: number, draft: Draft])[] {
  const sends = effects.filter(isForeign);
  const shown = shownToAll(scan, effects);
  if (sends.length === 0) return shown;
  const family = familyOf(scan);
  const sent = sends.slice(0, LIMITS.flows + 1).flatMap((send, at): (readonly [number, Draft])[] => {
    const { invocation, target } = send;
    const outside = [[invocation, { kind: 'send', target, on: 'host', deed: 'outside-file' }] as const];
    // Each is looked at beside all that is started; whoever sends still more may hide something behind them.
    if (at === LIMITS.flows) return outside;
    const name = baseName(scan.invocations[invocation]?.program ?? []) ?? '';
    if (send.host === 'drop')
      return [[invocation, { kind: 'send', target, on: 'host', deed: 'drop' }] as const];
    const sender = scan.invocations[invocation];
    const speaks = sender !== undefined && languageOf(sender) !== undefined;
    if (!BARE.test(name) && !speaks && send.deed !== 'connect') return [];
    const sources = new Set([
      invocation,
      ...family.below(invocation),
      ...upstream(scan, invocation),
      ...within(scan, invocation),
      ...(name === 'ztcp' ? after(scan, invocation) : []),
    ]);
    const taken = effects.find(
      one =>
        (one.kind === 'inspect-secrets' &&
          one.deed === 'database' &&
          !/^mail/.test(name) &&
          sources.has(one.invocation)) ||
        (one.kind === 'read' &&
          one.on === 'path' &&
          sources.has(one.invocation) &&
          one.deed !== 'list' &&
          one.deed !== 'digest' &&
          AWAY.has(one.places.at(-1) ?? 'unknown') &&
          !one.places.includes('stream')),
    );
    return taken === undefined ? [] : outside;
  });
  return [...sent, ...shown];
}

/**
 * `nc -l 4444 < /srv/data`, `python3 -m http.server -d /`: whoever connects gets it. Serving where one works is what
 * these are for.
 */
function shownToAll(scan: Scan, effects: readonly Effect[]): (readonly [index: number, draft: Draft])[] {
  const listens = effects.filter(
    ({ kind, deed }) => kind === 'listen' && (deed === 'netcat' || deed === 'socat' || deed === 'server'),
  );
  return listens.slice(0, LIMITS.flows).flatMap((listen): (readonly [number, Draft])[] => {
    const { invocation, target, deed } = listen;
    const sources = new Set([invocation, ...upstream(scan, invocation)]);
    const taken = effects.some(
      one =>
        one.kind === 'read' &&
        one.on === 'path' &&
        sources.has(one.invocation) &&
        !one.places.includes('stream') &&
        (deed === 'server'
          ? one.recursive && EVERYTHING.test(literalText(one.target))
          : AWAY.has(one.places.at(-1) ?? 'unknown')),
    );
    return taken
      ? [[invocation, { kind: 'send', target, on: 'host', host: 'other', deed: 'outside-file' }]]
      : [];
  });
}

/** A whole machine, its settings and logs, or somebody's home. */
const EVERYTHING = /^\/(?:(?:etc|var|var\/log|home|root|Users)(?:\/[^/]{1,64})?)?\/?$/;

const FOREIGN: ReadonlySet<HostClass> = new Set<HostClass>(['other', 'drop']);
const AWAY: ReadonlySet<Place> = new Set<Place>(['system', 'elsewhere', 'other-user', 'device']);
const BARE =
  /^(?:curl|wget2?|https?|xhs?|nc|ncat|netcat|nc\.\w+|socat|telnet|openssl|ftp|tftp|ncftpput|lftp|mail|mailx|swaks|ab|lpr?|bash|sh|zsh|ztcp)$/;

function isForeign(one: Effect): one is Effect & { readonly on: 'host' } {
  return one.kind === 'send' && one.on === 'host' && FOREIGN.has(one.host);
}

/** zsh opens a connection for the commands that follow. */
function after({ invocations }: Scan, index: number): number[] {
  return invocations.flatMap((_, at) => (at > index ? [at] : []));
}

/** What is piped into an invocation. */
function upstream({ pipelines }: Scan, index: number): number[] {
  return pipelines.flatMap(stages => {
    const at = stages.indexOf(index);
    return at > 0 ? stages.slice(0, at) : [];
  });
}

/** What stands in an invocation's words and redirects: `$(< file)`. */
function within({ invocations }: Scan, index: number): number[] {
  const around = invocations[index]?.span;
  if (around === undefined) return [];
  return invocations.flatMap(({ span }, at) =>
    span.source === around.source && span.start > around.start && span.end <= around.end ? [at] : [],
  );
}
