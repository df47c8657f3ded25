import type { Command } from 'commander';
import { RampartError } from '../core/error.ts';
import { EXIT } from '../core/exit.ts';
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
  const answer = await ask(places.agentSocket, 'status').catch(async (thrown: unknown) => {
    if (!(thrown instanceof RampartError) || thrown.code !== 'E_SOCKET') throw thrown;
    const { statusAlone } = await import('./status-alone.ts');
    return statusAlone(places);
  });
  const { v: _v, id: _id, ok: _ok, ...body } = answer as Record<string, unknown>;
  if (out.json) out.object('status', body);
  else for (const line of statusText(body, out.style)) out.line(line);
  return EXIT.ok;
}
