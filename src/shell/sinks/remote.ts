import { type Grammar, readArguments, readOptions } from '../../core/options.ts';
import { join, literalText, textOf, type Word, word } from '../../core/word.ts';
import type { Inner, Sinks } from './inner.ts';
import { named } from './words.ts';

const SSH: Grammar = { short: 'BbcDEeFIiJLlmOoPpQRSWw', long: [] };

/** Options of ssh_config(5) whose value is a command that runs here. */
const LOCAL_COMMAND = /^\s*(?:ProxyCommand|LocalCommand|KnownHostsCommand)(?:\s*=\s*|\s+)([\s\S]+)$/i;

/** ssh(1): options may stand before and after the host; what follows is code for a shell there. */
function ssh(argv: readonly Word[]): readonly Inner[] {
  const before = readOptions(argv, SSH);
  const behind = readOptions(argv, SSH, before.operands + 1);
  const rest = argv.slice(behind.operands);
  const local = localCommands([...before.given.pairs, ...behind.given.pairs]);
  return [...local, ...(rest.length === 0 ? [] : [{ code: join(rest, ' '), where: 'remote' as const }])];
}

function localCommands(pairs: readonly (readonly [string, Word | undefined])[]): readonly Inner[] {
  return pairs.flatMap(([name, value]) => {
    const code =
      name === 'o' && value !== undefined ? LOCAL_COMMAND.exec(literalText(value))?.[1] : undefined;
    return code === undefined || code === 'none' ? [] : [{ code: word(code) }];
  });
}

/** scp(1), sftp(1): `-S program`, `-o ProxyCommand=…`, sftp's `-D command`. */
function copy(argv: readonly Word[]): readonly Inner[] {
  const { given } = readArguments(argv, { short: 'BbcDFiJloPRSsX', long: [] });
  return [...localCommands(given.pairs), ...named(given.value('S'))];
}

/** rsync(1): `-e cmd` runs here, `--rsync-path=cmd` there. */
function rsync(argv: readonly Word[]): readonly Inner[] {
  const { given } = readArguments(argv, {
    short: 'eBfTM',
    long: ['rsh', 'rsync-path', 'filter', 'exclude', 'include', 'out-format'],
  });
  const there = given.value('rsync-path');
  const plain = there === undefined || /^(?:sudo )?(?:[\w/.-]*\/)?rsync$/.test(textOf(there) ?? '-');
  return [
    ...named(given.value('e', 'rsh')),
    ...(plain || there === undefined ? [] : [{ code: there, where: 'remote' as const }]),
  ];
}

const CONTAINER: Grammar = {
  short: 'aceHhluvwpmn',
  long: (
    'add-host annotation attach authfile blkio-weight cap-add cap-drop cgroup-parent cgroupns cidfile conmon-pidfile ' +
    'cpu-period cpu-quota cpu-shares cpus cpuset-cpus cpuset-mems detach-keys device dns dns-option dns-search domainname ' +
    'entrypoint env env-file expose file gpus group-add health-cmd health-interval health-retries health-timeout hostname ip ip6 ipc ' +
    'isolation kernel-memory label label-file link log-driver log-opt mac-address memory memory-reservation memory-swap ' +
    'memory-swappiness mount name net network network-alias oom-score-adj pid pids-limit platform pod profile project-directory ' +
    'project-name publish pull restart runtime secret security-opt shm-size stop-signal stop-timeout storage-opt sysctl ' +
    'systemd tmpfs tz ulimit umask user userns uts volume volume-driver volumes-from workdir index'
  ).split(' '),
};

/** `docker exec|run [options] container command…`; what runs there runs elsewhere, but what is mounted is here. */
function container(argv: readonly Word[]): readonly Inner[] {
  let at = readOptions(argv, {
    short: 'Hlcfp',
    long: [
      'config',
      'context',
      'host',
      'log-level',
      'url',
      'connection',
      'root',
      'namespace',
      'file',
      'project-name',
    ],
  }).operands;
  if (['container', 'compose'].includes(textOf(argv[at] ?? []) ?? ''))
    at = readOptions(
      argv,
      { short: 'fp', long: ['file', 'profile', 'project-directory', 'project-name', 'env-file'] },
      at + 1,
    ).operands;
  const action = textOf(argv[at] ?? []);
  if (action !== 'exec' && action !== 'run' && action !== 'create') return [];
  const { given, operands } = readOptions(argv, CONTAINER, at + 1);
  const entry = given.value('entrypoint');
  const health = given.value('health-cmd');
  const rest = [...(entry === undefined ? [] : [entry]), ...argv.slice(operands + 1)];
  return [
    ...(rest.length === 0 ? [] : [{ argv: rest, where: 'remote' as const }]),
    ...(health === undefined ? [] : [{ code: health, where: 'remote' as const }]),
  ];
}

const KUBE: Grammar = {
  short: 'cnfsl',
  long: 'container namespace context kubeconfig cluster user server token image filename pod-running-timeout labels env overrides restart target copy-to profile as as-group'.split(
    ' ',
  ),
};

