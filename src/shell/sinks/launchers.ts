import { readArguments, readOptions } from '../../core/options.ts';
import { concat, join, literalText, textOf, type Word, word } from '../../core/word.ts';
import type { Inner, Sinks } from './inner.ts';
import { after } from './words.ts';

/** Options of bwrap(1) with two values, and with none; all others have one. */
const BWRAP_TWO =
  /^--(?:(?:dev-|ro-)?bind(?:-try|-data|-fd)?|ro-bind-data|symlink|setenv|file|chmod|overlay)$/;
const BWRAP_NONE =
  /^--(?:unshare-.+|share-net|new-session|die-with-parent|as-pid-1|clearenv|disable-userns|assert-userns-disabled|help|version)$/;

/** bwrap(1): its options have up to two values each. */
function bwrap(argv: readonly Word[]): readonly Inner[] {
  let at = 1;
  for (; at < argv.length; at++) {
    const text = textOf(argv[at] ?? []);
    if (text === '--') {
      at++;
      break;
    }
    if (text?.startsWith('--') !== true) break;
    if (BWRAP_TWO.test(text)) at += 2;
    else if (!BWRAP_NONE.test(text)) at += 1;
  }
  return at < argv.length ? [{ argv: argv.slice(at) }] : [];
}

/** setarch(8): the architecture may stand first, or be left out. */
function setarch(argv: readonly Word[]): readonly Inner[] {
  const first = textOf(argv[1] ?? []) ?? '';
  const named =
    /^(?:linux(?:32|64)|x86_64|i[3-6]86|aarch64|arm\w*|ppc\w*|s390x?|mips\w*|sparc\w*|uname26|riscv\w*|ia64|alpha)$/;
  const { operands } = readOptions(argv, { short: 'p', long: ['pid'] }, named.test(first) ? 2 : 1);
  return operands < argv.length ? [{ argv: argv.slice(operands) }] : [{ argv: [word('sh')] }];
}

/** runcon(1): a whole context stands before the command unless parts of one are given. */
function runcon(argv: readonly Word[]): readonly Inner[] {
  const { given, operands } = readOptions(argv, { short: 'turl', long: ['type', 'user', 'role', 'range'] });
  const rest = argv.slice(
    operands + (given.has('t', 'u', 'r', 'l', 'type', 'user', 'role', 'range') ? 0 : 1),
  );
  return rest.length === 0 ? [] : [{ argv: rest }];
}

/** start-stop-daemon(8): `--exec file -- arguments`. */
function daemon(argv: readonly Word[]): readonly Inner[] {
  const { given, operands } = readOptions(argv, {
    short: 'xapnucgrdNPIkmsR',
    long: [
      'exec',
      'pidfile',
      'name',
      'user',
      'chuid',
      'group',
      'chroot',
      'chdir',
      'nicelevel',
      'signal',
      'retry',
    ],
  });
  const program = given.value('a') ?? given.value('x', 'exec');
  return program === undefined || !given.has('S', 'start')
    ? []
    : [{ argv: [program, ...argv.slice(operands)] }];
}

/** wsl.exe: a command for a shell there; `-e` without one. */
function wsl(argv: readonly Word[]): readonly Inner[] {
  const { given, operands } = readOptions(argv, {
    short: 'du',
    long: ['distribution', 'user', 'cd', 'shell-type'],
  });
  const rest = argv.slice(operands);
  if (rest.length === 0 || given.has('l', 'list', 'shutdown', 'terminate', 'install', 'unregister'))
    return [];
  return [given.has('e', 'exec') ? { argv: rest } : { code: join(rest, ' ') }];
}

/** `uv run`: a command, a script, or with `-m` a module. */
function uv(argv: readonly Word[]): readonly Inner[] {
  const global = readOptions(argv, {
    short: 'C',
    long: ['directory', 'project', 'config-file', 'cache-dir', 'color'],
  });
  if (textOf(argv[global.operands] ?? []) !== 'run') return [];
  const { given, operands } = readOptions(
    argv,
    {
      short: 'pPfi',
      long: 'with with-editable with-requirements extra no-extra group no-group only-group env-file python project directory package index index-url default-index cache-dir find-links'.split(
        ' ',
      ),
    },
    global.operands + 1,
  );
  const rest = argv.slice(operands);
  const [first] = rest;
  if (first === undefined) return [];
  if (given.has('m', 'module')) return [{ argv: [word('python3'), word('-m'), ...rest] }];
  return [
    {
      argv:
        given.has('s', 'script') || /\.pyw?$/.test(literalText(first)) ? [word('python3'), ...rest] : rest,
    },
  ];
}

