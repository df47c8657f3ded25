import type { PlainExec } from './client/plain-exec.ts';
import { shim } from './client/shim.ts';

/**
 * What stands in an agent's way on each call: stand-ins for shells, and the hooks of agents. `hook.ts` loads this.
 * @param ending called before the process ends by itself
 */
export async function playRole([role, ...words]: readonly string[], ending: () => void): Promise<void> {
  switch (role) {
    case 'shim':
      process.exitCode = await shim(words);
      ending();
      break;
    case 'hook': {
      const { launchedHook } = await import('./client/launched-hook.ts');
      const exit = await launchedHook(words);
      ending();
      process.exit(exit);
      break;
    }
    default:
      process.stderr.write('rampart: this program is started by the guard, not by hand\n');
      process.exitCode = 2;
  }
}

/**
 * `rampart exec`, which is typed where no agent is set up, and by agents that are told to.
 * @param ending as for `playRole`
 */
export async function playExec(asked: PlainExec, ending: () => void): Promise<void> {
  const { typedExec } = await import('./client/typed-exec.ts');
  process.exitCode = await typedExec(asked);
  ending();
}
