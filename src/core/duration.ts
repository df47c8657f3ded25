import { RampartError } from './error.ts';

const UNIT_MS: Record<string, number> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** The longest delay Node's timers take: 2^31 - 1 ms, about 24 days. */
const MAX_MS = 2_147_483_647;

/**
 * Reads `500ms 30s 2m 1h 7d` into milliseconds.
 * @throws RampartError E_INPUT
 */
export function parseDuration(text: string): number {
  const [, digits, unit] = /^(\d{1,10})(ms|s|m|h|d)$/.exec(text) ?? [];
  const scale = unit === undefined ? undefined : UNIT_MS[unit];
  if (digits === undefined || scale === undefined)
    throw new RampartError('E_INPUT', `not a duration: ${text}`, { hint: 'write 500ms, 30s, 2m, 1h or 7d' });
  const ms = Number(digits) * scale;
  if (ms === 0 || ms > MAX_MS)
    throw new RampartError('E_INPUT', `duration out of range: ${text}`, {
      hint: 'more than nothing, at most 24d',
    });
  return ms;
}

export function formatDuration(ms: number): string {
  for (const unit of ['d', 'h', 'm', 's'] as const) {
    const scale = UNIT_MS[unit];
    if (scale !== undefined && ms >= scale && ms % scale === 0) return `${ms / scale}${unit}`;
  }
  return `${ms}ms`;
}
