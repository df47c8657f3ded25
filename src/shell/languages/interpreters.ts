import { join, textOf, type Word } from '../../core/word.ts';
import type { Language } from './dialect.ts';
import { type Given, readSwitches, type Switches } from './switches.ts';

/** What an interpreter was asked to run. */
export interface ProgramTask {
  readonly language: Language;
  readonly from:
    | { readonly kind: 'text'; readonly code: Word }
    | { readonly kind: 'file'; readonly path: Word }
    | { readonly kind: 'stdin' };
  readonly arguments: readonly Word[];
  /** Files it edits in place (`perl -i`), or reads line by line (`-n`). */
  readonly edits?: boolean;
  readonly reads?: boolean;
  /** awk's `-v name=value`. */
  readonly variables?: readonly (readonly [string, Word])[];
}

const NAMES: readonly (readonly [RegExp, (argv: readonly Word[]) => ProgramTask | undefined])[] = [
  [/^(?:python|pypy)(?:[23](?:\.\d+)?)?t?$/, python],
  [/^(?:node|nodejs|tsx|ts-node)$/, node],
  [/^bun$/, bun],
  [/^deno$/, deno],
  [/^perl(?:5[\d.]*)?$/, perl],
  [/^j?ruby(?:\d[\d.]*)?$/, ruby],
  [/^php(?:\d[\d.]*)?(?:-cli)?$/, php],
  [/^(?:original-|[gmn])?awk$/, awk],
];

/** What `program` runs that is not shell code; undefined for other programs, and for questions (`--version`). */
export function programTask(program: string, argv: readonly Word[]): ProgramTask | undefined {
  return NAMES.find(([name]) => name.test(program))?.[1](argv);
}

/** A script file with `#!` and the name of an interpreter. */
export function languageOf(interpreter: string): Language | undefined {
  for (const [name, language] of LANGUAGES) if (name.test(interpreter)) return language;
  return undefined;
}

const LANGUAGES: readonly (readonly [RegExp, Language])[] = [
  [/^(?:python|pypy)[\d.]*$/, 'python'],
  [/^(?:node|nodejs|bun|deno|tsx|ts-node)$/, 'javascript'],
  [/^perl[\d.]*$/, 'perl'],
  [/^j?ruby[\d.]*$/, 'ruby'],
  [/^php[\d.]*$/, 'php'],
  [/^[gmn]?awk$/, 'awk'],
];

function value({ pairs }: Given, ...names: readonly string[]): Word | undefined {
  return pairs.findLast(([name]) => names.includes(name))?.[1];
}

function has({ pairs }: Given, ...names: readonly string[]): boolean {
  return pairs.some(([name]) => names.includes(name));
}

/** The operand that names the program's file, or standard input where there is none or it is `-`. */
function fileOr(language: Language, operands: readonly Word[]): ProgramTask {
  const [path, ...rest] = operands;
  return path === undefined || textOf(path) === '-'
    ? { language, from: { kind: 'stdin' }, arguments: rest }
    : { language, from: { kind: 'file', path }, arguments: rest };
}

const PYTHON: Switches = { valued: 'cmWXQ', attached: '', last: 'cm', long: ['check-hash-based-pycs'] };

/** python [options] [-c code | -m module | file | -] [args] (Python, "Command line and environment"). */
function python(argv: readonly Word[]): ProgramTask | undefined {
  const given = readSwitches(argv, PYTHON);
  const rest = argv.slice(given.operands);
  const code = value(given, 'c');
  if (code !== undefined) return { language: 'python', from: { kind: 'text', code }, arguments: rest };
  if (has(given, 'm', 'c', 'V', 'version', 'h', 'help')) return undefined;
  return fileOr('python', rest);
}

const NODE: Switches = {
  valued: 'eprC',
  attached: '',
  last: '',
  long: [
    'eval',
    'print',
    'require',
    'import',
    'loader',
    'experimental-loader',
    'conditions',
    'input-type',
    'env-file',
    'title',
    'tsconfig',
  ],
};

/** node [options] [-e code | -p code | file | -] [args] (Node.js, "Command-line API"); `-pe` is `-p -e`. */
function node(argv: readonly Word[]): ProgramTask | undefined {
  const split = argv.map(one => (textOf(one) === '-pe' ? [{ lit: '-e' }] : one));
  const given = readSwitches(split, NODE);
  const rest = argv.slice(given.operands);
  const code = value(given, 'e', 'eval', 'p', 'print');
  if (code !== undefined) return { language: 'javascript', from: { kind: 'text', code }, arguments: rest };
  if (has(given, 'v', 'version', 'h', 'help', 'c', 'check', 'e', 'p', 'test', 'run', 'v8-options'))
    return undefined;
  return fileOr('javascript', rest);
}

const BUN: Switches = {
  valued: 'erdc',
  attached: '',
  last: '',
  long: ['eval', 'print', 'preload', 'define', 'config', 'cwd', 'filter', 'env-file'],
};

function bun(argv: readonly Word[]): ProgramTask | undefined {
  const given = readSwitches(argv, BUN);
  const [first, ...rest] = argv.slice(given.operands);
  const code = value(given, 'e', 'eval', 'p', 'print');
  if (code !== undefined)
    return { language: 'javascript', from: { kind: 'text', code }, arguments: argv.slice(given.operands) };
  const named = first === undefined ? undefined : textOf(first);
  const operand = named === 'run' ? rest[0] : first;
  // A bare word is a verb of bun's, or a script of package.json.
  return operand !== undefined && /[./]/.test(textOf(operand) ?? '')
    ? {
        language: 'javascript',
        from: { kind: 'file', path: operand },
        arguments: named === 'run' ? rest.slice(1) : rest,
      }
    : undefined;
}

