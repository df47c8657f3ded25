import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PACKAGE_DIR } from '../core/package-dir.ts';
import type { Places } from '../core/places.ts';

/** The bundle of verbs: what a daemon is started with. */
const BUNDLE = join(PACKAGE_DIR, 'dist', 'cli.js');

/**
 * Starts a daemon that outlives us, with a clean environment, and does not wait for it. One that runs already keeps
 * the home, and the new one ends.
 * @param autostart nobody asked for it: it ends at once where the configuration says `autostart: false`
 */
export function spawnDaemon(places: Places, { autostart }: { readonly autostart: boolean }): ChildProcess {
  mkdirSync(dirname(places.log), { recursive: true, mode: 0o700 });
  const log = openSync(places.log, 'a', 0o600);
  try {
    const flags = ['--foreground', ...(autostart ? ['--autostart'] : [])];
    const child = spawn(process.execPath, [BUNDLE, '--home', places.home, 'serve', ...flags], {
      cwd: '/',
      detached: true,
      env: cleanEnvironment(),
      stdio: ['ignore', log, log],
    });
    child.unref();
    return child;
  } finally {
    closeSync(log);
  }
}

/** A daemon must not carry an agent's environment along. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = ['PATH', 'LANG', 'LC_ALL', 'TZ'];
  return Object.fromEntries(
    kept.flatMap(name => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
  );
}
