import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { LIMITS } from '../src/core/limits.ts';

/** Where each cap is tested, one below and one above. */
const CAPS = {
  scanBytes: 'shell/coverage.test.ts',
  scanDepth: 'shell/coverage.test.ts',
  scanSteps: 'shell/coverage.test.ts',
  braceWords: 'shell/coverage.test.ts',
  programBytes: 'shell/languages/hostile.test.ts',
  programDepth: 'shell/languages/hostile.test.ts',
  programSteps: 'shell/languages/hostile.test.ts',
  frameBytes: 'daemon/clients.test.ts',
  idBytes: 'wire/request.test.ts',
  socketPathBytes: 'daemon/home.test.ts',
  inlineJudgeBytes: 'daemon/clients.test.ts',
  connectionBacklog: 'wire/server.test.ts',
  connections: 'wire/server.test.ts',
  ancestors: 'wire/request.test.ts',
  pendingApprovals: 'approval/queue.test.ts',
  questionChars: 'daemon/bounds.test.ts',
  questionLines: 'daemon/bounds.test.ts',
  approvalTimeoutMs: 'approval/queue.test.ts',
  runningCalls: 'daemon/bounds.test.ts',
  sessions: 'daemon/bounds.test.ts',
  rememberedCalls: 'daemon/bounds.test.ts',
  outboundBytes: 'wire/server.test.ts',
  frameDepth: 'wire/frame.test.ts',
  callWords: 'wire/request.test.ts',
  callVariables: 'wire/request.test.ts',
  spillLines: 'wire/request.test.ts',
  policyBytes: 'policy/hostile-yaml.test.ts',
  projectPolicyBytes: 'policy/policy-file.test.ts',
  policyTokens: 'policy/bounds.test.ts',
  policyAliases: 'policy/policy-file.test.ts',
  policyRules: 'policy/policy-file.test.ts',
  policyDepth: 'policy/policy-file.test.ts',
  policyFindings: 'policy/hostile-yaml.test.ts',
  policyFiles: 'policy/owned-file.test.ts',
  matchedRules: 'policy/decide.test.ts',
  stageWrappers: 'policy/bounds.test.ts',
  unreadPieces: 'policy/bounds.test.ts',
  pathBytes: 'core/place.test.ts',
  globBytes: 'core/glob.test.ts',
  globAlternatives: 'core/glob.test.ts',
  hookBytes: 'call/claude-code.test.ts',
  hookDepth: 'call/claude-code.test.ts',
  treeStopWalks: 'run/end-tree.test.ts',
  treeKillWalks: 'run/end-tree.test.ts',
  notifyQueue: 'notify/delivery.test.ts',
  notifyAgeMs: 'notify/delivery.test.ts',
  notifyTextChars: 'notify/delivery.test.ts',
  notifyAnswerBytes: 'notify/delivery.test.ts',
  settingsBytes: 'setup/change.test.ts',
  settingsDepth: 'setup/json-text.test.ts',
  payloadBytes: 'audit/leaf.test.ts',
  leafBytes: 'audit/export.test.ts',
  leafIdChars: 'audit/leaf.test.ts',
  recordFields: 'audit/leaf.test.ts',
  appendQueue: 'audit/log.test.ts',
  appendQueueBytes: 'audit/log.test.ts',
  spillBytes: 'audit/spill.test.ts',
  verifyOpenCalls: 'audit/call-ledger.test.ts',
  verifyClosedCalls: 'audit/call-ledger.test.ts',
  verifySessions: 'audit/call-ledger.test.ts',
  flows: 'effects/flows.test.ts',
  argumentTexts: 'call/tool-arguments.test.ts',
  unknownPlaces: 'shell/caps.test.ts',
  wordParts: 'shell/caps.test.ts',
  wordBytes: 'shell/caps.test.ts',
  foldPieces: 'shell/caps.test.ts',
  foldBytes: 'shell/caps.test.ts',
  scriptBytes: 'shell/caps.test.ts',
  powershellBytes: 'shell/windows.test.ts',
  scanInvocations: 'shell/caps.test.ts',
  hereDocuments: 'shell/caps.test.ts',
  pendingPageBytes: 'daemon/pending-page.test.ts',
  policyCacheBytes: 'policy/cache.test.ts',
  projectSets: 'daemon/project-sets.test.ts',
  groupRecords: 'audit/group-length.test.ts',
  groupBytes: 'audit/group-length.test.ts',
  spillFiles: 'audit/spill.test.ts',
  batchLineBytes: 'cli/batch-line.test.ts',
  codeTextChars: 'effects/network-shell.test.ts',
} as const;

/** How long something takes or waits: what happens at its end is tested with times of the test's own. */
const PACES = [
  'connectTimeoutMs',
  'evaluateTimeoutMs',
  'spillIntakeMs',
  'policyLookMs',
  'policyQuietLooks',
  'policySureLooks',
  'stopGraceMs',
  'daemonStartMs',
  'autostartPauseMs',
  'hostTimeoutMs',
  'hostMarginMs',
  'frameIdleMs',
  'lingerMs',
  'probeMs',
  'scriptPauseMs',
  'hookMarginMs',
  'hookReuseMs',
  'approvalReuseMs',
  'sessionIdleMs',
  'treeWalkMs',
  'notifyFirstPauseMs',
  'notifyPauseMs',
  'notifyTimeoutMs',
  'notifyGraceMs',
  'notifySeldomMs',
  'latchProbeMs',
] as const;

/** Caps that no test meets yet. It may only shrink. */
const UNTESTED = ['holeValues', 'programItems', 'programCalls'] as const;

type Listed = keyof typeof CAPS | (typeof PACES)[number] | (typeof UNTESTED)[number];

describe('limits', () => {
  it('are listed here, each once', () => {
    const listed: Listed[] = [...(Object.keys(CAPS) as (keyof typeof CAPS)[]), ...PACES, ...UNTESTED];
    expect(listed.toSorted()).toEqual(Object.keys(LIMITS).toSorted());
  });

  it.each(Object.entries(CAPS))('%s is met in %s', (cap, file) => {
    const test = readFileSync(new URL(file, import.meta.url), 'utf8');
    expect(test).toMatch(new RegExp(`LIMITS\\.${cap}\\b`));
  });
});
