import { type Grammar, readOptions } from '../../core/options.ts';
import { concat, literalText, textOf, type Word, word } from '../../core/word.ts';
import type { Inner, Sinks } from './inner.ts';
import { packaged } from './launchers.ts';

const NPX: Grammar = {
  short: 'pcw',
  long: ['package', 'call', 'workspace', 'cache', 'userconfig', 'registry'],
};

/**
 * npx(1), `npm exec`: `-c code`, and what it is called with. A bare name is mostly a tool of this project; a version, an
 * address, `--package` or `--yes` says that it is to be fetched.
 */
function npx(argv: readonly Word[], from = 1, always = false): readonly Inner[] {
  const { given, operands } = readOptions(argv, NPX, from);
  const code = given.value('c', 'call');
  const packages = given.pairs.flatMap(([name, value]) =>
    (name === 'p' || name === 'package') && value !== undefined ? [value] : [],
  );
  const operand = argv.slice(operands, operands + 1);
  const fetched =
    packages.length > 0 ? packages : always || given.has('y', 'yes') ? operand : operand.filter(isFetched);
  return [
    ...(given.has('no-install', 'no') ? [] : fetched.map(npmPackage)),
    ...(code === undefined ? packaged(argv.slice(operands)) : [{ code }]),
  ];
}

/** `name@version`, or an address. */
function isFetched(name: Word): boolean {
  return /^(?:@[^/]+\/)?[^@/]+@|^(?:https?:|git[+:]|github:)/.test(literalText(name));
}

function npmPackage(name: Word): Inner {
  return /^(?:https?:|git[+:]|[./])/.test(literalText(name))
    ? { download: name }
    : { download: concat(word('https://registry.npmjs.org/'), name) };
}

/** `npm exec`, `pnpm dlx`, `yarn dlx`, `bun x`. */
function verb(...verbs: readonly string[]): (argv: readonly Word[]) => readonly Inner[] {
  return argv => {
    const { operands } = readOptions(argv, {
      short: 'Cw',
      long: ['prefix', 'dir', 'filter', 'cwd', 'workspace'],
    });
    return verbs.includes(textOf(argv[operands] ?? []) ?? '')
      ? npx(argv, operands + 1, textOf(argv[operands] ?? []) === 'dlx')
      : [];
  };
}

const PYTHON: Grammar = { short: 'pc', long: ['from', 'with', 'python', 'spec', 'index-url', 'pip-args'] };

function pypi(argv: readonly Word[], from: number): readonly Inner[] {
  const { given, operands } = readOptions(argv, PYTHON, from);
  const name = given.value('from', 'spec') ?? argv[operands];
  return name === undefined
    ? []
    : [
        {
          download: /^(?:https?:|git[+:])/.test(literalText(name))
            ? name
            : concat(word('https://pypi.org/project/'), name),
        },
      ];
}

/** `uvx tool`, `uv tool run tool`. */
function uv(argv: readonly Word[]): readonly Inner[] {
  const words = argv.slice(1, 3).map(one => textOf(one));
  return words[0] === 'tool' && words[1] === 'run' ? pypi(argv, 3) : [];
}

/** `go run module@version`, where the module is not in this directory. */
function go(argv: readonly Word[]): readonly Inner[] {
  if (textOf(argv[1] ?? []) !== 'run') return [];
  const { operands } = readOptions(argv, { short: '', long: ['exec', 'tags', 'ldflags', 'mod', 'C'] }, 2);
  const module = argv[operands];
  const text = module === undefined ? '' : literalText(module);
  return module !== undefined && /^[\w-]+(?:\.[\w-]+)+\//.test(text) && /@/.test(text)
    ? [{ download: concat(word('https://'), module) }]
    : [];
}

/** `deno run https://…`. */
function deno(argv: readonly Word[]): readonly Inner[] {
  return argv
    .slice(1)
    .flatMap(one => (/^(?:https?:\/\/|npm:|jsr:)/.test(literalText(one)) ? [{ download: one }] : []));
}

export const DOWNLOAD_SINKS: Sinks = {
  npx: argv => npx(argv),
  pnpx: argv => npx(argv),
  bunx: argv => npx(argv),
  npm: verb('exec', 'x'),
  pnpm: verb('dlx'),
  yarn: verb('dlx'),
  bun: verb('x'),
  uvx: argv =>
    readOptions(argv, PYTHON).given.has('from', 'with') || argv.slice(1).some(isFetched) ? pypi(argv, 1) : [],
  uv,
  pipx: argv => (textOf(argv[1] ?? []) === 'run' ? pypi(argv, 2) : []),
  go,
  deno,
};
