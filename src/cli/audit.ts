import { type Command, InvalidArgumentError, Option } from 'commander';
import { ACTIONS } from '../core/decision.ts';
import type { TailOptions } from './audit-tail.ts';
import { timeOption } from './audit-time.ts';
import { action, type Context, verb } from './verb.ts';

/** Most records `tail` shows at once. */
const MOST = 100_000;

/** `rampart audit`: everything that reads the log. It reads the file itself, also while the daemon writes. */
export function auditVerb(): Command {
  const verify = verb('verify', 'find out whether the log was tampered with, and what is missing in it', [
    'rampart audit verify',
    'rampart audit verify --json',
  ]).action(
    action(async (context: Context) => {
      const { auditVerify } = await import('./audit-verify.ts');
      return auditVerify(context);
    }),
  );
  const tail = verb('tail', 'show the last records', [
    'rampart audit tail',
    'rampart audit tail -n 50 --decision deny --since 2h',
    'rampart audit tail --session s-1 --json',
  ])
    .option('-n, --lines <count>', 'how many', countOption, 20)
    .option('--session <id>', 'of this session; the beginning of the id is enough')
    .option('--agent <name>', 'of this agent')
    .addOption(new Option('--decision <decision>', 'calls decided so').choices([...ACTIONS, 'error']))
    .option('--rule <rule>', 'calls decided by this rule')
    .option('--since <time>', 'from this time on: RFC 3339, or 30m, 2h, 7d ago', timeOption)
    .option('--until <time>', 'before this time', timeOption)
    .action(
      action(async (context: Context, options: TailOptions) => {
        const { auditTail } = await import('./audit-tail.ts');
        return auditTail(context, options);
      }),
    );
  const show = verb('show', 'show everything about one record', ['rampart audit show 12'])
    .argument('<seq>', 'its number in the log')
    .action(
      action(async (context: Context, _: object, seq: string) => {
        const { auditShow } = await import('./audit-show.ts');
        return auditShow(context, seq);
      }),
    );
  const stats = verb('stats', 'count records, decisions, rules and agents', [
    'rampart audit stats --json',
  ]).action(
    action(async (context: Context) => {
      const { auditStats } = await import('./audit-stats.ts');
      return auditStats(context);
    }),
  );
  const audit = verb('audit', 'read and verify the log of what was decided and what happened', [
    'rampart audit tail',
    'rampart audit verify',
  ]);
  for (const one of [verify, tail, show, stats]) audit.addCommand(one);
  return audit;
}

function countOption(text: string): number {
  const count = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (count < 1 || count > MOST) throw new InvalidArgumentError(`a number from 1 to ${MOST} is wanted`);
  return count;
}
