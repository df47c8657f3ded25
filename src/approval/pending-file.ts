import {
  closeSync,
  constants,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { ToolCall } from '../core/call.ts';
import type { Decision } from '../core/decision.ts';
import { messageOf, RampartError } from '../core/error.ts';
import { isObject } from '../core/json.ts';
import type { Question } from './question.ts';

/** A question as it is kept until its call is recorded. */
export interface Pending {
  readonly question: Question;
  /** Of the call as its client gave it: who comes back must ask about the same. */
  readonly digest: string;
  /** The call as it was judged. */
  readonly toolCall: ToolCall;
  /** Place in a long-lived client's count of its calls. */
  readonly cseq: number | null;
  readonly decision: Decision;
  readonly deadline: Deadline;
  /** Records in the log when it was asked: the call's own record, if there is one, comes after. */
  readonly logSize: number;
}

/** When a question expires, by a clock that never steps within one boot. */
export interface Deadline {
  readonly boot: string;
  readonly monotonicMs: number;
}

const NAME = /^([a-z0-9]{1,32})\.json$/;

/** Questions on disk, a file each, so that they outlive the daemon. */
export class PendingFiles {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = dir;
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  }

  /**
   * On disk when this returns. How it is answered is not written here: that is in the log.
   * @throws RampartError E_LATCH when the disk refuses
   */
  write(pending: Pending): void {
    try {
      this.#write(pending);
    } catch (cause) {
      throw new RampartError('E_LATCH', `the question cannot be kept: ${messageOf(cause)}`, {
        hint: `look at the disk, the owner and the mode of ${this.#dir}`,
        cause,
      });
    }
  }

  #write(pending: Pending): void {
    const path = join(this.#dir, `${pending.question.id}.json`);
    const draft = `${path}.new`;
    rmSync(draft, { force: true });
    const file = openSync(
      draft,
      constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW,
      0o600,
    );
    try {
      const bytes = Buffer.from(JSON.stringify(pending));
      for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(draft, path);
    const dir = openSync(this.#dir, constants.O_RDONLY);
    fsyncSync(dir);
    closeSync(dir);
  }

  remove(id: string): void {
    rmSync(join(this.#dir, `${id}.json`), { force: true });
  }

  /** What an earlier daemon left; a file that is no question any more is dropped, and its name told. */
  read(onDamaged: (name: string) => void): readonly Pending[] {
    const found: Pending[] = [];
    for (const name of readdirSync(this.#dir)) {
      if (!NAME.test(name)) {
        rmSync(join(this.#dir, name), { force: true });
        continue;
      }
      const pending = parsed(readFileSync(join(this.#dir, name), 'utf8'));
      if (pending === undefined) {
        onDamaged(name);
        rmSync(join(this.#dir, name), { force: true });
      } else found.push(pending);
    }
    return found;
  }
}

/** The folder is ours alone, so only a crash could have damaged what is in it. */
function parsed(text: string): Pending | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) &&
      isObject(value.question) &&
      isObject(value.toolCall) &&
      isObject(value.decision) &&
      isObject(value.deadline)
      ? (value as unknown as Pending)
      : undefined;
  } catch {
    return undefined;
  }
}
