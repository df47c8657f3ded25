import { readArguments, readOptions } from '../../core/options.ts';
import { concat, hasHole, join, literalText, textOf, type Word, word } from '../../core/word.ts';
import type { Inner, ReadFile, Sinks } from './inner.ts';
import { recipesFor } from './makefile.ts';

const MAKE = {
  short: 'CfIjlnoWE',
  long: ['eval', 'directory', 'file', 'makefile', 'jobs', 'include-dir', 'old-file', 'what-if'],
};
const QUIET = [
  'n',
  'just-print',
  'dry-run',
  'recon',
  'v',
  'version',
  'h',
  'help',
  'q',
  'question',
  't',
  'touch',
];

/** make(1): the recipes of its goals, each line for a shell of its own. */
function make(argv: readonly Word[], input: Word | undefined, file: ReadFile): readonly Inner[] {
  const { given, operands } = readArguments(argv, MAKE);
  if (given.has(...QUIET)) return [];
  const cwd = given.value('C', 'directory');
  const named = given.value('f', 'file', 'makefile');
  const found =
    named === undefined
      ? firstOf(['GNUmakefile', 'makefile', 'Makefile'], cwd, file)
      : {
          name: named,
          text: /^(?:-|\/dev\/stdin)$/.test(textOf(named) ?? '') ? input : file(below(named, cwd)),
        };
  if (found?.text === undefined) return [{ computed: 'make' }];
  const settings = operands.flatMap(one => {
    const [, name = '', value = ''] = /^([\w.-]+):{0,3}=([\s\S]*)$/.exec(literalText(one)) ?? [];
    return name === '' ? [] : [[name, value] as const];
  });
  const goals = operands.filter(one => !literalText(one).includes('=')).map(literalText);
  const { lines, partly } = recipesFor(literalText(found.text), goals, new Map(settings));
  const task = `make ${literalText(found.name)} ${literalText(cwd ?? [])} ${goals.join(' ')}`;
  return [
    ...lines.map(line => ({ code: word(line), task, ...(cwd === undefined ? {} : { cwd }) })),
    ...(partly || hasHole(found.text) || operands.some(hasHole) ? [{ computed: 'make' }] : []),
  ];
}

function firstOf(
  names: readonly string[],
  cwd: Word | undefined,
  file: ReadFile,
): { readonly name: Word; readonly text: Word } | undefined {
  for (const name of names) {
    const text = file(below(word(name), cwd));
    if (text !== undefined) return { name: word(name), text };
  }
  return undefined;
}

function below(name: Word, directory: Word | undefined): Word {
  return directory === undefined || literalText(name).startsWith('/')
    ? name
    : concat(directory, word('/'), name);
}

/** Scripts that `npm install` and its kin run of the package they stand in, each with its `pre` and `post`. */
const INSTALL = ['install', 'prepublish', 'prepare'];

/** Words of npm and its kin that stand for scripts. */
const SHORT: Readonly<Record<string, readonly string[]>> = {
  test: ['test'],
  t: ['test'],
  tst: ['test'],
  start: ['start'],
  stop: ['stop'],
  restart: ['restart'],
  install: INSTALL,
  i: INSTALL,
  ci: INSTALL,
  add: INSTALL,
  rebuild: INSTALL,
  publish: ['prepublishOnly', 'pack', 'prepare', 'publish'],
  pack: ['pack', 'prepare'],
  version: ['version'],
};

/** Words of pnpm, yarn and bun that are no scripts; any other is one. */
const OWN = new Set(
  'exec dlx x create init install i add remove rm up update upgrade link unlink list ls why outdated audit cache config info login logout pack publish patch store setup env fetch import prune root bin workspace workspaces plugin set version dedupe -v --version help pm repl'.split(
    ' ',
  ),
);

const NPM = {
  short: 'wCF',
  long: ['workspace', 'prefix', 'dir', 'cwd', 'filter', 'loglevel', 'script-shell', 'registry', 'otp', 'tag'],
};

/** `npm run name`, `npm test`, `yarn name`: what `package.json` has under the name, and what goes with it. */
function script(
  bare: boolean,
): (argv: readonly Word[], input: Word | undefined, file: ReadFile) => readonly Inner[] {
  return (argv, _input, file) => {
    const { given, operands } = readOptions(argv, NPM);
    const verb = textOf(argv[operands] ?? []) ?? '';
    const runs = /^(?:run|run-script|rum|urn)$/.test(verb);
    const at = runs ? readOptions(argv, NPM, operands + 1).operands : operands;
    const name = argv[at];
    if (!runs && !Object.hasOwn(SHORT, verb) && (!bare || OWN.has(verb) || verb === '')) return [];
    if (name === undefined) return [];
    const cwd = given.value('prefix', 'C', 'dir', 'cwd');
    const text = file(below(word('package.json'), cwd));
    if (text === undefined) return runs ? [{ computed: 'package.json' }] : [];
    const scripts = scriptsOf(text);
    if (scripts === undefined) return [{ computed: 'package.json' }];
    const wanted = runs ? [literalText(name)] : (SHORT[verb] ?? [verb]);
    const more = argv.slice(at + 1).filter(one => textOf(one) !== '--');
    return wanted.flatMap(one =>
      [`pre${one}`, one, `post${one}`].flatMap((each): Inner[] => {
        const code = Object.hasOwn(scripts, each) ? scripts[each] : undefined;
        if (typeof code !== 'string') return [];
        const words = each === one && wanted.length === 1 ? more : [];
        return [
          {
            code: join([word(code), ...words.map(quoted)], ' '),
            task: `package.json ${literalText(cwd ?? [])} ${each}`,
            ...(cwd === undefined ? {} : { cwd }),
          },
        ];
      }),
    );
  };
}

function scriptsOf(text: Word): Readonly<Record<string, unknown>> | undefined {
  const known = textOf(text);
  if (known === undefined) return undefined;
  try {
    const parsed: unknown = JSON.parse(known);
    const scripts =
      typeof parsed === 'object' && parsed !== null && 'scripts' in parsed ? parsed.scripts : {};
    return typeof scripts === 'object' && scripts !== null ? { ...scripts } : {};
  } catch {
    return undefined;
  }
}

function quoted(of: Word): Word {
  return concat(...of.map(part => ('lit' in part ? word(`'${part.lit.replaceAll("'", "'\\''")}'`) : [part])));
}

export const TASK_SINKS: Sinks = {
  make,
  gmake: make,
  npm: script(false),
  pnpm: script(true),
  yarn: script(true),
  bun: script(true),
};

/** They read their recipes from standard input with `-f -`. */
export const TASK_READERS: readonly string[] = ['make', 'gmake'];
