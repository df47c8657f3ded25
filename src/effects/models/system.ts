import { literalText, textOf, type Word, word } from '../../core/word.ts';
import type { Draft } from '../draft.ts';
import type { Family } from '../model.ts';
import { PROTECTS } from '../protectors.ts';

/** `systemctl stop auditd`, `service auditd stop`, `launchctl unload …falcon…`. */
function guards(argv: readonly Word[]): Draft[] {
  const texts = argv.map(literalText);
  const stops = texts.some(one => /^(?:stop|disable|mask|kill|unload|bootout|remove)$/.test(one));
  const target = argv.find((one, at) => at > 0 && PROTECTS.test(literalText(one)));
  return stops && target !== undefined
    ? [{ kind: 'configure', target, on: 'resource', deed: 'disable-protection' }]
    : [];
}

/** `pkill auditd`: to end what watches is to switch it off; `-0` and `-STOP 0` only ask. */
function endsGuards(argv: readonly Word[]): Draft[] {
  const asks = argv.some(one => /^(?:-0|-l|--list)$/.test(literalText(one)));
  const target = argv.find((one, at) => at > 0 && PROTECTS.test(literalText(one)));
  // Everything of root is everything, too.
  const ofRoot =
    argv.some(
      (one, at) =>
        /^(?:-u|-U|--user|--euid)$/.test(literalText(argv[at - 1] ?? [])) &&
        /^(?:root|0)$/.test(literalText(one)),
    ) &&
    argv.every(
      (one, at) =>
        at === 0 || /^(?:-|root$|0$|9$|15$|(?:SIG)?(?:KILL|TERM|STOP|HUP)$)/.test(literalText(one)),
    );
  const everything = (/killall5$/.test(literalText(argv[0] ?? [])) || ofRoot) && !asks;
  return [
    ...(target === undefined || asks
      ? []
      : [{ kind: 'configure', target, on: 'resource', deed: 'disable-protection' } as const]),
    ...(everything
      ? [{ kind: 'kill', target: word('all processes'), on: 'resource', deed: 'kill-all' } as const]
      : []),
  ];
}

/** `kill -9 -1` and `kill 1` end everything there is. */
function kill(argv: readonly Word[]): Draft[] {
  const texts = argv.map(literalText);
  if (texts.some(one => /^(?:-l|-L|--list|--table)/.test(one))) return [];
  let at = 1;
  let signal = '';
  if (/^-(?:s|n|-signal)$/.test(texts[at] ?? '')) {
    signal = texts[at + 1] ?? '';
    at += 2;
  } else if (/^-(?:\d+|[A-Z]+\d*|[a-z]{3,})$/.test(texts[at] ?? '') && argv.length > at + 1) {
    signal = (texts[at] ?? '').slice(1);
    at++;
  }
  if (texts[at] === '--') at++;
  if (signal === '0') return [];
  return argv.slice(at).map(target => {
    const text = textOf(target);
    const everything = text === '-1' || text === '1';
    return {
      kind: 'kill',
      target,
      on: 'resource',
      ...(everything ? { deed: 'kill-all', recursive: text === '-1' } : {}),
      force: /^(?:9|(?:SIG)?KILL)$/.test(signal),
    };
  });
}

/** Services, schedules, processes, and what only looks at them. */
const SHELL = /^(?:(?:\/usr)?\/bin\/)?(?:ba|z|da|k|fi|a)?sh$/;

