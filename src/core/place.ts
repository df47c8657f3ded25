import { LIMITS } from './limits.ts';
import { isHole, type Part, type Word } from './word.ts';

/** What a path is to whoever owns the machine. */
export const PLACES = [
  /** Whoever reads it can act as somebody else. */
  'credentials',
  /** Rampart's own files and the hook entries it hangs on. */
  'guard',
  /** What a version control system keeps its history and hooks in. */
  'vcs',
  /** It is run by itself, at a login, a start or a time. */
  'startup',
  /** Settings of git, shells, agents and package managers: they decide what other commands do. */
  'settings',
  /** `/dev/null`, terminals, standard streams: nothing is kept there. */
  'stream',
  'device',
  /** Logs and shell histories: what was done is written down there. */
  'records',
  'system',
  'other-user',
  'home',
  'tmp',
  'workspace',
  'elsewhere',
  /** Whatever another program lists: what `xargs` and `parallel` hand over. */
  'listed',
  /** It begins with something that is not known. */
  'unknown',
] as const;
export type Place = (typeof PLACES)[number];

/** From where a path is looked at; paths are absolute. */
export interface Standpoint {
  readonly home: string;
  /** Where the agent works. */
  readonly workspace: string;
  /** Where a path leads through links; absent where no disk is looked at. */
  readonly leads?: (path: string, last: 'followed' | 'itself') => string;
}

const HOLE = '\0';

/**
 * What a resolved path is, most telling first. By its text alone: no link is followed. Of a path with a hole what is
 * known counts: `⟨dir⟩/.ssh/id_rsa` is a credential, wherever it lies.
 */
export function placesOf(path: Word, { home, workspace }: Standpoint): readonly [Place, ...Place[]] {
  let text = '';
  for (const part of path)
    text += isHole(part) ? (part.hole === 'tilde' ? homeOf(part.name) : HOLE) : part.lit;
  if (text.length > LIMITS.pathBytes) return ['unknown'];
  if (text.startsWith(HOLE) && isListed(path[0])) return ['listed', 'unknown'];
  const root = rootOf(text, home, workspace);
  if (!isTelling(text)) return [root];
  const places: Place[] = [];
  if (isCredential(text)) places.push('credentials');
  if (GUARD.test(text)) places.push('guard');
  if (VCS.test(text)) places.push('vcs');
  if (STARTUP.test(text)) places.push('startup');
  if (SETTINGS.test(text)) places.push('settings');
  if (RECORDS.test(text)) places.push('records');
  places.push(root);
  const [first = 'unknown', ...rest] = places;
  return [first, ...rest];
}

function isListed(head: Part | undefined): boolean {
  return (
    head !== undefined &&
    isHole(head) &&
    head.hole === 'operands' &&
    /^(?:xargs|parallel)$/.test(head.name ?? '')
  );
}

/** `~name`: where a home usually lies; whose it is matters, not where. */
function homeOf(tilde: string | undefined): string {
  return tilde === '~root' ? '/root' : `/home/${tilde?.slice(1) ?? HOLE}`;
}

/** Most paths are plain, and the patterns below take ten microseconds; this takes none of those they could match. */
function isTelling(text: string): boolean {
  return text.includes('/.') || text.includes(HOLE) || SYSTEM_ROOTS.test(text) || TELLING_NAMES.test(text);
}

const SYSTEM_ROOTS = /^(?:[^/]|\/(?:private\/)?(?:etc|proc|run|var|dev|usr|lib|System|Library)(?:\/|$))/;
const TELLING_NAMES =
  /\/(?:Library\/|com\.apple\.TCC|id_|_netrc|Login Data|Cookies|Local State|Web Data|logins\.json|key[34]\.db|cookies\.sqlite|site-packages\/|(?:site|user)customize\.py|etc\/|lib\/|run\/|var\/|proc\/)|\.(?:kdbx?|ppk|agilekeychain|1pux)$/;

function rootOf(text: string, home: string, workspace: string): Place {
  if (!text.startsWith('/')) return 'unknown';
  if (below(text, workspace) && isWorkspace(workspace, home)) return 'workspace';
  if (TMP.test(text)) return 'tmp';
  if (/^\/dev(?:\/|$)/.test(text)) return STREAM.test(text) ? 'stream' : 'device';
  if (below(text, home) && home !== '/') return 'home';
  if (/^\/(?:home|Users|export\/home)\/[^/]|^\/root(?:\/|$)/.test(text)) return 'other-user';
  if (DRIVE.test(text)) return onDrive(text);
  return SYSTEM.test(text) ? 'system' : 'elsewhere';
}

/** A drive of Windows in Git Bash, Cygwin and WSL. Names have no case there. */
const DRIVE = /^\/(?:mnt\/|cygdrive\/)?[a-z](?:\/|$)/;
const DRIVE_TMP =
  /^\/(?:mnt\/|cygdrive\/)?[a-z]\/(?:te?mp|windows\/temp|users\/[^/]+\/appdata\/local\/temp)(?:\/|$)/i;
