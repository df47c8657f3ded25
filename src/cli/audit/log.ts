import { Reader } from '../../audit/reader.ts';
import { isCorrupt } from '../../audit/sqlite.ts';
import { messageOf, RampartError } from '../../core/error.ts';
import { placesFor } from '../home.ts';
import type { Context } from '../verb.ts';

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
    throw readable(thrown);
  } finally {
    reader?.close();
  }
}

/** As `withLog`, for a question that takes time. */
export async function withOpenLog<Result>(
  context: Context,
  question: (reader: Reader) => Promise<Result>,
): Promise<Result> {
  let reader: Reader | undefined;
  try {
    reader = Reader.open(placesFor(context.home).database);
    return await question(reader);
  } catch (thrown) {
    throw readable(thrown);
  } finally {
    reader?.close();
  }
}

function readable(thrown: unknown): unknown {
  if (!isCorrupt(thrown)) return thrown;
  return new RampartError('E_INPUT', `the audit log's file is broken: ${messageOf(thrown)}`, {
    hint: 'rampart audit verify says how far it can be read',
    cause: thrown,
  });
}
