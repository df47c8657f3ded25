import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { EXIT } from '../core/exit.ts';
import { accountName } from '../core/places.ts';
import { entry } from '../core/record.ts';
import { visible } from '../report/escape.ts';
import { UsageError } from './usage-error.ts';
import { action, type Context, verb } from './verb.ts';

interface UninstallOptions {
  readonly yes?: boolean;
  readonly purge?: boolean;
  readonly dryRun?: boolean;
}

export function uninstallVerb(): Command {
  return verb('uninstall', 'stop the daemon and take out of this machine what Rampart put there', [
    'rampart uninstall --dry-run',
    'rampart uninstall',
    'rampart uninstall --purge --yes',
  ])
    .option('--purge', 'the audit log, policies and configuration, too')
    .option('--yes', 'without being asked')
    .option('--dry-run', 'show what would go, and change nothing')
    .action(action(uninstall));
}

async function uninstall(context: Context, options: UninstallOptions): Promise<number> {
  const { placesFor } = await import('./home.ts');
  const { homeParts, removeParts } = await import('../setup/home-parts.ts');
  const { settingsInUse } = await import('../setup/installed.ts');
  const { removeService } = await import('../setup/service-manager.ts');
  const { serviceFor } = await import('./serve-install.ts');
  const { stopIfRunning } = await import('./stop-daemon.ts');
  const { removeEverywhere } = await import('./uninstall-hooks.ts');
  const { out } = context;
  const places = placesFor(context.home);
  const { working, kept } = homeParts(places);
  const settings = settingsInUse(places.setup);
  const service = serviceFor(places);
  const going = [
    ...(service === undefined ? [] : [service.path]),
    ...working,
    ...(options.purge ? kept : []),
  ].filter(path => existsSync(path));
  const staying = options.purge ? [] : kept.filter(path => existsSync(path));
  const plan = { settings, removed: going, kept: staying };
  if (options.dryRun) {
    if (out.json) out.object('uninstall', { ...plan, dry_run: true });
    else for (const line of planText(plan)) out.line(line);
    return EXIT.ok;
  }
  if (!options.yes && !(await agreed(context, planText(plan)))) {
    out.note('nothing was changed');
    return EXIT.failed;
  }
  removeEverywhere(places);
  if (service !== undefined) removeService(service);
  await stopIfRunning(places);
  if (!options.purge && existsSync(places.database)) {
    const { recordAlone } = await import('./record-alone.ts');
    recordAlone(places, entry('admin', { act: 'uninstall' }, { by: accountName() }));
  }
  removeParts(places, going);
  // Folders that turned out to be empty, and the log's own files beside it, have gone meanwhile.
  const left = staying.filter(path => existsSync(path));
  if (out.json) out.object('uninstall', { ...plan, kept: left, dry_run: false });
  else for (const path of left) out.line(`kept  ${visible(path)}`);
  out.note('what npm installed goes with: npm uninstall -g rampart');
  return EXIT.ok;
}

interface Plan {
  readonly settings: readonly string[];
  readonly removed: readonly string[];
  readonly kept: readonly string[];
}

function planText({ settings, removed, kept }: Plan): string[] {
  return [
    ...settings.map(path => `edit    ${visible(path)}`),
    ...removed.map(path => `remove  ${visible(path)}`),
    ...kept.map(path => `keep    ${visible(path)}`),
  ];
}

/** @throws UsageError where there is nobody to ask */
async function agreed({ out }: Context, plan: readonly string[]): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new UsageError(
      'there is no terminal to ask on',
      'rampart uninstall --yes goes on without being asked',
    );
  for (const line of plan) process.stderr.write(`${line}\n`);
  if (plan.length === 0) out.note('there is nothing of Rampart here');
  const asking = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await asking.question('Remove all this? [y/N] ');
  asking.close();
  return /^y(es)?$/i.test(answer.trim());
}
