import { literalText, textOf, type Word, word } from '../../core/word.ts';
import { type Draft, onPath } from '../draft.ts';
import type { Family, Model } from '../model.ts';

/** `if=` and `of=`; everything else is a number or a flag. */
function dd(argv: readonly Word[]): Draft[] {
  return argv.slice(1).flatMap(one => {
    const [head, ...tail] = one;
    const text = literalText(one);
    if (head === undefined || !('lit' in head)) return [];
    const value = [...(head.lit.length > 3 ? [{ lit: head.lit.slice(3) }] : []), ...tail];
    if (text.startsWith('if=')) return [onPath('read', value)];
    return text.startsWith('of=') ? [onPath('write', value), ...fills(argv, value)] : [];
  });
}

/** Without a count, zeros go on until the disk is full; where the agent works they are a file of its own. */
function fills(argv: readonly Word[], target: Word): Draft[] {
  const texts = argv.map(literalText);
  const endless =
    texts.some(one => /^if=\/dev\/(?:zero|u?random)$/.test(one)) &&
    !texts.some(one => one.startsWith('count='));
  return endless && /^\/(?!dev\/|tmp\/|var\/tmp\/)/.test(literalText(target))
    ? [{ kind: 'resource-exhaustion', target, on: 'resource', deed: 'fill' }]
    : [];
}

/** `fallocate` takes the room on the disk at once; `truncate` only says so. */
function huge(argv: readonly Word[]): Draft[] {
  const large = argv.some(one => /^(?:-l|--length=)?(?:\d{3,}G|\d+[TP])(?:i?B)?$/.test(literalText(one)));
  const target = argv.at(-1);
  return large && target !== undefined && /fallocate$/.test(literalText(argv[0] ?? []))
    ? [{ kind: 'resource-exhaustion', target, on: 'resource', deed: 'fill' }]
    : [];
}

/** A time that is made up for a file of the system hides when it came there; for files of one's own it is a test's. */
function backdated(argv: readonly Word[]): Draft[] {
  const made = argv.some(one =>
    /^(?:-[acmh]*[rdt]|--(?:reference|date)(?:=.*)?|-[rdt].+)$/.test(literalText(one)),
  );
  if (!made) return [];
  return argv
    .slice(1)
    .filter(
      (one, at) =>
        /^\/(?:bin|boot|etc|lib\w*|opt|root|sbin|usr|var\/(?!tmp))\b/.test(literalText(one)) &&
        !/^(?:-[acmh]*[rdt]|--reference|--date)$/.test(literalText(argv[at] ?? [])),
    )
    .map(target => ({ kind: 'configure', target, on: 'resource', deed: 'timestamp' }));
}

/** POSIX: an operand of digits sets the clock. */
function clock(argv: readonly Word[]): Draft[] {
  const set = argv.find(
    (one, at) =>
      at > 0 && /^\d{8,12}(?:\.\d\d)?$/.test(literalText(one)) && !/^-/.test(literalText(argv[at - 1] ?? [])),
  );
  return set === undefined ? [] : [{ kind: 'configure', target: set, on: 'resource', deed: 'clock' }];
}

/** `install -m 4755` sets the user ID like `chmod`. */
function installed(argv: readonly Word[]): Draft[] {
  const texts = argv.map(literalText);
  const at = texts.findIndex(one => /^(?:-m|--mode)$/.test(one));
  const mode =
    at > 0
      ? (texts[at + 1] ?? '')
      : (/^(?:-m|--mode=)(.+)$/.exec(texts.find(one => /^(?:-m|--mode=)./.test(one)) ?? '')?.[1] ?? '');
  const target = argv.at(-1);
  return target !== undefined && /^0?[4567][0-7]{3}$|[+=]\w*s/.test(mode)
    ? [{ kind: 'escalate', target, on: 'resource', deed: 'set-user-id' }]
    : [];
}

/** Programs and shells write down what is done, unless these say otherwise; and a library that is preloaded runs in every program. */
const HISTORY =
  /^(?:HISTFILE(?:=(?:\/dev\/null)?)?|HIST(?:FILE)?SIZE=0|HISTCONTROL=.*ignore(?:both|space).*|LESSHISTFILE=.*)$/;

