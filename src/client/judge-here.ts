import { existsSync, readFileSync } from 'node:fs';
import { appendSpill } from '../audit/spill.ts';
import { type CallIdentity, callEntry } from '../call/entry.ts';
import type { ToolCall } from '../core/call.ts';
import type { Decision } from '../core/decision.ts';
import { type ErrorCode, messageOf, placedMessage, RampartError } from '../core/error.ts';
import { PACKAGE_DIR } from '../core/package-dir.ts';
import { type Places, SYSTEM_DIR } from '../core/places.ts';
import { type Circumstances, type FailMode, type Resolved, resolve, usedFailMode } from '../core/resolve.ts';
import { type Ruling, rulingOf } from '../core/ruling.ts';
import type { FileRead } from '../core/watched-files.ts';
import { judge, judgeWithoutPolicy } from '../pipeline.ts';
import { type CachedPolicy, readCache } from '../policy/cache.ts';
import { errorDecision } from '../policy/error-decision.ts';
import { projectFiles } from '../policy/file/project-files.ts';
import { readSources } from '../policy/file/sources.ts';
import { hashSources } from '../policy/policy-hash.ts';
import type { Rule } from '../policy/rule.ts';
import { withRules } from '../policy/rule-set.ts';
import { selfProtection } from '../policy/self-protection.ts';
import { readCompiled } from '../policy/shipped.ts';
import { settingsInUse } from '../setup/installed.ts';
import { DISK_FILES } from '../shell/files/disk-files.ts';
import type { LetThrough } from './let-through.ts';

/** Where a client that finds no daemon judges by itself. */
export interface Here {
  readonly places: Places;
  /** The caller's home directory. */
  readonly userHome: string;
  /** Hash of the set that the session was opened with, if with one. */
  readonly policy?: string;
  /** The agent's host can ask the person who sits there, where no daemon can ask anybody. */
  readonly hostAsks?: boolean;
  /** What a hook that found no daemon noted of this call; it can be had once. */
  readonly letThrough?: (
    call: ToolCall,
    decision: Decision,
    files: readonly FileRead[],
  ) => LetThrough | undefined;
  /** Loads what reads policies as people wrote them, which is slow to start and seldom needed. */
  readonly reader: () => Promise<PolicyReader>;
}

/** Policy and configuration as they stand in the files. */
export interface PolicyReader {
  /** @throws RampartError E_OWNER or E_POLICY with the place of the first mistake */
  compile(cwd: string): CachedPolicy;
  /** @throws RampartError E_OWNER or E_POLICY for a configuration that cannot be used */
  fail(): FailMode;
}

export interface RuledHere {
  readonly ruling: Ruling;
  /** Under which it is recorded: the hook's, if a hook has recorded it. */
  readonly identity: CallIdentity;
  /** What it was judged by. */
  readonly files: readonly FileRead[];
  /** Why the call is not on disk. */
  readonly unrecorded?: RampartError;
  /** Whoever finds no daemon may start one: unless the configuration that was read says otherwise. */
  readonly autostart: boolean;
}

/**
 * Judges a call without a daemon: the same function, by the compiled set the daemon left, and the call is written down
 * where the daemon will find it. What needs a person follows the fail mode, since nobody can be reached; and so does
 * what may run and cannot be written down.
 */
