import { createHash } from 'node:crypto';
import { Random } from '../shell/rewrite/random.ts';
import { mutate } from './mutate.ts';

export interface Found {
  /** Findings of one kind have one key: what went wrong, and where. */
  readonly key: string;
  readonly what: string;
  readonly input: Buffer;
}

export interface Progress {
  readonly runs: number;
  readonly inputs: number;
  readonly branches: number;
}

export interface Fuzzing {
  readonly run: (input: Buffer) => void;
  readonly counters: Uint8Array;
  readonly seeds: readonly Buffer[];
  readonly seed: number;
  readonly milliseconds: number;
  /** Processor time of one input that is a finding of its own. */
  readonly slow: number;
  readonly before: (input: Buffer) => void;
  readonly found: (finding: Found) => void;
  readonly progress: (progress: Progress) => void;
}

/** Longest input: what is longer takes long without going anywhere new. */
const MOST = 4_096;
const REPORT_MS = 30_000;

/** Runs changed inputs and keeps those that go somewhere new. */
export function fuzz(about: Fuzzing): Progress {
  const random = new Random(about.seed);
  const seen = new Uint8Array(about.counters.length);
  const inputs: Buffer[] = [];
  let branches = 0;
  let runs = 0;
  const attempt = (input: Buffer): void => {
    runs++;
    about.before(input);
    about.counters.fill(0);
    const began = process.cpuUsage();
    try {
      about.run(input);
    } catch (thrown) {
      about.found(findingOf(thrown, input));
    }
    const { user, system } = process.cpuUsage(began);
    const took = (user + system) / 1_000;
    if (took > about.slow)
      about.found({ key: `slow-${Math.ceil(Math.log2(took))}`, what: `${Math.round(took)} ms`, input });
    const added = newIn(about.counters, seen);
    if (added === 0) return;
    branches += added;
    inputs.push(input);
  };
  for (const input of about.seeds) attempt(input);
  const ends = Date.now() + about.milliseconds;
  let report = Date.now() + REPORT_MS;
  while (Date.now() < ends) {
    const at =
      random.below(3) === 0 ? Math.max(0, inputs.length - 1 - random.below(64)) : random.below(inputs.length);
    attempt(
      mutate(
        inputs[at] ?? Buffer.alloc(0),
        inputs[random.below(inputs.length)] ?? Buffer.alloc(0),
        random,
        MOST,
      ),
    );
    if (Date.now() < report) continue;
    report = Date.now() + REPORT_MS;
    about.progress({ runs, inputs: inputs.length, branches });
  }
  return { runs, inputs: inputs.length, branches };
}

/** How often a branch was taken counts in powers of two: a loop that runs once more is nothing new. */
function newIn(counters: Uint8Array, seen: Uint8Array): number {
  let added = 0;
  for (let at = 0; at < counters.length; at++) {
    const count = counters[at] ?? 0;
    if (count === 0) continue;
    const bit = 1 << Math.min(7, 32 - Math.clz32(count) - 1);
    if (((seen[at] ?? 0) & bit) !== 0) continue;
    seen[at] = (seen[at] ?? 0) | bit;
    added++;
  }
  return added;
}

function findingOf(thrown: unknown, input: Buffer): Found {
  const { message, stack } = thrown instanceof Error ? thrown : new Error(String(thrown));
  const where = (stack ?? '').split('\n').slice(1, 5).join('\n');
  const key = createHash('sha256')
    .update(`${message.slice(0, 40)}\n${where}`)
    .digest('hex')
    .slice(0, 12);
  return { key, what: `${message}\n${where}`, input };
}
