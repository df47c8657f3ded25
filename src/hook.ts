import { shim } from './client/shim.ts';

// What stands in an agent's way on each call: stand-ins for shells, and the hooks of agents.
const [role, ...words] = process.argv.slice(2);
switch (role) {
  case 'shim':
    process.exitCode = await shim(words);
    break;
  case 'hook': {
    const { launchedHook } = await import('./client/launched-hook.ts');
    process.exit(await launchedHook(words));
    break;
  }
  default:
    process.stderr.write('rampart: this program is started by the guard, not by hand\n');
    process.exitCode = 2;
}