/** `hatch run env:command`. */
function hatch(argv: readonly Word[]): readonly Inner[] {
  const { operands } = readOptions(argv, {
    short: 'ep',
    long: ['env', 'project', 'data-dir', 'cache-dir', 'config'],
  });
  const [first, ...rest] = argv.slice(operands + 1);
  if (textOf(argv[operands] ?? []) !== 'run' || first === undefined) return [];
  const text = textOf(first);
  return [{ argv: [text === undefined ? first : word(text.replace(/^[\w.+-]*:/, '')), ...rest] }];
}

/** `dotenv -e file -- cmd`, `dotenv run cmd`. */
function dotenv(argv: readonly Word[]): readonly Inner[] {
  const { operands } = readOptions(argv, { short: 'ecfpvq', long: ['file'] });
  const rest = argv.slice(operands);
  const command = textOf(rest[0] ?? []) === 'run' ? rest.slice(textOf(rest[1] ?? []) === '--' ? 2 : 1) : rest;
  return command.length === 0 || /^(?:list|get|set|unset)$/.test(textOf(command[0] ?? []) ?? '')
    ? []
    : [{ argv: command }];
}

/** mpirun(1): long options begin with one dash as well. */
function mpirun(argv: readonly Word[]): readonly Inner[] {
  let at = 1;
  for (; at < argv.length; at++) {
    const name = /^--?([\w-]+)$/.exec(textOf(argv[at] ?? []) ?? '')?.[1];
    if (name === undefined) break;
    if (name === 'mca') at += 2;
    else if (MPI_VALUED.has(name)) at += 1;
  }
  return at < argv.length ? [{ argv: argv.slice(at) }] : [];
}

const MPI_VALUED: ReadonlySet<string> = new Set(
  'n np c N H host hosts hostfile machinefile f map-by bind-to rank-by x wdir wd ppn env genv output-filename'.split(
    ' ',
  ),
);

/** concurrently: each operand is code. */
function concurrently(argv: readonly Word[]): readonly Inner[] {
  const { operands } = readArguments(argv, {
    short: 'nmcplt',
    long: [
      'names',
      'max-processes',
      'prefix',
      'prefix-colors',
      'restart-tries',
      'restart-after',
      'success',
      'name-separator',
      'kill-signal',
    ],
  });
  return operands.map(code => ({ code }));
}

/** socat(1): addresses that run something: `EXEC:program`, `SYSTEM:code`, options behind commas. */
function socat(argv: readonly Word[]): readonly Inner[] {
  return argv.slice(1).flatMap(one => {
    const [, kind] = /^(exec|system|shell):/i.exec(literalText(one)) ?? [];
    const address = kind === undefined ? undefined : after(one, literalText(one).slice(0, kind.length + 1));
    if (address === undefined) return [];
    const text = textOf(address);
    const code =
      text === undefined
        ? address
        : word(text.replace(/(?<!\\),[\w-]+(?:=[^,]*)?(?=,|$)/gu, '').replace(/\\([,:])/g, '$1'));
    return [{ code }];
  });
}

/** ncat(1), nc(1): `-e program`, `-c code`, for whoever is at the other end. */
function netcat(argv: readonly Word[]): readonly Inner[] {
  const { given } = readArguments(argv, {
    short: 'ecgGimopqstTwWxXIOPV',
    long: [
      'exec',
      'sh-exec',
      'lua-exec',
      'source',
      'source-port',
      'proxy',
      'proxy-type',
      'wait',
      'idle-timeout',
    ],
  });
  const program = given.value('e', 'exec');
  const code = given.value('c', 'sh-exec');
  return [...(program === undefined ? [] : [{ code: program }]), ...(code === undefined ? [] : [{ code }])];
}

/** `npx cmd`, `npm exec cmd`: besides being fetched, it is run. */
export function packaged(argv: readonly Word[]): readonly Inner[] {
  return argv.length === 0 ? [] : [{ argv: [...argv.slice(0, 1).map(unversioned), ...argv.slice(1)] }];
}

/** `tool@1.2` is started as `tool`. */
function unversioned(name: Word): Word {
  const text = textOf(name);
  return text === undefined ? name : concat(word(text.replace(/(?<=.)@[^/@]*$/, '')));
}

/** Programs that are there to run others, each with a grammar of its own. */
export const LAUNCHER_SINKS: Sinks = {
  bwrap,
  setarch,
  runcon,
  'start-stop-daemon': daemon,
  wsl,
  'wsl.exe': wsl,
  hatch,
  dotenv,
  concurrently,
  mpirun,
  mpiexec: mpirun,
};

/** They do something of their own besides. */
export const LAUNCHER_BESIDES: Sinks = { uv, socat, nc: netcat, ncat: netcat, netcat };
