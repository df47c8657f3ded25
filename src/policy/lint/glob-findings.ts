import { messageOf, type Position, RampartError } from '../../core/error.ts';
import { EXAMPLE_HOME } from '../examine.ts';
import type { FilePolicy, FileRule } from '../file/policy-file.ts';
import { type FindingDetail, finding, type PolicyFinding, quoted } from '../finding.ts';
import { compileConditions } from '../match/conditions.ts';
import type { Conditions } from '../rule.ts';

type GlobKey = Extract<
  keyof Conditions,
  `${string}_matches` | 'command_not_matches' | 'program' | 'args' | 'env' | 'agent'
>;

const PATH_KEYS: readonly string[] = ['path_matches', 'path_not_matches', 'cwd_matches'];
const COMMAND_KEYS: readonly string[] = ['command_matches', 'command_not_matches'];
const GLOB_KEYS = [
  'command_matches',
  'command_not_matches',
  'program',
  'args',
  'path_matches',
  'path_not_matches',
  'cwd_matches',
  'url_matches',
  'domain_matches',
  'session_matches',
  'agent',
  'env',
] as const satisfies readonly GlobKey[];

/** Globs of a rule that do not compile, can never match, or hardly mean what they say. */
export function globFindings(rule: FileRule): PolicyFinding[] {
  return (['when', 'unless'] as const).flatMap(part => {
    const conditions = rule.rule[part];
    if (conditions === undefined) return [];
    return GLOB_KEYS.flatMap(key =>
      (conditions[key] ?? []).flatMap((glob, index) => {
        const at = rule.keyAt(part, key, index);
        return compileError(key, glob, at, rule.rule.name) ?? meaning(key, glob, at, rule.rule.name);
      }),
    ).concat(nestedFindings(rule, part, conditions));
  });
}

/** The same of globs inside `path` and `host`, and of directories in `under`. */
function nestedFindings(
  rule: FileRule,
  part: 'when' | 'unless',
  { path, host, resource }: Conditions,
): PolicyFinding[] {
  const lists: readonly [readonly string[] | undefined, GlobKey, readonly string[]][] = [
    [path?.matches, 'path_matches', ['path', 'matches']],
    [path?.not_matches, 'path_not_matches', ['path', 'not_matches']],
    [path?.under, 'path_matches', ['path', 'under']],
    [host?.matches, 'domain_matches', ['host', 'matches']],
    [host?.not_matches, 'domain_matches', ['host', 'not_matches']],
    [resource, 'args', ['resource']],
  ];
  return lists.flatMap(([globs, key, keys]) =>
    (globs ?? []).flatMap((glob, index) => {
      const at = rule.keyAt(part, ...keys, index);
      const text = keys.includes('under') ? `${glob.replace(/\/+$/, '')}/**` : glob;
      return compileError(key, text, at, rule.rule.name) ?? meaning(key, text, at, rule.rule.name);
    }),
  );
}

/** Globs of a policy's `match` that do not compile. */
export function scopeFindings({ at, rules }: FilePolicy): PolicyFinding[] {
  const scope = rules[0]?.rule.scope;
  return [
    ...(scope?.agent ?? []).flatMap(glob => compileError('agent', glob, at) ?? []),
    ...(scope?.session ?? []).flatMap(glob => compileError('session_matches', glob, at) ?? []),
  ];
}

function compileError(key: GlobKey, glob: string, at: Position, rule?: string): PolicyFinding[] | undefined {
  try {
    compileConditions({ [key]: [glob] }, EXAMPLE_HOME);
    return undefined;
  } catch (thrown) {
    const hint = thrown instanceof RampartError ? thrown.hint : undefined;
    return [finding('glob', at, messageOf(thrown), { rule, hint })];
  }
}

function meaning(key: GlobKey, glob: string, at: Position, rule: string): PolicyFinding[] {
  const never = (reason: string, hint: string): PolicyFinding[] => [
    finding('unreachable', at, `glob can never match, ${reason}: ${quoted(glob)}`, { rule, hint }),
  ];
  const doubtful = (message: string, detail: FindingDetail): PolicyFinding[] => [
    finding('spelling', at, `${message}: ${quoted(glob)}`, { rule, severity: 'warning', ...detail }),
  ];
  if (PATH_KEYS.includes(key)) {
    if (!/^(?:\/|~\/|~$|[*?{[])/.test(glob))
      return never('as paths are absolute when they are matched', `write **/${glob.replace(/^\.?\//, '')}`);
    if (glob.length > 1 && glob.endsWith('/'))
      return never('as no path ends in a slash', `write ${glob}** for what is below`);
    if (/\/\.{0,2}\//.test(glob))
      return never('as paths are folded when they are matched', 'leave out //, /./ and /../');
  }
  if (key === 'domain_matches' && /[A-Z/@]|[^:]:\d+$/.test(glob))
    return never('as it is held against a host name in lower case alone', 'write the host name only');
  if (key === 'program' && /^\/(?:usr\/(?:local\/)?)?s?bin\/[^/]+$/.test(glob))
    return never(
      'as a program of a standard directory is matched by its name',
      `write ${glob.replace(/^.*\//, '')}`,
    );
  if (COMMAND_KEYS.includes(key) && /(?:^|[ ='"])~\//.test(glob))
    return doubtful('the shell has expanded ~ before this is matched', { hint: 'use path_matches' });
  if (COMMAND_KEYS.includes(key) && / {2}|^ /.test(glob))
    return doubtful('words are joined by one space before this is matched', { hint: 'write single spaces' });
  if ([...COMMAND_KEYS, 'args'].includes(key) && /^\^|(?:^|[\s)])\.\*|\\[sdw](?![a-z])/.test(glob))
    return doubtful('this looks like a regular expression', {
      hint: 'globs are anchored, and * matches anything',
    });
  return [];
}
