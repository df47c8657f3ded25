import { Reader } from '../audit/reader.ts';
import { sessionTally } from '../audit/session-tally.ts';
import type { Places } from '../core/places.ts';

/** The line that ends a wrapped session: what became of the agent's commands, as the log has them. */
export function summaryOf({ database }: Places, session: string, fromSeq: number): string {
  const reader = Reader.open(database);
  try {
    const { allow, watch, ask, deny, error } = sessionTally(reader, session, fromSeq);
    const commands = allow + watch + ask + deny + error;
    const unjudged = error === 0 ? '' : `, ${error} not judged`;
    const counted = `${allow} allowed, ${watch} watched, ${ask} asked, ${deny} denied${unjudged}`;
    return `${commands} ${commands === 1 ? 'command' : 'commands'}: ${counted}; session ${session}`;
  } finally {
    reader.close();
  }
}
