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

/** Settings of the kernel that confine or record; the others are sizes and limits that people tune. */
const CONFINES =
  /^(?:kernel[./](?:randomize_va_space|kptr_restrict|dmesg_restrict|yama|modules_disabled|modprobe|core_pattern|sysrq|unprivileged_bpf_disabled|kexec|hotplug|panic|lockdown|poweroff_cmd)|fs[./](?:protected_|suid_dumpable)|vm[./]mmap_min_addr|net[./]ipv[46][./](?:ip_forward|conf|tcp_syncookies|icmp)|user[./]max_user_namespaces)/;

/** `sysctl name=value` sets, with `-w` and without. */
function settings(argv: readonly Word[]): Draft[] {
  const program = literalText(argv[0] ?? []);
  if (!program.endsWith('sysctl')) return [];
  return argv
    .slice(1)
    .filter(one => /^[\w./-]+=/.test(literalText(one)) && !literalText(one).startsWith('-'))
    .map(target => ({
      kind: 'configure',
      target,
      on: 'resource',
      deed: CONFINES.test(literalText(target)) ? 'kernel' : 'kernel-tuning',
    }));
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
    'renice|cpulimit|cgexec|cgset|prlimit|swapoff|swapon|sysctl': {
      options:
        'n= p|pid= g= u= l= e= c= r= w a+ask A+ask N+ask system p? f|load>configure:kernel-tuning@res,read@path* s|summary+ask show+ask nofile= nproc= as= core=',
      special: settings,
      examples: {
        'sysctl -a': '',
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
    'setenforce|setsebool|semanage|aa-disable|aa-complain|aa-enforce|aa-teardown|apparmor_parser|semodule|mdatp|falconctl|osqueryctl|socketfilterfw':
      {
        options:
          'P l+ask status+ask master-disable!configure:disable-protection R r= o=write n= b= B!delete:boot-entry remove-rules=configure:disable-protection@res',
        verbs: { 'status|report|list|--list|get-devices|get-updates|--status': '' },
        does: 'configure:disable-protection+',
        examples: { 'setenforce --help': '', 'setenforce 0': 'configure' },
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
