import { messageOf, placedMessage, RampartError } from '../core/error.ts';
import { judgeWithoutPolicy } from '../pipeline.ts';
import { errorDecision } from '../policy/error-decision.ts';
import type { Rule } from '../policy/rule.ts';
import { DISK_FILES } from '../shell/files/disk-files.ts';
import type { Judge, JudgeCall } from './judge.ts';
import type { PolicyBook } from './policy-book.ts';
import type { Sessions } from './sessions.ts';

export interface JudgePorts {
  readonly judge: Judge;
  readonly book: PolicyBook;
  readonly sessions: Sessions;
  readonly protection: readonly Rule[];
  /** The user's home directory. */
  readonly userHome: string;
}

/** Judges by the set that is in force for a call: its session's own, or that of the place where it is made. */
export function judgeBy({ judge, book, sessions, protection, userHome }: JudgePorts): JudgeCall {
  return async call => {
    try {
      const chosen = sessions.policyOf(call.session);
      const set = chosen === null ? await book.setFor(call.cwd) : book.chosen(chosen);
      if (set !== undefined) return await judge.judge(call, set.rules);
      const error = {
        code: book.error?.code ?? 'E_POLICY',
        message: book.error === undefined ? 'no policy is loaded' : placedMessage(book.error),
      };
      return judgeWithoutPolicy(call, { protection, files: DISK_FILES, home: userHome }, error);
    } catch (thrown) {
      // A judge that fails is no leave to run.
      const code = thrown instanceof RampartError ? thrown.code : 'E_INPUT';
      return { call, decision: errorDecision(code, messageOf(thrown)) };
    }
  };
}
