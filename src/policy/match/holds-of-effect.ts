import type { Effect } from '../../core/effect.ts';
import type { Glob } from '../../core/glob.ts';
import { matchText } from '../../core/glob-match.ts';
import { allOf, anyOf, both, known, type Match } from '../../core/match.ts';
import { namesBelow } from './below.ts';
import type { EffectConditions, HostConditions, PathConditions } from './effect-conditions.ts';
import { globMeets } from './glob-meets.ts';
import { matchAny, matchNone, type Reading } from './text.ts';
import type { TouchedEffect } from './touched-effect.ts';
import type { TouchedPath } from './touched-path.ts';

/** Whether everything a rule asks of an effect holds of this one. */
export function holdsOfEffect(asked: EffectConditions, touched: TouchedEffect, reading: Reading): Match {
  const { effect } = touched;
  const { kinds, deeds, sql, recursive, force, privileged, remote } = asked;
  if (kinds !== undefined && !kinds.includes(effect.kind)) return 'no';
  if (deeds !== undefined && !isDeed(deeds, effect)) return 'no';
  if (sql !== undefined && (effect.on !== 'resource' || !isDeed(sql, effect))) return 'no';
  if (recursive !== undefined && recursive !== effect.recursive) return 'no';
  if (force !== undefined && force !== effect.force) return 'no';
  if (privileged !== undefined && privileged !== effect.privileged) return 'no';
  if (remote !== undefined && remote !== effect.remote) return 'no';
  let match: Match = effect.certain || reading === 'strict' ? 'must' : 'may';
  const and = (next: () => Match): void => {
    if (match !== 'no') match = both(match, next());
  };
  const { path, host, resources } = asked;
  if (path) and(() => holdsOfPlace(path, touched, reading));
  if (host) and(() => holdsOfHost(host, touched, reading));
  if (resources) and(() => (effect.on === 'resource' ? matchAny(resources, touched.text, reading) : 'no'));
  return match;
}

function isDeed(globs: readonly Glob[], { deed = '' }: Effect): boolean {
  return globs.some(glob => matchText(glob, deed));
}

/** What a place or host that is not known comes to: only an exception from a grant has to fear it. */
function unknown(reading: Reading): Match {
  return reading === 'utmost' ? 'may' : 'no';
}

function holdsOfPlace(asked: PathConditions, touched: TouchedEffect, reading: Reading): Match {
  const { effect, path } = touched;
  if (effect.on !== 'path' || path === undefined) return 'no';
  // With a hole in it, a path may lead out of where it begins: `build/⟨X⟩` with `../..` in X.
  const certain = effect.known !== 'hole' || reading !== 'strict';
  const inside = (names: readonly string[]): boolean =>
    effect.places.some(place => names.includes(place)) ||
    (touched.atWorkingDirectory && names.includes('working-directory'));
  const isUnknown = effect.places.includes('unknown');
  let match: Match = 'must';
  const and = (next: () => Match): void => {
    if (match !== 'no') match = both(match, next());
  };
  const { in: names, not_in: others, globs, notGlobs } = asked;
  if (names) and(() => (inside(names) ? known(certain) : isUnknown || !certain ? unknown(reading) : 'no'));
  if (others)
    and(() => (isUnknown && !inside(others) ? unknown(reading) : known(certain && !inside(others))));
  if (globs) and(() => (certain ? matchPath(globs, path, reading) : 'no'));
  if (notGlobs) and(() => matchNone(notGlobs, path.text));
  return match;
}

function holdsOfHost(asked: HostConditions, { effect, hosts }: TouchedEffect, reading: Reading): Match {
  if (effect.on !== 'host') return 'no';
  const { in: names, not_in: others, globs, notGlobs } = asked;
  let match: Match = 'must';
  const and = (next: () => Match): void => {
    if (match !== 'no') match = both(match, next());
  };
  const isUnknown = effect.host === 'unknown';
  const inside = (of: readonly string[]): boolean => of.includes(effect.host);
  if (names) and(() => (isUnknown && !inside(names) ? unknown(reading) : known(inside(names))));
  if (others) and(() => (isUnknown && !inside(others) ? unknown(reading) : known(!inside(others))));
  const quantify = reading === 'strict' ? allOf : anyOf;
  if (globs) and(() => quantify(hosts, host => matchAny(globs, host, reading)));
  if (notGlobs) and(() => allOf(hosts, host => matchNone(notGlobs, host)));
  return match;
}

/** A path, what a file name pattern in it can expand to, and what goes with a directory that is deleted as a whole. */
export function matchPath(globs: readonly Glob[], path: TouchedPath, reading: Reading): Match {
  const match = matchAny(globs, path.text, reading);
  if (match !== 'no' || reading === 'strict') return match;
  const { pattern } = path;
  if (pattern !== undefined && globs.some(glob => globMeets(glob, pattern))) return 'may';
  return path.kind === 'delete' && path.recursive && globs.some(glob => namesBelow(glob, path))
    ? 'may'
    : 'no';
}