export async function ruleHere(
  call: ToolCall,
  own: CallIdentity,
  here: Here,
  expects: 'outcome' | 'none',
): Promise<RuledHere> {
  const { places, userHome, hostAsks = false } = here;
  const settings = settingsInUse(places.setup);
  const protection = selfProtection({ home: places.home, packageDir: PACKAGE_DIR, userHome, settings });
  const { decision, files, set } = await decideHere(call, here, protection);
  const hooked = here.letThrough?.(call, decision, files);
  const identity = hooked === undefined ? own : { ...own, id: hooked.id };
  const asked = hostAsks || hooked?.by === 'host';
  const at: Circumstances = {
    fail: await failMode(here, set),
    session: 'enforce',
    answer: decision.verdict === 'ask' ? (asked ? 'host' : 'unreachable') : 'unasked',
  };
  const resolved = resolve(decision, at);
  const rulingFrom = (what: Resolved): Ruling =>
    rulingOf(what, {
      failMode: usedFailMode(what, at),
      timeoutMs: set?.config.timeoutMs ?? null,
      seq: null,
    });
  const autostart = set?.config.autostart ?? true;
  if (hooked !== undefined && resolved.effect === 'run')
    return { ruling: rulingFrom(resolved), identity, files, autostart };
  const record = callEntry(identity, call, resolved, {
    expects,
    mode: 'enforce',
    failMode: usedFailMode(resolved, at),
  });
  try {
    appendSpill(places.spill, [record]);
    return { ruling: rulingFrom(resolved), identity, files, autostart };
  } catch (thrown) {
    const unrecorded = asKnown(thrown, 'E_LATCH');
    const ruling = rulingFrom(withoutRecord(resolved, unrecorded, at));
    return { ruling, identity, files, unrecorded, autostart };
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
  readonly files: readonly FileRead[];
  readonly set: CachedPolicy | undefined;
}

async function decideHere(call: ToolCall, here: Here, protection: readonly Rule[]): Promise<Decided> {
  const { userHome } = here;
  try {
    const set = await compiledSet(here, call.cwd);
    const rules = withRules(set.rules, protection);
    const { decision, files } = judge(call, { rules, files: DISK_FILES, home: userHome });
    return { decision, files, set };
  } catch (thrown) {
    const bench = { protection, files: DISK_FILES, home: userHome };
    const { code } = asKnown(thrown, 'E_INPUT');
    const without = judgeWithoutPolicy(call, bench, { code, message: placedMessage(thrown) });
    return { decision: without.decision, files: without.files, set: undefined };
  }
}

/**
 * The set that is compiled for the files as they are, by the daemon before it went or else by ourselves.
 * @throws RampartError E_OWNER or E_POLICY
 */
async function compiledSet({ places, policy, reader }: Here, cwd: string): Promise<CachedPolicy> {
  const chosen = policy === undefined ? undefined : readCache(places.cache, policy);
  if (chosen !== undefined) return chosen;
  const dirs = { system: SYSTEM_DIR, home: places.home, packageDir: PACKAGE_DIR };
  const projects = projectFiles(cwd, places.home, existsSync);
  const kept = (of: readonly string[]): CachedPolicy | undefined => {
    try {
      return readCompiled(places.cache, PACKAGE_DIR, hashSources(readSources({ ...dirs, projects: of })));
    } catch {
      // Whoever compiles them says what is wrong with them.
      return undefined;
    }
  };
  return kept(projects) ?? (await reader()).compile(cwd);
}

/**
 * Closed if anybody says so: the daemon, where it last wrote it; the configuration the set was compiled with; or the
 * files. A set somebody chose in place of the active one was compiled without any.
 */
async function failMode({ places, policy, reader }: Here, set: CachedPolicy | undefined): Promise<FailMode> {
  const left = (): FailMode => (readFileSync(places.fail, 'utf8').trim() === 'closed' ? 'closed' : 'open');
  const written = async (): Promise<FailMode> =>
    set !== undefined && policy === undefined ? set.config.fail : (await reader()).fail();
  return (await saysClosed(left)) || (await saysClosed(written)) ? 'closed' : 'open';
}

/** Who cannot be asked says nothing: a file that was never written, a configuration that does not load. */
async function saysClosed(say: () => FailMode | Promise<FailMode>): Promise<boolean> {
  try {
    return (await say()) === 'closed';
  } catch {
    return false;
  }
}

function asKnown(thrown: unknown, code: ErrorCode): RampartError {
  return thrown instanceof RampartError
    ? thrown
    : new RampartError(code, messageOf(thrown), { cause: thrown });
}
