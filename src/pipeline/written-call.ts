import type { Judgement } from '../core/decision.ts';
import { summariseCall } from '../effects/of-call.ts';
import { startupCode } from '../effects/startup-code.ts';
import { decide } from '../policy/decide.ts';
import { writtenScript } from '../shell/files/written-script.ts';
import { scan } from '../shell/scan.ts';
import { type JudgeOptions, standpoint } from './judge-options.ts';

type Judged = Omit<Judgement, 'files'>;

/**
 * What would run later, where nobody may judge it: a shell script that is written, or commands put where shells run
 * them when they start. Of a script only what a rule denies and it surely does counts, for it is judged again when it
 * runs; what runs at every start is asked about, too.
 */
export function ofWritten(judged: Judged, { rules, files, home }: JudgeOptions): Judged | undefined {
  const { call, decision: decided, scan: scanned, effects } = judged;
  if (decided.verdict === 'deny') return undefined;
  const script = writtenScript(call, files);
  const later = [
    ...(script === undefined ? [] : [{ path: call.path ?? '', text: script, starts: false }]),
    ...startupCode(scanned, effects).map(one => ({ ...one, starts: true })),
  ];
  for (const { path: written, text, starts } of later) {
    const { path, argv: _, ...rest } = call;
    const code = { ...rest, command: text };
    const read = scan(code, { files, home });
    const summary = summariseCall(code, read, standpoint(call, home, files));
    const decision = decide(rules, { call: code, scan: read, ...summary, home });
    const counts =
      decision.verdict === 'deny' || (starts && decision.verdict === 'ask' && decided.verdict !== 'ask');
    const surely = decision.matched.some(
      ({ rule, action, match }) => rule === decision.rule && action === decision.verdict && match === 'must',
    );
    if (!counts || !surely) continue;
    const what = starts
      ? `what runs whenever a shell reads ${written}`
      : `the script that is written to ${written}`;
    return {
      call,
      scan: read,
      ...summary,
      decision: { ...decision, message: `${what}: ${decision.message}` },
    };
  }
  return undefined;
}
