import { join, literalText, textOf, type Word, word } from '../../core/word.ts';
import { type Draft, onHost, onPath } from '../draft.ts';
import type { Family } from '../model.ts';
import { cloudGrants } from './cloud-grants.ts';

function rewrites(deed: string, target: Word, force = false): Draft {
  return { kind: 'history-rewrite', target, on: 'resource', deed, force };
}

function discards(deed: string, target: Word): Draft {
  return { kind: 'delete', target, on: 'resource', deed };
}

/** Words of a subcommand after git's own options; `git -C dir push -f` gives `push`, `-f`. */
function subcommand(argv: readonly Word[]): { readonly name: string; readonly rest: readonly Word[] } {
  let at = 1;
  for (; at < argv.length; at++) {
    const text = literalText(argv[at] ?? []);
    if (!text.startsWith('-')) break;
    if (
      /^(?:-[cC]|--(?:git-dir|work-tree|namespace|exec-path|super-prefix|config-env|attr-source))$/.test(text)
    )
      at++;
  }
  return { name: textOf(argv[at] ?? []) ?? '', rest: argv.slice(at + 1) };
}

/** Options of a subcommand as texts, and its operands; `--` is kept apart. */
function taken(
  rest: readonly Word[],
  valued: RegExp,
  names = '',
): { options: string[]; operands: Word[]; paths: Word[] | undefined } {
  const options: string[] = [];
  const operands: Word[] = [];
  for (let at = 0; at < rest.length; at++) {
    const one = rest[at] ?? [];
    const text = literalText(one);
    if (text === '--') return { options, operands, paths: rest.slice(at + 1) };
    if (/^-[a-zA-Z]/.test(text)) {
      // Clusters of letters are taken apart; what follows a letter that takes a value is its value.
      for (let index = 1; index < text.length; index++) {
        options.push(`-${text[index]}`);
        if (!valued.test(`-${text[index]}`)) continue;
        if (index === text.length - 1) at++;
        break;
      }
    } else if (/^-./.test(text)) {
      const name = completed(text, names);
      options.push(name);
      if (valued.test(name)) at++;
    } else operands.push(one);
  }
  return { options, operands, paths: undefined };
}

/** git takes any beginning of a long option that only one has (gitcli(7)). */
function completed(written: string, names: string): string {
  if (!written.startsWith('--') || names === '') return written;
  const equals = written.indexOf('=');
  const name = written.slice(2, equals < 0 ? undefined : equals);
  const fits = names.split(' ').filter(one => one.startsWith(name));
  const [only = name] = fits;
  const meant = fits.includes(name) ? name : fits.length === 1 ? only : undefined;
  return meant === undefined ? written : `--${meant}${equals < 0 ? '' : written.slice(equals)}`;
}

/** Long options of subcommands that take something away (git 2.47). */
const LONG = {
  reset:
    'quiet no-refresh refresh mixed soft hard merge keep recurse-submodules patch intent-to-add pathspec-from-file pathspec-file-nul help',
  clean: 'quiet dry-run force interactive exclude help',
  checkout:
    'quiet progress force ours theirs detach track no-track guess orphan overlay ignore-skip-worktree-bits merge conflict patch ignore-other-worktrees overwrite-ignore recurse-submodules pathspec-from-file pathspec-file-nul unified inter-hunk-context help',
  switch:
    'create force-create detach guess discard-changes force merge conflict quiet progress track orphan ignore-other-worktrees recurse-submodules help',
  restore:
    'source patch worktree staged quiet progress ours theirs merge conflict ignore-unmerged ignore-skip-worktree-bits recurse-submodules overlay pathspec-from-file pathspec-file-nul unified inter-hunk-context help',
  branch:
    'delete create-reflog force move copy list ignore-case column sort show-current remotes all verbose quiet abbrev track set-upstream-to unset-upstream edit-description contains merged points-at format recurse-submodules help',
  tag: 'annotate sign local-user force delete verify list sort color ignore-case column contains merged points-at message file trailer edit cleanup create-reflog format help',
  push: 'all branches prune mirror dry-run porcelain delete tags follow-tags signed atomic push-option receive-pack exec force-with-lease force force-if-includes repo set-upstream thin quiet verbose progress recurse-submodules verify ipv4 ipv6 help',
} as const;

