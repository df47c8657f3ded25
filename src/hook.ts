import { shim } from './client/shim.ts';

// What stands in an agent's way on each command: stand-ins for shells now, hooks of agents at the same place later.
const [role, ...words] = process.argv.slice(2);
if (role === 'shim') process.exitCode = await shim(words);
else {
  process.stderr.write('rampart: this program is started by the guard, not by hand\n');
  process.exitCode = 2;
}
