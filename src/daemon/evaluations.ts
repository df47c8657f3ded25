import { createHash } from 'node:crypto';
import type { ToolCall } from '../core/call.ts';
import { RampartError } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import type { Ruling } from '../core/ruling.ts';
import type { Presence } from '../wire/connection.ts';
import { Latest } from './latest.ts';

/** Who asked last: a client may lose its connection and come again over another. */
export interface Asker {
  presence: Presence;
}

/** A call that somebody asked about, from the first time on. */
export interface Evaluation<Begun> {
  /** Of the call's bytes: the same id with another call is another question. */
  readonly digest: string;
  readonly asker: Asker;
  readonly begun: Promise<Begun>;
  /** What came of it, once it is known: the same for whoever asks. */
  ruling: Ruling | undefined;
}

/** What a request asks about, as one short text. */
export function digestOf(call: ToolCall): string {
  return createHash('sha256').update(JSON.stringify(call)).digest('base64');
}

/** The calls asked about of late, so that the same request again gets the same answer and makes no second record. */
export class Evaluations<Begun extends { readonly ruling?: Ruling }> {
  /** None that still waits for a person is forgotten: an answer must find it. */
  readonly #known = new Latest<Evaluation<Begun>>(
    LIMITS.rememberedCalls,
    ({ ruling }) => ruling === undefined,
  );

  /**
   * The evaluation with this id, begun now if there is none.
   * @throws RampartError E_ID for an id that was used for another call
   */
  of(
    id: string,
    digest: string,
    presence: Presence,
    begin: (asker: Asker) => Promise<Begun>,
  ): Evaluation<Begun> {
    const known = this.#known.get(id);
    if (known !== undefined) {
      if (known.digest !== digest) throw new RampartError('E_ID', 'this id was used for another call');
      known.asker.presence = presence;
      return known;
    }
    const asker = { presence };
    const evaluation: Evaluation<Begun> = { digest, asker, begun: begin(asker), ruling: undefined };
    evaluation.begun.then(
      ({ ruling }) => {
        evaluation.ruling ??= ruling;
      },
      // What could not be recorded may be tried again.
      () => this.#known.delete(id),
    );
    this.#known.set(id, evaluation);
    return evaluation;
  }

  /** Keeps what came of a call, for a client that comes back and asks. */
  settle(id: string, digest: string, begun: Begun & { readonly ruling: Ruling }): void {
    const known = this.#known.get(id);
    if (known !== undefined) known.ruling = begun.ruling;
    else {
      const asker = { presence: { left: true } };
      this.#known.set(id, { digest, asker, begun: Promise.resolve(begun), ruling: begun.ruling });
    }
  }
}
