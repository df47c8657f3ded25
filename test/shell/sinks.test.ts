import { expect, it } from 'vitest';
import { scanned, shown } from './scanned.ts';

it.each([
  ['ssh host rm a', ['rm a']],
  ['ssh host "sudo rm a; ls"', ['sudo rm a', 'rm a', 'ls']],
  ['docker exec box sh -c "rm a"', ['sh -c rm a', 'rm a']],
  ['rm here; ssh host rm a; rm here', ['rm a']],
  ['sudo rm a', []],
])('%s: what runs elsewhere is marked', (command, elsewhere) => {
  const remote = scanned(command).invocations.filter(one => one.remote === true);
  expect(shown(remote)).toEqual(elsewhere);
});
