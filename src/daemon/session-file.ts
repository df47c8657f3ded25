import { readFileSync } from 'node:fs';
import { type Leaf, readLeaf } from '../audit/leaf.ts';
import { Reader } from '../audit/reader.ts';
import { VERDICTS, type Verdict } from '../core/decision.ts';
import { isObject } from '../core/json.ts';
import { replaceFile } from './replace-file.ts';

/** A session that was open when a daemon ended. */
export interface LeftSession {
  readonly id: string;
  readonly agent: string | null;
  readonly policy: string | null;
  readonly by: 'client' | 'call';
  readonly calls: Readonly<Record<Verdict, number>>;
}

/** What one daemon leaves the next of its sessions. */
export interface SessionsLeft {
  /** Records of the log that this takes account of. */
  readonly size: number;
  readonly open: readonly LeftSession[];
  /** Ids that have ended of late. */
  readonly ended: readonly string[];
}

const NO_SESSIONS: SessionsLeft = { size: 0, open: [], ended: [] };

/** Where a daemon keeps what is open. */
export class SessionFile {
  readonly #path: string;
  #kept = '';

  constructor(path: string) {
    this.#path = path;
  }

  /**
   * Writes what has changed. Not synced: what a crash takes from it stands in the log, which is read from `size` on.
   * @throws the system's error the first time it cannot be written; then it is tried again and not complained of
   */
  keep(left: SessionsLeft): void {
    const text = `${JSON.stringify({ v: 1, ...left })}\n`;
    if (text === this.#kept) return;
    const failed = this.#kept === FAILED;
    this.#kept = FAILED;
    try {
      replaceFile(this.#path, text, 0o600);
      this.#kept = text;
    } catch (thrown) {
      if (!failed) throw thrown;
    }
  }
}

const FAILED = 'not written';

/**
 * What an earlier daemon left open, by its file and by what it recorded after it had written that. Without a file, or
 * with a damaged one, nothing is open: a session is then started once more.
 * @throws RampartError when the log cannot be read
 */
export function readSessions(path: string, database: string): SessionsLeft {
  const file = parsed(path);
  if (file === undefined) return NO_SESSIONS;
  const open = new Map(file.open.map(one => [one.id, one] as const));
  const ended = new Set(file.ended);
  const reader = Reader.open(database);
  try {
    const { size } = reader.extent();
    // A file that is far behind is not of this log's last daemon.
    if (file.size > size || size - file.size > MOST_BEHIND) return NO_SESSIONS;
    for (let from = file.size; from < size; from += CHUNK)
      for (const [, , line] of reader.lines(from, Math.min(from + CHUNK, size)))
        take(line === null ? undefined : readLeaf(line), open, ended);
    return { size, open: [...open.values()], ended: [...ended] };
  } finally {
    reader.close();
  }
}

const CHUNK = 512;
/** It is written every few seconds while there are calls: this is minutes of them. */
const MOST_BEHIND = 500_000;

function take(leaf: Leaf | undefined, open: Map<string, LeftSession>, ended: Set<string>): void {
  if (leaf === undefined || leaf.session === null) return;
  const { session: id, kind, agent } = leaf;
  const known = open.get(id);
  if (kind === 'session' && leaf.phase === 'start') {
    const policy = typeof leaf.policy === 'string' ? leaf.policy : null;
    open.set(id, { id, agent, policy, by: leaf.by === 'call' ? 'call' : 'client', calls: NO_CALLS });
  } else if (kind === 'session' && leaf.phase === 'end') {
    open.delete(id);
    ended.add(id);
  } else if (kind === 'call' && known !== undefined) {
    const verdict = VERDICTS.find(one => one === leaf.verdict);
    if (verdict !== undefined)
      open.set(id, { ...known, calls: { ...known.calls, [verdict]: known.calls[verdict] + 1 } });
  }
}

const NO_CALLS = { allow: 0, watch: 0, ask: 0, deny: 0, error: 0 };

/** The folder is ours alone, so only a crash could have damaged what is in it. */
function parsed(path: string): SessionsLeft | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isObject(value) &&
      value.v === 1 &&
      Number.isSafeInteger(value.size) &&
      Array.isArray(value.open) &&
      value.open.every(one => isObject(one) && typeof one.id === 'string' && isObject(one.calls)) &&
      Array.isArray(value.ended)
      ? (value as unknown as SessionsLeft)
      : undefined;
  } catch {
    return undefined;
  }
}
