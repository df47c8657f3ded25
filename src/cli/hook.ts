import type { Command } from 'commander';
import { UsageError } from './usage-error.ts';
import { action, type Context, durationOption, verb } from './verb.ts';

interface HookOptions {
  readonly format: string;
  readonly grant?: boolean;
  readonly hostTimeout?: number;
}

export function hookVerb(): Command {
  return verb('hook', "be an agent's hook: a call in on standard input, a decision out", [
    'rampart hook --format claude-code < payload.json',
  ])
    .requiredOption('--format <host>', 'the host that starts it: claude-code')
    .option('--grant', "what the rules allow runs without the host's own permissions being asked")
    .option('--host-timeout <duration>', 'when the host gives up on its hook (default: 150s)', durationOption)
    .action(action(run));
}

async function run({ home }: Context, { format, grant, hostTimeout }: HookOptions): Promise<number> {
  const { ADAPTERS } = await import('../call/adapters.ts');
  if (!ADAPTERS.has(format))
    throw new UsageError(`no such host: ${format}`, `one of ${[...ADAPTERS.keys()].join(', ')}`);
  const { placesFor } = await import('./home.ts');
  const { hook } = await import('../client/hook.ts');
  const exit = await hook({
    format,
    home: placesFor(home).home,
    grant: grant ?? false,
    ...(hostTimeout === undefined ? {} : { timeoutMs: hostTimeout }),
  });
  // A connection or a question may still be open; the host waits for us to end.
  process.exit(exit);
}
