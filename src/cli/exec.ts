import { type Command, Option } from 'commander';
import { RampartError } from '../core/error.ts';
import type { SessionMode } from '../core/resolve.ts';
import { action, type Context, durationOption, verb } from './verb.ts';

interface ExecOptions {
  readonly c?: string;
  readonly timeout?: number;
  readonly cwd?: string;
  readonly mode?: SessionMode;
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
    throw new RampartError('E_INPUT', 'say either -c COMMAND or -- ARGV…', {
      hint: "rampart exec -c 'ls | wc -l'",
    });
  const { resolve } = await import('node:path');
  const { placesFor, userHome } = await import('./home.ts');
  const { visible } = await import('../report/escape.ts');
  const { runGuarded } = await import('../client/run-guarded.ts');
  const { withMode } = await import('./session.ts');
  const { compileInto } = await import('./rules.ts');
  const places = placesFor(home);
  const cwd = resolve(options.cwd ?? '');
  return withMode(places, 'exec', options.mode ?? 'enforce', session =>
    runGuarded(
      { ...(options.c === undefined ? { argv } : { command: options.c }), cwd, session, agent: null },
      {
        places,
        userHome: userHome(),
        socket: places.agentSocket,
        notice: message => out.warn(visible(message)),
        compile: dir => compileInto(places, dir),
        timeoutMs: options.timeout ?? null,
      },
    ),
  );
}
