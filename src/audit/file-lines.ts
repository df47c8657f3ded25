import { closeSync, openSync, readSync } from 'node:fs';
import { RampartError } from '../core/error.ts';

const BLOCK = 256 * 1024;

/**
 * The lines of a file, as bytes without their ends, in memory for one block and one line.
 * @param cap bytes of the longest line that is taken
 * @throws RampartError E_LIMIT for a longer one, E_INPUT when the last has no end; and what the file system throws
 */
export function* fileLines(path: string, cap: number): Generator<Buffer> {
  const file = openSync(path, 'r');
  try {
    const block = Buffer.allocUnsafe(BLOCK);
    let rest: Buffer = Buffer.alloc(0);
    for (let read = readSync(file, block); read > 0; read = readSync(file, block)) {
      let bytes: Buffer = Buffer.concat([rest, block.subarray(0, read)]);
      for (let end = bytes.indexOf(0x0a); end >= 0; end = bytes.indexOf(0x0a)) {
        yield checked(bytes.subarray(0, end));
        bytes = bytes.subarray(end + 1);
      }
      rest = checked(bytes);
    }
    if (rest.length > 0) throw new RampartError('E_INPUT', `the last line of ${path} is cut off`);
  } finally {
    closeSync(file);
  }

  function checked(line: Buffer): Buffer {
    if (line.length > cap) throw new RampartError('E_LIMIT', `a line of ${path} is over ${cap} bytes long`);
    return line;
  }
}
