import type { CommandNode } from '../parse.ts';
import { SHELLS } from '../sinks/shells.ts';

/** Words that mean that what a command is given may be run. */
const RUNNERS: ReadonlySet<string> = new Set([
  ...SHELLS,
  'eval',
  'source',
  '.',
  'xargs',
  'parallel',
  'at',
  'batch',
]);

/** Words looked at: `sudo -u root env A=1 bash` has its shell in the sixth. */
const LOOKED_AT = 8;

/** Whether the command may run what it reads or is given: then the files that go into it are read. */
export function runsInput(node: CommandNode): boolean {
  if (node.type !== 'Command') return node.type !== 'TestCommand' && node.type !== 'ArithmeticCommand';
  const words = [node.name, ...node.suffix.filter(one => one.type === 'Word')];
  return words.slice(0, LOOKED_AT).some(one => {
    const text = one?.value ?? '';
    return RUNNERS.has(text.slice(text.lastIndexOf('/') + 1));
  });
}
