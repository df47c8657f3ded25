import { LIMITS } from '../core/limits.ts';
import type { Coverage, Invocation, Scan, Source, Touch, Unknown, UnknownReason } from '../core/scan.ts';
import type { Span } from '../core/span.ts';
import { isHole } from '../core/word.ts';

/** Thrown when a bound is reached; what was recorded until then stands. */
export class BoundReached extends Error {}

export interface Decoded {
  readonly chain: readonly string[];
  readonly from: Span;
}

/** Reasons that mean code may run which the Scan does not list. */
const HIDES_CODE: ReadonlySet<UnknownReason> = new Set<UnknownReason>([
  'parse',
  'nesting',
  'program',
  'script',
  'file',
  'alias',
  'nul',
  'limit',
  'input-size',
]);

/** Gathers what a scan finds, and bounds it. */
export class Recorder {
  readonly sources: Source[] = [];
  readonly invocations: Invocation[] = [];
  readonly pipelines: (readonly number[])[] = [];
  /** How texts came about that were decoded on the way, by text: a script found here is a decoded source. */
  readonly decoded = new Map<string, Decoded>();
  /** `$_` is used: what a loop leaves there counts. */
  lastArgumentRead = false;
  /** Something runs in the background, and can be waited for. */
  background = false;
  readonly #touches = new Map<number, Touch[]>();
  readonly #unknown = new Map<string, Unknown>();
  readonly #reasons = new Set<UnknownReason>();
  #steps = 0;
  #entrusted = 0;

  /** @throws BoundReached */
  step(cost = 1): void {
    this.#steps += Math.ceil(cost);
    if (this.#steps > LIMITS.scanSteps) throw new BoundReached();
  }

  source(source: Source): number {
    return this.sources.push(source) - 1;
  }

  /** @throws BoundReached */
  invocation(invocation: Invocation): number {
    if (this.invocations.length >= LIMITS.scanInvocations) throw new BoundReached();
    return this.invocations.push(invocation) - 1;
  }

  /** Adds what the code of an invocation touches. */
  touch(invocation: number, touch: Touch): void {
    const known = this.invocations[invocation];
    if (known === undefined) return;
    this.step();
    const touches = this.#touches.get(invocation) ?? [];
    if (touches.length === 0) {
      this.#touches.set(invocation, touches);
      this.invocations[invocation] = { ...known, touches };
    }
    touches.push(touch);
  }

  /** What a project's own files hide in what they run is computed there, as in a program of another language. */
  entrusted<T>(run: () => T): T {
    this.#entrusted += 1;
    try {
      return run();
    } finally {
      this.#entrusted -= 1;
    }
  }

  unknown(given: UnknownReason, span: Span, name?: string): void {
    const reason = this.#entrusted > 0 && HIDES_CODE.has(given) ? 'computed' : given;
    this.#reasons.add(reason);
    if (this.#unknown.size >= LIMITS.unknownPlaces) return;
    const key = `${reason}\0${name ?? ''}\0${span.source}:${span.start}:${span.end}`;
    if (!this.#unknown.has(key))
      this.#unknown.set(key, { reason, ...(name === undefined ? {} : { name }), span });
  }

  scan(): Scan {
    const lost = this.#reasons.size === 0 ? this.invocations.find(isLost) : undefined;
    if (lost !== undefined) this.unknown('variable', lost.span, 'PWD');
    const unknown = [...this.#unknown.values()];
    return {
      sources: this.sources,
      invocations: this.invocations,
      pipelines: this.pipelines,
      coverage: coverageOf(this.#reasons),
      unknown,
      steps: Math.min(this.#steps, LIMITS.scanSteps),
    };
  }
}

/** Where it runs is not known, though all that led there is: `cd lib*; make`, where the pattern may match nothing. */
function isLost({ cwd, remote }: Invocation): boolean {
  return (
    remote !== true &&
    cwd.some(part => isHole(part) && part.hole === 'variable' && (part.values === undefined || part.open))
  );
}

function coverageOf(reasons: ReadonlySet<UnknownReason>): Coverage {
  if (reasons.size === 0) return 'full';
  for (const reason of reasons) if (HIDES_CODE.has(reason)) return 'opaque';
  return 'partial';
}