function variables(argv: readonly Word[]): Draft[] {
  const unset = literalText(argv[0] ?? []) === 'unset';
  return argv.slice(1).flatMap((one): Draft[] => {
    const text = literalText(one);
    if (unset ? text === 'HISTFILE' : text.includes('=') && HISTORY.test(text))
      return [{ kind: 'configure', target: one, on: 'resource', deed: 'history-off' }];
    return !unset && PRELOADS.test(text)
      ? [{ kind: 'execute', target: one, on: 'resource', deed: 'preload' }]
      : [];
  });
}

/** Programs that are told passwords: another one by their name is told them instead. */
function masquerades(argv: readonly Word[]): Draft[] {
  return argv.slice(1).flatMap((one): Draft[] => {
    const [, name, value = ''] =
      /^(sudo|su|doas|ssh|passwd|login|gpg|pkexec)=(.*)$/su.exec(literalText(one)) ?? [];
    const runs = value.trim().split(/\s+/)[0]?.replace(/^.*\//, '');
    return name === undefined ||
      runs === name ||
      /^(?:LC_|TERM=|env$|command$|noglob$|kitty|kitten|TERM)/.test(value)
      ? []
      : [{ kind: 'execute', target: one, on: 'resource', deed: 'preload' }];
  });
}

/** PROMPT_COMMAND is shell text, which is read as such. */
const PRELOADS =
  /^(?:(?:LD_PRELOAD|DYLD_INSERT_LIBRARIES)=(?!\/(?:usr\/)?(?:local\/)?lib\w*\/|lib[\w.+-]+$).|(?:LD_AUDIT|BASH_ENV)=.)/;

/** Set-user-ID and set-group-ID on a file lend its owner's power to whoever runs it; on a directory they do not. */
function chmod(argv: readonly Word[]): Draft[] {
  const operands = argv.slice(1).filter(one => !/^-(?!\w*[rwxst])./.test(literalText(one)));
  const mode = textOf(operands[0] ?? []) ?? '';
  const lends = /^(?:0?[4567][0-7]{3}|6[0-7]{3})$/.test(mode) || /(?:^|,)[ugoa]*[+=][rwxXt]*s/.test(mode);
  // `g+s` and `g+rwxs` are what directories are shared by; `g+xs` gives nobody anything to write, so it is for a program.
  if (!lends || /^0?2/.test(mode) || (/^g/.test(mode) && !/^g[+=](?=\w*x)(?!\w*w)\w*s/.test(mode))) return [];
  return operands.slice(1).map(target => ({ kind: 'escalate', target, on: 'resource', deed: 'set-user-id' }));
}

/** Whose mode or owner decides who can log in, or whether anybody can. */
function accountFiles(argv: readonly Word[]): Draft[] {
  return argv
    .slice(1)
    .filter(one =>
      /^\/etc\/(?:passwd|group|shadow|gshadow|sudoers|doas\.conf|crontab|ld\.so\.preload)-?$/.test(
        literalText(one),
      ),
    )
    .map(target => ({ kind: 'configure', target, on: 'resource', deed: 'account-files' }));
}

/** Without a command or a setting, `env` and `set` print everything there is. */
function shown(argv: readonly Word[]): Draft[] {
  if (argv.length === 3 && literalText(argv[1] ?? []) === '+o' && literalText(argv[2] ?? []) === 'history')
    return [{ kind: 'configure', target: word('history'), on: 'resource', deed: 'history-off' }];
  const only = argv.slice(1).every(one => /^(?:-[0i]|--null)$/.test(literalText(one)));
  return only
    ? [{ kind: 'inspect-secrets', target: word('environment'), on: 'resource', deed: 'environment' }]
    : [];
}

const READ = (options: string, example: string, restricting: string): Model => ({
  options,
  does: 'read*',
  examples: { [example]: '', [restricting]: 'credential-access' },
});

const COPY =
  'S|suffix= b backup? f|force+force n|no-clobber u|update? i|interactive v|verbose t|target-directory=write>read*';

export const COREUTILS: Family = {
  names:
    'cat tac nl zcat bzcat xzcat zstdcat head ghead tail gtail less more most pg bat batcat od hexdump hd strings file wc cksum sum b2sum md5sum sha1sum sha224sum sha256sum sha384sum sha512sum shasum md5 base64 base32 basenc gbase64 xxd sort gsort shuf gshuf uniq cut paste join comm column fold fmt expand unexpand pr rev tsort ptx nroff look tr seq echo printf true false sleep cal yes expr basename dirname pwd whoami id groups uname arch nproc uptime hostid logname tty users who w last lastlog factor numfmt test [ [[ : exit return local shift unalias getopts wait jobs fg bg hash ulimit umask shopt complete compgen bind builtin caller let times trap type command which whereis whatis man info apropos tldr help clear reset tput stty locale getconf lsb_release sync cd pushd popd dirs exec eval read mapfile readarray nohup timeout gtimeout time nice ionice stdbuf setsid watch parallel flock script unbuffer chronic caffeinate taskset chrt fakeroot rlwrap xargs alias ls dir vdir exa eza lsd du ncdu df stat readlink realpath pathchk namei lsattr getfacl getfattr tree rm grm rimraf del-cli rmdir unlink shred srm wipe trash trash-put gio-trash rmtrash cp gcp mv gmv ln gln link install ginstall tee touch gtouch truncate fallocate mkdir mkfifo mknod mktemp tempfile split csplit dd dcfldd gdd chmod gchmod chown chgrp gchown setfacl xattr chflags setfattr chcon restorecon chroot pv sponge env set date history unset export declare typeset readonly printenv hostname hostnamectl domainname timedatectl hwclock ntpdate chronyc localectl',
  models: () => ({
    'cat|tac|nl|zcat|bzcat|xzcat|zstdcat': READ(
      'b= d= f= h= i= l= n n s= v= w=',
      'cat a b',
      'cat ~/.ssh/id_rsa',
    ),
    'head|ghead': READ('n|lines= c|bytes= q v z', 'head -n 5 a', 'head -c 100 ~/.netrc'),
    'tail|gtail': READ(
      'n|lines= c|bytes= s|sleep-interval= pid= f F follow? retry',
      'tail -f app.log',
      'tail ~/.aws/credentials',
    ),
    'less|more|most|pg': READ(
      'b= h= j= k= o=write O=write p= P= t= T= x= y= z=',
      'less README.md',
      'less ~/.netrc',
    ),
    'bat|batcat': READ(
      'l|language= H|highlight-line= theme= style= r|line-range= m|map-syntax= pager=',
      'bat a.rs',
      'bat ~/.kube/config',
    ),
    'od|hexdump|hd|strings|file': READ(
      'A= j= N= S= t= w? e= n= s= m|magic-file= f|files-from=read',
      'od -c a.bin',
      'od -c ~/.ssh/id_rsa',
    ),
    'wc|cksum|sum|b2sum': {
      options: 'a= l= files0-from=read',
      does: 'read:digest*',
      examples: { 'wc -l a': '', 'wc -c ~/.ssh/id_rsa': '' },
    },
    'md5sum|sha1sum|sha224sum|sha256sum|sha384sum|sha512sum|shasum|md5': {
      options: 'tag? c|check b|binary quiet status a|algorithm=',
      does: 'read:digest*',
      examples: { 'md5sum a.iso': '', 'md5sum ~/.ssh/id_rsa': '' },
    },
    'base64|base32|basenc|gbase64': READ(
      'w|wrap= b= i=read o=write d|decode D',
      'base64 -d a.txt',
      'base64 -w0 ~/.ssh/id_rsa',
    ),
    xxd: {
      options: 'b c= e g= i l= o= p r s= u n=',
      does: 'read write',
      examples: { 'xxd a.bin': '', 'xxd -r a.hex /etc/passwd': 'configure write' },
    },
    'sort|gsort': {
      options:
        'k|key= o|output=write S|buffer-size= t|field-separator= T|temporary-directory= parallel= batch-size= compress-program= files0-from=read',
      does: 'read*',
      examples: { 'sort -k 2 a': '', 'sort a -o /etc/hosts': 'configure write' },
    },
    'shuf|gshuf': {
      options: 'o|output=write e|echo>_ i|input-range= n|head-count= random-source=read',
      does: 'read',
      examples: { 'shuf a': '', 'shuf -e a b': '', 'shuf a -o /etc/hosts': 'configure write' },
    },
    uniq: {
      options: 'f|skip-fields= s|skip-chars= w|check-chars=',
      does: 'read write',
      examples: { 'uniq -c a': '', 'uniq a /etc/hosts': 'configure write' },
    },
    'cut|paste|join|comm|column|fold|fmt|expand|unexpand|pr|rev|tsort|ptx|nroff|look': READ(
      'd|delimiter= f|fields= b|bytes= c|characters= output-delimiter= w|width= t= 1= 2= a= e= i= o= v= s= j=',
      'cut -d: -f1 a',
      'cut -c1- ~/.pgpass',
    ),
    'tr|seq|echo|printf|true|false|sleep|cal|yes|expr|basename|dirname|pwd|whoami|id|groups|uname|arch|nproc|uptime|hostid|logname|tty|users|who|w|last|lastlog|factor|numfmt|test|[|[[|:|exit|return|local|shift|unalias|getopts|wait|jobs|fg|bg|hash|ulimit|umask|shopt|complete|compgen|bind|builtin|caller|let|times|trap|type|command|which|whereis|whatis|man|info|apropos|tldr|help|clear|reset|tput|stty|locale|getconf|lsb_release|sync|cd|pushd|popd|dirs|exec|eval|read|mapfile|readarray|nohup|timeout|gtimeout|time|nice|ionice|stdbuf|setsid|watch|parallel|flock|script|unbuffer|chronic|caffeinate|taskset|chrt|fakeroot|rlwrap':
      {
        examples: { 'tr a b': '' },
      },
    xargs: {
      options:
        'a|arg-file=read 0|null d|delimiter= E= e? I= i? L|max-lines= l? n|max-args= P|max-procs= p|interactive s|max-chars= r|no-run-if-empty t|verbose x|exit',
      posix: true,
      examples: { 'xargs -n 1 echo': '', 'xargs -a /home/user/.netrc echo': 'credential-access' },
    },
    alias: {
      special: masquerades,
      examples: { "alias ll='ls -l'": '', "alias sudo='sudo '": '', "alias sudo='/tmp/x'": 'execute' },
    },
    'ls|dir|vdir|exa|eza|lsd|du|ncdu|df|stat|readlink|realpath|pathchk|namei|lsattr|getfacl|getfattr': {
      options:
        'I|ignore= w|width= T|tabsize= L= P= d= B|block-size= X|exclude-from=read t= c= f= exclude= max-depth= time-style= n=',
      does: 'read*:list',
      examples: { 'ls -la': '', 'ls ~/.ssh': '' },
    },
    tree: {
      options: 'L= P= I= o=write H= T= filelimit= charset= sort=',
      does: 'read:list*',
      examples: { 'tree -L 2 ~/.ssh': '', 'tree -o /etc/hosts': 'configure write' },
    },
    'rm|grm': {
      options:
        'r|R|recursive+recursive f|force+force i I interactive? d|dir v|verbose one-file-system preserve-root? no-preserve-root+force',
      does: 'delete*',
      examples: { 'rm --help': '', 'rm -rf build': 'delete', 'rm a ~/.bashrc': 'delete' },
    },
    // What npx starts for `rm -rf` that works everywhere.
    'rimraf|del-cli': {
      options:
        'g|glob v|verbose i|interactive f|force preserve-root? no-preserve-root tmp= max-retries= retry-delay= backoff= impl= D|dry-run+dry d dot',
      special: argv =>
        argv
          .slice(1)
          .filter(one => !literalText(one).startsWith('-'))
          .map(one => onPath('delete', one, { recursive: true, force: true })),
      examples: { 'rimraf --help': '', 'rimraf dist': 'delete', 'npx rimraf /srv': 'delete execute' },
    },
    'rmdir|unlink': {
      options: 'p v ignore-fail-on-non-empty',
      does: 'delete*',
      // In Windows' own shells it takes a tree with all it holds.
      special: argv =>
        argv.some(one => /^\/{1,2}s$/i.test(literalText(one)))
          ? argv
              .slice(1)
              .filter(one => !/^\/{1,2}[sq]$/i.test(literalText(one)))
              .map(one => onPath('delete', one, { recursive: true, force: true }))
          : [],
      examples: { 'rmdir --help': '', 'rmdir old': 'delete', 'rmdir /s /q old': 'delete' },
    },
    'shred|srm|wipe': {
      options: 'n|iterations= s|size= random-source=read f|force+force r+recursive u z v x',
      does: 'delete*:shred',
      examples: { 'shred --help': '', 'shred -u /etc/passwd': 'configure delete' },
    },
    'trash|trash-put|gio-trash|rmtrash': {
      does: 'move*',
      examples: { 'trash --help': '', 'trash old': 'move' },
    },
    'cp|gcp': {
      options: `${COPY} r|R|a|recursive|archive+recursive d l p P L H s x preserve? no-preserve= sparse= reflink? Z context?`,
      does: 'read* write',
      examples: { 'cp --help': '', 'cp a b': 'write', 'cp /dev/null /etc/passwd': 'configure write' },
    },
    'mv|gmv': {
      options: `${COPY.replace('>read*', '>move*')}`,
      does: 'move* write',
      examples: { 'mv --help': '', 'mv a b': 'move write', 'mv ~/.ssh /tmp': 'credential-access move write' },
    },
    'ln|gln|link': {
      options: `${COPY} s|symbolic r|relative L P T`,
      does: 'read:link* write',
      examples: { 'ln --help': '', 'ln -sf /dev/null ~/.bash_history': 'write' },
    },
    'install|ginstall': {
      options:
        'g|group= m|mode= o|owner= t|target-directory=write>read* S|suffix= b c C d|directory>write* D p s strip-program= v',
      special: installed,
      does: 'read* write',
      examples: {
        'install --help': '',
        'install -m 755 tool /usr/local/bin': 'write',
        'install -d out': 'write',
        'install -m 4755 x /bin': 'escalate write',
      },
    },
    tee: {
      options: 'a|append i p output-error?',
      does: 'write*',
      examples: { 'tee --help': '', 'tee -a /etc/hosts': 'configure write' },
    },
    'touch|gtouch': {
      options: 'd|date= r|reference=read t= a c h m time=',
      does: 'write*:create',
      special: backdated,
      examples: { 'touch --help': '', 'touch a': 'write', 'touch -r /bin/ls /bin/x': 'configure write' },
    },
    'truncate|fallocate': {
      special: huge,
      options: 'r|reference=read s|size= c o n l|length= o|offset= d z p i',
      does: 'write*:truncate',
      examples: { 'truncate --help': '', 'truncate -s 0 /var/log/auth.log': 'write' },
    },
    'mkdir|mkfifo': {
      options: 'm|mode= p v Z context?',
      does: 'write*:create',
      examples: { 'mkdir --help': '', 'mkdir -p out/x': 'write' },
    },
    mknod: {
      options: 'm|mode=',
      does: 'write',
      examples: { 'mknod --help': '', 'mknod /dev/sdz b 8 0': 'write' },
    },
    'mktemp|tempfile': { options: 'p|tmpdir= suffix= d q u t', examples: { 'mktemp -d': '' } },
    'split|csplit': {
      options: 'a|suffix-length= b|bytes= C= l|lines= n|number= f|prefix= filter= additional-suffix= t= k',
      does: 'read',
      examples: { 'split -b 10M a': '', 'split ~/.ssh/id_rsa': 'credential-access' },
    },
    'dd|dcfldd|gdd': {
      special: dd,
      examples: {
        'dd if=/dev/sda of=/dev/null': 'write',
        'dd if=/dev/zero of=/dev/sda bs=1M': 'write',
        'dd if=/dev/zero of=/x bs=1M': 'resource-exhaustion write',
        'dd --help': '',
      },
    },
    'chmod|gchmod': {
      options: 'R|recursive+recursive f|silent|quiet+force v c reference=read>chmod* r w x s t',
      does: '_ chmod*',
      special: argv => [...chmod(argv), ...accountFiles(argv)],
      examples: {
        'chmod --help': '',
        'chmod +x run.sh': 'chmod',
        'chmod u+s /bin/bash': 'chmod escalate',
        'chmod -R 777 /': 'chmod',
        'chmod 2775 dir': 'chmod',
        'chmod 666 /etc/passwd': 'chmod configure',
      },
    },
    'chown|chgrp|gchown': {
      options: 'R|recursive+recursive f|silent|quiet+force from= h H L P v c reference=read>chmod*',
      does: '_ chmod*:owner',
      special: accountFiles,
      examples: { 'chown --help': '', 'chown -R user /usr': 'chmod' },
    },
    setfacl: {
      options: 'R|recursive+recursive m|modify= M= x|remove= X= set= restore=read b k n d',
      does: 'chmod*:acl',
      examples: { 'setfacl --help': '', 'setfacl -R -m u:eve:rwx /etc': 'chmod' },
    },
    xattr: {
      options:
        'd>_,chmod*:attributes w>_,_,chmod*:attributes p>_,read*:list l>read*:list r+recursive c>chmod*:attributes x s v',
      examples: {
        'xattr -l a': '',
        'xattr -d x a': 'chmod',
      },
    },
    'chflags|setfattr|chcon|restorecon': {
      options: 'R|r+recursive n|name= v|value= x= t= u= l= reference=read d w p c',
      does: '_ chmod*:attributes',
      examples: { 'chflags --help': '', 'chflags hidden a': 'chmod' },
    },
    chroot: {
      options: 'userspec= groups= skip-chdir',
      posix: true,
      does: 'read',
      examples: { 'chroot --help': '', 'chroot / rm -rf /etc': 'delete' },
    },
    pv: {
      options: 'L= s= i= N= w= H= B= S',
      does: 'read*',
      examples: { 'pv a.iso': '', 'pv ~/.ssh/id_rsa': 'credential-access' },
    },
    sponge: {
      options: 'a',
      does: 'write',
      examples: { 'sponge -h': '', 'sponge /etc/hosts': 'configure write' },
    },
    env: {
      options: 'u|unset= C|chdir= S|split-string=',
      special: shown,
      examples: { 'env A=b ls': '', env: 'inspect-secrets' },
    },
    set: {
      special: shown,
      examples: { 'set -e': '', 'set +o history': 'configure', set: 'inspect-secrets' },
    },
    date: {
      options:
        'd|date= f|file=read r|reference=read s|set=configure:clock@res u R I? iso-8601? rfc-3339= j v=',
      special: clock,
      examples: {
        'date +%s': '',
        'date -d yesterday': '',
        'date -s 12:00': 'configure',
        'date 010100001971': 'configure',
      },
    },
    history: {
      options: 'c!delete:history d= a w r n p s',
      does: '',
      examples: { 'history 20': '', 'history -c': 'delete' },
    },
    unset: { special: variables, examples: { 'unset A': '', 'unset HISTFILE': 'configure' } },
    'export|declare|typeset|readonly': {
      options: 'n f a A i r x g l u F',
      special: variables,
      examples: {
        'export A=b': '',
        'export LD_PRELOAD=/tmp/x.so': 'execute',
        'export HISTFILE=': 'configure',
      },
    },
    printenv: {
      does: 'inspect-secrets+:environment',
      examples: { 'printenv --help': '', printenv: 'inspect-secrets' },
    },
    'hostname|hostnamectl|domainname': {
      options: 'F|file=read a d f i s y',
      does: 'configure:host-name@res',
      verbs: {
        'status|show|chassis|deployment|location|icon-name': '',
        'set-hostname|hostname': 'configure:host-name@res',
      },
      examples: { 'hostname -f': '', 'hostname evil': 'configure' },
    },
    'timedatectl|hwclock|ntpdate|chronyc': {
      options: 's w u|utc',
      verbs: {
        'set-time|set-timezone|set-ntp|set-local-rtc|makestep|settime': 'configure+:clock',
        'status|show|tracking|sources': '',
      },
      examples: { 'timedatectl status': '', 'timedatectl set-time 12:00': 'configure' },
    },
    localectl: {
      verbs: { 'set-locale|set-keymap|set-x11-keymap': 'configure+:locale', 'status|list-locales': '' },
      examples: { 'localectl status': '', 'localectl set-keymap de': 'configure' },
    },
  }),
};
