import { literalText, textOf, type Word, word } from '../../core/word.ts';
import type { Draft } from '../draft.ts';
import type { Family } from '../model.ts';

/** What watches or protects the machine: to stop it is more than to stop a service. */
const PROTECTS =
  /audit|syslog|journald|firewalld|ufw|apparmor|selinux|fail2ban|falcon|falco|osquery|clam|cbdaemon|wazuh|nftables|iptables|crowdsec|sentinel|xagt|defender|mdatp|ossec|tetragon|rampart/;

/** `systemctl stop auditd`, `service auditd stop`, `launchctl unload …falcon…`. */
function guards(argv: readonly Word[]): Draft[] {
  const texts = argv.map(literalText);
  const stops = texts.some(one => /^(?:stop|disable|mask|kill|unload|bootout|remove)$/.test(one));
  const target = argv.find((one, at) => at > 0 && PROTECTS.test(literalText(one)));
  return stops && target !== undefined
    ? [{ kind: 'configure', target, on: 'resource', deed: 'disable-protection' }]
    : [];
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

/** `sysctl name=value` sets, with `-w` and without. */
function settings(argv: readonly Word[]): Draft[] {
  const program = literalText(argv[0] ?? []);
  if (!program.endsWith('sysctl')) return [];
  return argv
    .slice(1)
    .filter(one => /^[\w./-]+=/.test(literalText(one)) && !literalText(one).startsWith('-'))
    .map(target => ({ kind: 'configure', target, on: 'resource', deed: 'kernel' }));
}

/** `renice`, `nice -n -20`, fork bombs are the shell's; what fills memory, processors or disks on purpose stands here. */
export const SYSTEM: Family = {
  names:
    'systemctl service rc-service sv initctl invoke-rc.d supervisorctl monit s6-rc pm2 forever chkconfig rc-update sysv-rc-conf insserv launchctl crontab at batch atrm systemd-run fuser shutdown reboot halt poweroff telinit init kill pkill killall skill killall5 xkill ps top htop btop pgrep pidof pstree lsof vmstat iostat mpstat sar free loginctl coredumpctl systemd-analyze systemd-cgls busctl lscpu lsusb lspci lsmod lshw lsblk blkid inxi neofetch fastfetch dmidecode sensors acpi upower iotop iftop nethogs glances nvtop nvidia-smi pmap pwdx atop slabtop pidstat powertop system_profiler sw_vers ioreg pmset log vm_stat fs_usage powermetrics lastb faillog aureport sysdig bpftrace perf journalctl dmesg auditctl renice cpulimit cgexec cgset prlimit swapoff swapon sysctl modprobe insmod rmmod kmod kextload kextunload dkms kldload kldunload setenforce setsebool semanage aa-disable aa-complain aa-enforce aa-teardown apparmor_parser spctl csrutil semodule nvram bputil fdesetup tccutil mdatp falconctl osqueryctl bless socketfilterfw grub-install update-grub grub-mkconfig efibootmgr bootctl grub2-mkconfig kernelstub fwupdmgr flashrom logrotate savelog stress stress-ng memtester bonnie++ fio sysbench xmrig minerd cgminer cpuminer ethminer t-rex nbminer lolMiner bfgminer xmr-stak cpuminer-multi defaults plutil PlistBuddy scutil networksetup systemsetup dscl gsettings dconf kwriteconfig5 xfconf-query profiles softwareupdate mdutil xdotool ydotool xinput xclip xsel pbcopy pbpaste wl-copy wl-paste screencapture scrot maim grim gnome-screenshot arecord imagesnap fswebcam xwd recordmydesktop sox parecord logkeys showkey evtest',
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
      examples: { 'systemd-run --version': '', 'systemd-run --on-calendar=daily ls': 'execute persist' },
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
    'pkill|killall|skill|killall5|xkill': {
      options:
        's|signal= u|user= U= g= G= t= P= F=read n o f x e i v c I q r y= Z= o= m n= l|list+ask L 9+force KILL+force',
      does: 'kill:by-name+',
      examples: { 'pkill -l': '', 'pkill -f node': 'kill' },
    },
    'ps|top|htop|btop|pgrep|pidof|pstree|lsof|vmstat|iostat|mpstat|sar|free|loginctl|coredumpctl|systemd-analyze|systemd-cgls|busctl|lscpu|lsusb|lspci|lsmod|lshw|lsblk|blkid|inxi|neofetch|fastfetch|dmidecode|sensors|acpi|upower|iotop|iftop|nethogs|glances|nvtop|nvidia-smi|pmap|pwdx|atop|slabtop|pidstat|powertop|system_profiler|sw_vers|ioreg|pmset|log|vm_stat|fs_usage|powermetrics|lastb|faillog|aureport|sysdig|bpftrace|perf':
      {
        options: 'F|file=read f=read p= u= t= n= U= S= b=',
        verbs: {
          'terminate-session|kill-session|terminate-user|kill-user': 'kill:session+',
          dump: 'inspect-secrets:core-dump+',
          record: 'execute:trace+@res',
        },
        examples: { 'ps aux': '', 'ps kill-user x': 'kill' },
      },
    journalctl: {
      options:
        'vacuum-size=delete:logs@res vacuum-time=delete:logs@res vacuum-files=delete:logs@res rotate flush sync n= p= u= t= o= b? S= U= k f since= until= unit= file=read D=read',
      examples: { 'journalctl -u nginx -n 50': '', 'journalctl --vacuum-time=1s': 'delete' },
    },
    dmesg: {
      options:
        'c|read-clear!delete:logs C|clear!delete:logs D|console-off!configure:disable-protection F|file=read l= f= s= n=configure:log-level@res T w H k',
      examples: { 'dmesg -T': '', 'dmesg -C': 'delete' },
    },
    auditctl: {
      options:
        'D!configure:disable-protection e=configure:audit@res d=configure:disable-protection@res a=configure:audit@res w=configure:audit@res R=configure:audit@res,read@path s+ask l+ask p= k= S= F= b= r= f=',
      examples: { 'auditctl -l': '', 'auditctl -D': 'configure' },
    },
    'renice|cpulimit|cgexec|cgset|prlimit|swapoff|swapon|sysctl': {
      options:
        'n= p|pid= g= u= l= e= c= r= w>configure:kernel@res* a+ask A+ask N+ask system p? f|load>configure:kernel@res,read@path* s|summary+ask show+ask nofile= nproc= as= core=',
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
      examples: { 'modprobe --show-depends x': '', 'modprobe x': 'configure' },
    },
    'setenforce|setsebool|semanage|aa-disable|aa-complain|aa-enforce|aa-teardown|apparmor_parser|spctl|csrutil|semodule|nvram|bputil|fdesetup|tccutil|mdatp|falconctl|osqueryctl|bless|socketfilterfw|grub-install|update-grub|grub-mkconfig|efibootmgr|bootctl|grub2-mkconfig|kernelstub|fwupdmgr|flashrom':
      {
        options:
          'P l+ask status+ask master-disable!configure:disable-protection R r= o=write n= b= B!delete:boot-entry remove-rules=configure:disable-protection@res',
        verbs: { 'status|report|list|--list|get-devices|get-updates|--status': '' },
        does: 'configure:disable-protection+',
        examples: { 'setenforce --help': '', 'setenforce 0': 'configure' },
      },
    'logrotate|savelog': {
      options: 'd+dry f|force+force s|state=write',
      does: 'write:logs@res*',
      examples: { 'logrotate -d x': '', 'logrotate -f /etc/logrotate.conf': 'write' },
    },
    'stress|stress-ng|memtester|bonnie++|fio|sysbench': {
      options: 'c|cpu= i= m|vm= d|hdd= t|timeout= vm-bytes= filename=write directory=write name=',
      does: 'resource-exhaustion+',
      examples: { 'stress --help': '', 'stress --cpu 8': 'resource-exhaustion' },
    },
    'xmrig|minerd|cgminer|cpuminer|ethminer|t-rex|nbminer|lolMiner|bfgminer|xmr-stak|cpuminer-multi': {
      options: 'o|url=send:connect u= p= a= t=',
      does: 'resource-exhaustion:miner+',
      examples: { 'xmrig --version': '', 'xmrig -o pool.test:3333': 'resource-exhaustion send' },
    },
    'defaults|plutil|PlistBuddy|scutil|networksetup|systemsetup|dscl|gsettings|dconf|kwriteconfig5|xfconf-query|profiles|softwareupdate|mdutil':
      {
        options:
          'c=configure:plist@res e=execute:script@res l= get+ask f= i=install:update@res a currentHost o=write get-dns+ask dns',
        verbs: {
          'write|delete|import|set|reset|rename|-setproxy|-setdnsservers|-setwebproxy|-create|-append|-delete|-passwd|-replace|load':
            'configure:settings+',
          '. -create|-append|-passwd|-delete': 'escalate:account+',
          'read|export|find|domains|list-schemas|list-keys|list-recursively|get|list|show|status|dump|query|-read|-list|-search|print|lint':
            '',
        },
        does: '',
        examples: { 'defaults read x': '', 'defaults write x y z': 'configure' },
      },
    'xdotool|ydotool|xinput|xclip|xsel|pbcopy|pbpaste|wl-copy|wl-paste|screencapture|scrot|maim|grim|gnome-screenshot|arecord|imagesnap|fswebcam|xwd|recordmydesktop|sox|parecord|logkeys|showkey|evtest':
      {
        options: 'o=write f=write d= i= selection= s= t= q',
        does: 'write:capture*',
        verbs: { 'test|test-xi2': 'inspect-secrets:input+' },
        examples: { 'xdotool --help': '', 'xdotool test 5': 'inspect-secrets' },
      },
  }),
};