const DRIVE_SYSTEM =
  /^\/(?:mnt\/|cygdrive\/)?[a-z](?:\/?$|\/(?:windows|program|boot|recovery|perflogs|system volume|users\/?$))/i;

function onDrive(text: string): Place {
  if (DRIVE_TMP.test(text)) return 'tmp';
  if (DRIVE_SYSTEM.test(text)) return 'system';
  return /^\/(?:mnt\/|cygdrive\/)?[a-z]\/users\//i.test(text) ? 'other-user' : 'elsewhere';
}

/** An agent that is started in `/`, in a home, above one or in the system has no workspace: all of that would be one. */
function isWorkspace(workspace: string, home: string): boolean {
  return !below(home, workspace) && !NO_WORKSPACE.test(workspace);
}

function below(path: string, directory: string): boolean {
  const folder = directory.endsWith('/') ? directory.slice(0, -1) : directory;
  return path === folder || path.startsWith(`${folder}/`);
}

const NO_WORKSPACE =
  /^\/(?:$|(?:bin|boot|dev|etc|lib(?:32|64|x32)?|proc|run|sbin|sys|System|Library)(?:\/|$)|(?:home|media|mnt|opt|root|snap|srv|tmp|usr|var|Applications|Users|Volumes|private)$)/;
const TMP = /^\/(?:private\/)?(?:tmp|var\/tmp|var\/folders|dev\/shm|run\/user\/\d+)(?:\/|$)/;
const STREAM =
  /^\/dev\/(?:null|zero|full|u?random|stdin|stdout|stderr|tty|fd(?:\/.*)?|ptmx|pts\/\d+|tcp|udp)(?:\/|$)/;
const SYSTEM =
  /^\/(?:$|(?:bin|boot|etc|lib(?:32|64|x32)?|proc|run|sbin|snap|sys|usr|var|home|media|mnt|opt|System|Library|Applications|Users|Volumes|private)(?:\/|$))/;

const GUARD =
  /(?:^|[/\0])(?:\.rampart(?:\/|$)|etc\/rampart(?:\/|$)|\.claude\/settings[^/]*\.json$|\.(?:codex|gemini|cursor|opencode)\/(?:hooks|config|settings|policies)[^/]*\.(?:json|toml|ya?ml)$)/;
const VCS = /(?:^|[/\0])\.(?:git|hg|svn|bzr|jj)(?:\/|$)/;
const STARTUP = new RegExp(
  `(?:^|[/\\0])(?:${[
    '\\.(?:bash_profile|bash_login|bash_logout|bashrc|profile|zshrc|zprofile|zshenv|zlogin|zlogout|kshrc|mkshrc|cshrc|tcshrc|login|xinitrc|xprofile|xsession|xsessionrc)$',
    '\\.config/(?:fish/(?:config\\.fish|conf\\.d/[^/]+|functions/[^/]+)|systemd/user/.+|autostart/.+)',
    'Library/Launch(?:Agents|Daemons)/.+',
    'Library/Preferences/(?:ByHost/)?com\\.apple\\.loginwindow[^/]*\\.plist$',
    'etc/(?:modules|modules-load\\.d/.+|modprobe\\.d/.+)$',
    'lib/modules/.+\\.ko(?:\\.\\w+)?$',
    '\\.ssh/(?:authorized_keys2?|rc|environment)$',
    '\\.git/hooks/(?!.*\\.sample$).+',
    'etc/(?:crontab|anacrontab|rc\\.local|profile|bash\\.bashrc|bashrc|zshrc|zshenv|zsh/.+|environment|inittab|ld\\.so\\.preload|ld\\.so\\.conf(?:\\.d/.+)?|(?:cron\\.(?:d|daily|hourly|weekly|monthly)|init\\.d|profile\\.d|rc\\d?\\.d|systemd/(?:system|user)|xdg/autostart|update-motd\\.d|udev/rules\\.d|emond\\.d/rules|periodic/[^/]+)/.+)$',
    '(?:usr/)?lib/(?:systemd/(?:system|user)|udev/rules\\.d)/.+',
    'var/spool/(?:cron|at|anacron)/.+',
    'usr/local/etc/rc\\.d/.+',
    'site-packages/[^/]+\\.pth$',
    '(?:site|user)customize\\.py$',
  ].join('|')})`,
);
const RECORDS =
  /^\/(?:private\/)?var\/(?:log|adm|audit)\/|^\/(?:var\/)?run\/utmp$|\/\.(?:(?:ba|z|k|a)?sh|fish|python|psql|mysql|sqlite|node_repl|rediscli|mongo|irb|lesshst)_?(?:history|hst|hist)$|\/\.history$|\/\.local\/share\/fish\/fish_history$/;