const DENO: Switches = {
  valued: 'cL',
  attached: '',
  last: '',
  long: ['config', 'log-level', 'import-map', 'lock', 'ext', 'location', 'seed', 'cert', 'env-file'],
};

function deno(argv: readonly Word[]): ProgramTask | undefined {
  const global = readSwitches(argv, DENO);
  const verb = textOf(argv[global.operands] ?? []);
  if (verb === undefined) return undefined;
  const given = readSwitches(argv, DENO, global.operands + 1);
  const [first, ...rest] = argv.slice(given.operands);
  if (first === undefined) return undefined;
  if (verb === 'eval')
    return { language: 'javascript', from: { kind: 'text', code: first }, arguments: rest };
  if (verb === 'run') return fileOr('javascript', [first, ...rest]);
  return /[./]/.test(verb) ? fileOr('javascript', argv.slice(global.operands)) : undefined;
}

/** Several `-e` are lines of one program. */
function lines({ pairs }: Given, ...names: readonly string[]): Word | undefined {
  const codes = pairs
    .filter(([name]) => names.includes(name))
    .flatMap(([, code]) => (code === undefined ? [] : [code]));
  return codes.length === 0 ? undefined : join(codes, '\n');
}

const PERL: Switches = { valued: 'eEI', attached: '0lCiFMmxDVd', last: '', long: [] };

/** perl [switches] [-e code]… [file] [args] (perlrun). */
function perl(argv: readonly Word[]): ProgramTask | undefined {
  const given = readSwitches(argv, PERL);
  if (has(given, 'v', 'V', 'h', 'version', 'help')) return undefined;
  return filter('perl', given, lines(given, 'e', 'E'), argv);
}

const RUBY: Switches = {
  valued: 'erIECF',
  attached: '0liKTWx',
  last: '',
  long: ['encoding', 'external-encoding', 'internal-encoding'],
};

/** ruby [switches] [-e code]… [file] [args] (ruby(1)). */
function ruby(argv: readonly Word[]): ProgramTask | undefined {
  const given = readSwitches(argv, RUBY);
  if (has(given, 'v', 'version', 'h', 'help')) return undefined;
  return filter('ruby', given, lines(given, 'e'), argv);
}

/** With `-n` and `-p` the program's arguments are files it reads, and with `-i` edits. */
function filter(
  language: Language,
  given: Given,
  code: Word | undefined,
  argv: readonly Word[],
): ProgramTask {
  const rest = argv.slice(given.operands);
  const loops = has(given, 'n', 'p');
  const task: ProgramTask =
    code === undefined ? fileOr(language, rest) : { language, from: { kind: 'text', code }, arguments: rest };
  return loops ? { ...task, reads: true, edits: has(given, 'i') } : task;
}

const PHP: Switches = {
  valued: 'rfBRFEdcSzt',
  attached: '',
  last: '',
  long: ['run', 'file', 'process-code', 'process-begin', 'process-end', 'define', 'php-ini', 'server'],
};

/** php [options] [-r code | -f file | file | -] [args] (php(1)). */
function php(argv: readonly Word[]): ProgramTask | undefined {
  const given = readSwitches(argv, PHP);
  const rest = argv.slice(given.operands);
  const code = lines(given, 'r', 'run', 'B', 'R', 'E', 'process-begin', 'process-code', 'process-end');
  if (code !== undefined) return { language: 'php', from: { kind: 'text', code }, arguments: rest };
  if (
    has(
      given,
      'v',
      'version',
      'h',
      'help',
      'i',
      'info',
      'm',
      'modules',
      'l',
      'syntax-check',
      'S',
      'server',
      'a',
      'interactive',
      'ini',
      'rf',
      'rc',
      're',
      'ri',
    )
  )
    return undefined;
  const file = value(given, 'f', 'file', 'F');
  return fileOr('php', file === undefined ? rest : [file, ...rest]);
}

const AWK: Switches = {
  valued: 'fFveiEl',
  attached: 'WD',
  last: 'E',
  long: ['file', 'field-separator', 'assign', 'source', 'include', 'exec', 'load'],
};

/** awk [-F fs] [-v name=value]… [-f file | program] [files] (POSIX; gawk's long options). */
function awk(argv: readonly Word[]): ProgramTask | undefined {
  const given = readSwitches(argv, AWK);
  if (has(given, 'version', 'help', 'V', 'h')) return undefined;
  const rest = argv.slice(given.operands);
  const file = value(given, 'f', 'file', 'E', 'exec');
  const variables = given.pairs.flatMap(([name, word]): (readonly [string, Word])[] => {
    const [head, ...tail] = name === 'v' || name === 'assign' ? (word ?? []) : [];
    const found = head !== undefined && 'lit' in head ? /^([A-Za-z_]\w*)=([\s\S]*)$/u.exec(head.lit) : null;
    return found?.[1] === undefined
      ? []
      : [[found[1], [...(found[2] === '' ? [] : [{ lit: found[2] ?? '' }]), ...tail]]];
  });
  if (file !== undefined)
    return { language: 'awk', from: { kind: 'file', path: file }, arguments: rest, variables };
  const source = lines(given, 'e', 'source');
  const [program, ...files] = rest;
  if (source !== undefined)
    return { language: 'awk', from: { kind: 'text', code: source }, arguments: rest, variables };
  return program === undefined
    ? undefined
    : { language: 'awk', from: { kind: 'text', code: program }, arguments: files, variables };
}
