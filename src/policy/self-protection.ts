import { globText } from './match/glob-text.ts';
import {
  HOOK_FILES,
  INSTALLED,
  INTERPRETERS,
  READERS,
  SERVICE_FILES,
  SETTING_UP,
  SWITCHES,
  VERBS,
} from './protected-names.ts';
import type { Conditions, Rule, Scope } from './rule.ts';

/** What the built-in rules keep agents away from. All paths absolute. */
export interface Protected {
  /** Rampart's home. */
  readonly home: string;
  /** Where Rampart's own program lies. */
  readonly packageDir: string;
  readonly userHome: string;
  /** Settings files of agents that `setup` has put hook entries into, wherever they are. */
  readonly settings?: readonly string[] | undefined;
  /** The daemon's process, if one runs. */
  readonly daemonPid?: number | undefined;
}

/** The policy name of built-in rules; no file may use it. */
export const BUILTIN_POLICY = 'rampart';

const DENIED = 'an agent may not change the guard it runs under';

/**
 * Self-protection: rules that hold under any policy and under none, in any mode. They keep an agent from answering for
 * a person, from changing Rampart's files and hook entries, and from stopping its daemon.
 */
export function selfProtection({
  home,
  packageDir,
  userHome,
  daemonPid,
  settings = [],
}: Protected): readonly Rule[] {
  const hookFiles = [...HOOK_FILES, ...settings.map(globText)];
  const own = [globText(home), `${globText(home)}/**`];
  const exec: Scope = { tool: ['exec'] };
  const readers = { program: READERS.map(globText) };
  return [
    rule('approve', 'only a person may answer or stop the guard', {
      program: ['rampart', '*/rampart', '{,*/}rampart.js'],
      args: VERBS.flatMap(verb => [verb, `-* ${verb}`]),
    }),
    rule(
      'set-up',
      'only a person may say what is guarded, and start or change the guard',
      {
        program: ['rampart', '*/rampart', '{,*/}rampart.js'],
        args: SETTING_UP.flatMap(verb => [verb, `-* ${verb}`]),
      },
      { args: ['*--{help,dry-run,detect}'] },
    ),
    rule('switches', 'only a person may switch the guard off', { env: SWITCHES }),
    rule('switches-set', 'only a person may switch the guard off', {
      program: ['export', 'declare', 'typeset'],
      args: SWITCHES.map(name => `${name}=*`),
    }),
    rule('approve-by-path', 'only a person may answer or stop the guard', {
      program: ['node', 'nodejs', 'bun', 'deno', 'tsx', 'ts-node', '*/node', '*/bun'],
      path_matches: [`${globText(packageDir)}/**`, '**/rampart.js', '**/node_modules/rampart/**'],
      args: VERBS.flatMap(verb => [`*s ${verb}`, `*s -* ${verb}`]),
    }),
    rule('approve-by-package', 'only a person may answer or stop the guard', {
      program: ['npx', 'bunx', 'pnpx', 'npm', 'pnpm', 'yarn', 'bun'],
      args: VERBS.flatMap(verb => [`*rampart{,@*} ${verb}`, `*rampart{,@*} -* ${verb}`]),
    }),
    rule('home', `${DENIED}: this writes into its home`, { effect: ['write', 'delete'], path_matches: own }),
    rule(
      'home-touch',
      `${DENIED}: this program may write what it is given`,
      { path_matches: own },
      readers,
      exec,
    ),
    rule(
      'home-named',
      `${DENIED}: this program may write what it is given`,
      { args: named(home) },
      readers,
      exec,
    ),
    rule('home-inside', `${DENIED}: this runs inside its home`, { cwd_matches: own }, readers, exec),
    rule('home-code', `${DENIED}: this code names its home`, {
      program: INTERPRETERS,
      args: spellings(home, userHome).map(one => `*${one}*`),
    }),
    rule('package', `${DENIED}: this writes over its program`, {
      effect: ['write', 'delete'],
      path_matches: [globText(packageDir), `${globText(packageDir)}/**`],
    }),
    rule('installed', `${DENIED}: this changes its program`, {
      effect: ['write', 'delete', 'move', 'chmod'],
      path: { matches: INSTALLED },
    }),
    rule('keys', 'only a person may see the keys that its records are signed with', {
      effect: ['read'],
      path_matches: [
        `${globText(home)}/data/keys`,
        `${globText(home)}/data/keys/**`,
        `${globText(home)}/*token*`,
      ],
    }),
    rule('hooks', `${DENIED}: this changes the hook entries of an agent`, {
      effect: ['write', 'delete'],
      path_matches: hookFiles,
    }),
    rule(
      'hooks-touch',
      `${DENIED}: this program may write the hook entries of an agent`,
      { path_matches: hookFiles },
      readers,
      exec,
    ),
    rule('service-file', `${DENIED}: this changes what keeps its daemon running`, {
      effect: ['write', 'delete'],
      path_matches: SERVICE_FILES,
    }),
    rule(
      'service-file-touch',
      `${DENIED}: this program may write what keeps its daemon running`,
      { path_matches: SERVICE_FILES },
      readers,
      exec,
    ),
    rule('hooks-folder', `${DENIED}: this removes the hook entries of an agent`, {
      effect: ['delete'],
      path_matches: ['**/.claude'],
    }),
    ...signalRules(daemonPid),
    rule('unread', `${DENIED}: this could not be read in full, and names it`, {
      unknown: ['limit', 'input-size', 'nesting', 'nul', 'parse'],
      command_contains: [
        home,
        ...ownName(home),
        '.claude/settings',
        'rampart approve',
        'rampart serve stop',
        packageDir,
      ],
    }),
  ];
}

