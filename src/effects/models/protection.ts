import { literalText, textOf, type Word, word } from '../../core/word.ts';
import type { Draft } from '../draft.ts';
import type { Family } from '../model.ts';

/** What is thrown away of a journal without a thought: less than a day of it, or a few megabytes, is left. */
function vacuumed(argv: readonly Word[]): Draft[] {
  const texts = argv.map(literalText);
  const drastic = texts.flatMap((one, at) => {
    const [, kind, value = texts[at + 1] ?? ''] = /^--vacuum-(size|time|files)(?:=(.*))?$/.exec(one) ?? [];
    const [, digits = '', unit = ''] = /^(\d+)\s*([A-Za-z]*)/.exec(value) ?? [];
    const amount = Number(digits);
    if (kind === 'time')
      return /^(?:s|sec|m|min|h|hours?|seconds?|minutes?)?$/.test(unit) && amount < 100 ? [one] : [];
    if (kind === 'size') return /^(?:|[BK])$/.test(unit) || (unit === 'M' && amount < 16) ? [one] : [];
    return kind === 'files' && amount < 2 ? [one] : [];
  });
  return drastic.map(one => ({ kind: 'delete', target: word(one), on: 'resource', deed: 'logs' }));
}

/** `auditctl -e 0`: nothing is recorded from then on. */
function auditOff(argv: readonly Word[]): Draft[] {
  const off = argv.some(
    (one, at) =>
      /^-e0$/.test(literalText(one)) || (textOf(one) === '0' && textOf(argv[at - 1] ?? []) === '-e'),
  );
  return off
    ? [{ kind: 'configure', target: word('audit'), on: 'resource', deed: 'disable-protection' }]
    : [];
}

/**
 * Switches that keep programs apart from each other and from the kernel, and what it runs for a crash, a module or a
 * device (kernel documentation, admin-guide/sysctl); the others are sizes, routes and timers.
 */
const GUARDS =
  /^(?:kernel[./](?:randomize_va_space|yama[./]ptrace_scope|kptr_restrict|dmesg_restrict|unprivileged_bpf_disabled|kexec_load_disabled|modules_disabled|modprobe|hotplug|core_pattern|exec-shield)|fs[./](?:suid_dumpable|protected_\w+)|vm[./]mmap_min_addr|security[./].*)$/;

/** `sysctl name=value` sets, with `-w` and without. */
function settings(argv: readonly Word[]): Draft[] {
  const program = literalText(argv[0] ?? []);
  if (!program.endsWith('sysctl')) return [];
  return argv.slice(1).flatMap(target => {
    const [, name] = /^([\w./-]+)\s*=/.exec(literalText(target)) ?? [];
    if (name === undefined || name.startsWith('-')) return [];
    return [
      {
        kind: 'configure' as const,
        target,
        on: 'resource' as const,
        deed: GUARDS.test(name) ? 'kernel' : 'kernel-tuning',
      },
    ];
  });
}

/** How what confines programs, or watches for malware, is switched off: each by its own manual. */
const LETS_GO: readonly (readonly [program: RegExp, words: RegExp])[] = [
  // Unknown words read as empty: what may switch it off does.
  [/^setenforce$/, / (?:0|permissive|)$/i],
  [/^aa-(?:disable|complain|teardown)$/, /^/],
  [/^apparmor_parser$/, / (?:-[a-zA-Z]*[RC]|--remove|--Complain)/],
  [/^semanage$/, / permissive (?:-a|--add)| -[a-zA-Z]*D\b| --deleteall/],
  [/^semodule$/, / (?:-[dr]|--disable|--remove)/],
  [/^setsebool$/, / (?:deny_\w+|secure_\w+)[ =](?:0|off|false)\b/],
  [/^mdatp$/, / (?:disabled|passive|uninstall|exclusion .*add)\b/],
  [/^(?:falconctl|osqueryctl)$/, / (?:uninstall|unload|stop|disable|-d)\b/],
  [/^socketfilterfw$/, / --(?:setglobalstate|setblockall|setloggingmode) off\b| --(?:unblockapp|remove)\b/],
];

function confinement(argv: readonly Word[]): Draft[] {
  const [program = '', ...words] = argv.map(literalText);
  const said = words.map(one => ` ${one}`).join('');
  const off = LETS_GO.some(
    ([name, how]) => name.test(program.slice(program.lastIndexOf('/') + 1)) && how.test(said),
  );
  const asks = words.some(one => /^(?:-h|--help|--version)$/.test(one));
  return off && !asks
    ? [{ kind: 'configure', target: word(program + said), on: 'resource', deed: 'disable-protection' }]
    : [];
}

