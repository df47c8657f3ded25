/**
 * Milliseconds since this process started, by a clock that nobody sets: as `performance.now()`, for what must start
 * fast, because that one brings the whole of perf_hooks along.
 */
export function sinceStart(): number {
  return process.uptime() * 1_000;
}
