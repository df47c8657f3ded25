import { literalText, textOf, type Word, word } from '../../core/word.ts';
import { type Draft, onHost, onPath } from '../draft.ts';
import type { Family } from '../model.ts';
import { SECRET_WORDS } from '../secret-words.ts';

/** Commands of sed that write a file or run a program: `w file`, `s/a/b/w file`, `e`, `s/a/b/e`; POSIX sed and GNU. */
function sed(argv: readonly Word[]): Draft[] {
  return argv.slice(1).flatMap((one): Draft[] => {
    const text = textOf(one);
    if (text === undefined || text.length > 4_096) return [];
    const written = /(?:^|[;{}\n])\s*[\d,$~]*\s*w\s+([^\n;}]+)|(?<=[/|#,][gpI\d]*)w\s+(\/[^\n;}]+)/.exec(
      text,
    );
    const target = written?.[1] ?? written?.[2];
    const runs = /^\d*e(?:\s+\S|$)|^s([/|#,]).*\1[gpI\d]*e[gpI\d]*$/.test(text) && !text.startsWith('-');
    return [
      ...(target === undefined || text.startsWith('-') ? [] : [onPath('write', [{ lit: target.trim() }])]),
      ...(runs ? [{ kind: 'execute', target: one, on: 'resource', deed: 'shell' } as const] : []),
    ];
  });
}

/** Files and commands in the text of an awk program; `system()` is followed where the program is read. */
function awk(argv: readonly Word[]): Draft[] {
  return argv.slice(1).flatMap((one): Draft[] => {
    const text = literalText(one);
    if (text.length > 65_536) return [];
    const drafts: Draft[] = [];
    for (const [, file = ''] of text.matchAll(/print[^;}\n]{0,200}?>>?\s*"([^"\n]+)"/g))
      drafts.push(onPath('write', [{ lit: file }]));
    for (const [, file = ''] of text.matchAll(/getline[^;}\n]{0,200}?<\s*"([^"\n]+)"/g))
      drafts.push(onPath('read', [{ lit: file }]));
    if (/\bsystem\s*\(|\|\s*getline|print[^;}\n]{0,200}\|\s*["\w]/.test(text))
      drafts.push({ kind: 'execute', target: one, on: 'resource', deed: 'shell' });
    for (const [, host = ''] of text.matchAll(/\/inet\d?\/(?:tcp|udp)\/[^/\s"]{0,50}\/([^/\s"]{1,255})\//g))
      drafts.push(onHost('send', [{ lit: host }], { deed: 'connect' }));
    return drafts;
  });
}

/** Where other people's and the system's files begin, not some folder of a project. */
const EVERYWHERE =
  /^(?:\/(?:home|root|etc|var|opt|srv|mnt|media|usr|Users)?(?:\/[*]?)?|\/(?:home|Users)\/[^/]+\/?|\/root\/.*|~[^/]*\/?)$/;

/** `grep -r password /home`: what is looked for is in files nobody named. */
function searched(argv: readonly Word[]): Draft[] {
  const texts = argv.map(literalText);
  const operands = texts.slice(1).filter(one => !one.startsWith('-'));
  const recursive =
    !/grep$/.test(texts[0] ?? '') || texts.some(one => /^(?:-[a-zA-Z]*[rR]|--recursive)/.test(one));
  const pattern = texts.find((one, at) => at > 0 && SECRET_WORDS.test(one) && !one.startsWith('/'));
  const place = operands.find(one => EVERYWHERE.test(one));
  return recursive && pattern !== undefined && place !== undefined
    ? [{ kind: 'inspect-secrets', target: word(place), on: 'resource', deed: 'search' }]
    : [];
}

export const TEXT: Family = {
  names:
    'grep egrep fgrep zgrep bzgrep xzgrep ggrep pcregrep rg ag ack ugrep sed gsed awk gawk mawk nawk goawk jq gojq jaq yq xmllint xsltproc xmlstarlet tidy pandoc diff cmp sdiff diff3 colordiff wdiff zdiff delta icdiff patch iconv dos2unix unix2dos recode uconv enca envsubst msgfmt gettext xgettext shellcheck hadolint yamllint markdownlint jsonlint codespell vale typos actionlint shfmt prettier gofmt goimports rustfmt black isort autopep8 yapf clang-format stylua dprint biome ex ed vi vim nvim view vimdiff rvim emacs nano pico micro joe jed mg kak helix hx code codium subl gedit kate mousepad xed zed cursor',
  models: () => ({
    'grep|egrep|fgrep|zgrep|bzgrep|xzgrep|ggrep|pcregrep': {
      options:
        'e|regexp=^ f|file=read^ A|after-context= B|before-context= C|context= m|max-count= d|directories= D= r|R|recursive|dereference-recursive+recursive include= exclude= exclude-dir= exclude-from=read color? colour? label= binary-files=',
      does: '_ read*',
      special: searched,
      examples: {
        'grep -rn x src': '',
        'grep BEGIN ~/.ssh/id_rsa': 'credential-access',
        'grep -ri password /home': 'inspect-secrets',
      },
    },
    'rg|ag|ack|ugrep': {
      options:
        'e|regexp=^ f|file=read^ A|after-context= B|before-context= C|context= m|max-count= g|glob= iglob= t|type= T|type-not= j|threads= M|max-columns= r|replace= E|encoding= d|max-depth= pre!execute:preprocessor ignore-file=read color= colors= sort= files^',
      does: '_ read*',
      examples: { 'rg x src': '', 'rg x ~/.aws/credentials': 'credential-access' },
    },
    'sed|gsed': {
      options:
        'e|expression=^ f|file=read^ i|in-place?>_,read&write* n E r s z u l|line-length= quiet silent',
      does: '_ read*',
      special: sed,
      examples: {
        'sed -n 1p f': '',
        'sed -i s/a/b/ /etc/hosts': 'configure write',
        "sed '1e reboot' f": 'execute kill',
        "sed 's/a/b/w /etc/passwd' f": 'configure write',
      },
    },
    'awk|gawk|mawk|nawk|goawk': {
      options:
        'f|file=read^ F|field-separator= v|assign= i|include=read^ l|load= e|source=^ E|exec=read^ o? p? d?',
      does: '_ read*',
      special: awk,
      examples: { "awk '{print $1}' f": '', 'awk \'BEGIN { print "x" > "/etc/hosts" }\'': 'configure write' },
    },
    'jq|gojq|jaq': {
      options: 'f|from-file=read^ L= arg= argjson= slurpfile= rawfile= args jsonargs indent= tab',
      does: '_ read*',
      examples: { 'jq . a.json': '', 'jq . ~/.docker/config.json': 'credential-access' },
    },
    yq: {
      options: 'i|inplace>_,write* P o= p= I= f|from-file=read^ n e',
      does: '_ read*',
      verbs: { 'eval|e|eval-all|ea': '_ read*' },
      examples: { 'yq .a b.yaml': '', 'yq -i .a=1 /etc/netplan/x.yaml': 'write' },
    },
    'xmllint|xsltproc|xmlstarlet|tidy|pandoc': {
      options: 'o|output=write f|from= t|to= xpath= schema=read template=read e= p= c= s= m>write*',
      does: 'read*',
      examples: { 'xmllint a.xml': '', 'xmllint -o /etc/x a.xml': 'write' },
    },
    'diff|cmp|sdiff|diff3|colordiff|wdiff|zdiff|delta|icdiff': {
      options: 'U|unified= C|context= r|recursive+recursive x|exclude= I= F= W= L|label= i= n= o=write',
      does: 'read*',
      examples: { 'diff a b': '', 'diff a ~/.ssh/id_rsa': 'credential-access' },
    },
    patch: {
      options:
        'p|strip= i|input=read o|output=write d|directory=write D= F= r|reject-file=write V= z= B= g= R N dry-run+dry',
      does: 'write read',
      examples: { 'patch --dry-run -p1 -i a.diff': '', 'patch /etc/hosts a.diff': 'configure write' },
    },
    'iconv|dos2unix|unix2dos|recode|uconv|enca': {
      options: 'f|from-code= t|to-code= o|output=write c s',
      does: 'read*',
      examples: { 'iconv -f latin1 a': '', 'iconv -o /etc/x a': 'write' },
    },
    'envsubst|msgfmt|gettext|xgettext': {
      options: 'o|output=write v d= s= k= L=',
      does: 'read*',
      examples: { 'envsubst --help': '', 'msgfmt -o a.mo a.po': 'write' },
    },
    'shellcheck|hadolint|yamllint|markdownlint|jsonlint|codespell|vale|typos|actionlint': {
      options: 's= e= f= c|config=read d= S= x',
      does: 'read*',
      examples: { 'shellcheck run.sh': '', 'shellcheck ~/.netrc': 'credential-access' },
    },
    'shfmt|prettier|gofmt|goimports|rustfmt|black|isort|autopep8|yapf|clang-format|stylua|dprint|biome': {
      options: 'w|write|i>write* d check c l|list l= line-length= config=read S e stdin-filepath= t= p=',
      verbs: { 'format|check|lint': 'read* ; write|apply|fix>write*' },
      does: 'read*',
      examples: { 'shfmt -d run.sh': '', 'shfmt -w /etc/profile': 'persist write' },
    },
    'ex|ed|vi|vim|nvim|view|vimdiff|rvim|emacs|nano|pico|micro|joe|jed|mg|kak|helix|hx|code|codium|subl|gedit|kate|mousepad|xed|zed|cursor':
      {
        options:
          'c=execute:editor-command@res cmd=execute:editor-command@res S=execute u=read s=read w=write eval=execute:editor-command@res l|load=execute batch script=execute install-extension=install uninstall-extension= diff R e E n N a= g|goto=',
        does: 'write:edit,read*',
        examples: {
          'ex --version': '',
          'ex /etc/hosts': 'configure write',
          "ex -c ':!sh' x": 'execute write',
        },
      },
  }),
};
