import type { Question } from '../approval/question.ts';
import type { CallIdentity } from '../call/entry.ts';
import { resourceText } from '../call/resource-text.ts';
import type { Judgement } from '../core/decision.ts';
import { LIMITS } from '../core/limits.ts';
import type { Invocation, Unknown } from '../core/scan.ts';
import { displayWord } from '../core/word.ts';

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
    session: named(call.session),
    agent: named(call.agent),
    actor: named(call.actor),
    tool: call.tool,
    command: cut(resourceText(call)),
    content: call.content === undefined ? null : cut(call.content),
    length: call.content?.length ?? null,
    cwd: cut(call.cwd),
    rule: decision.rule,
    message: cut(decision.message),
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

/** A list that is longer than a person is shown says so, and so does each of its lines. */
function shortened(lines: readonly string[]): readonly string[] {
  const { questionLines: most } = LIMITS;
  const shown = lines.slice(0, most).map(line => cut(line, LIMITS.questionChars / most));
  return lines.length <= most ? shown : [...shown, `… and ${lines.length - most} more`];
}

/** A command of megabytes must not keep its question from being shown, nor push the others off the screen. */
function cut(text: string, most: number = LIMITS.questionChars): string {
  return text.length <= most ? text : `${text.slice(0, most)}… and ${text.length - most} characters more`;
}

function named(id: string | null): string | null {
  return id === null ? null : cut(id, LIMITS.leafIdChars);
}
