import { type Command, Option } from 'commander';
import type { SessionMode } from '../core/resolve.ts';
import { action, type Context, collect, verb } from './verb.ts';

interface WrapOptions {
  readonly mode?: SessionMode;
  readonly serve: boolean;
  readonly policy?: readonly string[];
  readonly profile?: string;
}

export function wrapVerb(): Command {
  return verb('wrap', 'run an agent so that every shell command it starts is judged first', [
    'rampart wrap -- claude',
    'rampart wrap --mode monitor -- aider --model sonnet',
    'rampart wrap --no-serve -- my-agent',
  ])
    .argument('<agent...>', 'the agent and its arguments, after `--`')
    .addOption(
      new Option('--mode <mode>', 'monitor: record what would be denied and run it').choices([
        'enforce',
        'monitor',
      ]),
    )
    .option('--no-serve', 'refuse instead of starting a daemon')
    .option('--policy <file>', 'judge by this file instead of the active set (repeatable)', collect)
    .option('--profile <name>', 'judge by this profile instead of the active set')
    .passThroughOptions()
    .action(action(wrap));
}

async function wrap(context: Context, options: WrapOptions, argv: readonly string[]): Promise<number> {
  const { superviseAgent } = await import('./supervise.ts');
  const { policy, profile } = options;
  return superviseAgent(context, {
    mode: options.mode ?? 'enforce',
    serve: options.serve,
    choice: { ...(policy && { policy }), ...(profile && { profile }) },
    argv,
  });
}
