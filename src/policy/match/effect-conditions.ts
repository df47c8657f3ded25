import type { EffectKind } from '../../core/effect.ts';
import { type Glob, type GlobMaker, union } from '../../core/glob.ts';
import type { Conditions, HostCondition, PathCondition } from '../rule.ts';
import { SQL_DEEDS } from './sql-statements.ts';

/** What a rule asks of one effect, with its globs compiled: all of it must hold of one and the same. */
export interface EffectConditions {
  readonly kinds: readonly EffectKind[] | undefined;
  readonly deeds: readonly Glob[] | undefined;
  readonly sql: readonly Glob[] | undefined;
  readonly path: PathConditions | undefined;
  readonly host: HostConditions | undefined;
  readonly resources: readonly Glob[] | undefined;
  readonly recursive: boolean | undefined;
  readonly force: boolean | undefined;
  readonly privileged: boolean | undefined;
  readonly remote: boolean | undefined;
}

export interface PathConditions extends Pick<PathCondition, 'in' | 'not_in'> {
  readonly globs: readonly Glob[] | undefined;
  readonly notGlobs: readonly Glob[] | undefined;
}

export interface HostConditions extends Pick<HostCondition, 'in' | 'not_in'> {
  readonly globs: readonly Glob[] | undefined;
  readonly notGlobs: readonly Glob[] | undefined;
}

const EFFECT_KEYS: readonly (keyof Conditions)[] = [
  'path',
  'host',
  'resource',
  'deed',
  'sql',
  'force',
  'privileged',
  'remote',
  'count',
];

/** Kinds that the older keys (`path_matches`, `recursive`) know. */
const PATH_KINDS: readonly EffectKind[] = ['read', 'write', 'delete', 'send', 'download'];

/** Whether a rule asks about effects one by one; one that only has older keys asks about the paths it touches. */
export function asksOfEffects(from: Conditions): boolean {
  return (
    EFFECT_KEYS.some(key => from[key] !== undefined) ||
    from.effect?.some(kind => !PATH_KINDS.includes(kind)) === true
  );
}

/**
 * @param inHome a path glob with `~` at its start as the home
 * @throws RampartError E_INPUT for a glob that does not compile
 */
export function compileEffects(
  from: Conditions,
  inHome: (glob: string) => string,
  { command, path: pathGlob }: GlobMaker,
): EffectConditions {
  const paths = (globs: readonly string[]): Glob[] => [union(globs.map(glob => pathGlob(inHome(glob))))];
  const commandsOf = (globs: readonly string[]): Glob[] => [union(globs.map(command))];
  const { path, host } = from;
  // The older keys, beside the new ones, are about the same effect.
  const pathGlobs = [
    ...(path?.matches ?? []),
    ...(path?.under ?? []).map(directory => `${directory.replace(/\/+$/, '')}/**`),
    ...(from.path_matches ?? []),
  ];
  const notPaths = [...(path?.not_matches ?? []), ...(from.path_not_matches ?? [])];
  const hostGlobs = [...(host?.matches ?? []), ...(from.domain_matches ?? [])];
  return {
    kinds: from.effect,
    deeds: from.deed && commandsOf(from.deed),
    sql: from.sql && commandsOf(from.sql.flatMap(statement => SQL_DEEDS[statement])),
    path:
      path === undefined && pathGlobs.length + notPaths.length === 0
        ? undefined
        : {
            ...placesOf(path),
            globs: pathGlobs.length === 0 ? undefined : paths(pathGlobs),
            notGlobs: notPaths.length === 0 ? undefined : paths(notPaths),
          },
    host:
      host === undefined && hostGlobs.length === 0
        ? undefined
        : {
            ...placesOf(host),
            globs: hostGlobs.length === 0 ? undefined : commandsOf(hostGlobs),
            notGlobs: host?.not_matches && commandsOf(host.not_matches),
          },
    resources: from.resource && commandsOf(from.resource),
    recursive: from.recursive,
    force: from.force,
    privileged: from.privileged,
    remote: from.remote,
  };
}

function placesOf<Name>(
  from: { readonly in?: readonly Name[]; readonly not_in?: readonly Name[] } | undefined,
): { readonly in?: readonly Name[]; readonly not_in?: readonly Name[] } {
  return {
    ...(from?.in === undefined ? {} : { in: from.in }),
    ...(from?.not_in === undefined ? {} : { not_in: from.not_in }),
  };
}
