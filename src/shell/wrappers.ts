import { assignedName, assignedValue, type Grammar, readOptions } from '../core/options.ts';
import { concat, hole, join, literalText, textOf, type Word, word } from '../core/word.ts';
import { xargsLines } from './xargs.ts';

/** What a wrapper runs: an argument vector, or shell code. */
export type Inner =
  | {
      readonly argv: readonly Word[];
      readonly env: readonly (readonly [name: string, value: Word])[];
      readonly cwd?: Word;
    }
  | { readonly code: Word; readonly remote: boolean };

export interface Wrapper {
  /** It changes nothing about what it runs: no power, no place, no environment, no operands. */
  readonly transparent: boolean;
  /**
   * What it runs; nothing when it was only asked something (`command -v`, `sudo -l`).
   * @param input what it reads, for one that makes arguments of that; undefined: not known
   */
  readonly inner: (argv: readonly Word[], input: Word | undefined) => readonly Inner[];
  /** It makes arguments of what it reads. */
  readonly reads?: boolean;
}

interface Shape extends Partial<Grammar> {
  /** Operands before the command: `timeout 5 cmd`, `chroot /x cmd`. */
  readonly skip?: number;
  /** `NAME=value` operands set the environment of the command. */
  readonly assigns?: boolean;
  readonly transparent?: boolean;
  /** Options that turn it into a question. */
  readonly asks?: readonly string[];
  /** The option that names the directory the command runs in. */
  readonly chdir?: readonly string[];
}

const SHAPES: Readonly<Record<string, Shape>> = {
  sudo: {
    short: 'CDghpRrTtUu',
    long: [
      'close-from',
      'chdir',
      'group',
      'host',
      'prompt',
      'chroot',
      'role',
      'command-timeout',
      'type',
      'other-user',
      'user',
    ],
    assigns: true,
    asks: ['l', 'list', 'v', 'validate', 'K', 'e', 'edit', 'V', 'version'],
    chdir: ['D', 'chdir'],
  },
  doas: { short: 'aCu', asks: ['C', 'L'] },
  env: { short: 'uCS', long: ['unset', 'chdir', 'split-string'], assigns: true, chdir: ['C', 'chdir'] },
  nohup: { transparent: true },
  setsid: { transparent: true },
  timeout: { short: 'ks', long: ['kill-after', 'signal'], skip: 1, transparent: true },
  gtimeout: { short: 'ks', long: ['kill-after', 'signal'], skip: 1, transparent: true },
  nice: { short: 'n', long: ['adjustment'], transparent: true },
  ionice: {
    short: 'cnpPu',
    long: ['class', 'classdata', 'pid', 'pgid', 'uid'],
    asks: ['p', 'P', 'u'],
    transparent: true,
  },
  chrt: { short: 'TPD', skip: 1, asks: ['p', 'pid'], transparent: true },
  taskset: { skip: 1, asks: ['p', 'pid'], transparent: true },
  stdbuf: { short: 'ioe', long: ['input', 'output', 'error'], transparent: true },
  time: { short: 'fo', long: ['format', 'output'], transparent: true },
  unbuffer: { transparent: true },
  chronic: { transparent: true },
  caffeinate: { short: 'tw', transparent: true },
  builtin: { transparent: true },
  command: { asks: ['v', 'V'], transparent: true },
  exec: { short: 'a', transparent: true },
  strace: { short: 'abEeIOoPpSsUuX', asks: ['p'] },
  ltrace: { short: 'aAeDFlnopsuwx', asks: ['p'] },
  chroot: { long: ['userspec', 'groups'], skip: 1 },
  unshare: { short: 'RwSG', long: ['root', 'wd', 'setuid', 'setgid'] },
  nsenter: { short: 'tSGrw', long: ['target', 'setuid', 'setgid'] },
  setpriv: {
    long: ['reuid', 'regid', 'groups', 'inh-caps', 'bounding-set', 'ambient-caps', 'securebits', 'pdeathsig'],
  },
  prlimit: {},
  'systemd-run': {
    short: 'puGHMtE',
    long: [
      'property',
      'unit',
      'description',
      'slice',
      'uid',
      'gid',
      'nice',
      'working-directory',
      'setenv',
      'host',
      'machine',
    ],
  },
  proxychains: { short: 'f' },
  proxychains4: { short: 'f' },
  torsocks: { short: 'uapP' },
  fakeroot: { short: 'lfisbu' },
  rlwrap: {},
  'xvfb-run': { short: 'efnpsw' },
  'dbus-run-session': {},
};

/** What `program` runs on behalf of its arguments, if it is one that does. */
export function wrapperFor(program: string): Wrapper | undefined {
  const shape = Object.hasOwn(SHAPES, program) ? SHAPES[program] : undefined;
  if (shape !== undefined)
    return { transparent: shape.transparent ?? false, inner: argv => unwrap(program, argv, shape) };
  const inner = Object.hasOwn(SPECIAL, program) ? SPECIAL[program] : undefined;
  return inner === undefined ? undefined : { transparent: false, inner, reads: program === 'xargs' };
}