/** A beginning of `--force` that a later or an earlier git may take for it. */
const FORCE = /^--forc?e?$/;

const SHARED = /^(?:.*:)?(?:refs\/heads\/)?(?:main|master|develop|trunk|production|release.*)$/;

/** `origin` is a name in the repository's settings, not a host. */
function byName(remote: Word): Pick<Draft, 'host'> {
  return /[:/]/.test(literalText(remote)) ? {} : { host: 'unknown' };
}

const STRANGER =
  /^[a-z+]+:\/\/[^/@]+:[^/@]+@(?!(?:[\w.-]+\.)?(?:github\.com|gitlab\.com|bitbucket\.org|codeberg\.org|dev\.azure\.com))/i;

function push(rest: readonly Word[]): Draft[] {
  const {
    options,
    operands,
    paths = [],
  } = taken(rest, /^(?:-o|--push-option|--repo|--receive-pack|--exec)$/, LONG.push);
  const has = (...names: readonly string[]): boolean => names.some(name => options.includes(name));
  if (has('-n', '--dry-run', '-h', '--help')) return [];
  const [remote = word('origin'), ...refs] = [...operands, ...paths];
  const about = join([remote, ...refs], ' ');
  const deleted = refs.filter(one => literalText(one).startsWith(':') && literalText(one).length > 1);
  // `main:+main` is no ref, and meant as `+main:main`.
  const forced = refs.some(one => /^\+|:\+/.test(literalText(one)));
  const shared = refs.some(one => SHARED.test(literalText(one).replace(/^[+:]/, '')));
  const lease = options.some(one => one.startsWith('--force-with-lease') || one === '--force-if-includes');
  // Everything there is, to an address with its password in it: no remote of this repository.
  const whole = has('--all', '--mirror', '--tags', '--branches');
  const force = has('-f') || options.some(one => FORCE.test(one));
  return [
    /^[./~]/.test(literalText(remote))
      ? onPath('write', remote, { deed: 'push' })
      : onHost('send', remote, {
          deed: whole && STRANGER.test(literalText(remote)) ? 'push-elsewhere' : 'push',
          ...byName(remote),
        }),
    ...(force || forced ? [rewrites(shared ? 'force-push-shared' : 'force-push', about, true)] : []),
    ...(lease && !force && !forced && shared ? [rewrites('force-push-lease', about)] : []),
    ...(has('--mirror', '--prune') ? [rewrites('mirror-push', about, true)] : []),
    ...(has('-d', '--delete') || deleted.length > 0
      ? [rewrites(shared ? 'delete-shared-branch' : 'delete-remote-branch', about)]
      : []),
  ];
}

/** Settings of git that name a program it runs, or where it finds its hooks. */
const RUNS_CODE =
  /^(?:core\.(?:pager|editor|sshcommand|fsmonitor|hookspath|askpass|gitproxy)|alias\.|credential\.(?:.*\.)?helper|diff\.(?:.*\.)?(?:external|textconv|command)|difftool\.|mergetool\.|merge\..*\.driver|filter\.|gpg\.(?:.*\.)?program|sequence\.editor|pager\.|interactive\.difffilter|uploadpack\.packobjectshook|url\..*\.insteadof|http\.proxy|include\.path|includeif\.|init\.templatedir|protocol\.)/i;

/** Where anybody on the machine can put a hook. */
const OUTSIDE = /^\/(?:tmp|var\/tmp|dev\/shm)\//;

const TALKS = /^!.*(?:\b(?:curl|wget|n(?:c|cat|etcat)|socat|telnet)\s|\/dev\/tcp\/)/s;

