import { type Grammar, readOptions } from '../../core/options.ts';
import { join, textOf, type Word } from '../../core/word.ts';
import type { Inner, Sinks, Where } from './inner.ts';

/** A verb of a program behind which a command stands: `poetry run cmd`, `ip netns exec ns cmd`. */
interface Runner extends Partial<Grammar> {
  /** Options before the verb that take a value. */
  readonly global?: Partial<Grammar>;
  /** One or several words; an empty one for a program that has no verb. */
  readonly verbs: readonly string[];
  /** Operands before the command. */
  readonly skip?: number;
  /** The command begins behind this option, or behind one of them: `nix develop -c cmd`. */
  readonly behind?: readonly string[];
  /** Options whose value is shell code. */
  readonly code?: readonly string[];
  /** The words are joined for a shell; `sole`: only one alone. */
  readonly joins?: 'always' | 'sole';
  readonly where?: Where;
}

const CONDA: Runner = {
  verbs: ['run'],
  short: 'np',
  long: ['name', 'prefix', 'cwd', 'env-file', 'attach'],
};
const IMAGE: Runner = {
  verbs: ['exec'],
  skip: 1,
  short: 'BHScpwW',
  long: [
    'bind',
    'home',
    'pwd',
    'env',
    'overlay',
    'scratch',
    'workdir',
    'network',
    'security',
    'env-file',
    'cwd',
  ],
};

const RUNNERS: Readonly<Record<string, Runner>> = {
  poetry: { global: { short: 'CP', long: ['directory', 'project'] }, verbs: ['run'] },
  pipenv: { verbs: ['run'] },
  pdm: { global: { short: 'p' }, verbs: ['run'], short: 's', long: ['site-packages'] },
  rye: { verbs: ['run'] },
  bundle: { verbs: ['exec', 'e'], long: ['gemfile'] },
  pnpm: { global: { short: 'CF', long: ['dir', 'filter'] }, verbs: ['exec', 'ex'] },
  yarn: { global: { long: ['cwd'] }, verbs: ['exec'] },
  bun: { verbs: ['exec'], joins: 'always' },
  lerna: { verbs: ['exec'], long: ['scope', 'ignore', 'concurrency'], joins: 'sole' },
  nx: { verbs: ['exec'], long: ['project', 'targets'] },
  turbo: { verbs: ['exec'] },
  mise: {
    verbs: ['exec', 'x'],
    code: ['c', 'command'],
    behind: ['--'],
    short: 'cCj',
    long: ['command', 'cd', 'jobs'],
  },
  rtx: { verbs: ['exec', 'x'], behind: ['--'] },
  asdf: { verbs: ['exec'] },
  direnv: { verbs: ['exec'], skip: 1 },
  nix: { verbs: ['develop', 'shell'], behind: ['-c', '--command'] },
  conda: CONDA,
  mamba: CONDA,
  micromamba: CONDA,
  op: { verbs: ['run'], long: ['env-file', 'account'] },
  doppler: {
    verbs: ['run'],
    short: 'pct',
    code: ['command'],
    long: ['project', 'config', 'token', 'command'],
  },
  infisical: { verbs: ['run'], code: ['command'], long: ['env', 'path', 'command', 'projectId'] },
  'aws-vault': { verbs: ['exec'], skip: 1, short: 'dm', long: ['duration', 'region', 'mfa-token'] },
  chamber: { verbs: ['exec'], behind: ['--'] },
  sops: { verbs: ['exec-env', 'exec-file'], skip: 1, joins: 'always' },
  perf: {
    verbs: [
      'stat',
      'record',
      'trace',
      'mem record',
      'c2c record',
      'sched record',
      'lock record',
      'timechart record',
    ],
    short: 'CDFGIMcehjmoprtuwx',
    long: [
      'event',
      'output',
      'repeat',
      'freq',
      'call-graph',
      'interval-print',
      'cpu',
      'delay',
      'pid',
      'tid',
      'uid',
    ],
  },
  ip: {
    global: { short: 'nbf', long: ['netns', 'batch', 'family'] },
    verbs: ['netns exec', 'vrf exec'],
    skip: 1,
  },
  multipass: { verbs: ['exec'], skip: 1, short: 'd', long: ['working-directory'], where: 'remote' },
  minikube: {
    global: { short: 'p', long: ['profile'] },
    verbs: ['ssh'],
    short: 'n',
    long: ['node'],
    joins: 'always',
    where: 'remote',
  },
  colima: { verbs: ['ssh'], where: 'remote' },
  lima: { verbs: [''], where: 'remote' },
  orb: { verbs: ['', 'run'], short: 'muwp', where: 'remote' },
  buildah: {
    verbs: ['run'],
    skip: 1,
    short: 've',
    long: ['volume', 'env', 'user', 'workingdir'],
    where: 'remote',
  },
  pct: { verbs: ['exec'], skip: 1, where: 'remote' },
  jexec: { verbs: [''], skip: 1, short: 'uU', where: 'root' },
  zlogin: { verbs: [''], skip: 1, short: 'le', joins: 'always', where: 'remote' },
  machinectl: { verbs: ['shell'], skip: 1, long: ['uid', 'setenv', 'machine'], where: 'remote' },
  heroku: {
    verbs: ['run', 'run:detached'],
    short: 'aes',
    long: ['app', 'env', 'size'],
    joins: 'always',
    where: 'remote',
  },
  railway: { verbs: ['run'], short: 'se', long: ['service', 'environment'] },
  flyctl: {
    verbs: ['ssh console'],
    short: 'aC',
    code: ['C', 'command'],
    long: ['app', 'command'],
    where: 'remote',
  },
  mosh: {
    verbs: [''],
    skip: 1,
    short: 'p',
    long: ['ssh', 'port', 'predict', 'server', 'client'],
    where: 'remote',
  },
  rsh: { verbs: [''], skip: 1, short: 'l', joins: 'always', where: 'remote' },
  pssh: { verbs: [''], short: 'hHlptoexO', joins: 'always', where: 'remote' },
  'parallel-ssh': { verbs: [''], short: 'hHlptoexO', joins: 'always', where: 'remote' },
  clush: { verbs: [''], short: 'wxgXtuflo', joins: 'always', where: 'remote' },
  pdsh: { verbs: [''], short: 'wxgXtuflR', joins: 'always', where: 'remote' },
  dsh: { verbs: [''], short: 'mfgn', joins: 'always', where: 'remote' },
  salt: { global: { short: 'LEGNt' }, verbs: [''], skip: 2, joins: 'always', where: 'remote' },
  ctr: {
    global: { short: 'na', long: ['namespace', 'address'] },
    verbs: ['run'],
    skip: 2,
    long: ['env', 'mount'],
    where: 'remote',
  },
  singularity: IMAGE,
  apptainer: IMAGE,
  srun: {
    verbs: [''],
    short: 'ACcDdeGiJLMmNnopqtuwx',
    long: [
      'ntasks',
      'nodes',
      'partition',
      'gres',
      'mem',
      'time',
      'jobid',
      'account',
      'cpus-per-task',
      'job-name',
      'output',
      'error',
      'container-image',
    ],
  },
  sbatch: { verbs: [''], code: ['wrap'], long: ['wrap'] },
  toolbox: { verbs: ['run'], short: 'cdr', long: ['container', 'distro', 'release'] },
  distrobox: { verbs: ['enter'], behind: ['--', '-e', '--exec'] },
  'flatpak-spawn': { verbs: [''], long: ['forward-fd', 'env', 'directory'] },
  watchexec: {
    verbs: [''],
    short: 'ewWfisdEo',
    long: [
      'exts',
      'watch',
      'filter',
      'ignore',
      'signal',
      'debounce',
      'on-busy-update',
      'stop-signal',
      'env',
      'shell',
      'delay-run',
      'project-origin',
      'workdir',
      'stop-timeout',
    ],
    joins: 'sole',
  },
  onchange: { verbs: [''], behind: ['--'] },
  chokidar: { verbs: [''], short: 'ctdi', code: ['c', 'command'], long: ['command'] },
  nodemon: {
    verbs: [''],
    short: 'xewids',
    code: ['x', 'exec'],
    long: ['exec', 'ext', 'watch', 'ignore', 'delay', 'signal'],
  },
};

