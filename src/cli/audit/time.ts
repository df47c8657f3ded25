import { InvalidArgumentError } from 'commander';
import { parseDuration } from '../../core/duration.ts';

const DATE = /^\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?(?:[Zz]|[+-]\d\d:\d\d)?)?$/;

/**
 * commander's parser for options that are times: RFC 3339, a date or a time without a zone (both UTC), or a duration,
 * which means so long ago. Gives RFC 3339 UTC with milliseconds, as records have it.
 */
export function timeOption(text: string): string {
  const ms = DATE.test(text) ? Date.parse(inUtc(text)) : ago(text);
  if (Number.isNaN(ms))
    throw new InvalidArgumentError(
      'write a time like 2026-01-02T03:04:05Z or 2026-01-02, or 30m, 2h, 7d for ago',
    );
  return new Date(ms).toISOString();
}

/** Without a zone, `Date.parse` would take a time of day for local time. */
function inUtc(text: string): string {
  const time = text.toUpperCase().replace(' ', 'T');
  return time.includes('T') && !/(?:Z|[+-]\d\d:\d\d)$/.test(time) ? `${time}Z` : time;
}

function ago(text: string): number {
  try {
    return Date.now() - parseDuration(text);
  } catch {
    return Number.NaN;
  }
}
