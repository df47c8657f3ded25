import { type Command, InvalidArgumentError, Option } from 'commander';
import type { Filter } from '../../audit/record-filter.ts';
import { ACTIONS } from '../../core/decision.ts';
import { timeOption } from './time.ts';

/** The flags that choose records, for every verb that lists some. */
export interface FilterOptions extends Filter {
  readonly program?: string;
}

/** Most records shown at once. */
const MOST = 100_000;

export function filterFlags(command: Command): Command {
  return command
    .option('--session <id>', 'of this session; the beginning of the id is enough')
    .option('--agent <name>', 'of this agent')
    .addOption(new Option('--decision <decision>', 'calls decided so').choices([...ACTIONS, 'error']))
    .option('--rule <rule>', 'calls decided by this rule')
    .option('--program <name>', 'commands that run this program, wherever it stands in them')
    .option('--since <time>', 'from this time on: RFC 3339, or 30m, 2h, 7d ago', timeOption)
    .option('--until <time>', 'before this time', timeOption);
}

/** commander's parser for how many records. */
export function countOption(text: string): number {
  const count = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > MOST) throw new InvalidArgumentError(`a number from 1 to ${MOST} is wanted`);
  return count;
}
