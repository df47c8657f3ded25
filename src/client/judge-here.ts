import { existsSync, readFileSync } from 'node:fs';
import { appendSpill } from '../audit/spill.ts';
import { type CallIdentity, callEntry } from '../call/entry.ts';
import type { ToolCall } from '../core/call.ts';
import type { Decision } from '../core/decision.ts';
import { type ErrorCode, messageOf, RampartError } from '../core/error.ts';
import { PACKAGE_DIR } from '../core/package-dir.ts';
import { type Places, SYSTEM_DIR } from '../core/places.ts';
import { type Circumstances, type FailMode, type Resolved, resolve, usedFailMode } from '../core/resolve.ts';
import { type Ruling, rulingOf } from '../core/ruling.ts';
import { judge, judgeWithoutPolicy } from '../pipeline.ts';
import { type CachedPolicy, readCache } from '../policy/cache.ts';
import { errorDecision } from '../policy/error-decision.ts';
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
  /** The fail mode as the configuration has it, for a client that can read it. */
  readonly configured?: () => FailMode;
}

export interface RuledHere {
  readonly ruling: Ruling;
  /** Why the call is not on disk. */
  readonly unrecorded?: RampartError;
}

/**
 * Judges a call without a daemon: the same function, by the compiled set the daemon left, and the call is written down
 * where the daemon will find it. What needs a person follows the fail mode, since nobody can be reached; and so does
 * what may run and cannot be written down.
 */
export function ruleHere(
  call: ToolCall,
  identity: CallIdentity,
  here: Here,
  expects: 'outcome' | 'none',
): RuledHere {
  const { places, userHome } = here;
  const protection = selfProtection({ home: places.home, packageDir: PACKAGE_DIR, userHome });
  const { decision, set } = decideHere(call, here, protection);
  const at: Circumstances = {
    fail: failMode(here, set),
    session: 'enforce',
    answer: decision.verdict === 'ask' ? 'unreachable' : 'unasked',
  };
  const resolved = resolve(decision, at);
  const rulingFrom = (what: Resolved): Ruling =>
    rulingOf(what, {
      failMode: usedFailMode(what, at),
      timeoutMs: set?.config.timeoutMs ?? null,
      seq: null,
    });
  const record = callEntry(identity, call, resolved, {
    expects,
    mode: 'enforce',
    failMode: usedFailMode(resolved, at),
  });
  try {
    appendSpill(places.spill, [record]);
    return { ruling: rulingFrom(resolved) };
  } catch (thrown) {
    const unrecorded = asKnown(thrown, 'E_LATCH');
    return { ruling: rulingFrom(withoutRecord(resolved, unrecorded, at)), unrecorded };
  }
}

/** What is refused stays refused; leave to run is worth nothing while it cannot be written down. */
function withoutRecord(resolved: Resolved, { code, message }: RampartError, at: Circumstances): Resolved {
  if (resolved.effect === 'refuse') return resolved;
  const { policy, coverage } = resolved.decision;
  return resolve(errorDecision(code, message, { policy, coverage }), { ...at, answer: 'unasked' });
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
    const bench = { protection, files: DISK_FILES, home: userHome };
    const without = judgeWithoutPolicy(call, bench, asKnown(thrown, 'E_INPUT'));
    return { decision: without.decision, set: undefined };
  }
}

/**
 * The set that is compiled for the files as they are. A repository's own rules that nobody has compiled, or can, are
 * left out: they only restrict, and the set without them is known.
 */
function compiledSet({ places, policy, compile }: Here, cwd: string): CachedPolicy {
  const chosen = policy === undefined ? undefined : readCache(places.cache, policy);
  if (chosen !== undefined) return chosen;
  const dirs = { system: SYSTEM_DIR, home: places.home, packageDir: PACKAGE_DIR };
  const projects = projectFiles(cwd, places.home, existsSync);
  let failure: unknown;
  const kept = (of: readonly string[]): CachedPolicy | undefined => {
    try {
      return readCache(places.cache, hashSources(readSources({ ...dirs, projects: of })));
    } catch (thrown) {
      failure = thrown;
      return undefined;
    }
  };
  const found = kept(projects) ?? compile?.(cwd) ?? kept([]);
  if (found !== undefined) return found;
  if (failure !== undefined) throw failure;
  throw new RampartError('E_POLICY', 'no compiled policy for the files as they are', {
    hint: 'start the daemon, which compiles them: rampart serve --background',
  });
}

/**
 * Closed if anybody says so: the daemon, where it last wrote it; the configuration the set was compiled with; or the
 * files, for a client that reads them. A set somebody chose in place of the active one was compiled without any.
 */
function failMode({ places, policy, configured }: Here, set: CachedPolicy | undefined): FailMode {
  const said: readonly (() => FailMode | undefined)[] = [
    () => (readFileSync(places.fail, 'utf8').trim() === 'closed' ? 'closed' : 'open'),
    () => (policy === undefined ? set?.config.fail : undefined),
    () => configured?.(),
  ];
  return said.some(saysClosed) ? 'closed' : 'open';
}

/** Who cannot be asked says nothing: a file that was never written, a configuration that does not load. */
function saysClosed(say: () => FailMode | undefined): boolean {
  try {
    return say() === 'closed';
  } catch {
    return false;
  }
}

function asKnown(thrown: unknown, code: ErrorCode): RampartError {
  return thrown instanceof RampartError
    ? thrown
    : new RampartError(code, messageOf(thrown), { cause: thrown });
}
