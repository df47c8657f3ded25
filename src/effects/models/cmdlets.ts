import { literalText, type Word, word } from '../../core/word.ts';
import { type Draft, onHost, onPath } from '../draft.ts';
import type { Family, Model } from '../model.ts';
import { changesKey, isRegistryKey } from '../registry.ts';
import { wholeDirectory } from './windows.ts';

/** Parameters without a value; all others take one (about_Parameters). */
const SWITCHES =
  'recurse force confirm whatif verbose debug append passthru wait nonewline noclobber asjob usebasicparsing uninstall hidden readonly file directory full clearall quick allusers skippublishercheck acceptlicense'.split(
    ' ',
  );

/** A cmdlet's parameters by any beginning of their names, without case, and its operands. */
interface Call {
  readonly has: (name: string) => boolean;
  readonly value: (...names: readonly string[]) => Word | undefined;
  readonly operands: readonly Word[];
}

function read(argv: readonly Word[]): Call {
  const switched = new Set<string>();
  const valued: [string, Word][] = [];
  const operands: Word[] = [];
  for (let at = 1; at < argv.length; at++) {
    const one = argv[at] ?? [];
    const text = literalText(one);
    const name = /^-([a-z]\w*):?$/i.exec(text)?.[1]?.toLowerCase();
    if (name === undefined) operands.push(...items(one));
    else if (SWITCHES.some(known => known.startsWith(name))) switched.add(name);
    else if (argv[at + 1] !== undefined) {
      valued.push([name, argv[at + 1] ?? []]);
      at++;
    } else switched.add(name);
  }
  return {
    operands,
    has: name => [...switched].some(one => name.startsWith(one)),
    value: (...names) => valued.find(([name]) => names.some(known => known.startsWith(name)))?.[1],
  };
}

/** `a,b` are two. */
function items(of: Word): readonly Word[] {
  const [only] = of;
  return of.length === 1 && only !== undefined && 'lit' in only && only.lit.includes(',')
    ? only.lit.split(',').flatMap(one => (one === '' ? [] : [word(one)]))
    : [of];
}

function cmdlet(does: (call: Call) => readonly Draft[], examples: Model['examples']): Model {
  return {
    special: argv => {
      const call = read(argv);
      return call.has('whatif') ? [] : does(call);
    },
    examples,
  };
}

function paths({ value, operands }: Call): readonly Word[] {
  const named = value('path', 'literalpath', 'filepath', 'fullname', 'pspath');
  return named === undefined ? operands : items(named);
}

function onThing(kind: Draft['kind'], target: Word | string, deed: string): Draft {
  return { kind, target: typeof target === 'string' ? word(target) : target, on: 'resource', deed };
}

function remove(call: Call): readonly Draft[] {
  return paths(call).flatMap(one =>
    isRegistryKey(one)
      ? changesKey(one, undefined, 'delete')
      : [
          onPath('delete', call.has('recurse') ? wholeDirectory(one) : one, {
            recursive: call.has('recurse'),
            force: call.has('force'),
          }),
        ],
  );
}

function property(does: 'set' | 'delete') {
  return (call: Call): readonly Draft[] => {
    const [key] = paths(call);
    return key === undefined || !isRegistryKey(key)
      ? []
      : changesKey(key, call.value('name') ?? call.operands[1], does);
  };
}

function written(call: Call): readonly Draft[] {
  return paths(call)
    .slice(0, 1)
    .map(one => onPath('write', one));
}

function named(kind: Draft['kind'], deed: string) {
  return ({ value, operands }: Call): readonly Draft[] => [
    onThing(
      kind,
      value('name', 'identity', 'vmname', 'displayname', 'taskname', 'member') ?? operands[0] ?? 'all',
      deed,
    ),
  ];
}

const GUARDS = /defend|mpssvc|eventlog|sense|sysmon|falcon|sentinel/i;

function disk(call: Call): readonly Draft[] {
  const which =
    call.value('driveletter', 'number', 'disknumber', 'friendlyname') ?? call.operands[0] ?? word('all');
  return [onPath('format', word(`/dev/disk/${literalText(which).replace(/\W/g, '')}`), { force: true })];
}

