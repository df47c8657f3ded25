import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { hookLauncher } from '../client/hook-launcher.ts';
import { PACKAGE_DIR } from '../core/package-dir.ts';
import { type Places, passwdHome, SYSTEM_DIR } from '../core/places.ts';
import { loadConfig } from '../policy/file/config-file.ts';
import { visible, visibleLines } from '../report/escape.ts';
import { lineDiff } from '../report/line-diff.ts';
import { type Change, type ChangeOf, installation, removal } from '../setup/change.ts';
import { CLAUDE_PLACES, claudeEntries } from '../setup/claude-code.ts';
import { listInstalled } from '../setup/installed.ts';
import { linkBeside, removeLauncher, writeLauncher } from '../setup/launcher-file.ts';
import { placesFor } from './home.ts';
import type { Context } from './verb.ts';

export interface SetupOptions {
  readonly project?: boolean;
  readonly dryRun?: boolean;
  readonly remove?: boolean;
}

/** @throws RampartError E_INPUT, with its place, for settings that are left alone because they are not understood */
export function setUpClaude(context: Context, { project, dryRun, remove }: SetupOptions): void {
  const { out } = context;
  const places = placesFor(context.home);
  const change = (remove ? removal : installation)(
    changeOf(places, project ? join(resolve('.'), CLAUDE_PLACES.project) : userFile(context)),
  );
  if (!dryRun) {
    if (!remove) putLauncher(context, places);
    change.apply();
    if (remove && listInstalled(places.setup).length === 0) removeLauncher(places.launcher, linksOf(places));
  }
  const did = outcomeOf(change, remove === true);
  if (out.json)
    out.object('setup', {
      agent: 'claude-code',
      path: change.path,
      result: did,
      dry_run: dryRun === true,
      launcher: places.launcher,
    });
  else showChange(context, change, did, dryRun === true);
}

/** What removing all of Claude Code's entries needs to know of one settings file. */
export function changeOf(places: Places, file: string): ChangeOf {
  const { fail, approvalTimeoutMs } = loadConfig(SYSTEM_DIR, places.home);
  return {
    host: 'claude-code',
    file,
    entries: claudeEntries({ launcher: places.launcher, fail, approvalTimeoutMs }),
    notes: places.setup,
  };
}

/** Claude Code looks in its own variable's folder, else in `$HOME`: the first is honoured, of the second we warn. */
function userFile({ out }: Context): string {
  const folder = process.env[CLAUDE_PLACES.variable];
  if (folder) return join(resolve(folder), 'settings.json');
  const home = passwdHome();
  if (process.env.HOME !== undefined && resolve(process.env.HOME) !== home)
    out.warn(
      `HOME is ${visible(process.env.HOME)}, and agents started with it look for their settings there`,
      `${CLAUDE_PLACES.variable}=… names another folder of settings`,
    );
  return join(home, CLAUDE_PLACES.user);
}

function putLauncher({ out }: Context, places: Places): void {
  if (PACKAGE_DIR.includes('/_npx/'))
    out.warn('this rampart is a temporary copy of npx, and hooks end with it', 'npm install -g rampart');
  mkdirSync(places.home, { recursive: true, mode: 0o700 });
  const bundle = join(PACKAGE_DIR, 'dist', 'hook.cjs');
  const { home, fail, launcher } = places;
  writeLauncher(launcher, hookLauncher({ node: process.execPath, bundle, home, fail }));
  linkBeside(launcher, linksOf(places));
}

function linksOf({ agentSocket, fail }: Places): readonly string[] {
  return [agentSocket, fail];
}

type Did = 'installed' | 'removed' | 'unchanged';

function outcomeOf({ before, after }: Change, remove: boolean): Did {
  if (before === after) return 'unchanged';
  return remove ? 'removed' : 'installed';
}

function showChange({ out }: Context, change: Change, did: Did, dryRun: boolean): void {
  const { path, before, after } = change;
  if (dryRun && did !== 'unchanged') {
    out.line(`${visible(path)}${after === null ? ' would be removed' : ':'}`);
    for (const line of after === null ? [] : lineDiff(before ?? '', after)) {
      const text = visibleLines(line.replace(/\r$/, ''));
      out.line(
        line.startsWith('+') ? out.style.green(text) : line.startsWith('-') ? out.style.red(text) : text,
      );
    }
    return;
  }
  const said = { installed: 'set up', removed: 'taken out', unchanged: 'nothing to change' }[did];
  out.line(`claude-code: ${said}: ${visible(path)}`);
}