function config(rest: readonly Word[]): Draft[] {
  const { options, operands } = taken(rest, /^(?:-f|--file|--blob|--type|--default)$/);
  const [name = word('')] = operands;
  const verb = literalText(name);
  if (options.some(one => /^(?:-l|--list|--get.*|--show.*|-e)$/.test(one)) || /^(?:list|get)$/.test(verb))
    return [];
  const sets = /^(?:set|unset|rename-section|remove-section)$/.test(verb);
  const key = sets ? (operands[1] ?? name) : name;
  const value = operands[sets ? 2 : 1] ?? word('');
  const unset = options.some(one => /^--(?:unset|remove|rename|replace|add)/.test(one));
  if (!sets && !unset && operands.length < 2) return [];
  const scope = options.find(one => /^--(?:global|system|local|worktree)$/.test(one)) ?? '--local';
  return [
    {
      kind: 'configure',
      target: join([word('git'), key], ' '),
      on: 'resource',
      deed: RUNS_CODE.test(literalText(key)) ? 'git-code' : `git-config-${scope.slice(2)}`,
    },
    ...((scope !== '--local' &&
      /^core\.hookspath$/i.test(literalText(key)) &&
      OUTSIDE.test(literalText(value))) ||
    (RUNS_CODE.test(literalText(key)) && OUTSIDE.test(literalText(value).replace(/^!/, '')))
      ? [{ kind: 'persist', target: value, on: 'resource', deed: 'git-hooks' } as const]
      : []),
    // A helper is given every password; one that talks to somebody else passes them on.
    ...(/^credential\.(?:.*\.)?helper$/i.test(literalText(key)) && TALKS.test(literalText(value))
      ? [{ kind: 'execute', target: value, on: 'resource', deed: 'git-program' } as const]
      : []),
  ];
}

