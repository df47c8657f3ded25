/** How a program takes a password on its command line. */
interface Habit {
  /** Flags whose next word is the password. */
  readonly next?: readonly string[];
  /** Flags with the password attached: `-pfoo`. */
  readonly attached?: readonly string[];
  /** Flags whose next word is `user<separator>password`; the user stays. */
  readonly pair?: { readonly flags: readonly string[]; readonly separator: string };
  /** Words that begin like this are followed by a password: openssl's `pass:`. */
  readonly prefix?: string;
  /** Only after this word: `-p` is a port for `docker run` and a password for `docker login`. */
  readonly after?: string;
}

const MYSQL: Habit = { attached: ['-p'] };
const LOGIN: Habit = { next: ['-p'], attached: ['-p'], after: 'login' };
const LDAP: Habit = { next: ['-w'], attached: ['-w'] };
const MONGO: Habit = { next: ['-p'], attached: ['-p'] };
const SMB: Habit = { pair: { flags: ['-U', '--user'], separator: '%' } };
const HTTP: Habit = { pair: { flags: ['-u', '--user', '-U', '--proxy-user'], separator: ':' } };

const HABITS: ReadonlyMap<string, Habit> = new Map([
  ...['mysql', 'mysqldump', 'mysqladmin', 'mysqlimport', 'mysqlshow', 'mysqlcheck', 'mysqlsh'].map(
    name => [name, MYSQL] as const,
  ),
  ...['mariadb', 'mariadb-dump', 'mariadb-admin', 'mariadb-import'].map(name => [name, MYSQL] as const),
  ...['docker', 'podman', 'buildah', 'skopeo', 'nerdctl', 'helm', 'oc', 'az', 'cf'].map(
    name => [name, LOGIN] as const,
  ),
  ...['ldapsearch', 'ldapmodify', 'ldapadd', 'ldapdelete', 'ldapwhoami', 'ldappasswd'].map(
    name => [name, LDAP] as const,
  ),
  ...['mongo', 'mongosh', 'mongodump', 'mongorestore', 'mongoexport', 'mongoimport'].map(
    name => [name, MONGO] as const,
  ),
  ...['smbclient', 'rpcclient', 'smbget'].map(name => [name, SMB] as const),
  ['curl', HTTP],
  ['sshpass', { next: ['-p'], attached: ['-p'] }],
  ['redis-cli', { next: ['-a'] }],
  ['7z', { attached: ['-p'] }],
  ['7za', { attached: ['-p'] }],
  ['zip', { next: ['-P'] }],
  ['unzip', { next: ['-P'] }],
  ['sqlcmd', { next: ['-P'], attached: ['-P'] }],
  ['lftp', { pair: { flags: ['-u'], separator: ',' } }],
  ['openssl', { prefix: 'pass:' }],
]);

/** One look that most texts pass. */
const ANY =
  /mysql|mariadb|docker|podman|buildah|skopeo|nerdctl|helm|ldap|mongo|smb|rpcclient|curl|sshpass|redis-cli|7z|zip|sqlcmd|lftp|openssl|\b(?:oc|az|cf) /;

/** Words, and the characters at which bash begins another command. */
const WORDS = /[^\s;|&()<>`]+|[;|&()\n`]/g;

/** The word before is a flag that names something: `sudo -u mysql` starts no mysql, nor does `find -name mysql`. */
const NAMING = new Set(['-u', '-U', '-g', '-l', '-n', '--user', '--name', '-name', '-iname', '-C']);

/** `find`'s own flags that look like an attached password. */
const FIND = /^-p(?:rint|rint0|rintf|rune|erm|ath)$/;

/**
 * Replaces passwords that programs take as bare arguments (`mysql -pfoo`, `curl -u me:foo`), leaving the same letters
 * alone where they mean something else (`ssh -p 22`, `mkdir -pv`). One pass over the words; quoting is followed only
 * as far as one value, since this is about what is stored, never about what is decided.
 * @param hide gives what is to stand in a password's place, quotes included
 */
export function redactArguments(text: string, hide: (secret: string) => string): string {
  if (!ANY.test(text)) return text;
  let clean = '';
  let copied = 0;
  let habit: Habit | undefined;
  let armed = false;
  let before = '';
  const put = (from: number, to: number): void => {
    clean += text.slice(copied, from) + hide(text.slice(from, to));
    copied = to;
  };
  for (const match of text.matchAll(WORDS)) {
    const [word] = match;
    const at = match.index;
    if (at < copied) continue;
    if (word.length === 1 && SEPARATORS.has(word)) {
      habit = undefined;
      before = '';
      continue;
    }
    const starts = NAMING.has(before) ? undefined : HABITS.get(programOf(word));
    if (starts !== undefined) {
      habit = starts;
      armed = starts.after === undefined;
    } else if (habit !== undefined) {
      if (word === habit.after) armed = true;
      const secret = armed ? secretIn(habit, before, word) : undefined;
      if (secret !== undefined) put(at + secret, valueEnd(text, at + secret, at + word.length));
    }
    before = word;
  }
  return clean + text.slice(copied);
}

const SEPARATORS = new Set([';', '|', '&', '(', ')', '\n', '`']);

function programOf(word: string): string {
  if (word.length > 256) return '';
  return word.replace(/^["'$({]+|["')}]+$/g, '').replace(/^.*\//, '');
}

/** Where in the word the password begins, or undefined. */
function secretIn(habit: Habit, before: string, word: string): number | undefined {
  if (habit.next?.includes(before) && !word.startsWith('-')) return literal(word, 0);
  const flag = habit.attached?.find(one => word.startsWith(one) && word.length > one.length);
  if (flag !== undefined && !FIND.test(word)) return literal(word, flag.length);
  if (habit.pair?.flags.includes(before))
    return literal(word, word.indexOf(habit.pair.separator) + 1 || word.length);
  if (habit.prefix !== undefined && word.startsWith(habit.prefix)) return literal(word, habit.prefix.length);
  return undefined;
}

/** A variable is not the secret, only its name. */
function literal(word: string, at: number): number | undefined {
  const first = word[at] === '"' ? word[at + 1] : word[at];
  return first === undefined || first === '$' ? undefined : at;
}

/** A quoted value ends at its quote, if that stands on the same line and no substitution comes first. */
function valueEnd(text: string, from: number, wordEnd: number): number {
  const quote = text[from];
  if (quote !== "'" && quote !== '"') return wordEnd;
  const rest = text.slice(from + 1, from + 4096);
  const stop = rest.search(quote === "'" ? /['\n]/ : /["\n$`]/);
  return stop < 0 || rest[stop] === '\n' ? wordEnd : from + 1 + stop + (rest[stop] === quote ? 1 : 0);
}