export const SYSTEM: Family = {
  names:
    'systemctl service rc-service sv initctl invoke-rc.d supervisorctl monit s6-rc pm2 forever chkconfig rc-update sysv-rc-conf insserv update-rc.d launchctl crontab at batch atrm systemd-run fuser shutdown reboot halt poweroff telinit init kill pkill killall skill killall5 xkill ps top htop btop pgrep pidof pstree lsof vmstat iostat mpstat sar free loginctl coredumpctl systemd-analyze systemd-cgls busctl lscpu lsusb lspci lsmod lshw lsblk blkid inxi neofetch fastfetch dmidecode sensors acpi upower iotop iftop nethogs glances nvtop nvidia-smi pmap pwdx atop slabtop pidstat powertop system_profiler sw_vers ioreg vm_stat fs_usage powermetrics lastb faillog aureport sysdig bpftrace perf',
  models: () => ({
    systemctl: {
      options:
        't|type= state= p|property= s|signal= kill-who= H|host= M|machine= root= n|lines= o|output= job-mode= what= when= drop-in= now f|force+force user q no-pager a l runtime',
      verbs: {
        'enable|reenable|link|preset|preset-all|add-wants|add-requires|unmask|edit|set-default|import-environment|set-environment':
          'persist:service+',
        'start|restart|try-restart|reload|reload-or-restart|isolate': 'execute:service+@res',
        'stop|kill|condrestart|freeze': 'kill:service+',
        'disable|mask|revert|set-property|daemon-reload|daemon-reexec|clean|unset-environment':
          'configure:service+',
        'poweroff|reboot|halt|suspend|hibernate|kexec|soft-reboot|rescue|emergency|default|switch-root|exit':
          'kill:shutdown+',
        'status|show|cat|list-units|list-unit-files|list-timers|list-sockets|list-dependencies|list-jobs|is-active|is-enabled|is-failed|is-system-running|help|get-default|show-environment|reset-failed|list-machines|whoami|log-level':
          '',
      },
      special: guards,
      examples: {
        'systemctl status nginx': '',
        'systemctl enable x': 'persist',
        'systemctl restart nginx': 'execute',
        'systemctl stop auditd': 'configure kill',
        'systemctl reboot': 'kill',
      },
    },
    'service|rc-service|sv|initctl|invoke-rc.d|supervisorctl|monit|s6-rc|pm2|forever': {
      options: 'status-all+ask c=read n|name= i= name= s',
      verbs: {
        '* start|restart|reload|force-reload|up': 'execute:service+@res',
        '* stop|kill|down|force-stop': 'kill:service+',
        '* status|logs': '',
        'start|restart|reload': 'execute:service+@res',
        'stop|stopall|delete|kill|shutdown': 'kill:service+',
        'startup|save|unstartup': 'persist:service+',
        'status|list|ls|l|logs|describe|show|monit|jlist|info|tail|avail|pid|summary': '',
      },
      special: guards,
      examples: {
        'service nginx status': '',
        'service nginx restart': 'execute',
        'service auditd stop': 'configure kill',
      },
    },
    'chkconfig|rc-update|sysv-rc-conf|insserv': {
      options: 'list+ask level= add=persist:service@res del=configure:service@res f',
      verbs: { show: '' },
      does: 'persist:service+',
      examples: { 'chkconfig --list': '', 'chkconfig x on': 'persist' },
    },
    'update-rc.d': {
      options: 'f+force n+dry',
      verbs: { '* defaults|enable': 'persist:service+', '* remove|disable': 'configure:service+' },
      examples: { 'update-rc.d --help': '', 'update-rc.d x enable': 'persist' },
    },
    launchctl: {
      options: 'w F D= S=',
      verbs: {
        'load|bootstrap|enable|submit|setenv': 'persist:service,read@path*',
        'unload|bootout|disable|remove|stop|kill': 'kill:service+',
        'kickstart|start': 'execute:service+@res',
        reboot: 'kill:shutdown+',
        config: 'configure:launchd+',
        'list|print|blame|getenv|help|version|print-disabled|managerpid|hostinfo|dumpstate|procinfo|error|resolveport':
          '',
      },
      special: guards,
      examples: {
        'launchctl list': '',
        'launchctl load x.plist': 'persist',
        'launchctl bootout system/com.falcon': 'configure kill',
      },
    },
    crontab: {
      options: 'u= l+ask r!delete:crontab e!persist:crontab i V+ask s T>read',
      does: 'persist:crontab,read@path*',
      special: argv =>
        argv.length > 1 && argv.slice(1).every(one => literalText(one) !== '-')
          ? []
          : [{ kind: 'persist', target: word('crontab'), on: 'resource', deed: 'crontab' }],
      examples: {
        'crontab -l': '',
        'crontab -u x -l': '',
        'crontab new.txt': 'persist',
        'crontab -': 'persist',
        'crontab -r': 'delete',
      },
    },
    'at|batch': {
      options: 'f=read q= t= l+ask d>delete:job@res* r>delete:job@res* c+ask m M v b V+ask',
      does: 'persist:job+',
      examples: { 'at -l': '', 'at now': 'persist', 'at -d 3': 'delete' },
    },
    atrm: {
      does: 'delete:job@res*',
      examples: { 'atrm --help': '', 'atrm 3': 'delete' },
    },
    'systemd-run': {
      options:
        'p|property= u|unit= uid= gid= on-calendar=persist:timer@res on-boot=persist:timer@res on-active=persist:timer@res on-unit-active=persist:timer@res slice= E|setenv= d working-directory= G t P scope user',
      posix: true,
      does: 'execute:service@res',
      special: argv => {
        const words = argv.map(literalText);
        const shell = words.some(one => /^(?:-\w*S|--shell)$/.test(one)) || SHELL.test(words.at(-1) ?? '');
        return shell && !words.includes('--user') && !words.some(one => /^--uid=(?!0|root)/.test(one))
          ? [{ kind: 'escalate', target: word('the system manager'), on: 'resource', deed: 'root-shell' }]
          : [];
      },
      examples: {
        'systemd-run --user -t bash': 'execute',
        'systemd-run -S': 'escalate',
        'systemd-run --version': '',
        'systemd-run --on-calendar=daily ls': 'execute persist',
      },
    },
    fuser: {
      options: 'k|kill!kill:users m v u i n= a s w l|list+ask 4 6',
      does: 'read:list*',
      examples: { 'fuser 80/tcp': '', 'fuser -k 80/tcp': 'kill' },
    },
    'shutdown|reboot|halt|poweroff|telinit|init': {
      options: 'c+ask show+ask r h H P k t= f+force w+dry wtmp-only+dry',
      does: 'kill:shutdown+',
      examples: { 'shutdown -c': '', 'shutdown -h now': 'kill' },
    },
    kill: {
      special: kill,
      examples: {
        'kill -l': '',
        'kill -0 1': '',
        'kill 1234': 'kill',
        'kill -9 -1': 'kill',
        'kill -s KILL 1': 'kill',
      },
    },
    'pkill|killall|skill|killall5': {
      options:
        's|signal= u|user= U= g= G= t= P= F=read n o f x e i v c I q r y= Z= o= m n= l|list+ask L 9+force KILL+force',
      does: 'kill:by-name+',
      special: endsGuards,
      examples: { 'pkill -l': '', 'pkill -f node': 'kill', 'pkill auditd': 'configure kill' },
    },
    xkill: {
      options: 'd|display= i|id= b|button= f|frame a|all+force v|version+ask',
      does: 'kill:window+',
      examples: { 'xkill -version': '', 'xkill -id 5': 'kill' },
      dash: 'single',
    },
    'ps|top|htop|btop|pgrep|pidof|pstree|lsof|vmstat|iostat|mpstat|sar|free|loginctl|coredumpctl|systemd-analyze|systemd-cgls|busctl|lscpu|lsusb|lspci|lsmod|lshw|lsblk|blkid|inxi|neofetch|fastfetch|dmidecode|sensors|acpi|upower|iotop|iftop|nethogs|glances|nvtop|nvidia-smi|pmap|pwdx|atop|slabtop|pidstat|powertop|system_profiler|sw_vers|ioreg|vm_stat|fs_usage|powermetrics|lastb|faillog|aureport|sysdig|bpftrace|perf':
      {
        options: 'F|file=read f=read p= u= t= n= U= S= b= C=',
        verbs: {
          'terminate-session|kill-session|terminate-user|kill-user': 'kill:session+',
          dump: 'inspect-secrets:core-dump+',
          record: 'execute:trace+@res',
        },
        examples: { 'ps aux': '', 'ps kill-user x': 'kill' },
      },
  }),
};
