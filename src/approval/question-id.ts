import { randomBytes } from 'node:crypto';
import { RampartError } from '../core/error.ts';

/** Letters and digits that cannot be taken for each other when read aloud (Crockford's base32, in lower case). */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

export function newId(): string {
  return [...randomBytes(8)].map(byte => ALPHABET[byte % 32]).join('');
}

/**
 * What is meant by a beginning of an id, as a person types it.
 * @param ended ids that are over, and how they ended
 * @throws RampartError E_ID where it means nothing, more than one, or one that is over
 */
export function byBeginning<T>(
  text: string,
  pending: ReadonlyMap<string, T>,
  ended: ReadonlyMap<string, string>,
): T {
  const typed = text.toLowerCase();
  const begins = (id: string): boolean => typed !== '' && id.startsWith(typed);
  const [only, ...others] = [...pending].filter(([id]) => begins(id));
  if (only !== undefined && others.length === 0) return only[1];
  if (only !== undefined)
    throw new RampartError('E_ID', `${text} could be ${others.length + 1} pending approvals`, {
      hint: 'say more of the id',
    });
  const [past] = [...ended].filter(([id]) => begins(id));
  if (past !== undefined) throw over(past[0], past[1]);
  throw new RampartError('E_ID', `no pending approval: ${text}`, { hint: 'rampart pending lists them' });
}

/** The refusal for whoever answers a question that is over. */
export function over(id: string, state: string): RampartError {
  return new RampartError('E_ID', `${id} is ${state} already`, {
    hint: 'an answer is for one question, once; whoever wants it again has to ask again',
  });
}
