import type { Command } from 'commander';
import { RampartError } from '../core/error.ts';
import { EXIT } from '../core/exit.ts';
import { PACKAGE_DIR } from '../core/package-dir.ts';
import { type Places, SYSTEM_DIR } from '../core/places.ts';
import type { Body } from '../wire/messages.ts';
import { action, type Context, verb } from './verb.ts';

export function statusVerb(): Command {
  return verb('status', 'show whether the daemon runs, its policy, sessions and log', [
    'rampart status',
    'rampart status --json',
  ]).action(action(status));
}

async function status({ home, out }: Context): Promise<number> {
  const { placesFor } = await import('./home.ts');
  const { ask } = await import('./daemon-client.ts');
  const { statusText } = await import('../report/status-text.ts');
  const places = placesFor(home);
  const answer = await ask(places.agentSocket, 'status').catch((thrown: unknown) => {
    if (!(thrown instanceof RampartError) || thrown.code !== 'E_SOCKET') throw thrown;
    return standing(places);
  });
  const { v: _v, id: _id, ok: _ok, ...body } = answer as Record<string, unknown>;
  if (out.json) out.object('status', body);
  else for (const line of statusText(body, out.style)) out.line(line);
  return EXIT.ok;
}

/** What calls meet while no daemon runs: whoever starts them judges by the same files. */
async function standing(places: Places): Promise<Body> {
  const { PolicyBook } = await import('../daemon/policy-book.ts');
  const { policyStatus } = await import('../daemon/status.ts');
  const { examine } = await import('../pipeline.ts');
  const book = new PolicyBook({
    dirs: { system: SYSTEM_DIR, home: places.home, packageDir: PACKAGE_DIR },
    cacheDir: places.cache,
    examine,
    protection: [],
    onProjectError: () => undefined,
    onProjectSet: () => undefined,
  });
  book.load();
  return { daemon: { running: false, socket: places.agentSocket }, ...policyStatus(book) };
}
