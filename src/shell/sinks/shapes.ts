import {
  anyAssignedName,
  assignedName,
  assignedValue,
  type Grammar,
  readOptions,
} from '../../core/options.ts';
import { join, textOf, type Word, word } from '../../core/word.ts';
import type { Inner, Wrapper } from './inner.ts';
import { splitString } from './words.ts';

/** A program that runs the command behind its own options, as data. */
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
  /** The option whose value is shell code. */
  readonly code?: readonly string[];
  readonly where?: 'root' | 'remote';
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
    asks: ['l', 'list', 'v', 'validate', 'K', 'remove-timestamp', 'e', 'edit', 'V', 'version'],
    chdir: ['D', 'chdir'],
  },
  doas: { short: 'aCu', asks: ['C', 'L'] },
  pkexec: { long: ['user'], asks: ['version', 'help'] },
  gosu: { skip: 1 },
  'su-exec': { skip: 1 },
  setuidgid: { skip: 1 },
  env: {
    short: 'uCSaP',
    long: ['unset', 'chdir', 'split-string', 'argv0'],
    assigns: true,
    chdir: ['C', 'chdir'],
  },
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
  chrt: {
    short: 'TPD',
    long: ['sched-runtime', 'sched-period', 'sched-deadline'],
    skip: 1,
    asks: ['p', 'pid', 'm', 'max'],
    transparent: true,
  },
  taskset: { skip: 1, asks: ['p', 'pid'], transparent: true },
  numactl: {
    short: 'imNCpl',
    long: ['interleave', 'membind', 'cpunodebind', 'physcpubind', 'preferred'],
    asks: ['H', 'hardware', 's', 'show'],
    transparent: true,
  },
  choom: { short: 'np', long: ['adjust', 'pid'], asks: ['p', 'pid'], transparent: true },
  stdbuf: { short: 'ioe', long: ['input', 'output', 'error'], transparent: true },
  time: { short: 'fo', long: ['format', 'output'], transparent: true },
  gtime: { short: 'fo', long: ['format', 'output'], transparent: true },
  unbuffer: { transparent: true },
  chronic: { transparent: true },
  caffeinate: { short: 'tw', transparent: true },
  'systemd-inhibit': { long: ['what', 'who', 'why', 'mode'], transparent: true },
  builtin: { transparent: true },
  command: { asks: ['v', 'V'], transparent: true },
  exec: { short: 'a', transparent: true },
  strace: {
    short: 'abEeIOoPpSsUuX',
    long: ['output', 'trace', 'attach', 'user', 'env', 'string-limit'],
    asks: ['p', 'attach'],
  },
  ltrace: { short: 'aAeDFlnopsuwx', asks: ['p'] },
  valgrind: {},
  catchsegv: {},
  chroot: { long: ['userspec', 'groups'], skip: 1, where: 'root' },
  unshare: {
    short: 'RwSG',
    long: [
      'root',
      'wd',
      'setuid',
      'setgid',
      'propagation',
      'map-user',
      'map-group',
      'setgroups',
      'boottime',
      'monotonic',
    ],
    chdir: ['w', 'wd'],
  },
  nsenter: { short: 'tSGW', long: ['target', 'setuid', 'setgid'] },
  setpriv: {
    long: ['reuid', 'regid', 'groups', 'inh-caps', 'bounding-set', 'ambient-caps', 'securebits', 'pdeathsig'],
    asks: ['d', 'dump', 'list-caps'],
  },
  prlimit: { short: 'po', long: ['pid', 'output'], asks: ['p', 'pid'] },
  firejail: {},
  'systemd-run': {
    short: 'puHME',
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
      'service-type',
      'on-active',
      'on-boot',
      'on-startup',
      'on-unit-active',
      'on-unit-inactive',
      'on-calendar',
      'timer-property',
      'path-property',
      'socket-property',
    ],
    chdir: ['working-directory'],
  },
  proxychains: { short: 'f' },
  proxychains4: { short: 'f' },
  torsocks: { short: 'uapP' },
  torify: {},
  fakeroot: { short: 'lfisbu' },
  rlwrap: { short: 'abcDefgHilOpPqstSw' },
  'xvfb-run': {
    short: 'efnpsw',
    long: ['error-file', 'auth-file', 'server-num', 'listen-tcp', 'server-args', 'wait'],
  },
  'dbus-run-session': {},
  'dbus-launch': {},
  'lxc-attach': {
    short: 'nfePogsuvalR',
    long: ['name', 'rcfile', 'arch', 'elevated-privileges'],
    where: 'remote',
  },
  // `-e` takes its variable's name in the same word only.
  sshpass: { short: 'fdpP' },
  proot: {
    short: 'rbmqwvkpSRi',
    long: ['rootfs', 'bind', 'mount', 'qemu', 'pwd', 'cwd', 'verbose', 'kernel-release'],
  },
  linux32: {},
  linux64: {},
  i386: {},
  x86_64: {},
  uname26: {},
  cgexec: { short: 'g' },
  faketime: { short: 'p', long: ['exclude-monotonic'], skip: 1 },
  cpulimit: {
    short: 'lpPe',
    long: ['limit', 'pid', 'path', 'exe'],
    asks: ['p', 'pid', 'e', 'exe', 'P', 'path'],
  },
  eatmydata: { transparent: true },
  trickle: { short: 'udtlLwnNP' },
  tsocks: {},
  softlimit: { short: 'acdfhloprstm' },
  envdir: { skip: 1 },
  chpst: { short: 'uUbeCnlLmdopfctr' },
  'dumb-init': { short: 'r', long: ['rewrite'], transparent: true },
  tini: { short: 'pe', transparent: true },
  daemon: { short: 'nuPRFEoOlLrMX', long: ['name', 'user', 'pidfile', 'output', 'chdir'] },
  daemonize: { short: 'celopuE' },
  's6-setuidgid': { skip: 1 },
  's6-applyuidgid': { short: 'ugG' },
  'with-contenv': {},
  'systemd-nspawn': {
    short: 'DiMuEpSLZ',
    long: ['directory', 'image', 'machine', 'user', 'bind', 'bind-ro', 'setenv', 'chdir', 'port'],
    where: 'root',
  },
  schroot: { short: 'cnuds', long: ['chroot', 'user', 'directory', 'shell'], where: 'root' },
  'arch-chroot': { short: 'u', skip: 1, where: 'root' },
  'ssh-agent': { short: 'aEtOP', asks: ['k'] },
  'cross-env': { assigns: true },
  'env-cmd': { short: 'fre', long: ['file', 'rc-file', 'environments'] },
  retry: { short: 'tdmsf', long: ['times', 'delay', 'max', 'sleep'] },
  logsave: { skip: 1 },
  'annotate-output': {},
  ifne: {},
  timelimit: { short: 'tTsS' },
  tsp: { short: 'LDSPNE' },
  nq: {},
  'nix-shell': { short: 'pAI', long: ['run', 'command', 'attr'], code: ['run', 'command'] },
};

