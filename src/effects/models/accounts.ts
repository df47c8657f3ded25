import { literalText, type Word } from '../../core/word.ts';
import type { Draft } from '../draft.ts';
import type { Family } from '../model.ts';

const POWERFUL = /(?:^|,)(?:sudo|wheel|admin|root|docker|lxd|libvirt|disk|shadow|adm)(?:,|$)/;

/** Groups that amount to root. */
function grants(argv: readonly Word[]): Draft[] {
  const group = argv.find((one, at) => at > 0 && POWERFUL.test(literalText(one)) && !isSubject(argv, at));
  const zero = argv.some(
    (one, at) =>
      (/^(?:-o?u|--uid|-g|--gid)$/.test(literalText(argv[at - 1] ?? [])) &&
        /^(?:0|root|wheel|sudo|admin)$/.test(literalText(one))) ||
      /^--[ug]id=0$/.test(literalText(one)),
  );
  const deletes = argv.some(one => /^(?:-d|--delete|-D|--del-users)$/.test(literalText(one)));
  return (group === undefined || deletes) && !zero
    ? []
    : [{ kind: 'escalate', target: group ?? argv.at(-1) ?? [], on: 'resource', deed: 'privileged-group' }];
}

/** Who sets somebody's password can log in as them; without an operand it is the caller's own. */
function passwords(argv: readonly Word[]): Draft[] {
  const texts = argv.map(literalText);
  const set =
    /chpasswd$|newusers$/.test(texts[0] ?? '') ||
    texts.some(one => /^(?:-p|--password|--unlock|-U)$/.test(one)) ||
    (/passwd$/.test(texts[0] ?? '') && texts.some((one, at) => at > 0 && !one.startsWith('-')));
  return set
    ? [{ kind: 'configure', target: argv.at(-1) ?? [], on: 'resource', deed: 'login-password' }]
    : [];
}

/** `setcap cap_setuid+ep file` */
function capabilities(argv: readonly Word[]): Draft[] {
  const caps = argv.find(one =>
    /cap_(?:setuid|setgid|sys_admin|dac_override|dac_read_search|sys_ptrace|sys_module|chown|fowner|setfcap|all)/i.test(
      literalText(one),
    ),
  );
  return caps === undefined
    ? []
    : [{ kind: 'escalate', target: argv.at(-1) ?? caps, on: 'resource', deed: 'capabilities' }];
}

const ROOT_SHELL = /^(?:(?:\/usr)?\/bin\/)?(?:ba|z|da|k|fi|a)?sh$/;
/** The account or the group that it is about, which nobody joins: `useradd -m docker`, `groupadd docker`. */
function isSubject(argv: readonly Word[], at: number): boolean {
  const [program = '', before = '', text = ''] = [argv[0], argv[at - 1], argv[at]].map(one =>
    literalText(one ?? []),
  );
  if (!/(?:useradd|usermod|groupadd|adduser|addgroup)$/.test(program) || text.startsWith('-')) return false;
  const joins = /^(?:-[a-zA-Z]*[gG]|--gid|--groups|--ingroup)$/.test(before);
  const second = /add(?:user|group)$/.test(program) && at > 1 && !before.startsWith('-');
  return !joins && !second;
}