/** A module by its file is code nobody installed; one by its name is the distribution's. */
function moduleFile(argv: readonly Word[]): Draft[] {
  const texts = argv.map(literalText);
  if (texts.some(one => /^(?:-r|--remove|-n|--dry-run|-c|--showconfig|-D|--show-depends)$/.test(one)))
    return [];
  const file = argv.find(
    (_, at) => at > 0 && /\.k?ko(?:\.\w+)?$|\.kext\/?$|^\.{0,2}\//.test(texts[at] ?? ''),
  );
  return file === undefined ? [] : [{ kind: 'execute', target: file, on: 'resource', deed: 'kernel-module' }];
}

/** `chattr +i`: not even root changes the file, until it is taken back with `-i`. */
function immutable(argv: readonly Word[]): Draft[] {
  const mode = argv.find((one, at) => at > 0 && /^[-+=][a-zA-Z]*[ia]/.test(literalText(one)));
  if (mode === undefined) return [];
  return argv
    .slice(1)
    .filter(one => literalText(one).startsWith('/'))
    .map(target => ({ kind: 'configure', target, on: 'resource', deed: 'immutable' }));
}

/** What records, confines and protects, the kernel's own switches and what it loads. */
export const PROTECTION: Family = {
  names:
    'journalctl dmesg log chattr auditctl renice cpulimit cgexec cgset prlimit swapoff swapon sysctl modprobe insmod rmmod kmod kextload kextunload dkms kldload kldunload setenforce setsebool semanage aa-disable aa-complain aa-enforce aa-teardown apparmor_parser semodule mdatp falconctl osqueryctl socketfilterfw spctl csrutil nvram bputil tccutil fdesetup bootctl bless grub-install update-grub grub-mkconfig grub2-mkconfig kernelstub fwupdmgr flashrom efibootmgr logrotate savelog',
  models: () => ({
    journalctl: {
      options:
        'vacuum-size=delete:old-logs@res vacuum-time=delete:old-logs@res vacuum-files=delete:old-logs@res rotate flush sync n= p= u= t= o= b? S= U= k f since= until= unit= file=read D=read',
      special: vacuumed,
      examples: { 'journalctl -u nginx -n 50': '', 'journalctl --vacuum-time=1s': 'delete' },
    },
    dmesg: {
      options:
        'c|read-clear!delete:logs C|clear!delete:logs D|console-off!configure:disable-protection F|file=read l= f= s= n=configure:log-level@res T w H k',
      examples: { 'dmesg -T': '', 'dmesg -C': 'delete' },
    },
    log: {
      options:
        'a|all ttl predicate= last= style= info debug archive= output=write subsystem= process= start= end= size=',
      verbs: {
        erase: 'delete:logs+',
        config: 'configure:log+',
        collect: 'read:list',
        'show|stream|stats|help': '',
      },
      examples: { 'log show --last 1h': '', 'log erase --all': 'delete' },
    },
    chattr: {
      options: 'R+recursive V f v= p=',
      does: '_ chmod*:attributes',
      special: immutable,
      examples: {
        'chattr --help': '',
        'chattr +C vm.img': 'chmod',
        'chattr +i /etc/passwd': 'chmod configure',
        'chattr -i /etc/passwd': 'configure',
      },
    },
    auditctl: {
      options:
        'D!configure:disable-protection e=configure:audit@res d=configure:disable-protection@res a=configure:audit@res w=configure:audit@res R=configure:audit@res,read@path s+ask l+ask p= k= S= F= b= r= f=',
      special: auditOff,
      examples: { 'auditctl -l': '', 'auditctl -D': 'configure', 'auditctl -e 0': 'configure' },
    },
    'renice|cpulimit|cgexec|cgset|prlimit|swapoff|swapon': {
      options:
        'n= p|pid= g= u= l= e= c= r= a+ask A+ask N+ask s|summary+ask show+ask nofile= nproc= as= core=',
      examples: { 'swapon --show': '', 'renice -n 5 -p 42': '' },
    },
    sysctl: {
      options:
        'n|values e|ignore q|quiet w|write N|names+ask a|all+ask A+ask X+ask p|load>read@path* f>read@path* system r|pattern=',
      special: settings,
      examples: {
        'sysctl -a': '',
        'sysctl -w vm.max_map_count=262144': 'configure',
        'sysctl kernel.hostname': '',
        'sysctl -w kernel.randomize_va_space=0': 'configure',
      },
    },
    'modprobe|insmod|rmmod|kmod|kextload|kextunload|dkms|kldload|kldunload': {
      options: 'r|remove n|dry-run+dry show-depends+ask c|showconfig+ask l+ask D+ask a f+force C=read d=',
      verbs: { 'list|status': '' },
      does: 'configure:kernel-module+',
      special: moduleFile,
      examples: {
        'modprobe --show-depends x': '',
        'modprobe x': 'configure',
        'modprobe ./x.ko': 'configure execute',
      },
    },
    setenforce: {
      special: confinement,
      examples: { 'setenforce --help': '', 'setenforce 1': '', 'setenforce 0': 'configure' },
    },
    'aa-disable|aa-complain|aa-teardown': {
      special: confinement,
      examples: { 'aa-disable --help': '', 'aa-disable /etc/apparmor.d/x': 'configure' },
    },
    'aa-enforce': { examples: { 'aa-enforce /etc/apparmor.d/x': '' } },
    apparmor_parser: {
      options: 'r|replace a|add R|remove C|Complain',
      special: confinement,
      examples: { 'apparmor_parser -r x': '', 'apparmor_parser -R x': 'configure' },
    },
    setsebool: {
      special: confinement,
      examples: {
        'setsebool -P httpd_can_network_connect on': '',
        'setsebool deny_ptrace off': 'configure',
      },
    },
    semanage: {
      special: confinement,
      examples: { 'semanage fcontext -l': '', 'semanage permissive -a httpd_t': 'configure' },
    },
    semodule: {
      special: confinement,
      examples: { 'semodule -i x.pp': '', 'semodule -d x': 'configure' },
    },
    mdatp: {
      special: confinement,
      examples: {
        'mdatp health': '',
        'mdatp config real-time-protection --value disabled': 'configure',
      },
    },
    'falconctl|osqueryctl': {
      special: confinement,
      examples: { 'osqueryctl status': '', 'osqueryctl stop': 'configure' },
    },
    socketfilterfw: {
      special: confinement,
      examples: {
        'socketfilterfw --getglobalstate': '',
        'socketfilterfw --setglobalstate off': 'configure',
      },
    },
    spctl: {
      options:
        'master-disable!configure:disable-protection global-disable!configure:disable-protection disable!configure:gatekeeper add!configure:gatekeeper remove!configure:gatekeeper enable!configure:gatekeeper a|assess t|type= v label= list+ask status+ask',
      examples: { 'spctl --status': '', 'spctl --master-disable': 'configure' },
    },
    // It disables nothing but from the recovery system.
    'csrutil|nvram|bputil|tccutil': {
      options: 'p x d=configure:boot@res c!configure:boot a f',
      verbs: {
        'disable|enable|clear|netboot|authenticated-root|reset': 'configure:boot+',
        'status|report': '',
      },
      examples: { 'csrutil status': '', 'csrutil disable': 'configure' },
    },
    fdesetup: {
      options: 'user= key= keychain inputplist',
      verbs: {
        disable: 'configure:disable-protection+',
        'add|remove|enable|changerecovery|removerecovery|sync': 'configure:disk-encryption+',
        'status|list|isactive|haspersonalrecoverykey|hasinstitutionalrecoverykey|usingrecoverykey|version|help|showdeferralinfo|supportsauthrestart|validaterecovery':
          '',
      },
      examples: { 'fdesetup status': '', 'fdesetup disable': 'configure' },
    },
    'bootctl|bless|grub-install|update-grub|grub-mkconfig|grub2-mkconfig|kernelstub|fwupdmgr|flashrom|efibootmgr':
      {
        options:
          'c|create!configure:boot B|delete-bootnum!delete:boot-entry b|bootnum= o|bootorder=configure:boot@res n|bootnext=configure:boot@res O N a|active!configure:boot A|inactive!configure:boot v q t|timeout=configure:boot@res d|disk= p= l|loader= L|label= r|read=write w|write=configure:firmware@res E|erase!format:firmware output=write mount= folder= setBoot!configure:boot info+ask getBoot+ask',
        verbs: {
          'install|update|set-default|set-oneshot|remove|downgrade|reinstall|cleanup': 'configure:boot+',
          'status|list|get-devices|get-updates|get-history|refresh|is-installed|random-seed|help': '',
        },
        examples: { 'bootctl status': '', 'bootctl install': 'configure' },
      },
    'logrotate|savelog': {
      options: 'd+dry f|force+force s|state=write',
      does: 'write:logs@res*',
      examples: { 'logrotate -d x': '', 'logrotate -f /etc/logrotate.conf': 'write' },
    },
  }),
};
