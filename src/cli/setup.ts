import type { Command } from 'commander';
import { EXIT } from '../core/exit.ts';
import type { SetupOptions } from './setup-claude.ts';
import { UsageError } from './usage-error.ts';
import { action, type Context, verb } from './verb.ts';

export function setupVerb(): Command {
  return verb('setup', 'make an agent ask the guard before each call, or no longer', [
    'rampart setup claude-code',
    'rampart setup claude-code --dry-run',
    'rampart setup claude-code --project',
    'rampart setup claude-code --remove',
  ])
    .argument('[agent...]', 'which: claude-code')
    .option('--project', 'in the settings of this directory instead of your own')
    .option('--remove', 'take everything out again')
    .option('--dry-run', 'show what would change, and change nothing')
    .action(action(setup));
}

async function setup(context: Context, options: SetupOptions, formats: readonly string[]): Promise<number> {
  const unknown = formats.find(format => format !== 'claude-code');
  if (formats.length === 0 || unknown !== undefined)
    throw new UsageError(
      unknown === undefined ? 'name an agent' : `no such agent: ${unknown}`,
      'claude-code is the one that can be set up',
    );
  const { setUpClaude } = await import('./setup-claude.ts');
  setUpClaude(context, options);
  return EXIT.ok;
}