const LOADER = /^ld(?:-linux|-musl)?[\w.-]*\.so(?:\.\d+)?$/;

/** What `program` runs, if all there is to know of it stands in the table. */
export function shapedWrapper(program: string): Wrapper | undefined {
  if (LOADER.test(program))
    return plain(
      argv => unwrap(program, argv, { long: ['library-path', 'preload', 'argv0', 'audit'] }),
      false,
    );
  const shape = Object.hasOwn(SHAPES, program) ? SHAPES[program] : undefined;
  return shape === undefined
    ? undefined
    : plain(argv => unwrap(program, argv, shape), shape.transparent === true);
}

function plain(inner: Wrapper['inner'], transparent: boolean): Wrapper {
  return { transparent, besides: false, reads: false, inner };
}

function unwrap(program: string, argv: readonly Word[], shape: Shape): readonly Inner[] {
  const { given, operands } = readOptions(argv, { short: shape.short ?? '', long: shape.long ?? [] });
  if (given.has(...(shape.asks ?? []))) return [];
  const where = shape.where === undefined ? {} : { where: shape.where };
  const code = given.value(...(shape.code ?? []));
  if (code !== undefined) return [{ code, ...where }];
  if (shape.code !== undefined) return [];
  const split = program === 'env' ? given.value('S', 'split-string') : undefined;
  const rest = [
    ...(split === undefined ? [] : splitString(split)),
    ...argv.slice(operands + (shape.skip ?? 0)),
  ];
  // env(1): a lone dash is `-i`.
  const dash = program === 'env' && textOf(rest[0] ?? []) === '-';
  if (dash) rest.shift();
  const env: [string, Word][] = [];
  const named = program === 'env' ? anyAssignedName : assignedName;
  if (shape.assigns)
    for (let name = named(rest[0] ?? []); name !== undefined; name = named(rest[0] ?? []))
      env.push([name, assignedValue(rest.shift() ?? [])]);
  const shellFlag = program === 'sudo' && given.has('s', 'i', 'shell', 'login');
  if (shellFlag && rest.length > 0) return [{ code: join(rest, ' ') }];
  if (shellFlag || (program === 'doas' && given.has('s'))) rest.unshift(word('sh'));
  if (rest.length === 0) return [];
  const chdir = given.value(...(shape.chdir ?? []));
  const clean = dash || (program === 'env' && given.has('i', 'ignore-environment'));
  return [
    {
      argv: rest,
      env,
      ...(clean ? { clean: true as const } : {}),
      ...(chdir === undefined ? {} : { cwd: chdir }),
      ...where,
    },
  ];
}
