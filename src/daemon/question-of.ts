import type { Question } from '../approval/question.ts';
import type { CallIdentity } from '../call/entry.ts';
import { resourceText } from '../call/resource-text.ts';
import type { Judgement } from '../core/decision.ts';
import type { Invocation, Unknown } from '../core/scan.ts';
import { displayWord } from '../core/word.ts';

/** Lines of each list that a person is shown; a list that is longer says so. */
const SHOWN = 50;

/** What a person is shown of a call, so that they know what they answer for. Escaping is the printer's. */
export function questionOf(
  { call, scan, decision }: Judgement,
  identity: CallIdentity,
  binding: string,
  head: { readonly size: number; readonly root: string },
): Omit<Question, 'id' | 'created' | 'expires'> {
  return {
    call: identity.id,
    binding,
    session: call.session,
    agent: call.agent,
    actor: call.actor,
    tool: call.tool,
    command: resourceText(call),
    cwd: call.cwd,
    rule: decision.rule,
    message: decision.message,
    runs: shortened(scan.invocations.map(invocationLine)),
    decoded: shortened(scan.sources.filter(({ kind }) => kind === 'decoded').map(({ text }) => text)),
    unknown: shortened(scan.unknown.map(unknownLine)),
    coverage: scan.coverage,
    head: `${head.size}:${head.root.slice(0, 12)}`,
  };
}

function invocationLine({ argv, via, reads, writes }: Invocation): string {
  const words = [
    ...argv.map(displayWord),
    ...reads.map(one => `< ${displayWord(one)}`),
    ...writes.map(one => `> ${displayWord(one)}`),
  ].join(' ');
  return via.length === 0 ? words : `${words}   (through ${via.join(', ')})`;
}

function unknownLine({ reason, name }: Unknown): string {
  return name === undefined ? reason : `${reason} ${name}`;
}

function shortened(lines: readonly string[]): readonly string[] {
  return lines.length <= SHOWN ? lines : [...lines.slice(0, SHOWN), `… and ${lines.length - SHOWN} more`];
}
