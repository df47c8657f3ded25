import { baseName } from '../core/options.ts';
import type { Invocation } from '../core/scan.ts';
import { type HoleReason, isHole, literalText, textOf, type Word } from '../core/word.ts';

const SHELL =
  /^(?:r?bash|r?zsh|sh|dash|ksh(?:93)?|mksh|ash|yash|posh|fish|csh|tcsh|pwsh|powershell|nu|elvish|xonsh)$/;
const SHELL_LIKE: ReadonlySet<string> = new Set(
  'sh bash rbash zsh rzsh dash ksh ksh93 mksh ash yash posh fish csh tcsh source .'.split(' '),
);
const INTERPRETER =
  /^(?:python[\d.]*|pypy3?|perl[\d.]*|ruby[\d.]*|node|nodejs|deno|bun|php[\d.]*|lua(?:jit|[\d.]*)|osascript|Rscript|R|julia|tclsh|guile|groovy|scala|ts-node|tsx)$/;

/** Options of shells and interpreters that take a value which is not code. */
const VALUED = /^(?:-[oO]|-W|-X|--rcfile|--init-file|-r|--require|--import|--loader|-I)$/;

/** What a shell or interpreter takes its code from; nothing for other programs and for mere questions. */
type Code = 'input' | 'words' | { readonly file: Word } | undefined;

/**
 * Whether it runs what comes to it: a shell or interpreter without a script of its own, or with one that stands for
 * another command's output; `eval` and `source` always.
 */
export function readsCode(invocation: Invocation): boolean {
  const code = codeOf(invocation);
  if (code === 'input') return true;
  return codeWords(invocation, code).some(hasOutput);
}

/** The same of what comes on standard input alone: text of another command in its code need not be that. */
export function readsCodeFromInput(invocation: Invocation): boolean {
  const code = codeOf(invocation);
  if (
    code !== 'words' ||
    SHELL_LIKE.has(baseName(invocation.program) ?? '') ||
    baseName(invocation.program) === 'eval'
  )
    return readsCode(invocation);
  return codeWords(invocation, code).some(
    one =>
      hasOutput(one) &&
      (one.some(part => isHole(part) && (part.hole === 'stdin' || part.name === 'cat')) ||
        RUNS_TEXT.test(literalText(one)) ||
        literalText(one).trim() === ''),
  );
}

function codeWords({ argv }: Invocation, code: Exclude<Code, 'input'>): readonly Word[] {
  if (code === undefined) return [];
  return code === 'words' ? argv.slice(1) : [code.file];
}

function hasOutput(one: Word): boolean {
  return one.some(part => isHole(part) && OUTPUTS.has(part.hole));
}

/**
 * What programs in other languages run text with. One without any of it has its input as data, whatever else stands in
 * it: `python3 -c "print(json.load(sys.stdin)['$(uname)'])"`.
 */
const RUNS_TEXT =
  /\b(?:exec\w*|eval\w*|compile|system|popen|spawn\w*|subprocess|run\w*|call|Function|vm|require|import_module|__import__|loadstring|source|send|instance_eval|qx|open3?|passthru|shell_exec|proc_open|os)\b|`/;

/** The file whose code it runs: a shell's script, or the program itself if that is named by its path. */
export function codeFile(invocation: Invocation): Word | undefined {
  const code = SHELL_LIKE.has(baseName(invocation.program) ?? '') ? codeOf(invocation) : undefined;
  if (typeof code === 'object') return code.file;
  return literalText(invocation.program).includes('/') ? invocation.program : undefined;
}

/** A shell or `eval` whose code is not known before it runs: typed in, or put together from what is not known. */
export function runsUnread(invocation: Invocation): boolean {
  if (!SHELL_LIKE.has(baseName(invocation.program) ?? '') && baseName(invocation.program) !== 'eval')
    return false;
  const code = codeOf(invocation);
  if (code === 'input') return invocation.stdin === undefined;
  return code === 'words' && invocation.argv.some((one, at) => at > 0 && one.some(isHole));
}

/** A shell that takes its commands from whoever sits at it: no script, no text, nothing piped or redirected into it. */
export function isInteractive(invocation: Invocation): boolean {
  return (
    SHELL.test(baseName(invocation.program) ?? '') &&
    codeOf(invocation) === 'input' &&
    invocation.stdin === undefined &&
    invocation.reads.length === 0
  );
}

/** The script an interpreter of any language is given, or the program itself where it is named by its path. */
export function scriptFile(invocation: Invocation): Word | undefined {
  const code = codeOf(invocation);
  return typeof code === 'object' ? code.file : invocation.program;
}

const OUTPUTS: ReadonlySet<HoleReason> = new Set(['substitution', 'process', 'stdin']);

function codeOf({ program, argv }: Invocation): Code {
  const name = baseName(program);
  if (name === undefined) return undefined;
  if (name === 'eval') return 'words';
  if (name === 'invoke-expression') return argv.length > 1 ? 'words' : 'input';
  if (name === 'source' || name === '.') return argv[1] === undefined ? undefined : fileOrInput(argv[1]);
  const shell = SHELL.test(name);
  if (!shell && !INTERPRETER.test(name)) return undefined;
  for (let at = 1; at < argv.length; at++) {
    const argument = argv[at] ?? [];
    const text = literalText(argument);
    if (text === '--') continue;
    if (!/^[-+]./.test(text))
      return RUN_VERBS.test(text) && !shell ? verbFile(argv, at) : fileOrInput(argument);
    if (/^--?(?:version|help|V)$/.test(text)) return undefined;
    if (shell ? /^-[a-zA-Z]*s/.test(text) : false) return 'input';
    if (shell ? /^-[a-zA-Z]*c/.test(text) : CODE_OPTION.test(text)) return 'words';
    if (VALUED.test(text)) at++;
  }
  return 'input';
}

/** `deno run x.ts`, `bun run x.ts`. */
const RUN_VERBS = /^(?:run|eval|repl|test|exec|x|install|add|task|fmt|lint|check|compile|bundle|cache)$/;

function verbFile(argv: readonly Word[], at: number): Code {
  if (textOf(argv[at] ?? []) === 'eval') return 'words';
  if (textOf(argv[at] ?? []) !== 'run') return undefined;
  const file = argv.slice(at + 1).find(one => !literalText(one).startsWith('-'));
  return file === undefined ? undefined : fileOrInput(file);
}

const CODE_OPTION = /^(?:-[a-zA-Z]*[ceErpmni]|--eval|--print|--module|--command)$/;

function fileOrInput(file: Word): Code {
  const text = textOf(file);
  return text === '-' || text === '/dev/stdin' || text === '/proc/self/fd/0' || text === '/dev/fd/0'
    ? 'input'
    : { file };
}