const SETTINGS =
  /(?:^|[/\0])(?:\.gitconfig$|\.config\/git\/(?:config|attributes)$|\.git\/config$|\.(?:npmrc|yarnrc(?:\.yml)?|condarc|gemrc|inputrc|vimrc|curlrc|wgetrc|mavenrc|bunfig\.toml)$|\.ssh\/config$|\.(?:pip|config\/pip)\/pip\.conf$|\.cargo\/config(?:\.toml)?$|etc\/(?:sudoers|sudoers\.d\/.+|doas\.conf|passwd|group|shadow|gshadow|pam\.d\/.+|ssh\/.+|hosts|hosts\.(?:allow|deny)|resolv\.conf|nsswitch\.conf|sysctl\.conf|sysctl\.d\/.+|gitconfig|npmrc|pip\.conf|apt\/.+|login\.defs|security\/.+|polkit-1\/.+|audit\/.+|rsyslog.*|selinux\/.+)$|\.(?:claude|codex|gemini|cursor|opencode)\/[^/]+\.(?:json|toml|ya?ml)$)/;

/** Names below a directory of secrets that are public. */
const PUBLIC =
  /\.pub$|\/known_hosts[^/]*$|\/\.ssh\/config$|\/\.ssh\/(?:authorized_keys2?|rc|environment)$|\/\.gnupg\/(?:pubring|trustdb|gpg(?:-agent)?\.conf|dirmngr\.conf|trustlist|S\.)/;
const CREDENTIAL = new RegExp(
  `(?:^|[/\\0])(?:${[
    '\\.ssh(?:$|/(?:id_|identity|.*(?:_rsa|_dsa|_ecdsa|_ed25519|\\.pem|\\.key|\\.ppk)$|[\\0*?[]|\\.?$))',
    'id_(?:rsa|dsa|ecdsa|ed25519)(?:_sk)?$',
    '\\.gnupg(?:$|/(?:private-keys-v1\\.d|secring\\.gpg|[\\0*?[]))',
    '\\.aws(?:$|/(?:credentials|sso/cache|cli/cache|[\\0*?[]))',
    '\\.config/gcloud(?:$|/(?:credentials\\.db|access_tokens\\.db|application_default_credentials\\.json|legacy_credentials))',
    '\\.azure/(?:accessTokens\\.json|msal_token_cache|service_principal_entries)',
    '\\.kube/config$',
    '\\.docker/config\\.json$',
    '\\.dockercfg$',
    '[._]netrc$',
    '\\.(?:pgpass|my\\.cnf|mylogin\\.cnf|git-credentials|vault-token|boto|s3cfg|pypirc|rclone\\.conf|htpasswd)$',
    '\\.config/(?:gh/hosts\\.yml|glab-cli/config\\.yml|hub|rclone/rclone\\.conf|git/credentials|op/|doctl/config\\.yaml|stripe/config\\.toml|heroku)',
    '\\.cargo/credentials(?:\\.toml)?$',
    '\\.gem/credentials$',
    '\\.composer/auth\\.json$',
    '\\.m2/settings(?:-security)?\\.xml$',
    '\\.terraform\\.d/credentials\\.tfrc\\.json$',
    '\\.password-store(?:/|$)',
    '\\.local/share/keyrings(?:/|$)',
    '\\.mozilla/firefox(?:/[^/]+)?$',
    '\\.config/(?:google-chrome|chromium|BraveSoftware/Brave-Browser|microsoft-edge)(?:/(?:Default|Profile \\d+))?$',
    'Library/Application Support/(?:Google/Chrome|Firefox/Profiles)(?:/[^/]+)?$',
    'Library/(?:Keychains|Cookies)(?:/|$)',
    'com\\.apple\\.TCC/TCC\\.db$',
    '(?:Login Data|Cookies|Local State|Web Data|logins\\.json|key[34]\\.db|cookies\\.sqlite|Cookies\\.binarycookies)$',
    '\\.claude/\\.credentials\\.json$',
    '\\.codex/auth\\.json$',
    '\\.gemini/oauth_creds\\.json$',
    '[^/]+\\.(?:kdbx?|ppk|agilekeychain|1pux)$',
    '\\.env(?:\\.(?!(?:[^/]*[.-])?(?:example|sample|template|tmpl|dist|test|testing|defaults?|schema|ci)(?:[.-]|$))[^/]+)?$',
    'etc/(?:shadow|gshadow|master\\.passwd)-?$',
    'etc/(?:krb5\\.keytab|security/opasswd|ssh/ssh_host_[^/]*_key|ssl/private|kubernetes/admin\\.conf|sudoers\\.key)',
    'var/db/dslocal/nodes/Default/users',
    '(?:var/)?run/secrets(?:/|$)',
    'proc/(?:\\d+|\\0|\\*)/(?:task/[^/]+/)?(?:mem|environ)$',
    'proc/kcore$',
    'dev/k?mem$',
    'var/lib/(?:sss/secrets|docker/swarm/certificates)',
  ].join('|')})`,
);
const HOME_TOKENS = /^(?:\/root|\/home\/[^/]+|\/Users\/[^/]+)\/\.npmrc$/;

function isCredential(text: string): boolean {
  return (CREDENTIAL.test(text) && !PUBLIC.test(text)) || HOME_TOKENS.test(text);
}
