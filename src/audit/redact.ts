import { redactArguments } from './redact-arguments.ts';

/** What was taken out; it stands in the text as `[redacted:kind]`. */
export type SecretKind =
  | 'github-token'
  | 'gitlab-token'
  | 'anthropic-key'
  | 'openai-key'
  | 'npm-token'
  | 'slack-token'
  | 'stripe-key'
  | 'google-key'
  | 'aws-key'
  | 'service-token'
  | 'jwt'
  | 'private-key'
  | 'url-password'
  | 'authorization'
  | 'password';

/** One shape of secret: the pattern's second group is the secret, or its whole match when it has no groups. */
interface Shape {
  readonly kind: SecretKind;
  readonly pattern: RegExp;
}

/** In quotes; a double-quoted one ends where bash would substitute. */
const QUOTED = String.raw`'[^'\n]{1,4096}'|"(?:[^"$\`\\\n]|\\[^\n]){1,4096}`;

/**
 * A value as shells and configuration files write it: quoted or bare. It ends where bash would do something (`$`, a
 * back-tick, `;`, `|` …): hiding a password must never hide a command that runs.
 */
const VALUE = String.raw`(${QUOTED}|(?:[^\s"'$\`;&|<>(){}\[\],\\]|\\[^\n])(?:[^\s"'$\`;&|<>(){},\\]|\\[^\n]){0,4095})`;

const SECRET = `(?:pass(?:word|wd|phrase)|(?<=[_&?;-])pass|pgpass|sshpass|_pwd|secret(?:[_-]?key)?(?:[_-]?base)?|token|api[_-]?key|(?:access|private|account|auth|encryption|signing)[_-]?key|credentials?)`;

/** Takes an argument of its own as a flag; `--secret id=x` and `--credentials FILE` do not hold one. */
const SECRET_FLAG = String.raw`(?<![\w-])--(?=[a-z])[a-z-]{0,32}?(?:pass(?:word|wd|phrase)?|token|api-?key|auth-?key|secret-(?:access-)?key)`;

/**
 * Tried in order; later shapes see what earlier ones replaced. Each begins at a literal or a boundary and repeats
 * within bounds, so that the time taken is linear in text an attacker chose.
 */
