import { readFileSync } from 'node:fs';
import { RampartError } from '../core/error.ts';

/**
 * Node reads arguments as UTF-8 and puts U+FFFD where they are not: a command passed on then is not the one that was
 * asked for. Linux still has the bytes.
 * @throws RampartError E_INPUT for arguments that cannot be passed on unchanged
 */
export function assertUtf8(argv: readonly string[]): void {
  if (!argv.some(one => one.includes('\ufffd'))) return;
  if (argv.length > 0 && bytesHold(argv)) return;
  throw new RampartError('E_INPUT', 'the command is not valid UTF-8 and cannot be passed on unchanged', {
    hint: "write the bytes as escapes, such as $'\\xff'",
  });
}

function bytesHold(argv: readonly string[]): boolean {
  try {
    const tail = Buffer.from(argv.map(one => `${one}\0`).join(''));
    const line = readFileSync('/proc/self/cmdline');
    return line.subarray(line.length - tail.length).equals(tail);
  } catch {
    return false;
  }
}