/** What the subcommands do that a table cannot say: it depends on options together. */
const SUBCOMMANDS: Readonly<Record<string, (rest: readonly Word[]) => Draft[]>> = {
  push,
  config,
  reset(rest) {
    const { options, operands } = taken(rest, /^--pathspec-from-file$/, LONG.reset);
    const about = operands[0] ?? word('HEAD');
    return options.some(one => /^--(?:hard|merge)$/.test(one)) ? [discards('reset-hard', about)] : [];
  },
  clean(rest) {
    const { options, operands, paths = [] } = taken(rest, /^(?:-e|--exclude)$/, LONG.clean);
    const has = (...names: readonly string[]): boolean => names.some(name => options.includes(name));
    if (has('-n', '--dry-run', '-i', '--interactive') || !has('-f', '--force')) return [];
    const targets = [...operands, ...paths];
    const deed = has('-x', '-X') ? 'clean-ignored' : 'clean';
    return (targets.length === 0 ? [word('untracked files')] : targets).map(one => discards(deed, one));
  },
  checkout(rest) {
    const { options, operands, paths } = taken(
      rest,
      /^(?:-b|-B|--orphan|--conflict|--pathspec-from-file|--unified|--inter-hunk-context)$/,
      LONG.checkout,
    );
    const [first] = operands;
    if (paths !== undefined && paths.length > 0) return [discards('discard-changes', join(paths, ' '))];
    if (options.some(one => one.startsWith('--pathspec-from-file')))
      return [discards('discard-changes', word('files'))];
    if (options.some(one => /^(?:-f|--force)$/.test(one)))
      return [discards('discard-changes', first ?? word('HEAD'))];
    if (options.some(one => one === '-B')) return [discards('move-branch', first ?? word('branch'))];
    const onlyPaths = first !== undefined && /^(?:\.{1,2}(?:\/|$)|:\/|\*)/.test(literalText(first));
    const second = operands.length > 1 && !options.some(one => /^(?:-b|-t|--track|--orphan)$/.test(one));
    return onlyPaths || second ? [discards('discard-changes', join(operands, ' '))] : [];
  },
  switch(rest) {
    const { options, operands } = taken(
      rest,
      /^(?:-c|-C|--create|--force-create|--orphan|--conflict)$/,
      LONG.switch,
    );
    const forces = options.some(one => /^(?:-f|--force|--discard-changes)$/.test(one));
    const moves = options.some(one => one === '-C' || one.startsWith('--force-create'));
    return forces || moves
      ? [discards(forces ? 'discard-changes' : 'move-branch', operands[0] ?? word('HEAD'))]
      : [];
  },
  restore(rest) {
    const {
      options,
      operands,
      paths = [],
    } = taken(
      rest,
      /^(?:-s|-U|--source|--conflict|--pathspec-from-file|--unified|--inter-hunk-context)$/,
      LONG.restore,
    );
    const said = (yes: RegExp, no: string): boolean | undefined => {
      const last = options.findLast(one => yes.test(one) || one === no);
      return last === undefined ? undefined : last !== no;
    };
    const staged = said(/^(?:-S|--staged)$/, '--no-staged');
    const worktree = said(/^(?:-W|--worktree)$/, '--no-worktree');
    // Without either place git restores nothing, and says so.
    if ((staged === false || worktree === false) && staged !== true && worktree !== true) return [];
    if (
      options.findLast(one => /^(?:-p|--(?:no-)?patch)$/.test(one)) === '--no-patch' &&
      operands.length === 0
    )
      return [];
    const picks = options.some(one => /^(?:-p$|--patch$|--pathspec-from-file)/.test(one));
    const targets = [...operands, ...paths];
    if ((staged === true && worktree !== true) || options.includes('-h') || (targets.length === 0 && !picks))
      return [];
    if (targets.length === 0) return [discards('discard-changes', word('files'))];
    return [discards('discard-changes', join(targets, ' '))];
  },
  stash(rest) {
    const [verb = ''] = rest.map(literalText);
    return /^(?:drop|clear)$/.test(verb)
      ? [discards(`stash-${verb}`, join([word('stash'), ...rest.slice(1)], ' '))]
      : [];
  },
  branch(rest) {
    const { options, operands } = taken(
      rest,
      /^(?:-u|--set-upstream-to|--contains|--no-contains|--sort|--format|--points-at)$/,
      LONG.branch,
    );
    const has = (...names: readonly string[]): boolean => names.some(name => options.includes(name));
    const about = join(operands, ' ');
    if (has('-D') || (has('-d', '--delete') && has('-f', '--force')))
      return [rewrites('delete-branch', about, true)];
    if (has('-M', '-C') || (has('-f', '--force') && operands.length > 0))
      return [rewrites('move-branch', about, true)];
    return [];
  },
  tag(rest) {
    const { options, operands } = taken(
      rest,
      /^(?:-m|-F|-u|--message|--file|--local-user|--sort|--format|--contains|--points-at)$/,
      LONG.tag,
    );
    return options.some(one => /^(?:-d|--delete)$/.test(one))
      ? [rewrites('delete-tag', join(operands, ' '))]
      : [];
  },
  worktree(rest) {
    const { options, operands } = taken(rest.slice(1), /^(?:-b|-B|--reason)$/);
    const forces = options.some(one => one === '-f' || FORCE.test(one));
    if (textOf(rest[0] ?? []) !== 'remove') return [];
    return operands.map(one =>
      // Without force git leaves a tree that holds changes as it is (git-worktree(1)).
      onPath('delete', one, {
        recursive: forces,
        deed: forces ? 'worktree-force' : 'worktree',
        force: forces,
      }),
    );
  },
  reflog(rest) {
    const [verb = ''] = rest.map(literalText);
    const about = join(rest.slice(1), ' ');
    if (verb === 'delete') return [rewrites('reflog-delete', about)];
    return verb === 'expire' && !rest.some(one => literalText(one) === '--dry-run')
      ? [rewrites('reflog-expire', about)]
      : [];
  },
  gc: rest =>
    rest.some(one => /^--prune=(?:now|all)/.test(literalText(one)))
      ? [rewrites('prune', word('unreachable objects'))]
      : [],
  prune: rest =>
    rest.some(one => /^(?:-n|--dry-run)$/.test(literalText(one)))
      ? []
      : [rewrites('prune', word('unreachable objects'))],
  'filter-branch': rest => [rewrites('filter', join(rest, ' '))],
  'filter-repo': rest =>
    rest.some(one => /^--(?:dry-run|analyze|help)$/.test(literalText(one)))
      ? []
      : [rewrites('filter', join(rest, ' '))],
  'update-ref': rest =>
    rest.some(one => literalText(one) === '-d') ? [rewrites('delete-ref', join(rest, ' '))] : [],
  'symbolic-ref': rest =>
    rest.some(one => /^(?:-d|--delete)$/.test(literalText(one)))
      ? [rewrites('delete-ref', join(rest, ' '))]
      : [],
  rebase(rest) {
    const { options, operands } = taken(rest, /^(?:--onto|-x|--exec|-s|-X|--strategy)$/);
    return options.some(one => /^--(?:continue|skip|quit|show-current-patch|edit-todo)$/.test(one))
      ? []
      : options.includes('--abort')
        ? [discards('abort', word('rebase'))]
        : [
            {
              kind: 'write',
              target: join([word('commits'), ...operands], ' '),
              on: 'resource',
              deed: 'rebase',
            },
          ];
  },
  merge: rest => (rest.some(one => literalText(one) === '--abort') ? [discards('abort', word('merge'))] : []),
  commit: rest =>
    rest.some(one => /^--amend$/.test(literalText(one)))
      ? [{ kind: 'write', target: word('commit HEAD'), on: 'resource', deed: 'amend' }]
      : [],
  remote(rest) {
    const [verb = ''] = rest.map(literalText);
    return /^(?:add|set-url|remove|rm|rename)$/.test(verb)
      ? [
          {
            kind: 'configure',
            target: join([word('git remote'), ...rest.slice(1)], ' '),
            on: 'resource',
            deed: 'git-remote',
          },
        ]
      : [];
  },
  submodule: rest => {
    const [verb = ''] = rest.map(literalText);
    const forced = rest.some(one => /^(?:-f|--force)$/.test(literalText(one)));
    if (verb === 'deinit' && forced) return [discards('submodule-deinit', join(rest.slice(1), ' '))];
    if (verb !== 'foreach') return [];
    return [{ kind: 'execute', target: join(rest.slice(1), ' '), on: 'resource', deed: 'shell' }];
  },
  bisect: rest =>
    literalText(rest[0] ?? []) === 'run'
      ? [{ kind: 'execute', target: join(rest.slice(1), ' '), on: 'resource', deed: 'bisect' }]
      : [],
  credential: rest =>
    literalText(rest[0] ?? []) === 'fill'
      ? [{ kind: 'inspect-secrets', target: word('git credentials'), on: 'resource', deed: 'credential' }]
      : [],
  clone(rest) {
    const { operands } = taken(
      rest,
      /^(?:-b|--branch|--depth|-o|--origin|-u|-c|--config|--reference|-j|--jobs|--filter|--template|--shallow-\w+|--separate-git-dir)$/,
    );
    const [from, to] = operands;
    if (from === undefined) return [];
    const source = /^[./~]/.test(literalText(from))
      ? onPath('read', from, { recursive: true })
      : onHost('download', from);
    return [source, onPath('write', to ?? word('.'), { deed: 'clone' })];
  },
  fetch: remoteRead,
  pull: remoteRead,
  'ls-remote': remoteRead,
  rm(rest) {
    const { options, operands, paths = [] } = taken(rest, /^--pathspec-from-file$/);
    const has = (...names: readonly string[]): boolean => names.some(name => options.includes(name));
    if (has('--cached', '-n', '--dry-run')) return [];
    return [...operands, ...paths].map(one =>
      onPath('delete', one, { recursive: has('-r'), force: has('-f', '--force'), deed: 'git-rm' }),
    );
  },
  mv(rest) {
    const { operands } = taken(rest, /^$/);
    return operands.map((one, at) => onPath(at === operands.length - 1 ? 'write' : 'move', one));
  },
  apply: patches,
  am: patches,
  archive: rest =>
    rest.flatMap((one, at) => {
      const text = literalText(one);
      const attached = /^--output=/.test(text) ? word(text.slice(9)) : undefined;
      const file = attached ?? (/^(?:-o|--output)$/.test(text) ? rest[at + 1] : undefined);
      return file === undefined ? [] : [onPath('write', file)];
    }),
  daemon: () => [{ kind: 'listen', target: word('9418'), on: 'resource', deed: 'git-daemon' }],
  'send-email': rest => [
    onHost('send', word('mail server'), { deed: 'mail' }),
    ...rest.filter(one => !literalText(one).startsWith('-')).map(one => onPath('read', one)),
  ],
};