/** What stands behind a verb of a program; nothing for its other verbs. */
function run(argv: readonly Word[], runner: Runner): readonly Inner[] {
  const global = runner.global ?? {};
  const at = readOptions(argv, { short: global.short ?? '', long: global.long ?? [] }).operands;
  const from = runner.verbs
    .map(verb => (verb === '' ? at : endOf(verb.split(' '), argv, at)))
    .find(end => end !== undefined);
  if (from === undefined) return [];
  const isBare = runner.verbs.includes('') && from === at;
  const grammar = { short: runner.short ?? '', long: runner.long ?? [] };
  const { given, operands } = readOptions(argv, grammar, isBare ? 1 : from);
  const where = runner.where === undefined ? {} : { where: runner.where };
  // It may stand behind an operand, as nodemon's does.
  const code = given.value(...(runner.code ?? [])) ?? givenTo(runner.code, argv.slice(operands));
  if (code !== undefined) return [{ code, ...where }];
  if (runner.code !== undefined && runner.behind === undefined && isBare) return [];
  const rest = commandOf(argv, from, operands + (runner.skip ?? 0), runner.behind);
  if (rest.length === 0) return [];
  const joined = runner.joins === 'always' || (runner.joins === 'sole' && rest.length === 1);
  return [joined ? { code: join(rest, ' '), ...where } : { argv: rest, ...where }];
}

/** Where the words of a verb end, if they stand there. */
function endOf(words: readonly string[], argv: readonly Word[], at: number): number | undefined {
  return words.every((one, index) => textOf(argv[at + index] ?? []) === one) ? at + words.length : undefined;
}

function givenTo(names: readonly string[] | undefined, rest: readonly Word[]): Word | undefined {
  const at = rest.findIndex(one =>
    names?.some(name => textOf(one) === (name.length === 1 ? `-${name}` : `--${name}`)),
  );
  return at < 0 ? undefined : rest[at + 1];
}

function commandOf(
  argv: readonly Word[],
  from: number,
  operands: number,
  behind: readonly string[] | undefined,
): readonly Word[] {
  if (behind !== undefined) {
    const at = argv.findIndex((one, index) => index >= from && behind.includes(textOf(one) ?? ''));
    return at < 0 ? [] : argv.slice(at + 1);
  }
  const rest = argv.slice(operands);
  return textOf(rest[0] ?? []) === '--' ? rest.slice(1) : rest;
}

export const RUNNER_SINKS: Sinks = Object.fromEntries(
  Object.entries(RUNNERS).map(([name, runner]) => [name, (argv: readonly Word[]) => run(argv, runner)]),
);
