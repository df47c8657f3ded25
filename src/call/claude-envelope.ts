/**
 * What Claude Code puts around the commands it hands to `$SHELL -c` (measured on 2.1.329). Recognised by an exact
 * grammar, token by token: a text that differs anywhere is no envelope, and is judged whole.
 */
export type Envelope =
  /** `… && eval 'CMD' < /dev/null && pwd -P >| FILE`: what the model asked for is CMD. */
  | { readonly kind: 'command'; readonly command: string; readonly snapshot: string | undefined }
  /** The script that writes down the user's shell functions and aliases once a session. */
  | { readonly kind: 'snapshot'; readonly snapshot: string };

const SNAPSHOT = String.raw`[\w@%+=:,./-]+/shell-snapshots/snapshot-(?:bash|zsh|sh)-\d+-\w+\.sh`;

/** The pieces before `eval`, in order; each may be missing. */
const PRELUDE: readonly RegExp[] = [
  literally(
    `{ case "\${BASH_VERSINFO-}" in '2'|'3') \\builtin printf '%s\\n' '__CLAUDE_CODE_DID_NOT_RUN_BASH_TOO_OLD='"\${BASH_VERSION-}" >&2; \\builtin exit 126; \\exit 126;; esac; } && `,
  ),
  new RegExp(`(?<snapshot>source ${SNAPSHOT})(?: 2>/dev/null \\|\\| true)? && `, 'y'),
  /(?:\\builtin )?shopt -u extglob 2>\/dev\/null \|\| true && /y,
  /setopt NO_EXTENDED_GLOB 2>\/dev\/null \|\| true && /y,
];
const UNALIAS =
  /\{ \\builtin unalias -- '([\w.-]+)'; \\builtin unset -f -- '\1'; \} >\/dev\/null 2>&1 \|\| true && /y;
const EVAL = /eval '((?:[^']|'"'"')*)'/y;
const STDIN = / (?:\\<|<) \/dev\/null/y;
const CWD = / && pwd -P >\| [\w@%+=:,./-]*\/claude-[0-9a-f]{1,16}-cwd$/y;

export function readEnvelope(text: string): Envelope | undefined {
  return snapshotScript(text) ?? evaluated(text);
}

function evaluated(text: string): Envelope | undefined {
  if (!text.includes("eval '")) return undefined;
  let at = 0;
  let snapshot: string | undefined;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found !== null) at += found[0].length;
    return found;
  };
  for (const piece of PRELUDE) snapshot = take(piece)?.groups?.snapshot?.slice('source '.length) ?? snapshot;
  while (take(UNALIAS) !== null);
  const quoted = take(EVAL)?.[1];
  if (quoted === undefined) return undefined;
  take(STDIN);
  if (take(CWD) === null) return undefined;
  return { kind: 'command', command: quoted.replaceAll(`'"'"'`, "'"), snapshot };
}

/** Lines of the snapshot script outside its here-documents; anything else makes it an ordinary command. */
const SCRIPT_LINES: readonly RegExp[] = [
  /^$/,
  /^#/,
  /^echo "# Snapshot file" >\| "\$SNAPSHOT_FILE"$/,
  /^echo "# Unset all aliases to avoid conflicts with functions" >> "\$SNAPSHOT_FILE"$/,
  /^echo "unalias -a 2>\/dev\/null \|\| true" >> "\$SNAPSHOT_FILE"$/,
  /^echo "shopt -s expand_aliases" >> "\$SNAPSHOT_FILE"$/,
  /^if \[ ! -f "\$SNAPSHOT_FILE" \]; then$/,
  /^echo "Error: Snapshot file was not created at \$SNAPSHOT_FILE" >&2$/,
  /^exit 1$/,
  /^fi$/,
];
const HERE_DOCUMENT = /^cat >> "\$SNAPSHOT_FILE" << '(CLAUDE_CODE_END_\w+)'$/;

const SNAPSHOT_FILE = new RegExp(`^SNAPSHOT_FILE=(${SNAPSHOT})$`);

function snapshotScript(text: string): Envelope | undefined {
  if (!text.startsWith('SNAPSHOT_FILE=')) return undefined;
  const [first = '', ...lines] = text.split('\n');
  const snapshot = SNAPSHOT_FILE.exec(first)?.[1];
  if (snapshot === undefined) return undefined;
  let end: string | undefined;
  for (const line of lines) {
    if (end !== undefined) {
      if (line === end) end = undefined;
      continue;
    }
    const bare = line.trim();
    end = HERE_DOCUMENT.exec(bare)?.[1];
    if (end === undefined && !SCRIPT_LINES.some(allowed => allowed.test(bare))) return undefined;
  }
  return end === undefined ? { kind: 'snapshot', snapshot } : undefined;
}

function literally(text: string): RegExp {
  return new RegExp(text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&'), 'y');
}
