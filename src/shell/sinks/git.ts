import { type Given, readArguments, readOptions } from '../../core/options.ts';
import { join, literalText, textOf, type Word, word } from '../../core/word.ts';
import type { Inner } from './inner.ts';
import { after, named } from './words.ts';

/** Configuration whose value is a command (git-config(1)); names are matched without case. */
const COMMAND_KEYS =
  /^(?:core\.(?:pager|editor|sshcommand|askpass|fsmonitor|gitproxy|alternaterefscommand)|sequence\.editor|pager\..+|diff\.external|diff\..+\.(?:command|textconv)|merge\..+\.driver|mergetool\..+\.cmd|difftool\..+\.cmd|filter\..+\.(?:clean|smudge|process)|gpg\.(?:program|.+\.program)|credential\.(?:.+\.)?helper|uploadpack\.packobjectshook|web\.browser|browser\..+\.cmd|man\..+\.cmd|trailer\..+\.(?:cmd|command)|interactive\.difffilter|sendemail\.(?:sendmailcmd|tocmd|cccmd)|init\.templatedir|remote\..+\.(?:uploadpack|receivepack))$/i;

const GLOBAL = {
  short: 'cC',
  long: ['git-dir', 'work-tree', 'namespace', 'super-prefix', 'config-env', 'attr-source', 'exec-path'],
};

/** Options of subcommands whose value is a command. */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  clone: ['u', 'upload-pack'],
  fetch: ['upload-pack'],
  pull: ['upload-pack'],
  'fetch-pack': ['upload-pack', 'exec'],
  'ls-remote': ['upload-pack', 'exec'],
  push: ['receive-pack', 'exec'],
  'send-pack': ['receive-pack', 'exec'],
  archive: ['exec'],
  rebase: ['x', 'exec'],
  difftool: ['x', 'extcmd'],
  'filter-branch': [
    'tree-filter',
    'index-filter',
    'msg-filter',
    'commit-filter',
    'env-filter',
    'parent-filter',
    'tag-name-filter',
    'setup',
  ],
  'send-email': ['smtp-server', 'to-cmd', 'cc-cmd'],
};

/** git(1): what configuration on the command line, aliases made there, and options of subcommands run. */
export function git(argv: readonly Word[]): readonly Inner[] {
  const global = readOptions(argv, GLOBAL);
  const verb = textOf(argv[global.operands] ?? []) ?? '';
  const rest = argv.slice(global.operands + 1);
  return [
    ...global.given.pairs.flatMap(([name, value]) =>
      name === 'c' && value !== undefined ? configured(value, verb, argv, global.operands) : [],
    ),
    ...subcommand(verb, rest),
    ...rest.flatMap(one => {
      const code = after(one, 'ext::');
      return code === undefined ? [] : [{ code }, ...remoteHelper(code)];
    }),
  ];
}

/** git-remote-ext(1): cut at blanks, with `% ` for a blank and no quotes. */
function remoteHelper(code: Word): readonly Inner[] {
  const text = textOf(code);
  if (text?.includes('%') !== true) return [];
  const words = text
    .replaceAll('% ', '\0')
    .split(' ')
    .filter(one => one !== '');
  return [
    {
      argv: words.map(one =>
        word(
          one
            .replaceAll('\0', ' ')
            .replaceAll('%%', '%')
            .replace(/%[sSGV]/g, ''),
        ),
      ),
    },
  ];
}

function configured(setting: Word, verb: string, argv: readonly Word[], at: number): readonly Inner[] {
  const [head, ...tail] = setting;
  const found = head !== undefined && 'lit' in head ? /^([^=]+)=([\s\S]*)$/.exec(head.lit) : null;
  if (found === null) return [];
  const key = found[1] ?? '';
  const value: Word = [...word(found[2] ?? ''), ...tail];
  const rest = argv.slice(at + 1);
  const alias = /^alias\.(.+)$/i.exec(key)?.[1];
  if (alias !== undefined) return aliased(value, alias === verb ? rest : []);
  if (/^core\.hookspath$/i.test(key))
    return textOf(value) === '/dev/null' ? [] : [{ unknown: 'core.hooksPath' }];
  if (!COMMAND_KEYS.test(key)) return [];
  if (/^credential/i.test(key) || /fsmonitor$/i.test(key)) return helper(value);
  return named(value);
}

/** `!code`, or a subcommand with its arguments. */
function aliased(value: Word, rest: readonly Word[]): readonly Inner[] {
  const code = after(value, '!');
  if (code !== undefined) return [{ code: join([code, ...rest], ' ') }];
  const words = (textOf(value) ?? '').split(/\s+/u).filter(one => one !== '');
  return words.length === 0 ? [] : [{ argv: [word('git'), ...words.map(word), ...rest] }];
}

/** A credential helper is a name of git's own unless it is a path or begins with `!`; fsmonitor may be a truth value. */
function helper(value: Word): readonly Inner[] {
  const code = after(value, '!');
  if (code !== undefined) return [{ code }];
  return /^\/|\.\/|\s/.test(literalText(value)) ? [{ code: value }] : [];
}

function subcommand(verb: string, rest: readonly Word[]): readonly Inner[] {
  if (verb === 'bisect' && textOf(rest[0] ?? []) === 'run')
    return rest.length > 1 ? [{ argv: rest.slice(1) }] : [];
  if (verb === 'submodule') return foreach(rest);
  if (verb === 'grep')
    return rest.flatMap(one => named(after(one, '-O') ?? after(one, '--open-files-in-pager=')));
  const options = Object.hasOwn(OPTIONS, verb) ? OPTIONS[verb] : undefined;
  if (options === undefined) return [];
  const { given } = readArguments([word(verb), ...rest], {
    short: options.filter(one => one.length === 1).join(''),
    long: options.filter(one => one.length > 1),
  });
  return codes(given, options);
}

function codes(given: Given, names: readonly string[]): readonly Inner[] {
  return given.pairs.flatMap(([name, value]) => {
    if (!names.includes(name) || value === undefined) return [];
    return /^(?:git-)?(?:upload|receive)-pack$/.test(textOf(value) ?? '') ? [] : named(value);
  });
}

/** `git submodule foreach [--recursive] code`. */
function foreach(rest: readonly Word[]): readonly Inner[] {
  const at = rest.findIndex(one => textOf(one) === 'foreach');
  const code = at < 0 ? [] : rest.slice(at + 1).filter(one => !literalText(one).startsWith('-'));
  return code.length === 0 ? [] : [{ code: join(code, ' ') }];
}
