import { textOf, type Word } from '../../core/word.ts';
import type { Inner } from './inner.ts';
import { after, named } from './words.ts';

/** Variables whose value is a command that the program, or one it starts, runs. */
const COMMANDS =
  /^(?:GIT_(?:SSH_COMMAND|SSH|PAGER|EDITOR|SEQUENCE_EDITOR|EXTERNAL_DIFF|ASKPASS|PROXY_COMMAND)|PAGER|MANPAGER|SYSTEMD_PAGER|PSQL_PAGER|EDITOR|VISUAL|PSQL_EDITOR|FCEDIT|SUDO_EDITOR|SUDO_ASKPASS|SSH_ASKPASS|BROWSER|LESSOPEN|LESSCLOSE|PROMPT_COMMAND|RSYNC_RSH|CVS_RSH|SVN_SSH|TAR_OPTIONS|FZF_DEFAULT_COMMAND|MAKEFLAGS)$/;

/** Variables that make programs load code, or be found elsewhere. */
const LOADS =
  /^(?:LD_(?:PRELOAD|LIBRARY_PATH|AUDIT)|DYLD_\w+|PATH|BASH_ENV|ENV|SHELLOPTS|BASHOPTS|NODE_OPTIONS|PYTHONSTARTUP|PYTHONHOME|PERL5(?:OPT|DB)|RUBYOPT|JAVA_TOOL_OPTIONS|GIT_(?:EXEC_PATH|TEMPLATE_DIR|CONFIG\w*)|GCONV_PATH|BASH_FUNC_.+|PERL_MM_OPT)$/;

/** Options of Node that load nothing. */
const NODE_QUIET =
  /^(?:\s|--(?:max[-_]old[-_]space[-_]size|max[-_]semi[-_]space[-_]size|max-http-header-size|stack-trace-limit|unhandled-rejections|dns-result-order|openssl-legacy-provider|no-warnings|no-deprecation|trace-\w+|enable-source-maps|experimental-(?!loader)[\w-]+|inspect\S*|preserve-symlinks)(?:=\S*)?)*$/;

/** Directories in which programs are what their names say, or that a project made for itself. */
const PLAIN_PATH =
  /^(?:(?:(?:\/[\w.+@-]+)*\/(?:s?bin|games|shims|scripts)|(?:[\w./~@+-]*\/)?node_modules\/\.bin|(?:[\w./~@+-]*\/)?\.?venv\/bin)?(?::|$))*$/;

/**
 * What setting a variable makes run; nothing for one that runs nothing, or nothing but what people name there.
 * @param value undefined: not known
 */
export function setVariable(name: string, value: Word | undefined): readonly Inner[] {
  if (COMMANDS.test(name)) return commandOf(name, value);
  if (!LOADS.test(name)) return [];
  const text = value === undefined ? undefined : textOf(value);
  if (text === '') return [];
  if (name === 'NODE_OPTIONS' && text !== undefined && NODE_QUIET.test(text)) return [];
  if (name === 'PATH' && value !== undefined && plainPath(value)) return [];
  if (/^GIT_CONFIG_(?:NOSYSTEM|COUNT|KEY_\d+)$/.test(name)) return keyOf(name, text);
  if (/^GIT_CONFIG(?:_GLOBAL|_SYSTEM)?$/.test(name) && text === '/dev/null') return [];
  return [{ unknown: name }];
}

function commandOf(name: string, value: Word | undefined): readonly Inner[] {
  if (value === undefined) return [{ unknown: name }];
  if (name === 'TAR_OPTIONS' || name === 'MAKEFLAGS')
    return /--(?:eval|checkpoint|to-command|use-compress)/.test(textOf(value) ?? '--eval')
      ? [{ unknown: name }]
      : [];
  // A pipe that is fed the file.
  const code = name.startsWith('LESS') ? (after(value, '||') ?? after(value, '|') ?? value) : value;
  return named(code);
}

/** `GIT_CONFIG_KEY_0=core.pager`: its value comes in another variable. */
function keyOf(name: string, text: string | undefined): readonly Inner[] {
  return name.includes('KEY') &&
    text !== undefined &&
    /^(?:user|color|advice|init\.default|safe|http|url|pull|push)\b/i.test(text)
    ? []
    : name.includes('KEY')
      ? [{ unknown: name }]
      : [];
}

/** Directories of programs, with what the path was before among them. */
function plainPath(of: Word): boolean {
  const text = of
    .map(part => ('lit' in part ? part.lit : part.name === 'PATH' ? '' : part.name === 'PWD' ? '.' : '\0'))
    .join('');
  return PLAIN_PATH.test(text);
}