const SHAPES: readonly Shape[] = [
  { kind: 'private-key', pattern: privateKey() },
  { kind: 'github-token', pattern: /(?<![A-Za-z0-9])gh[opusr]_[A-Za-z0-9]{36,255}/g },
  { kind: 'github-token', pattern: /(?<![A-Za-z0-9])github_pat_[A-Za-z0-9_]{22,255}/g },
  {
    kind: 'gitlab-token',
    pattern: /(?<![A-Za-z0-9])gl(?:pat|ptt|dt|rt|cbt|ft|soat|agent|oas)-[A-Za-z0-9_.-]{20,255}/g,
  },
  { kind: 'anthropic-key', pattern: /(?<![A-Za-z0-9])sk-ant-[A-Za-z0-9_-]{16,255}/g },
  { kind: 'openai-key', pattern: /(?<![A-Za-z0-9])sk-(?:proj|svcacct|admin|or-v1)-[A-Za-z0-9_-]{16,255}/g },
  { kind: 'openai-key', pattern: /(?<![A-Za-z0-9-])sk-[A-Za-z0-9]{20,255}(?![A-Za-z0-9-])/g },
  { kind: 'npm-token', pattern: /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36}/g },
  { kind: 'slack-token', pattern: /(?<![A-Za-z0-9])(?:xox[a-z]|xapp)-[A-Za-z0-9-]{10,255}/g },
  { kind: 'stripe-key', pattern: /(?<![A-Za-z0-9])[rs]k_(?:live|test)_[A-Za-z0-9]{16,255}/g },
  { kind: 'google-key', pattern: /(?<![A-Za-z0-9])(?:AIza[A-Za-z0-9_-]{35}|ya29\.[A-Za-z0-9_-]{20,1024})/g },
  { kind: 'aws-key', pattern: /(?<![A-Za-z0-9])A(?:KIA|SIA)[A-Z0-9]{16}(?![A-Za-z0-9])/g },
  {
    kind: 'aws-key',
    pattern: /(aws_secret_access_key["']?[\s=:]{1,8}["']?)([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+])/gi,
  },
  {
    kind: 'service-token',
    pattern:
      /(?<![A-Za-z0-9])(?:hf_[A-Za-z0-9]{34}|gsk_[A-Za-z0-9]{40,64}|AGE-SECRET-KEY-1[A-Z0-9]{50,64}|(?:hvs\.|SG\.|dckr_pat_|pypi-AgE|tskey-[a-z]{1,12}-|dop_v1_|shp(?:at|ca|pa|ss)_)[A-Za-z0-9_.-]{16,255})/g,
  },
  {
    kind: 'jwt',
    pattern: /(?<![A-Za-z0-9])eyJ[A-Za-z0-9_-]{8,4096}\.eyJ[A-Za-z0-9_-]{2,8192}\.[A-Za-z0-9_-]{0,4096}/g,
  },
  { kind: 'url-password', pattern: /(:\/\/[^\s/?#:@'"<>]{0,256}:)([^\s/?#'"$`<>;|&()]{1,1024})(?=@)/g },
  {
    kind: 'authorization',
    pattern:
      /((?<![A-Za-z])authorization["']?\s{0,4}[:=]\s{0,4}["']?(?:(?:bearer|basic|token|digest|negotiate|apikey)\s{1,4})?)([^\s"'$`;&|<>()]{4,4096})/gi,
  },
  {
    kind: 'authorization',
    pattern: /((?<![A-Za-z])(?:bearer|basic)\s{1,4})([A-Za-z0-9+/=._~-]{16,4096})/gi,
  },
  {
    kind: 'authorization',
    pattern:
      /((?<![A-Za-z])(?:x-api-key|api-key|private-token|x-auth-token|x-vault-token)["']?:\s{0,4}["']?)([^\s"'$`;&|<>()]{4,4096})/gi,
  },
  // `--password=x`, `PASSWORD=x`, `"password": "x"`, and a bare `password: x` only where x looks like no prose.
  { kind: 'password', pattern: new RegExp(`(${SECRET}=)${VALUE}`, 'gi') },
  { kind: 'password', pattern: new RegExp(String.raw`(${SECRET}["']\s{0,4}[:=]\s{0,4})${VALUE}`, 'gi') },
  { kind: 'password', pattern: new RegExp(String.raw`(${SECRET}\s{0,4}[:=]\s{1,4})(${QUOTED})`, 'gi') },
  {
    kind: 'password',
    pattern: new RegExp(
      String.raw`(${SECRET}:\s{0,4})((?=[^\s\d]{0,64}\d)[A-Za-z0-9+/=_.~!@#%^*-]{8,4096})`,
      'gi',
    ),
  },
  // `--password x`, but not `--password-stdin` nor a flag that follows.
  { kind: 'password', pattern: new RegExp(String.raw`(${SECRET_FLAG}\s{1,4})(?!-)${VALUE}`, 'gi') },
];

/** What every shape above begins with, one look for all of them: most texts hold none. */
const ANCHORS =
  /gh[opusr]_|_pat_|gl[a-z]{2,5}-|sk-|npm_|xox|xapp|[rs]k_|AIza|ya29|A[KS]IA|hf_|gsk_|AGE-|hvs\.|SG\.|dckr|pypi|tskey|dop_|shp|eyJ|PRIVATE|:\/\/|auth|bearer|basic|pass|pwd|secret|token|key|credential/i;

/** One secret taken out can lay open another beside it, which a further round then finds; hostile text gets no more. */
const MAX_ROUNDS = 4;

/**
 * Replaces secrets in a text before it is stored. Best effort by shape: it finds what the common services issue and
 * what is written as a password, not every secret there is. Doing it twice changes nothing.
 */
export function redact(text: string): string {
  let clean = redactOnce(text);
  for (let before = text, round = 1; clean !== before && round < MAX_ROUNDS; round++) {
    before = clean;
    clean = redactOnce(before);
  }
  return clean;
}

function redactOnce(text: string): string {
  let clean = text;
  for (const { kind, pattern } of ANCHORS.test(text) ? SHAPES : [])
    clean = clean.replace(pattern, (match: string, before: unknown, secret: unknown) =>
      typeof before === 'string' && typeof secret === 'string'
        ? before + hide(secret, kind, before) + match.slice(before.length + secret.length)
        : `[redacted:${kind}]`,
    );
  return redactArguments(clean, secret => hide(secret, 'password', ''));
}

/** More than the longest secret there is a shape for, keys of many lines apart. */
const MARGIN = 16 * 1024;

/**
 * Redacts as much of a text as is going to be kept, so that an enormous one costs no more than a large one. What a
 * cut might have made unrecognisable, a secret at the very end, is left out.
 * @param length characters that are kept at most
 */
export function redactHead(
  text: string,
  length: number,
): { readonly clean: string; readonly whole: boolean } {
  if (text.length <= length + MARGIN) return { clean: redact(text), whole: true };
  return { clean: redact(text.slice(0, length + MARGIN)).slice(0, -MARGIN), whole: false };
}

const NOT_SECRET = /^(?:\[redacted:|(?:true|false|null|none|undefined)$)/i;
const PATH = /^(?:~|\.{1,2})?\//;

/** Quotes stay, so that what is left still reads as what was typed. */
function hide(value: string, kind: SecretKind, before: string): string {
  const open = value[0] === "'" || value[0] === '"' ? value[0] : '';
  const close = open !== '' && value.length > 1 && value.endsWith(open) ? open : '';
  const inside = value.slice(open.length, value.length - close.length);
  // A token or key that is named by its file is no secret; a password may well begin with a slash.
  const named = kind === 'password' && PATH.test(inside) && !/pass|pwd/i.test(before) && before !== '';
  return named || NOT_SECRET.test(inside) ? value : `${open}[redacted:${kind}]${close}`;
}

/**
 * A PEM or OpenPGP private key (RFC 7468): its marker, and after it only what can be a key, so that a lone marker does
 * not hide the commands that follow it. Everything after the marker is optional: once begun, the pattern cannot fail.
 */
function privateKey(): RegExp {
  const gap = String.raw`(?:\s|\\[nr])`;
  const header = `(?:[A-Z][A-Za-z-]{2,20}: [A-Za-z0-9 ,.()-]{1,80}${gap}{1,4})`;
  const line = `(?:[A-Za-z0-9+/=]{16,4096}${gap}{1,4})`;
  const end = `(?:[A-Za-z0-9+/=]{0,4096}${gap}{0,4}-----END [A-Z0-9 ]{0,40}-----|[A-Za-z0-9+/=]{16,4096})`;
  return new RegExp(
    `-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:${gap}{1,4}${header}{0,8}${line}{0,4096}${end}?)?`,
    'g',
  );
}