function remoteRead(rest: readonly Word[]): Draft[] {
  const { operands, options } = taken(
    rest,
    /^(?:--depth|--deepen|-j|--jobs|--upload-pack|--shallow-\w+|-s|-X|--refmap|-o|--server-option)$/,
  );
  const [remote = word('origin')] = operands;
  const forced = operands.some(one => literalText(one).startsWith('+'));
  return [
    ...(/^[./~]/.test(literalText(remote))
      ? [onPath('read', remote)]
      : [onHost('download', remote, byName(remote))]),
    ...(forced || options.includes('--force')
      ? [{ kind: 'write', target: remote, on: 'resource', deed: 'force-fetch' } as const]
      : []),
  ];
}

function patches(rest: readonly Word[]): Draft[] {
  const { operands, options } = taken(rest, /^(?:-p|-C|--directory|--exclude|--include|--whitespace|-S)$/);
  if (options.some(one => /^--(?:check|stat|numstat|summary)$/.test(one))) return [];
  return operands.map(one => onPath('read', one));
}

/** Names of editors: what an agent has write its commit messages and to-do lists is its own affair. */
const EDITORS = /^(?:core|sequence)\.editor=/i;

/** `git -c core.pager=…`: a setting for one command is as good as a permanent one. */
function inlineSettings(argv: readonly Word[]): Draft[] {
  return argv.flatMap((one, at): Draft[] => {
    const written = literalText(one);
    const setting =
      literalText(argv[at - 1] ?? []) === '-c'
        ? written
        : /^-c(?=[a-z])/.test(written)
          ? written.slice(2)
          : '';
    if (!RUNS_CODE.test(setting)) return [];
    const own =
      isOwnProgram(setting.slice(setting.indexOf('=') + 1)) &&
      !EDITORS.test(setting) &&
      (!/^core\.(?:sshcommand|gitproxy)=/i.test(setting) || talksToOthers(argv));
    return [{ kind: 'execute', target: one, on: 'resource', deed: own ? 'git-program' : 'git-code' }];
  });
}

