import { Reader } from '../audit/reader.ts';
import { isCorrupt } from '../audit/sqlite.ts';
import { messageOf, RampartError } from '../core/error.ts';
import { placesFor } from './home.ts';
import type { Context } from './verb.ts';

/**
 * Opens the log of the context's home for one question.
 * @throws RampartError E_INPUT, E_VERSION when there is none to read, E_INPUT when its file is broken
 */
export function withLog<Result>(
  context: Context,
  question: (reader: Reader, path: string) => Result,
): Result {
  const path = placesFor(context.home).database;
  let reader: Reader | undefined;
  try {
    reader = Reader.open(path);
    return question(reader, path);
  } catch (thrown) {
    if (!isCorrupt(thrown)) throw thrown;
    throw new RampartError('E_INPUT', `the audit log's file is broken: ${messageOf(thrown)}`, {
      hint: 'rampart audit verify says how far it can be read',
      cause: thrown,
    });
  } finally {
    reader?.close();
  }
}
