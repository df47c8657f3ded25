import { readArguments, readOptions } from '../../core/options.ts';
import { concat, join, literalText, textOf, type Word, word } from '../../core/word.ts';
import type { Inner, Sinks } from './inner.ts';
import { parallel, semaphore } from './parallel.ts';
import { asWritten, linesMatching, replaceIn } from './words.ts';

/** watch(1): joined for a shell, unless `-x`. */
function watch(argv: readonly Word[]): readonly Inner[] {
  const { given, operands } = readOptions(argv, { short: 'nsq', long: ['interval', 'shotsdir', 'equexit'] });
  const rest = argv.slice(operands);
  if (rest.length === 0) return [];
  return given.has('x', 'exec') ? [{ argv: rest }] : [{ code: join(rest, ' ') }, ...asWritten(rest)];
}

/** flock(1): `flock file cmd`, `flock file -c code`, `flock 9`. */
function flock(argv: readonly Word[]): readonly Inner[] {
  const { operands } = readOptions(argv, { short: 'wE', long: ['wait', 'timeout', 'conflict-exit-code'] });
  const [flag, ...rest] = argv.slice(operands + 1);
  if (flag === undefined) return [];
  if (['-c', '--command'].includes(textOf(flag) ?? ''))
    return rest[0] === undefined ? [] : [{ code: rest[0] }];
  return [{ argv: [flag, ...rest] }];
}

/** script(1): `-c code`; on BSD and macOS the command stands behind the file. */
function script(argv: readonly Word[]): readonly Inner[] {
  const { given, operands } = readArguments(argv, {
    short: 'cEIoBmOTt',
    long: ['command', 'echo', 'log-in', 'log-out', 'log-io', 'log-timing', 'output-limit', 'logging-format'],
  });
  const code = given.value('c', 'command');
  if (code !== undefined) return [{ code }];
  return operands.length > 1 ? [{ argv: operands.slice(1) }] : [];
}

/** at(1), batch(1): code from standard input; `-f file`. */
function at(argv: readonly Word[], input: Word | undefined): readonly Inner[] {
  const { given } = readArguments(argv, { short: 'fqt', long: [] });
  if (given.has('l', 'd', 'r', 'c', 'V')) return [];
  const file = given.value('f');
  if (file !== undefined) return [{ argv: [word('sh'), file] }];
  return [input === undefined ? { unknown: 'at' } : { code: input }];
}

/** crontab(1): the commands of a table from standard input (`-`, or no operand). */
function crontab(argv: readonly Word[], input: Word | undefined): readonly Inner[] {
  const { given, operands } = readArguments(argv, { short: 'u', long: [] });
  if (given.has('l', 'r', 'e', 'i')) return [];
  const [file] = operands;
  if (file !== undefined && textOf(file) !== '-') return [];
  return input === undefined
    ? [{ unknown: 'crontab' }]
    : linesMatching(input, /^\s*(?:@\w+|(?:[\d*/,\-A-Za-z]+\s+){5})\s*(\S.*)$/);
}

const TMUX: Readonly<Record<string, string>> = {
  new: 'cefFnstxy',
  'new-session': 'cefFnstxy',
  neww: 'ceFnt',
  'new-window': 'ceFnt',
  splitw: 'ceFlpt',
  'split-window': 'ceFlpt',
  respawnp: 'cet',
  'respawn-pane': 'cet',
  respawnw: 'cet',
  'respawn-window': 'cet',
  run: 'cdt',
  'run-shell': 'cdt',
  pipep: 't',
  'pipe-pane': 't',
  popup: 'bcdehsStTwxy',
  'display-popup': 'bcdehsStTwxy',
};