/** Whether a command of git's opens a connection, for which it starts ssh, or what was named in its place. */
export function talksToOthers(argv: readonly Word[]): boolean {
  const { name, rest } = subcommand(argv);
  const texts = rest.map(literalText);
  if (name === 'remote') return texts.some(one => /^(?:update|show|prune|set-head|add)$/.test(one));
  if (name === 'archive') return texts.some(one => one.startsWith('--remote'));
  return /^(?:clone|fetch|pull|push|ls-remote|submodule|fetch-pack|send-pack|lfs|annex|subtree)$/.test(name);
}

/** `--upload-pack=./x`, `ext::code`: the other end of a connection is a program that git starts. */
function otherEnds(rest: readonly Word[]): Draft[] {
  return rest.flatMap((one, at): Draft[] => {
    const written = literalText(one);
    const [, value = ''] = /^--(?:upload-pack|receive-pack|exec)=(.*)$/s.exec(written) ?? [];
    const named =
      value !== ''
        ? value
        : /^--(?:upload|receive)-pack$/.test(literalText(rest[at - 1] ?? []))
          ? written
          : '';
    return written.startsWith('ext::') || isOwnProgram(named)
      ? [{ kind: 'execute', target: one, on: 'resource', deed: 'git-program' }]
      : [];
  });
}

/** Code that begins with a path, as opposed to the name of an installed program. */
function isOwnProgram(code: string): boolean {
  return (
    /^!?\s*[^\s/:]*\//.test(code) &&
    !/^!?\s*(?:\/usr(?:\/local)?|\/opt\/homebrew)?\/(?:s?bin|lib(?:exec)?)\/|^\/dev\/null$/.test(code)
  );
}

/** `--help`, unless it is the value of an option before it, or a path. */
function asksForHelp(rest: readonly Word[]): boolean {
  const texts = rest.map(literalText);
  const at = texts.indexOf('--help');
  const paths = texts.indexOf('--');
  return at >= 0 && (paths < 0 || at < paths) && !/^--?(?:s|source|e|exclude|b|B)$/.test(texts[at - 1] ?? '');
}

function git(argv: readonly Word[]): readonly Draft[] {
  const { name: written, rest } = subcommand(argv);
  // Where file names have no case, a program's subcommands have none either.
  const name = written.toLowerCase();
  if (asksForHelp(rest)) return [];
  const read = Object.hasOwn(SUBCOMMANDS, name) ? SUBCOMMANDS[name] : undefined;
  return [...inlineSettings(argv), ...otherEnds(rest), ...(read?.(rest) ?? [])];
}

const PEOPLE =
  'R|repo= t|title= b|body= F|body-file=read l|label= a|assignee= m|milestone= B|base= H|head= p|project= json= q|jq= template= L|limit= s|state= hostname= X|method=';

