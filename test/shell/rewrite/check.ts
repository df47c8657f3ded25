import type { Scan } from '../../../src/core/scan.ts';
import { type Case, describeCase, minimal } from './generate.ts';
import { wrong } from './verdicts.ts';

/**
 * What is wrong with how a case is read, told of the smallest case that still is; undefined when nothing is.
 * @param scan reads a command, as `rampart check` would
 */
export function failing(of: Case, scan: (command: string) => Scan): string | undefined {
  const fault = (one: Case): string | undefined => {
    try {
      return wrong(scan(one.command), one);
    } catch (thrown) {
      return `scanning throws ${String(thrown)}`;
    }
  };
  if (fault(of) === undefined) return undefined;
  const smallest = minimal(of, one => fault(one) !== undefined);
  return `${fault(smallest)}\n${describeCase(smallest)}`;
}