function unwrap(program: string, argv: readonly Word[], shape: Shape): readonly Inner[] {
  const { given, operands } = readOptions(argv, { short: shape.short ?? '', long: shape.long ?? [] });
  if (given.has(...(shape.asks ?? []))) return [];
  const split = program === 'env' ? given.value('S', 'split-string') : undefined;
  const rest = [
    ...(split === undefined ? [] : splitString(split)),
    ...argv.slice(operands + (shape.skip ?? 0)),
  ];
  const env: [string, Word][] = [];
  if (shape.assigns)
    for (let name = assignedName(rest[0] ?? []); name !== undefined; name = assignedName(rest[0] ?? []))
      env.push([name, assignedValue(rest.shift() ?? [])]);
  const chdir = given.value(...(shape.chdir ?? []));
  const shellFlag = program === 'sudo' && given.has('s', 'i', 'shell', 'login');
  if (shellFlag && rest.length > 0) return [{ code: join(rest, ' '), remote: false }];
  if (shellFlag || (program === 'doas' && given.has('s'))) rest.unshift(word('sh'));
  return rest.length === 0 ? [] : [{ argv: rest, env, ...(chdir === undefined ? {} : { cwd: chdir }) }];
}

/** `env -S 'a b'`: split at blanks; quotes group. A part that is not known stays one argument. */
function splitString(of: Word): readonly Word[] {
  const text = textOf(of);
  if (text === undefined) return [of];
  const found = text.match(/(?:[^\s'"\\]|\\[\s\S]|'[^']*'|"(?:[^"\\]|\\[\s\S])*")+/gu) ?? [];
  return found.map(one =>
    word(one.replace(/\\([\s\S])|['"]/gu, (_, char: string | undefined) => char ?? '')),
  );
}

const SPECIAL: Readonly<Record<string, Wrapper['inner']>> = {
  xargs: (argv, input) => xargsLines(argv, input).map(line => ({ argv: line, env: [] })),
  find: argv => findActions(argv),
  gfind: argv => findActions(argv),
  fd: argv => fdActions(argv),
  fdfind: argv => fdActions(argv),
  parallel,
  watch: argv => {
    const { given, operands } = readOptions(argv, { short: 'ns', long: ['interval', 'shotsdir'] });
    const rest = argv.slice(operands);
    if (rest.length === 0) return [];
    return given.has('x', 'exec') ? [{ argv: rest, env: [] }] : [{ code: join(rest, ' '), remote: false }];
  },
  flock: argv => {
    const { operands } = readOptions(argv, { short: 'wE', long: ['wait', 'timeout', 'conflict-exit-code'] });
    const rest = argv.slice(operands + 1);
    const [flag, code] = rest;
    if (flag !== undefined && ['-c', '--command'].includes(textOf(flag) ?? ''))
      return code === undefined ? [] : [{ code, remote: false }];
    return rest.length === 0 ? [] : [{ argv: rest, env: [] }];
  },
  su: argv => switchUser(argv, 'cgGsTw'),
  runuser: argv => switchUser(argv, 'cgGsTuw'),
  script: argv => {
    const { given } = readOptions(argv, {
      short: 'cEIoBmOT',
      long: ['command', 'echo', 'log-in', 'log-out', 'log-io', 'log-timing'],
    });
    const code = given.value('c', 'command');
    return code === undefined ? [] : [{ code, remote: false }];
  },
  ssh: argv => {
    const { operands } = readOptions(argv, { short: 'BbcDEeFIiJLlmOoPpQRSWw', long: [] });
    const afterHost = readOptions(argv, { short: 'BbcDEeFIiJLlmOoPpQRSWw', long: [] }, operands + 1);
    const rest = argv.slice(afterHost.operands);
    return rest.length === 0 ? [] : [{ code: join(rest, ' '), remote: true }];
  },
  busybox: applet,
  toybox: applet,
  docker: containerCommand,
  podman: containerCommand,
  kubectl: argv => {
    const dashes = argv.findIndex(one => textOf(one) === '--');
    return argv.some(one => textOf(one) === 'exec') && dashes > 0
      ? [{ argv: argv.slice(dashes + 1), env: [] }]
      : [];
  },
};

function applet(argv: readonly Word[]): readonly Inner[] {
  const first = textOf(argv[1] ?? []);
  return first === undefined || first === '' || first.startsWith('-')
    ? []
    : [{ argv: argv.slice(1), env: [] }];
}

function parallel(argv: readonly Word[]): readonly Inner[] {
  const { operands } = readOptions(argv, {
    short: 'jaSNnLId',
    long: [
      'jobs',
      'arg-file',
      'max-args',
      'sshlogin',
      'delay',
      'joblog',
      'results',
      'timeout',
      'retries',
      'tmpdir',
      'workdir',
      'colsep',
      'delimiter',
      'load',
      'memfree',
      'nice',
    ],
  });
  const rest = argv.slice(operands);
  const separator = rest.findIndex(one => /^:{3,4}\+?$/.test(textOf(one) ?? ''));
  const template = separator < 0 ? rest : rest.slice(0, separator);
  const item = hole('operands', 'parallel');
  if (template.length === 0)
    return rest.length > 1 ? rest.slice(1).map(code => ({ code, remote: false })) : [];
  const line = join(template, ' ');
  return [
    {
      code: literalText(line).includes('{}') ? replaceIn(line, '{}', item) : concat(line, word(' '), item),
      remote: false,
    },
  ];
}

/** `-exec … ;`, `-exec … +`, `-execdir`, `-ok`, `-okdir`; `{}` is something below a starting point. */
function findActions(argv: readonly Word[]): readonly Inner[] {
  const actions: Inner[] = [];
  const first = argv.slice(1).find(one => !/^-(?:[HLP]|O\d?|D)$/.test(textOf(one) ?? ''));
  const start = first === undefined || /^[-(!]/.test(literalText(first)) ? word('.') : first;
  const below = concat(start, textOf(start)?.endsWith('/') ? [] : word('/'), hole('operands', 'find'));
  for (let at = 1; at < argv.length; at++) {
    if (!/^-(?:exec|ok)(?:dir)?$/.test(textOf(argv[at] ?? []) ?? '')) continue;
    const ends = argv.findIndex((one, index) => index > at && /^[;+]$/.test(textOf(one) ?? ''));
    const command = argv.slice(at + 1, ends < 0 ? undefined : ends);
    if (command.length > 0) actions.push({ argv: command.map(one => replaceIn(one, '{}', below)), env: [] });
    if (ends > 0) at = ends;
  }
  return actions;
}

function fdActions(argv: readonly Word[]): readonly Inner[] {
  const at = argv.findIndex(one => ['-x', '-X', '--exec', '--exec-batch'].includes(textOf(one) ?? ''));
  if (at < 0) return [];
  const item = hole('operands', 'fd');
  const command = argv.slice(at + 1);
  if (command.length === 0) return [];
  const marked = command.some(one => literalText(one).includes('{}'));
  return [{ argv: marked ? command.map(one => replaceIn(one, '{}', item)) : [...command, item], env: [] }];
}

function switchUser(argv: readonly Word[], short: string): readonly Inner[] {
  const grammar = { short, long: ['command', 'group', 'supp-group', 'shell', 'session-command', 'user'] };
  // GNU su permutes: `su root -c cmd` and `su -c cmd root` are the same.
  for (let at = 1; at <= argv.length; ) {
    const { given, operands } = readOptions(argv, grammar, at);
    const code = given.value('c', 'command', 'session-command');
    if (code !== undefined) return [{ code, remote: false }];
    if (given.has('u', 'user'))
      return operands < argv.length ? [{ argv: argv.slice(operands), env: [] }] : [];
    at = operands + 1;
  }
  return [{ argv: [word('sh')], env: [] }];
}

const CONTAINER_OPTIONS: Grammar = {
  short: 'aceHhluvwpm',
  long: [
    'add-host',
    'annotation',
    'attach',
    'cap-add',
    'cap-drop',
    'cidfile',
    'cpus',
    'cpuset-cpus',
    'detach-keys',
    'device',
    'dns',
    'entrypoint',
    'env',
    'env-file',
    'expose',
    'gpus',
    'group-add',
    'hostname',
    'ip',
    'ipc',
    'label',
    'label-file',
    'link',
    'log-driver',
    'log-opt',
    'memory',
    'memory-swap',
    'mount',
    'name',
    'net',
    'network',
    'network-alias',
    'pid',
    'platform',
    'publish',
    'pull',
    'restart',
    'runtime',
    'security-opt',
    'shm-size',
    'stop-signal',
    'tmpfs',
    'ulimit',
    'user',
    'userns',
    'uts',
    'volume',
    'volumes-from',
    'workdir',
  ],
};

/** `docker exec|run [options] container command…`; what runs there runs elsewhere, but what is mounted is here. */
function containerCommand(argv: readonly Word[]): readonly Inner[] {
  const global = readOptions(argv, { short: 'Hlc', long: ['config', 'context', 'host', 'log-level'] });
  const verb = textOf(argv[global.operands] ?? []);
  const at = verb === 'container' || verb === 'compose' ? global.operands + 1 : global.operands;
  const action = textOf(argv[at] ?? []);
  if (action !== 'exec' && action !== 'run') return [];
  const { given, operands } = readOptions(argv, CONTAINER_OPTIONS, at + 1);
  const entry = given.value('entrypoint');
  const rest = [...(entry === undefined ? [] : [entry]), ...argv.slice(operands + 1)];
  return rest.length === 0 ? [] : [{ argv: rest, env: [] }];
}

function replaceIn(of: Word, mark: string, by: Word): Word {
  return concat(...of.map(part => ('lit' in part ? placed(part.lit.split(mark), by) : [part])));
}

function placed(pieces: readonly string[], by: Word): Word {
  return concat(...pieces.flatMap((piece, index) => (index === 0 ? [word(piece)] : [by, word(piece)])));
}
