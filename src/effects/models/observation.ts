import { literalText, textOf, type Word, word } from '../../core/word.ts';
import type { Draft } from '../draft.ts';
import type { Family } from '../model.ts';

/** Processes whose memory and input hold other people's passwords and keys. */
const KEEPERS =
  /sshd|ssh-agent|gpg-agent|keyring|login|sudo|passwd|kwallet|1password|bitwarden|vault|\bsu\b/i;

/** `-p $(pgrep sshd)` keeps its program's name only in the words of another command; here the number is all there is. */
function attached(argv: readonly Word[]): Draft[] {
  const at = argv.findIndex(one => /^(?:-p|--pid|--attach)$/.test(textOf(one) ?? ''));
  const target = argv[at + 1];
  if (at < 0 || target === undefined) return [];
  const dumps = argv.some(one =>
    /\b(?:generate-core-file|gcore|dump\s+(?:binary\s+)?memory|x\/\d*s|find\s+\/|process save-core|memory (?:read|find))\b/.test(
      literalText(one),
    ),
  );
  return dumps || KEEPERS.test(argv.map(literalText).join(' '))
    ? [{ kind: 'inspect-secrets', target, on: 'resource', deed: 'process-memory' }]
    : [];
}

/** Reads and writes of another program: what it is told goes past here. */
function traced(argv: readonly Word[]): Draft[] {
  const texts = argv.map(literalText);
  const at = texts.findIndex(one => /^(?:-\w*p|--attach(?:=.*)?)$/.test(one));
  if (at < 0) return [];
  const target = argv[at + 1] ?? argv[at] ?? [];
  const hears = texts.some(
    one => /\b(?:read|write|recv\w*|send\w*|all)\b/.test(one) || /^-\w*s$/.test(one) || KEEPERS.test(one),
  );
  return hears ? [{ kind: 'inspect-secrets', target, on: 'resource', deed: 'input' }] : [];
}

/** On this machine's own loop only this machine's programs talk; without an interface or contents, it is statistics. */
function overheard(argv: readonly Word[]): Draft[] {
  const texts = argv.map(literalText);
  const asks = texts.some(one =>
    /^(?:-D|--list-interfaces|-h|--help|--version|-v|-\w*r|--read-file|-L|-G)$/.test(one),
  );
  const loop = texts.some((one, at) => /^(?:lo\d*|Loopback\S*|-ilo\d*)$/.test(one) && at > 0);
  if (asks || loop) return [];
  const target = argv.find((_, at) => /^(?:-\w*i|--interface)$/.test(texts[at - 1] ?? ''));
  const shown = target !== undefined || texts.some(one => /^-\w*[AXi]/.test(one));
  return [
    {
      kind: 'inspect-secrets',
      target: target ?? word('traffic'),
      on: 'resource',
      deed: shown ? 'traffic' : 'capture',
    },
  ];
}

/** What listens: to the network, to keyboards and screens, to other programs. */
export const OBSERVATION: Family = {
  names:
    'tcpdump tshark ngrep dsniff snoop ettercap bettercap arpspoof responder Responder.py dumpcap mitmproxy mitmdump mitmweb wireshark termshark logkeys showkey evtest xspy xkbcat uberkey keyd xinput xdotool ydotool xclip xsel pbcopy pbpaste wl-copy wl-paste screencapture scrot maim grim gnome-screenshot arecord imagesnap fswebcam xwd recordmydesktop sox parecord strace ltrace dtruss gdb lldb cgdb',
  models: () => ({
    'tcpdump|tshark|ngrep|dsniff|snoop': {
      options:
        'i|interface= w=write r=read>_ c= s= C= G= W= z=execute:postrotate@res F=read B= f= Y= T= a= b= q n v l X A e',
      special: overheard,
      examples: {
        'tcpdump -D': '',
        'tcpdump -i lo port 80': '',
        'tcpdump -r a.pcap': '',
        'tcpdump -i eth0': 'inspect-secrets',
        'tcpdump -i eth0 -w a.pcap': 'inspect-secrets write',
      },
    },
    'ettercap|bettercap|arpspoof|responder|Responder.py': {
      options: 'i|iface= T M= q w=write r=read t= I= caplet=execute:script@res',
      does: 'inspect-secrets:traffic+',
      examples: { 'ettercap --help': '', 'ettercap -T -M arp': 'inspect-secrets' },
    },
    dumpcap: {
      options: 'i|interface= w=write f= b= a= s= D+ask L+ask q n g p',
      does: 'inspect-secrets:capture+',
      examples: { 'dumpcap -D': '', 'dumpcap -i eth0 -w a.pcap': 'inspect-secrets write' },
    },
    'mitmproxy|mitmdump|mitmweb|wireshark|termshark': {
      options: 'i= w=write r=read p|listen-port= s|scripts=execute:script@res mode= set= f= Y= k',
      does: 'listen:proxy+',
      examples: { 'mitmproxy --version': '', 'mitmproxy -p 8080': 'listen' },
    },
    'logkeys|showkey|evtest|xspy|xkbcat|uberkey|keyd': {
      options:
        's|start!inspect-secrets:input k|kill m|keymap= o|output=write d|device= u|us-keymap a|ascii!inspect-secrets:input',
      does: 'inspect-secrets:input+',
      examples: { 'logkeys --help': '', 'logkeys --start': 'inspect-secrets' },
    },
    xinput: {
      verbs: {
        'test|test-xi2': 'inspect-secrets:input+',
        'list|list-props|disable|enable|set-prop|float|reattach|map-to-output|watch-props': '',
      },
      examples: { 'xinput list': '', 'xinput test 5': 'inspect-secrets' },
    },
    'xdotool|ydotool|xclip|xsel|pbcopy|pbpaste|wl-copy|wl-paste|screencapture|scrot|maim|grim|gnome-screenshot|arecord|imagesnap|fswebcam|xwd|recordmydesktop|sox|parecord':
      {
        options: 'o=write f=write d= i= selection= s= t= q',
        does: 'write:capture*',
        examples: { 'xdotool --help': '', 'xdotool x': 'write' },
      },
    'strace|ltrace|dtruss': {
      options: 'p|attach= o|output=write e= E= s= S= P= u= a= b= I= O= U= X=',
      posix: true,
      special: traced,
      examples: {
        'strace -c ls': '',
        'strace -p 12': '',
        'strace -p 12 -e trace=read': 'inspect-secrets',
      },
    },
    'gdb|lldb|cgdb': {
      options:
        'p|pid= ex=execute:debugger@res eval-command=execute:debugger@res o= s=read x=read batch nx q args c|core=read',
      dash: 'single',
      special: attached,
      examples: {
        'gdb --version': '',
        'gdb -p 12': '',
        'gdb -p 12 -batch -ex generate-core-file': 'execute inspect-secrets',
      },
    },
  }),
};
