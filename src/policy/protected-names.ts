/** The names by which self-protection knows the guard, its hooks and who may touch them; `self-protection.ts` has the rules. */

/**
 * Programs whose every effect is known and that only read: what else touches Rampart's home may write there in a way
 * nobody modelled. `ln` is not among them: through a second name the file can be written elsewhere.
 */
export const READERS =
  'cat tac head tail less more bat batcat nl od hexdump strings wc grep egrep fgrep zgrep rg ag ack diff cmp comm ls dir tree du stat file readlink realpath basename dirname sort cut jq find fd md5sum sha1sum sha256sum sha512sum shasum cksum base64 cp cd pushd popd pwd dirs echo printf test [ [[ true false : exit return set export unset local read rampart'.split(
    ' ',
  );

/** Programs whose code may name the guard's home without an operand that does. */
export const INTERPRETERS = [
  'python*',
  'perl*',
  'ruby*',
  'node',
  'nodejs',
  'deno',
  'bun',
  'php*',
  'lua*',
  '{,g,m,n}awk',
  'sed',
  'osascript',
  'ed',
  'ex',
  'vi',
  'vim',
  'emacs',
  'tclsh*',
  'socat',
];

/** Verbs that answer questions meant for a person, or switch the guard off. */
export const VERBS = ['{approve,deny,kill,uninstall} *', 'serve {stop,uninstall} *', 'setup *--remove*'];

/** Verbs that decide which agents are guarded, by what and how; names that other guards have for such, too. */
export const SETTING_UP = [
  '{setup,serve,upgrade,update,allow,block,trust,enable,disable,off,pause,resume} *',
  '{exec,wrap} *--mode{ ,=}monitor*',
];

/** Variables that would switch a guard off, if it believed them: nobody but an agent that tries has a use for them. */
export const SWITCHES = [
  'RAMPART_{MODE,FAIL,HOME,CONFIG,POLICY,PROFILE,TOKEN,SOCKET,SESSION,ENFORCE,ENABLED,OFF}',
  'RAMPART_{DISABLE,BYPASS,SKIP,NO_}*',
];

/** Where the guard's commands lie when they are installed; not a build of somebody's own. */
export const INSTALLED = [
  '/usr/bin',
  '/usr/local/bin',
  '/opt/homebrew/bin',
  '~/.local/bin',
  '~/.npm-global/bin',
  '**/node_modules/.bin',
].map(directory => `${directory}/rampart{,-*}`);

/** Hook entries of agents: who edits these takes the guard out of the way. */
export const HOOK_FILES = ['**/.claude/settings*.json', '/etc/claude-code/**'];

/**
 * What has the system keep the daemon running. By whole paths: a deep file name pattern in a repository would otherwise
 * reach for files that only look like these.
 */
export const SERVICE_FILES = [
  ...['~/.config', '~/.local/share', '/etc', '/usr/{lib,local/lib,share}'].flatMap(root => [
    `${root}/systemd/user/rampart*.service`,
    `${root}/systemd/user/rampart*.service.d/**`,
    `${root}/systemd/user/*.wants/rampart*`,
  ]),
  '~/Library/LaunchAgents/dev.rampart*.plist',
  '/Library/LaunchAgents/dev.rampart*.plist',
];