export const GIT: Family = {
  names: 'git gh glab hub git-lfs git-annex git-crypt git-secret hg svn jj bzr fossil darcs p4',
  models: () => ({
    git: {
      special: git,
      examples: {
        'git status': '',
        'git clean -n': '',
        'git commit -m "read /etc/passwd"': '',
        'git push': 'send',
        'git push --force origin feature': 'history-rewrite send',
        'git push --force-with-lease': 'send',
        'git -C repo push -fu origin HEAD:main': 'history-rewrite send',
        'git push origin :old': 'history-rewrite send',
        'git push -n --force': '',
        'git reset --hard HEAD~1': 'delete',
        'git reset HEAD~1': '',
        'git reset --har': 'delete',
        'git restore -p': 'delete',
        'git merge --abort': 'delete',
        'git clean -fdx': 'delete',
        'git checkout -- .': 'delete',
        'git checkout -b x': '',
        'git checkout main': '',
        'git restore --staged a': '',
        'git restore a': 'delete',
        'git stash': '',
        'git stash clear': 'delete',
        'git branch -D x': 'history-rewrite',
        'git reflog expire --expire=now --all': 'history-rewrite',
        'git filter-branch --all': 'history-rewrite',
        'git config --get user.name': '',
        'git config --global core.hooksPath /tmp/x': 'configure persist',
        "git -c core.pager='sh' log": 'execute',
        'git fetch --upload-pack=./x origin': 'download execute',
        'git clone https://github.com/a/b': 'download write',
      },
    },
    gh: {
      options: PEOPLE,
      verbs: {
        'repo delete': 'infra-destroy+:repository',
        'repo archive': 'configure+:repository',
        'repo edit|rename|set-default': 'configure+:repository ; visibility=',
        'repo create|fork': 'publish+:repository',
        'repo clone': 'download:clone@res write',
        'repo deploy-key add': 'escalate:deploy-key@res ; w|allow-write',
        'pr create|comment|review|edit|close|reopen|ready': 'publish:pull-request+ ; d|draft',
        'pr merge': 'publish:merge+ ; d|delete-branch admin+force',
        'pr checkout': 'download@res ; f|force+force',
        'issue create|comment|edit|close|reopen|lock|transfer|pin': 'publish:issue+',
        'issue delete': 'infra-destroy:issue+',
        'release create|upload|edit':
          'publish:release@res read* ; n|notes= F|notes-file=read target= clobber+force',
        'release delete|delete-asset': 'infra-destroy:release+',
        'release download': 'download@res ; D|dir=write O|output=write p|pattern=',
        'gist create|edit': 'publish:gist,read@path* ; d|desc= f|filename= a|add=read p|public',
        'gist delete': 'infra-destroy:gist+',
        'secret set': 'configure:secret+ ; b|body= f|env-file=read e|env= o|org=',
        'secret delete|remove': 'infra-destroy:secret+',
        'variable set|delete': 'configure:variable+',
        'workflow run': 'execute:workflow+@res ; f|raw-field= F|field= r|ref=',
        'workflow enable|disable': 'configure:workflow+',
        'run cancel|delete|rerun': 'configure:run+',
        'run download': 'download@res ; D|dir=write n|name= p|pattern=',
        'cache delete': 'infra-destroy:cache+ ; a|all+recursive',
        'codespace delete|stop': 'infra-destroy:codespace+',
        'codespace ssh|code|cp': 'send:connect@res',
        'ssh-key|gpg-key add': 'escalate:ssh-key@res',
        'ssh-key|gpg-key delete': 'infra-destroy:ssh-key+',
        'auth token': 'inspect-secrets+:token',
        'auth status': ' ; t|show-token!inspect-secrets:token',
        'auth login|logout|refresh|setup-git|switch': 'configure:login+ ; with-token s|scopes= w|web',
        'extension install|upgrade': 'install+:extension',
        'extension remove': 'configure:extension+',
        'alias set|import|delete': 'configure:alias+',
        'config set': 'configure+:gh',
        api: '_ ; X|method= H|header= f|raw-field=!publish:api F|field=at-file!publish:api input=read!publish:api q|jq= t|template= p|preview= cache=',
        'attestation verify|download': 'download@res',
      },
      special: argv => [...api(argv), ...cloudGrants(argv)],
      examples: {
        'gh pr list': '',
        'gh api repos/a/b': '',
        'gh repo delete a/b --yes': 'infra-destroy',
        'gh pr create --title x --body y': 'publish',
        'gh auth token': 'inspect-secrets',
        'gh gist create ~/.netrc': 'credential-access publish',
        'gh api -X DELETE repos/a/b': 'infra-destroy',
      },
    },
    glab: {
      options: PEOPLE,
      verbs: {
        'repo|project delete': 'infra-destroy+:repository ; y|yes+force f|force+force',
        'repo create|fork|mirror|transfer': 'publish+:repository',
        'mr create|note|merge|close|update|approve|rebase': 'publish:merge-request+',
        'mr delete': 'infra-destroy:merge-request+',
        'issue create|note|close|update': 'publish:issue+',
        'issue delete': 'infra-destroy:issue+',
        'release create|upload': 'publish:release+',
        'release delete': 'infra-destroy:release+',
        'variable set|delete|update': 'configure:variable+',
        'variable get|export|list': 'inspect-secrets+:variable',
        'ci run|trigger|retry': 'execute:pipeline+@res',
        'ci delete|cancel': 'configure:pipeline+',
        'snippet create': 'publish:snippet,read@path*',
        api: '_ ; X|method= H|header= f|raw-field= F|field=',
        'auth login|logout': 'configure:login+',
        'ssh-key add': 'escalate:ssh-key@res',
        'token create|rotate': 'inspect-secrets+:token',
      },
      special: api,
      examples: { 'glab mr list': '', 'glab repo delete a/b': 'infra-destroy' },
    },
    hub: {
      verbs: {
        delete: 'infra-destroy:repository+',
        'create|fork|pull-request|release': 'publish+',
        gist: 'publish:gist,read@path*',
        api: '_',
      },
      examples: { 'hub status': '', 'hub delete a/b': 'infra-destroy' },
    },
    'git-lfs|git-annex|git-crypt|git-secret': {
      verbs: {
        'push|sync|copy': 'send:push+@res',
        'fetch|pull|get': 'download@res',
        'prune|drop|dropunused': 'history-rewrite:prune+ ; force+force dry-run+dry',
        'unlock|reveal': 'inspect-secrets+',
        'install|track|init': 'configure+',
      },
      examples: { 'git-lfs ls-files': '', 'git-lfs prune': 'history-rewrite' },
    },
    'hg|svn|jj|bzr|fossil|darcs|p4': {
      options: 'm|message= r|rev|revision= u|user|username= p|password= R|repository= F|file=read',
      verbs: {
        'push|commit-svn|submit': 'send:push+@res ; f|force+force!history-rewrite:force-push new-branch',
        'pull|clone|checkout|co|update|up|incoming|fetch|sync':
          'download+@res ; C|clean!delete:discard-changes',
        'git push': 'send:push+@res ; deleted!history-rewrite:delete-remote-branch allow-new b|bookmark=',
        'git fetch|clone': 'download@res',
        revert: 'delete:discard-changes+@res ; a|all C|no-backup depth=',
        'purge|clean': 'delete:clean+@res ; n|dry-run+dry p|print+dry all+recursive',
        'strip|rollback|abandon|obliterate': 'history-rewrite+ ; n|dry-run+dry',
        'op restore|undo': 'history-rewrite+',
        'delete|rm|remove|del': 'delete* ; f|force+force',
        'commit|ci': '',
      },
      examples: { 'hg status': '', 'hg purge --all': 'delete', 'hg push --force': 'history-rewrite send' },
    },
  }),
};

/** `gh api -X DELETE`. */
function api(argv: readonly Word[]): Draft[] {
  if (textOf(argv[1] ?? []) !== 'api') return [];
  const texts = argv.map(literalText);
  const at = texts.findIndex(one => /^(?:-X|--method)$/.test(one));
  const method =
    at > 0
      ? (texts[at + 1] ?? '')
      : (/^(?:-X|--method=)(\w+)$/.exec(texts.find(one => /^(?:-X|--method=)\w+$/.test(one)) ?? '')?.[1] ??
        '');
  const target =
    argv.find((one, index) => index > 1 && index !== at + 1 && !literalText(one).startsWith('-')) ??
    word('api');
  if (/^delete$/i.test(method))
    return [
      {
        kind: 'infra-destroy',
        target,
        on: 'resource',
        deed: /^\/?(?:repos|orgs|projects)(?:\/[^/]+){1,2}\/?$/.test(literalText(target))
          ? 'repository'
          : 'api-delete',
      },
    ];
  return /^(?:post|put|patch)$/i.test(method)
    ? [{ kind: 'publish', target, on: 'resource', deed: 'api' }]
    : [];
}
