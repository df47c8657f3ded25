import { existsSync, readFileSync } from 'node:fs';
import { appendSpill } from '../audit/spill.ts';
import { type CallIdentity, callEntry } from '../call/entry.ts';
import type { ToolCall } from '../core/call.ts';
import type { Decision } from '../core/decision.ts';
import { messageOf, RampartError } from '../core/error.ts';
import { PACKAGE_DIR } from '../core/package-dir.ts';
import { type Places, SYSTEM_DIR } from '../core/places.ts';
import { type Circumstances, type FailMode, resolve, usedFailMode } from '../core/resolve.ts';
import { type Ruling, rulingOf } from '../core/ruling.ts';
import { judge, judgeWithoutPolicy } from '../pipeline.ts';
import { type CachedPolicy, readCache } from '../policy/cache.ts';
import { hashSources } from '../policy/policy-hash.ts';
import { projectFiles } from '../policy/project-files.ts';
import type { Rule } from '../policy/rule.ts';
import { withRules } from '../policy/rule-set.ts';
import { selfProtection } from '../policy/self-protection.ts';
import { readSources } from '../policy/sources.ts';
import { DISK_FILES } from '../shell/disk-files.ts';

/** Where a client that finds no daemon judges by itself. */
export interface Here {
  readonly places: Places;
  /** The caller's home directory. */
  readonly userHome: string;
  /** Hash of the set that the session was opened with, if with one. */
  readonly policy?: string;
  /** Compiles the files as they are, for a client that can. */
  readonly compile?: (cwd: string) => CachedPolicy;
}

/**
 * Judges a call without a daemon: the same function, by the compiled set the daemon left, and the call is written down
 * where the daemon will find it. What needs a person follows the fail mode, since nobody can be reached.
 * @throws RampartError E_LATCH and others when the call cannot be written down
 */
export function ruleHere(
  call: ToolCall,
  identity: CallIdentity,
  here: Here,
  expects: 'outcome' | 'none',
): Ruling {
  const { places, userHome } = here;
  const fail = failMode(places);
  const protection = selfProtection({ home: places.home, packageDir: PACKAGE_DIR, userHome });
  const { decision, set } = decideHere(call, here, protection);
  const at: Circumstances = {
    fail,
    session: 'enforce',
    answer: decision.verdict === 'ask' ? 'unreachable' : 'unasked',
  };
  const resolved = resolve(decision, at);
  const used = usedFailMode(resolved, at);
  appendSpill(places.spill, [
    callEntry(identity, call, resolved, { expects, mode: 'enforce', failMode: used }),
  ]);
  return rulingOf(resolved, { failMode: used, timeoutMs: set?.config.timeoutMs ?? null, seq: null });
}

interface Decided {
  readonly decision: Decision;
  readonly set: CachedPolicy | undefined;
}

function decideHere(call: ToolCall, here: Here, protection: readonly Rule[]): Decided {
  const { userHome } = here;
  try {
    const set = compiledSet(here, call.cwd);
    const rules = withRules(set.rules, protection);
    return { decision: judge(call, { rules, files: DISK_FILES, home: userHome }).decision, set };
  } catch (thrown) {
    const error =
      thrown instanceof RampartError
        ? thrown
        : new RampartError('E_INPUT', messageOf(thrown), { cause: thrown });
    const without = judgeWithoutPolicy(call, { protection, files: DISK_FILES, home: userHome }, error);
    return { decision: without.decision, set: undefined };
  }
}

/**
 * The set that is compiled for the files as they are. A repository's own rules that nobody has compiled yet are left
 * out: they only restrict, and the set without them is known.
 */
function compiledSet({ places, policy, compile }: Here, cwd: string): CachedPolicy {
  const chosen = policy === undefined ? undefined : readCache(places.cache, policy);
  if (chosen !== undefined) return chosen;
  const dirs = { system: SYSTEM_DIR, home: places.home, packageDir: PACKAGE_DIR };
  const projects = projectFiles(cwd, places.home, existsSync);
  for (const chosen of projects.length > 0 ? [projects, []] : [[]]) {
    const found = readCache(places.cache, hashSources(readSources({ ...dirs, projects: chosen })));
    if (found !== undefined) return found;
  }
  if (compile !== undefined) return compile(cwd);
  throw new RampartError('E_POLICY', 'no compiled policy for the files as they are', {
    hint: 'start the daemon, which compiles them: rampart serve --background',
  });
}

/** As the daemon last wrote it, for clients that read no configuration; open where nobody has. */
function failMode({ fail }: Places): FailMode {
  try {
    return readFileSync(fail, 'utf8').trim() === 'closed' ? 'closed' : 'open';
  } catch {
    return 'open';
  }
}