/** kubectl exec|run|debug, oc rsh: the command stands behind `--`, or, as it used to, behind the pod. */
function cluster(argv: readonly Word[]): readonly Inner[] {
  const global = readOptions(argv, KUBE);
  const verb = textOf(argv[global.operands] ?? []) ?? '';
  if (!['exec', 'run', 'debug', 'rsh'].includes(verb)) return [];
  const dashes = argv.findIndex((one, at) => at > global.operands && textOf(one) === '--');
  if (dashes > 0) return remoteArgv(argv.slice(dashes + 1));
  if (verb !== 'exec' && verb !== 'rsh') return [];
  const { operands } = readOptions(argv, KUBE, global.operands + 1);
  const rest = readOptions(argv, KUBE, operands + 1).operands;
  return remoteArgv(argv.slice(rest));
}

function remoteArgv(argv: readonly Word[]): readonly Inner[] {
  return argv.length === 0 ? [] : [{ argv, where: 'remote' }];
}

const BEHIND = ['env', 'cwd', 'user', 'group', 'mode', 'workdir'];

/** `lxc exec box -- cmd`, `crictl exec id cmd`, `limactl shell vm cmd`. */
function behind(verb: string, short: string): (argv: readonly Word[]) => readonly Inner[] {
  return argv => {
    const global = readOptions(argv, { short, long: [] });
    if (textOf(argv[global.operands] ?? []) !== verb) return [];
    const { operands } = readOptions(argv, { short, long: BEHIND }, global.operands + 1);
    // Options may stand behind the name as well.
    return remoteArgv(argv.slice(readOptions(argv, { short, long: BEHIND }, operands + 1).operands));
  };
}

/** An option anywhere on the line whose value is code for the other side. */
function codeOption(
  verbs: readonly string[],
  ...names: readonly string[]
): (argv: readonly Word[]) => readonly Inner[] {
  return argv => {
    if (!argv.some(one => verbs.includes(textOf(one) ?? ''))) return [];
    const { given } = readArguments(argv, { short: 'cC', long: ['command'] });
    const code = given.value(...names);
    return code === undefined ? [] : [{ code, where: 'remote' }];
  };
}

/** `gcloud compute ssh vm -- cmd`. */
function gcloud(argv: readonly Word[]): readonly Inner[] {
  const dashes = argv.findIndex(one => textOf(one) === '--');
  const isSsh = argv.some(one => textOf(one) === 'ssh');
  return [
    ...codeOption(['ssh'], 'command')(argv),
    ...(isSsh && dashes > 0 && dashes + 1 < argv.length
      ? [{ code: join(argv.slice(dashes + 1), ' '), where: 'remote' as const }]
      : []),
  ];
}

/** `adb -s device shell cmd…`: joined, for a shell there. */
function adb(argv: readonly Word[]): readonly Inner[] {
  const { operands } = readOptions(argv, { short: 'stHPL', long: [] });
  const rest = argv.slice(operands + 1);
  return ['shell', 'exec-out'].includes(textOf(argv[operands] ?? []) ?? '') && rest.length > 0
    ? [{ code: join(rest, ' '), where: 'remote' }]
    : [];
}

/** ansible(1): what the modules that start something are told to start, on every machine of the inventory or on this one. */
function ansible(argv: readonly Word[]): readonly Inner[] {
  const { given, operands } = readArguments(argv, {
    short: 'maieltufckBPT',
    long: [
      'module-name',
      'args',
      'inventory',
      'extra-vars',
      'limit',
      'user',
      'forks',
      'connection',
      'become-user',
    ],
  });
  const name = textOf(given.value('m', 'module-name') ?? word('command'));
  const code = given.value('a', 'args');
  if (code === undefined || !/^(?:ansible\.\w+\.)?(?:shell|command|raw)$/.test(name ?? '')) return [];
  const here =
    /^(?:localhost|127\.0\.0\.1)$/.test(textOf(operands[0] ?? []) ?? '') ||
    textOf(given.value('c', 'connection') ?? []) === 'local';
  return [here ? { code } : { code, where: 'remote' }];
}

export const REMOTE_SINKS: Sinks = {
  ssh,
  slogin: ssh,
  autossh: ssh,
  docker: container,
  'docker-compose': container,
  podman: container,
  'podman-compose': container,
  nerdctl: container,
  kubectl: cluster,
  oc: cluster,
  k: cluster,
  crictl: behind('exec', 'r'),
  lxc: behind('exec', ''),
  incus: behind('exec', ''),
  limactl: behind('shell', ''),
  vagrant: codeOption(['ssh'], 'c', 'command'),
  gcloud,
  gh: argv => (textOf(argv[1] ?? []) === 'codespace' ? gcloud(argv) : []),
  fly: codeOption(['ssh'], 'C', 'command'),
  adb,
};

/** They do something of their own besides. */
export const COPY_SINKS: Sinks = { ansible, scp: copy, sftp: copy, rsync };
