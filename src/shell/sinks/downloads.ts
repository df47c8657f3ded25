import { type Grammar, readOptions } from '../../core/options.ts';
import { concat, literalText, textOf, type Word, word } from '../../core/word.ts';
import type { Inner, Sinks } from './inner.ts';

const NPX: Grammar = {
  short: 'pcw',
  long: ['package', 'call', 'workspace', 'cache', 'userconfig', 'registry'],
};

/** npx(1), `npm exec`: a package of the registry, or of this project, and what it is called with; `-c code`. */
function npx(argv: readonly Word[], from = 1): readonly Inner[] {
  const { given, operands } = readOptions(argv, NPX, from);
  const code = given.value('c', 'call');
  const packages = given.pairs.flatMap(([name, value]) =>
    (name === 'p' || name === 'package') && value !== undefined ? [value] : [],
  );
  const fetched = packages.length > 0 ? packages : argv.slice(operands, operands + 1);
  return [
    ...(given.has('no-install', 'no') ? [] : fetched.map(npmPackage)),
    ...(code === undefined ? [] : [{ code }]),
  ];
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
    return verbs.includes(textOf(argv[operands] ?? []) ?? '') ? npx(argv, operands + 1) : [];
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
  uvx: argv => pypi(argv, 1),
  uv,
  pipx: argv => (textOf(argv[1] ?? []) === 'run' ? pypi(argv, 2) : []),
  go,
  deno,
};
