/** Every cap, with its reason. Work is bounded in steps, never by the clock: a loaded machine must not change a verdict. */
export const LIMITS = {
  /** Longest text that is scanned; the rest is `partial`. 1 MiB is 300 times the longest CI script seen. */
  scanBytes: 1024 * 1024,
  /** Longest PowerShell text that is read; command lines of Windows end at 32 KiB. */
  powershellBytes: 64 * 1024,
  /** Nested scripts (`$(`, `sh -c`, decoded text) followed before the rest is `opaque`; people stop at 4. */
  scanDepth: 64,
  /** Words expanded, nodes visited and bytes folded per scan (a unit is about 100 ns). */
  scanSteps: 100_000,
  /** Invocations listed in one scan. */
  scanInvocations: 20_000,
  /** Places told of in one scan that are not known; past it only a kind that was not there yet counts. */
  unknownPlaces: 1_000,
  /** Here-documents in one text: the parser's work grows with their square, and 20,000 take a second. */
  hereDocuments: 1_000,
  /** Longest word that is kept: `x=$x$x` doubles at each step. */
  wordBytes: 1024 * 1024,
  /** Parts of one word; a command substitution's output with more pieces is not known. */
  wordParts: 1_000,
  /** Longest output of a folded producer (`echo`, `base64 -d`). */
  foldBytes: 256 * 1024,
  /** Pieces one producer may write: `seq 1 4096`, a `printf` whose format is used again. */
  foldPieces: 4_096,
  /** Values a hole may carry, and combinations of them tried when matching. */
  holeValues: 32,
  /** Words one brace expansion may become. */
  braceWords: 1_000,
  /** Largest script file that is read and judged. */
  scriptBytes: 1024 * 1024,
  /** Longest program text in another language that is read; larger files are bundles that no person wrote. */
  programBytes: 256 * 1024,
  /** Brackets and blocks inside each other in such a text; people stop at 12, generated tables at 30. */
  programDepth: 64,
  /** Nodes of such a text that are followed, calls of its own functions included (a third of `scanSteps` in time). */
  programSteps: 50_000,
  /** Items of a list that a loop or comprehension is run over one by one. */
  programItems: 256,
  /** Functions of a program inside each other while they are followed. */
  programCalls: 8,

  /** One frame on a socket. */
  frameBytes: 4 * 1024 * 1024,
  /** A frame's id. */
  idBytes: 64,
  /** Sockets are longer paths than the kernel takes (108); Node truncates silently, so refuse well before. */
  socketPathBytes: 100,
  /** Inputs up to this size are judged on the daemon's main thread, larger ones in a worker. */
  inlineJudgeBytes: 16 * 1024,
  /** One connection's unanswered requests before it is no longer read. */
  connectionBacklog: 256,
  connections: 1_024,
  /** A client waits this long for a daemon to take its connection, ... */
  connectTimeoutMs: 2_000,
  /** ... and this long for it to judge and record; a person's answer is waited for separately. */
  evaluateTimeoutMs: 10_000,
  /** How often the daemon looks for what clients did without it. */
  spillIntakeMs: 5_000,
  /** How often the daemon looks whether a policy file has changed, and after how many looks without a further change ... */
  policyLookMs: 200,
  /** ... it reads the files, and ... */
  policyQuietLooks: 1,
  /** ... declares files that do not load to be wrong: until then they may be half written. */
  policySureLooks: 5,
  /** What was asked before a daemon is stopped has so long to be answered. */
  stopGraceMs: 5_000,
  /** A daemon that is started has so long to answer: a large policy is compiled first. */
  daemonStartMs: 30_000,
  /** Of clients that find no daemon, one in so long starts one. */
  autostartPauseMs: 5_000,
  /** Processes above a caller that are looked at. */
  ancestors: 64,
  /** Questions that wait for a person at once. */
  pendingApprovals: 256,
  /** Characters of one text or list, and lines of one list, that a person who is asked is shown: the binding covers all of it. */
  questionChars: 16_384,
  questionLines: 50,
  /** Bytes of questions in one answer to `pending`; whoever lists them asks for the next page. */
  pendingPageBytes: 1024 * 1024,
  /** Longest a question may wait: an answer a day later is to another situation, and a timer holds 24 days at most. */
  approvalTimeoutMs: 24 * 60 * 60 * 1_000,
  /** A host gives a hook so long (the `timeout` of its entry), of which an answer takes `hostMarginMs`. */
  hostTimeoutMs: 150_000,
  hostMarginMs: 30_000,
  /** Calls that run at once and whose end is awaited. */
  runningCalls: 16_384,
  /** Sessions that clients have opened, sessions that calls have, and those that ended and are known, each. */
  sessions: 1_024,
  /** A host that makes no call for so long is taken to have ended its session: somebody went home, and did not come back. */
  sessionIdleMs: 12 * 60 * 60 * 1_000,
  /** Calls whose answer is kept for a client that asks again. */
  rememberedCalls: 10_000,
  /** Text of ours that waits for a client that does not read; past it the client is cut off. */
  outboundBytes: 8 * 1024 * 1024,
  /** A connection that has begun a frame and not ended it. */
  frameIdleMs: 10_000,
  /** Objects and lists inside each other in a frame; our own need six, and each costs a reader stack. */
  frameDepth: 32,
  /** Words of a call's `argv`: more than the kernel takes with its usual 2 MiB. */
  callWords: 262_144,
  /** Variables of a call's environment; clients send only those the command consults. */
  callVariables: 16_384,
  /** Lines of a spill in one frame. */
  spillLines: 16_384,
  /** A client that was told it is cut off may go on sending this long before it is: closing at once can lose the reason. */
  lingerMs: 1_000,
  /** How often clients that wait for answers and are not read from are looked at: only writing shows that one is gone. */
  probeMs: 1_000,

  /** A policy file. */
  policyBytes: 1024 * 1024,
  /** A project's policy file: whoever wrote the repository chose it, and it is read without being asked for. */
  projectPolicyBytes: 64 * 1024,
  /** Lexical tokens of a policy file; 20,000 short rules are 520,000, and a MiB of line ends takes seconds to parse. */
  policyTokens: 600_000,
  /** Nodes YAML aliases may expand to, over the whole file. */
  policyAliases: 100,
  policyRules: 20_000,
  /** Levels of YAML inside each other; a policy needs eight. */
  policyDepth: 32,
  /** Mistakes reported of one file; the reader mends the first ones first. */
  policyFindings: 100,
  /** Files in one folder of policies. */
  policyFiles: 256,
  /** A compiled policy set: `policyRules` rules of ordinary length are 12 MB. */
  policyCacheBytes: 64 * 1024 * 1024,
  /** Rules a decision names beside the one that made it. */
  matchedRules: 64,
  /** Wrappers inside each other that a pipeline's stage is read through; people use two. */
  stageWrappers: 6,
  /** Pieces that text the parser could not read is cut into for restricting rules; whole texts are matched besides. */
  unreadPieces: 1_000,
  /** Policy sets of repositories that are kept compiled. */
  projectSets: 64,
  /** PATH_MAX: a longer path names nothing, and is not classified. */
  pathBytes: 4_096,
  /** Flows that are told of one command. */
  flows: 256,
  /** One glob. */
  globBytes: 4_096,
  /** Alternatives `{a,b}{c,d}` may multiply to. */
  globAlternatives: 256,

  /** A line of `check --batch`. */
  batchLineBytes: 1024 * 1024,
  /** A script that comes on standard input is taken to pause when nothing came for so long. */
  scriptPauseMs: 150,
  /** What a hook or shim reads of its standard input. */
  hookBytes: 16 * 1024 * 1024,
  /** Objects and lists inside each other in what a host hands its hook: arguments of its tools nest, but not like this. */
  hookDepth: 256,
  /** Texts looked at in the arguments of a tool of somebody else's server. */
  argumentTexts: 4_096,
  /** Before a host gives up on its hook, the hook answers: a host that gives up runs the call. */
  hookMarginMs: 5_000,
  /**
   * A call that the rules let through is taken for the same when a shell comes to run it this long after: its host may
   * ask the person who sits there first, who may be at lunch. It is judged again all the same.
   */
  hookReuseMs: 60 * 60 * 1_000,
  /**
   * Leave that the rules alone do not give is good so long: a person approved a hook's call, or its host was to ask its
   * own user, who may have said no.
   */
  approvalReuseMs: 10 * 60 * 1_000,

  /** Walks of the process table that look for more of a tree to stop before it is signalled: a stopped process cannot fork, so few find anything. */
  treeStopWalks: 32,
  /** Walks that kill what is left of a tree; a process the kernel does not let go of, or of another user, outlasts them. */
  treeKillWalks: 64,
  /** Pause between walks: short at first, because most trees end at once, then longer. */
  treeWalkMs: { first: 2, last: 50 },

  /** Messages for one command or webhook that wait; the oldest goes first, the newest tells how things are. */
  notifyQueue: 100,
  /** A message that could not be delivered for so long is of no more use. */
  notifyAgeMs: 600_000,
  /** Pause after a first failure, and the longest: each is twice the one before. */
  notifyFirstPauseMs: 1_000,
  notifyPauseMs: 60_000,
  /** A command or webhook has so long for one message. */
  notifyTimeoutMs: 10_000,
  /** What waits when the daemon stops has so long. */
  notifyGraceMs: 2_000,
  /** What may happen at every call is told once in so long. */
  notifySeldomMs: 60_000,
  /** Text of one message; a longer command is cut. */
  notifyTextChars: 1_000,
  /** What is taken of a webhook's answer before it is cut off; only its status is looked at. */
  notifyAnswerBytes: 64 * 1024,

  /** What is looked at of a program's own text, as text; reverse shells have a few lines. */
  codeTextChars: 64 * 1024,

  /** An agent's settings file; people's are a few KiB. */
  settingsBytes: 1024 * 1024,
  /** Objects and lists inside each other in it. */
  settingsDepth: 64,

  /** Records in one commit: all that waits while the one before is written, up to this, so that nobody waits long. */
  groupRecords: 256,
  /** Bytes of text in one commit: a transaction is held in memory and in the write-ahead log. */
  groupBytes: 16 * 1024 * 1024,
  /** What is kept of a text in the payload table; the leaf then says `cut` and carries the full length. */
  payloadBytes: 1024 * 1024,
  /** One leaf: identifiers, plain facts and digests; text has its own table. Ordinary ones are under 1 KiB. */
  leafBytes: 64 * 1024,
  /** An identifier in a leaf (session, agent, call …); a longer one, which only an attacker has, is replaced by its digest. */
  leafIdChars: 256,
  /** Facts, and texts, of one record. */
  recordFields: 64,
  /** Records, and bytes of their text, that may wait for the log's writer before callers are told it is busy. */
  appendQueue: 16_384,
  appendQueueBytes: 64 * 1024 * 1024,
  /** A log that could not be written is tried again at most this often. */
  latchProbeMs: 1_000,
  /** One client's spill file, and how many files one intake takes. */
  spillBytes: 16 * 1024 * 1024,
  spillFiles: 1_000,
  /** Calls remembered while verifying: those without an outcome yet, and those that had one (to notice a second). */
  verifyOpenCalls: 1_000_000,
  verifyClosedCalls: 65_536,
  /** Sessions whose call counters are followed while verifying. */
  verifySessions: 65_536,
} as const;