/** A shell of another user, in which nobody sees what is run. */
function rootShell(argv: readonly Word[]): Draft[] {
  const texts = argv.map(literalText);
  const [program = ''] = texts.map(one => one.replace(/^.*\//, ''));
  const options = texts.slice(1).filter(one => one.startsWith('-') && one !== '-');
  const operands = texts
    .slice(1)
    .filter((one, at) => !one.startsWith('-') && !/^-[ug]$/.test(texts[at] ?? ''));
  const shell =
    /^(?:(?:\/usr)?\/bin\/)?(?:ba|z|da|k|fi|a)?sh$/.test(operands[0] ?? '') && operands.length === 1;
  const opens =
    program === 'su' || program === 'runuser'
      ? !options.some(one => /^(?:-\w*c|--command|--session-command|-u|--user|-h)/.test(one))
      : shell ||
        (operands.length === 1 && operands[0] === 'su') ||
        (options.some(one => /^(?:-\w*[is]|--login|--shell)$/.test(one)) && operands.length === 0);
  // CVE-2019-14287: a number no user has was taken for root.
  const bypass = texts.some(one => /^(?:-u)?#(?:-1|4294967295)$/.test(one));
  return opens || bypass
    ? [{ kind: 'escalate', target: argv.at(-1) ?? [], on: 'resource', deed: 'root-shell' }]
    : [];
}

export const ACCOUNTS: Family = {
  names:
    'ksu pkexec run0 gosu su-exec please sudo-rs sudo doas newgrp login runcon su runuser sudoedit visudo vipw vigr useradd adduser usermod gpasswd groupmod groupmems pw dseditgroup addgroup groupadd userdel deluser delgroup groupdel rmuser passwd chpasswd newusers chage chsh chfn smbpasswd htpasswd authconfig authselect pam-auth-update faillock pwconv grpconv kadmin kadmin.local kpasswd ssh-import-id google-authenticator realm setcap',
  models: () => ({
    'pkexec|run0|gosu|su-exec|please|sudo-rs': {
      options: 'u|user= g|group= D|chdir= E H n version+ask disable-internal-agent',
      posix: true,
      does: 'escalate:run-as@res',
      special: rootShell,
      examples: { 'pkexec --version': '', 'pkexec ls': 'escalate' },
    },
    ksu: {
      options: 'n= c= r= a= e=escalate:run-as@res k F q D',
      does: 'escalate:run-as+',
      special: argv => {
        const at = argv.findIndex(one => literalText(one) === '-e');
        return at < 0 || ROOT_SHELL.test(literalText(argv[at + 1] ?? []))
          ? [{ kind: 'escalate', target: argv[0] ?? [], on: 'resource', deed: 'root-shell' }]
          : [];
      },
      examples: { 'ksu --help': '', 'ksu -q -e /bin/sh': 'escalate' },
    },
    'sudo|doas': {
      options:
        'u|user= g|group= C= D|chdir= h|host= p|prompt= R= r= T= t= U= a= E H i s n S k+ask K+ask v|validate+ask l|list+ask V+ask b A preserve-env? c',
      posix: true,
      does: 'escalate:run-as@res',
      special: rootShell,
      examples: {
        'sudo -l': '',
        'sudo ls': 'escalate',
        'sudo -s': 'escalate execute',
        'sudo rm -rf /x': 'delete escalate',
      },
    },
    'newgrp|login|runcon': {
      options: 'c= t= u= r= l= h+ask p f=',
      does: 'escalate:run-as+',
      examples: { 'newgrp --help': '', 'newgrp docker': 'escalate' },
    },
    'su|runuser': {
      options: 'c|command= s|shell= g|group= G= l|login m p w= u|user= session-command= h+ask',
      does: 'escalate:run-as+',
      special: rootShell,
      examples: { 'su --help': '', 'su - postgres -c psql': 'escalate', su: 'escalate execute' },
    },
    'sudoedit|visudo|vipw|vigr': {
      options: 'c|check+ask f|file=escalate:sudoers@res u= s q x|export=write g',
      does: 'escalate:sudoers+',
      examples: { 'visudo -c': '', 'sudoedit /etc/hosts': 'escalate' },
    },
    'useradd|adduser|usermod|gpasswd|groupmod|groupmems|pw|dseditgroup|addgroup|groupadd': {
      options:
        'G|groups= g|gid= u|uid= s|shell= d|home= c|comment= p|password= e= f= k= r|system m M o a|append L|lock U|unlock R|root= M|members= A= addUser= ingroup gecos= disabled-password',
      verbs: { 'useradd|usermod|userdel|groupadd': '' },
      does: 'configure:account+',
      special: argv => [
        ...grants(argv),
        ...(/usermod$/.test(literalText(argv[0] ?? [])) ? passwords(argv) : []),
      ],
      examples: {
        'useradd --help': '',
        'useradd eve': 'configure',
        'usermod -aG sudo eve': 'configure escalate',
        'useradd -o -u 0 eve': 'configure escalate',
      },
    },
    'userdel|deluser|delgroup|groupdel|rmuser': {
      options: 'r|remove+recursive f|force+force remove-home+recursive remove-all-files+recursive R=',
      does: 'delete:remove-account@res*',
      examples: { 'userdel --help': '', 'userdel -r eve': 'delete' },
    },
    'passwd|chpasswd|newusers': {
      options:
        'S|status+ask a d|delete u|unlock l|lock e|expire k q n= x= w= i= R= c|crypt-method= m|md5 stdin',
      does: 'configure:account+',
      special: passwords,
      stdin: 'configure:login-password',
      examples: { 'passwd -S': '', 'passwd eve': 'configure', "passwd <<< $'x\\nx'": 'configure' },
    },
    'chage|chsh|chfn|smbpasswd|htpasswd|authconfig|authselect|pam-auth-update|faillock|pwconv|grpconv|kadmin|kadmin.local|kpasswd|ssh-import-id|google-authenticator|realm':
      {
        options:
          'S|status+ask l|list+ask a d u k n= x= w= i= e= s|shell= M= m= E= I= W= c= b B q p= user= reset',
        verbs: { 'list|current|show|check|discover': '' },
        does: 'configure:account+',
        examples: { 'chage -l': '', 'chage eve': 'configure' },
      },
    setcap: {
      options: 'r v q n=',
      does: '_ chmod:capabilities*',
      special: capabilities,
      examples: {
        'setcap --help': '',
        'setcap cap_net_bind_service=+ep ./node': 'chmod',
        'setcap cap_setuid+ep ./x': 'chmod escalate',
      },
    },
  }),
};