function signalRules(pid: number | undefined): Rule[] {
  const message = `${DENIED}: this stops its daemon`;
  return [
    ...(pid === undefined
      ? []
      : [rule('signal', message, { program: ['kill', 'skill'], args: [`${pid}`, `-${pid}`] })]),
    rule('signal-all', message, { program: ['kill'], args: ['-* -1'] }),
    rule('signal-by-name', message, { program: ['pkill', 'killall', 'skill'], args: ['*rampart*'] }),
    rule('signal-found', message, {
      command_matches: [
        'kill *rampart*',
        '{pgrep,pidof} *rampart* | *kill*',
        'ps *rampart* | *kill*',
        'ps * | *rampart* | *kill*',
        'cat *serve.pid* | *kill*',
      ],
    }),
    rule('service', message, {
      program: ['systemctl', 'service', 'launchctl', 'rc-service'],
      command_matches: [
        '* {stop,disable,mask,kill,restart,bootout,unload,remove} *rampart*',
        '* *rampart* stop *',
      ],
    }),
  ];
}

function rule(id: string, message: string, when: Conditions, unless?: Conditions, scope: Scope = {}): Rule {
  return {
    name: `${BUILTIN_POLICY}/${id}`,
    action: 'deny',
    message,
    builtin: true,
    layer: 'system',
    file: 'built-in',
    line: 0,
    scope,
    when,
    ...(unless === undefined ? {} : { unless }),
  };
}

/** An argument that is, or is an option for, something in this directory. */
function named(directory: string): string[] {
  const plain = globText(directory);
  return [plain, `${plain}/*`, `*[=:,@]${plain}`, `*[=:,@]${plain}/*`];
}

/** A name like `.rampart`, which means one thing only. */
function ownName(directory: string): string[] {
  const name = directory.slice(directory.lastIndexOf('/') + 1);
  return name.startsWith('.') && name.length > 2 ? [name] : [];
}

/** How code may spell a directory: by its path, from the home directory, or by a name of its own like `.rampart`. */
function spellings(directory: string, userHome: string): string[] {
  const below = directory.startsWith(`${userHome}/`) ? directory.slice(userHome.length) : undefined;
  return [
    globText(directory),
    ...(below === undefined ? [] : [`~${globText(below)}`, `HOME${globText(below)}`]),
    ...ownName(directory).map(globText),
  ];
}
