import { type Command, Option } from 'commander';
import { action, type Context, verb } from '../verb.ts';
import type { ExportOptions } from './export.ts';
import { countOption, filterFlags } from './flags.ts';
import type { SearchOptions } from './search.ts';
import type { TailOptions } from './tail.ts';
import type { VerifyOptions } from './verify.ts';

/** `rampart audit`: everything that reads the log. It reads the file itself, also while the daemon writes. */
export function auditVerb(): Command {
  const verify = verb('verify', 'find out whether the log was tampered with, and what is missing in it', [
    'rampart audit verify',
    'rampart audit verify --json',
    'rampart audit verify --bundle ./rampart-log',
  ])
    .option('--bundle <dir>', 'the log that was exported there, from itself')
    .action(
      action(async (context: Context, options: VerifyOptions) => {
        const { auditVerify } = await import('./verify.ts');
        return auditVerify(context, options);
      }),
    );
  const tail = filterFlags(
    verb('tail', 'show the last records', [
      'rampart audit tail',
      'rampart audit tail -n 50 --decision deny --since 2h',
      'rampart audit tail --follow --agent claude',
    ])
      .option('-n, --lines <count>', 'how many', countOption, 20)
      .option('--follow', 'go on and show each record that comes'),
  ).action(
    action(async (context: Context, options: TailOptions) => {
      const { auditTail } = await import('./tail.ts');
      return auditTail(context, options);
    }),
  );
  const search = filterFlags(
    verb('search', 'show every record about something', [
      'rampart audit search node_modules',
      'rampart audit search --program rm --since 7d',
      'rampart audit search --session 3f --decision deny --json',
    ])
      .argument('[text]', 'in a text or name of the record, upper or lower case')
      .option('-n, --lines <count>', 'only the last of them', countOption),
  ).action(
    action(async (context: Context, options: SearchOptions, text: string | undefined) => {
      const { auditSearch } = await import('./search.ts');
      return auditSearch(context, options, text);
    }),
  );
  const show = verb('show', 'show everything about one record', ['rampart audit show 12'])
    .argument('<seq>', 'its number in the log')
    .action(
      action(async (context: Context, _: object, seq: string) => {
        const { auditShow } = await import('./show.ts');
        return auditShow(context, seq);
      }),
    );
  const stats = verb('stats', 'count records, decisions, rules and agents', [
    'rampart audit stats --json',
  ]).action(
    action(async (context: Context) => {
      const { auditStats } = await import('./stats.ts');
      return auditStats(context);
    }),
  );
  const exported = verb('export', 'write the log into a folder, to be kept and verified elsewhere', [
    'rampart audit export --format jsonl -o ./rampart-log',
    'rampart audit verify --bundle ./rampart-log',
  ])
    .addOption(new Option('--format <format>', 'of the files').choices(['jsonl']).default('jsonl'))
    .requiredOption('-o, --output <dir>', 'a folder that is empty or does not exist')
    .action(
      action(async (context: Context, options: ExportOptions) => {
        const { auditExport } = await import('./export.ts');
        return auditExport(context, options);
      }),
    );
  const audit = verb('audit', 'read and verify the log of what was decided and what happened', [
    'rampart audit tail',
    'rampart audit verify',
  ]);
  for (const one of [verify, tail, search, show, stats, exported]) audit.addCommand(one);
  return audit;
}