export const CMDLETS: Family = {
  names:
    'remove-item clear-content copy-item move-item rename-item new-item set-content add-content out-file get-content get-childitem set-itemproperty new-itemproperty remove-itemproperty invoke-webrequest invoke-restmethod start-bitstransfer test-netconnection format-volume clear-disk initialize-disk remove-partition stop-computer restart-computer stop-process stop-service set-service new-service remove-service clear-eventlog remove-eventlog limit-eventlog set-mppreference add-mppreference set-netfirewallprofile disable-netfirewallrule register-scheduledtask new-scheduledtask unregister-scheduledtask new-localuser set-localuser remove-localuser add-localgroupmember remove-aduser remove-adcomputer remove-adgroup remove-vm remove-vmsnapshot remove-azresourcegroup remove-azvm remove-azstorageaccount remove-azkeyvault remove-azsqldatabase remove-s3bucket remove-ec2instance disable-computerrestore invoke-mimikatz convertfrom-securestring install-module install-package uninstall-windowsfeature enable-psremoting set-executionpolicy',
  models: () => ({
    'remove-item': cmdlet(remove, {
      'remove-item -whatif x': '',
      'remove-item -Recurse -Force C:/data': 'delete',
      'remove-item HKLM:/Software/x -Recurse': 'delete',
    }),
    'clear-content|set-content|add-content|out-file|new-item': cmdlet(written, {
      'clear-content -whatif x': '',
      'clear-content x.log': 'write',
    }),
    'copy-item': cmdlet(
      call => {
        const [from, to = call.value('destination')] = paths(call);
        return [
          ...(from === undefined ? [] : [onPath('read', from, { recursive: call.has('recurse') })]),
          ...(to === undefined ? [] : [onPath('write', to)]),
        ];
      },
      { 'copy-item -whatif a b': '', 'copy-item a b': 'write' },
    ),
    'move-item|rename-item': cmdlet(
      call => {
        const [from, to = call.value('destination', 'newname')] = paths(call);
        return [
          ...(from === undefined ? [] : [onPath('move', from)]),
          ...(to === undefined ? [] : [onPath('write', to)]),
        ];
      },
      { 'move-item -whatif a b': '', 'move-item a b': 'move write' },
    ),
    'get-content': {
      dash: 'single',
      options: 'path=read literalpath=read raw tail= totalcount= encoding= delimiter=',
      does: 'read*',
      examples: { 'get-content x': '' },
    },
    'get-childitem': {
      dash: 'single',
      options: 'path=read:list recurse filter= include= exclude= depth= file directory force name',
      does: 'read:list*',
      examples: { 'get-childitem x': '' },
    },
    'set-itemproperty|new-itemproperty': cmdlet(property('set'), {
      'set-itemproperty x IsReadOnly 1': '',
      'set-itemproperty HKCU:/Software/Microsoft/Windows/CurrentVersion/Run evil c:/x.exe': 'persist',
    }),
    'remove-itemproperty': cmdlet(property('delete'), {
      'remove-itemproperty x y': '',
      'remove-itemproperty HKLM:/Software/x y': 'delete',
    }),
    'invoke-webrequest|invoke-restmethod|start-bitstransfer': cmdlet(
      call => {
        const url = call.value('uri', 'source') ?? call.operands[0];
        const file = call.value('outfile', 'destination');
        const sent = call.value('infile');
        const posts = sent !== undefined || call.value('body', 'form') !== undefined;
        return [
          ...(url === undefined ? [] : [onHost(posts ? 'send' : 'download', url)]),
          ...(file === undefined ? [] : [onPath('write', file)]),
          ...(sent === undefined ? [] : [onPath('read', sent)]),
        ];
      },
      {
        'invoke-webrequest https://x.test': 'download',
        'invoke-webrequest https://x.test -OutFile x': 'download write',
        'invoke-webrequest https://x.test -Method Post -InFile x': 'send',
      },
    ),
    'test-netconnection': { examples: { 'test-netconnection x.test': '' } },
    'format-volume|clear-disk|initialize-disk|remove-partition': cmdlet(disk, {
      'format-volume -whatif -driveletter c': '',
      'format-volume -DriveLetter C -Force': 'format',
    }),
    'stop-computer|restart-computer': cmdlet(named('kill', 'shutdown'), {
      'stop-computer -whatif': '',
      'stop-computer -Force': 'kill',
    }),
    'stop-process': cmdlet(named('kill', 'process'), {
      'stop-process -whatif 1': '',
      'stop-process -Name node': 'kill',
    }),
    'stop-service|set-service': cmdlet(
      call => {
        const name = call.value('name') ?? call.operands[0] ?? word('service');
        return GUARDS.test(literalText(name))
          ? [onThing('configure', name, 'disable-protection')]
          : [onThing('kill', name, 'service')];
      },
      { 'stop-service -whatif x': '', 'stop-service WinDefend': 'configure', 'stop-service w3svc': 'kill' },
    ),
    'new-service': cmdlet(named('persist', 'service'), {
      'new-service -whatif x': '',
      'new-service x c:/x.exe': 'persist',
    }),
    'register-scheduledtask|new-scheduledtask': cmdlet(named('persist', 'timer'), {
      'register-scheduledtask -whatif x': '',
      'register-scheduledtask x': 'persist',
    }),
    'unregister-scheduledtask': cmdlet(named('delete', 'timer'), {
      'unregister-scheduledtask -whatif x': '',
      'unregister-scheduledtask x': 'delete',
    }),
    'clear-eventlog|remove-eventlog|limit-eventlog': cmdlet(named('delete', 'logs'), {
      'clear-eventlog -whatif x': '',
      'clear-eventlog Security': 'delete',
    }),
    'set-mppreference|add-mppreference|set-netfirewallprofile|disable-netfirewallrule|disable-computerrestore':
      cmdlet(named('configure', 'disable-protection'), {
        'set-mppreference -whatif x': '',
        'set-mppreference -DisableRealtimeMonitoring 1': 'configure',
      }),
    'new-localuser|set-localuser': cmdlet(named('configure', 'login-password'), {
      'new-localuser -whatif x': '',
      'new-localuser eve': 'configure',
    }),
    'remove-localuser|remove-aduser|remove-adcomputer|remove-adgroup': cmdlet(
      named('delete', 'remove-account'),
      {
        'remove-localuser -whatif x': '',
        'remove-localuser eve': 'delete',
      },
    ),
    'add-localgroupmember': cmdlet(
      ({ value, operands }) => {
        const group = value('group') ?? operands[0] ?? word('group');
        const powerful = /admin|operators|remote/i.test(literalText(group));
        return [
          onThing(powerful ? 'escalate' : 'configure', group, powerful ? 'privileged-group' : 'account'),
        ];
      },
      {
        'add-localgroupmember -whatif x': '',
        'add-localgroupmember -Group Administrators -Member eve': 'escalate',
      },
    ),
    'remove-vm|remove-vmsnapshot|remove-azvm|remove-ec2instance': cmdlet(named('infra-destroy', 'instance'), {
      'remove-vm -whatif x': '',
      'remove-vm -Name web -Force': 'infra-destroy',
    }),
    'remove-azresourcegroup|remove-azstorageaccount|remove-azkeyvault|remove-azsqldatabase|remove-s3bucket|remove-service|uninstall-windowsfeature':
      cmdlet(named('infra-destroy', 'stack'), {
        'remove-azresourcegroup -whatif x': '',
        'remove-azresourcegroup -Name prod -Force': 'infra-destroy',
      }),
    'invoke-mimikatz': cmdlet(named('inspect-secrets', 'password-hashes'), {
      'invoke-mimikatz -whatif': '',
      'invoke-mimikatz -DumpCreds x': 'inspect-secrets',
    }),
    'convertfrom-securestring': { examples: { 'convertfrom-securestring x': '' } },
    'install-module|install-package': cmdlet(named('install', 'package'), {
      'install-module -whatif x': '',
      'install-module Pester': 'install',
    }),
    'enable-psremoting': cmdlet(named('listen', 'remote-login'), {
      'enable-psremoting -whatif': '',
      'enable-psremoting -Force': 'listen',
    }),
    'set-executionpolicy': cmdlet(named('configure', 'execution-policy'), {
      'set-executionpolicy -whatif x': '',
      'set-executionpolicy RemoteSigned': 'configure',
    }),
  }),
};
