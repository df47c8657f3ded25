import { type Command, Option } from 'commander';
import type { SessionMode } from '../core/resolve.ts';
import { UsageError } from './usage-error.ts';
import { action, type Context, durationOption, verb } from './verb.ts';

interface ExecOptions {
  readonly c?: string;
  readonly timeout?: number;
  readonly cwd?: string;
  readonly mode?: SessionMode;
  readonly wait?: number;
}

export function execVerb(): Command {
  return verb('exec', 'judge a command, record it, and run it if it may', [
    'rampart exec -- git push origin main',
    "rampart exec -c 'npm test | tee test.log'",
    'rampart exec --timeout 30s -- make',
  ])
    .argument('[argv...]', 'the program and its arguments, after `--`: no shell reads them')
    .option('-c <command>', 'shell text, run by bash')
    .option('--timeout <duration>', 'end it and everything it started after this long', durationOption)
    .option('--cwd <dir>', 'run it there')
    .option('--wait <duration>', 'wait no longer than this for a person', durationOption)
    .addOption(
      new Option('--mode <mode>', 'monitor: record what would be denied and run it').choices([
        'enforce',
        'monitor',
      ]),
    )
    .passThroughOptions()
    .action(action(exec));
}

async function exec({ home, out }: Context, options: ExecOptions, argv: readonly string[]): Promise<number> {
  if ((options.c === undefined) === (argv.length === 0))
    throw new UsageError('say either -c COMMAND or -- ARGV…', "rampart exec -c 'ls | wc -l'");
  const { resolve } = await import('node:path');
  const { placesFor, userHome } = await import('./home.ts');
  const { visible } = await import('../report/escape.ts');
  const { runGuarded } = await import('../client/run-guarded.ts');
  const { withMode } = await import('./session.ts');
  const places = placesFor(home);
  const cwd = resolve(options.cwd ?? '');
  const notice = (message: string, hint?: string): void =>
    out.warn(visible(message), hint === undefined ? undefined : visible(hint));
  return withMode(places, 'exec', options.mode ?? 'enforce', session =>
    runGuarded(
      { ...(options.c === undefined ? { argv } : { command: options.c }), cwd, session, agent: null },
      {
        places,
        userHome: userHome(),
        socket: places.agentSocket,
        notice,
        reader: async () => (await import('./policy-reader.ts')).policyReader(places, notice),
        timeoutMs: options.timeout ?? null,
        ...(options.wait === undefined ? {} : { waitMs: options.wait }),
      },
    ),
  );
}