/** tmux(1): the shell command of new sessions, windows and panes, `if-shell`, and the keys that are sent to one. */
function tmux(argv: readonly Word[]): readonly Inner[] {
  const global = readOptions(argv, { short: 'cfLST', long: [] });
  const verb = textOf(argv[global.operands] ?? []) ?? '';
  const own = global.given.value('c');
  const shell: readonly Inner[] = own === undefined ? [] : [{ code: own }];
  if (verb === 'send' || verb === 'send-keys') return [...shell, ...keys(argv, global.operands + 1)];
  if (verb === 'if' || verb === 'if-shell') {
    const { operands } = readOptions(argv, { short: 't', long: [] }, global.operands + 1);
    return [...shell, ...argv.slice(operands, operands + 1).map(code => ({ code }))];
  }
  const short = Object.hasOwn(TMUX, verb) ? TMUX[verb] : undefined;
  if (short === undefined) return shell;
  const { operands } = readOptions(argv, { short, long: [] }, global.operands + 1);
  const rest = argv.slice(operands);
  const [only] = rest;
  if (only === undefined) return shell;
  return [...shell, rest.length === 1 ? { code: only } : { argv: rest }];
}

const KEYS: Readonly<Record<string, string>> = {
  Enter: '\n',
  'C-m': '\n',
  KPEnter: '\n',
  Space: ' ',
  Tab: '\t',
  'C-j': '\n',
};

/** What is typed: names of keys become what they write. */
function keys(argv: readonly Word[], from: number): readonly Inner[] {
  const { given, operands } = readOptions(argv, { short: 'tN', long: [] }, from);
  const typed = argv.slice(operands).map(one => {
    const name = textOf(one) ?? '';
    if (given.has('l') || !Object.hasOwn(KEYS, name)) return /^C-\w$/.test(name) ? [] : one;
    return word(KEYS[name] ?? '');
  });
  const code = concat(...typed);
  // Until a line is sent nobody has run it, and an editor or a pager may be what reads it.
  return literalText(code).includes('\n') ? [{ code }] : [];
}

/** screen(1): `screen -dmS name cmd`, `screen -X stuff 'code\n'`. */
function screen(argv: readonly Word[]): readonly Inner[] {
  const { given, operands } = readOptions(argv, { short: 'cehLpsStT', long: [] });
  const rest = argv.slice(operands);
  if (given.has('ls', 'list', 'r', 'x', 'R')) return [];
  if (!given.has('X')) return rest.length === 0 ? [] : [{ argv: rest }];
  const [verb, ...more] = rest;
  const text = verb === undefined ? undefined : textOf(verb);
  if (text === 'stuff' && more[0] !== undefined)
    return [{ code: replaceIn(replaceIn(more[0], '^M', word('\n')), '\\n', word('\n')) }];
  return text === 'exec' || text === 'screen' ? [{ argv: more }] : [];
}

/** entr(1): `entr cmd`, `entr -s code`. */
function entr(argv: readonly Word[]): readonly Inner[] {
  const { given, operands } = readOptions(argv, { short: '', long: [] });
  const rest = argv.slice(operands);
  if (rest.length === 0) return [];
  return given.has('s') ? rest.slice(0, 1).map(code => ({ code })) : [{ argv: rest }];
}

/** hyperfine(1): each operand is code. */
function hyperfine(argv: readonly Word[]): readonly Inner[] {
  const long =
    'warmup min-runs max-runs runs prepare cleanup setup conclude parameter-list parameter-scan shell style sort export-json export-csv export-markdown command-name output input time-unit'.split(
      ' ',
    );
  const { given, operands } = readArguments(argv, { short: 'wmMrpcsPLDSNun', long });
  const around = ['p', 'prepare', 'c', 'cleanup', 's', 'setup', 'conclude'].map(name => given.value(name));
  return [...around, ...operands].flatMap(code => (code === undefined ? [] : [{ code }]));
}

export const TERMINAL_SINKS: Sinks = {
  watch,
  flock,
  script,
  parallel,
  env_parallel: parallel,
  sem: semaphore,
  at,
  batch: at,
  tmux,
  screen,
  entr,
  hyperfine,
};

/** They install something besides. */
export const TABLE_SINKS: Sinks = { crontab };

/** They make code of what they read. */
export const READERS: ReadonlySet<string> = new Set([
  'xargs',
  'at',
  'batch',
  'crontab',
  'ed',
  'red',
  'ex',
  'vim',
  'vi',
  'nvim',
  'expect',
  'tclsh',
  'parallel',
]);
