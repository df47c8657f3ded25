import { join } from 'node:path';
import { RampartError } from '../../core/error.ts';
import { LIMITS } from '../../core/limits.ts';
import { readOwnedFile } from '../file/owned-file.ts';
import { wholeFile } from '../finding.ts';

/**
 * The harmless commands that come with the package, one a line; `#` begins a comment.
 * @throws RampartError E_POLICY where the file is missing: the installation is not whole
 */
export function readBenign(packageDir: string): readonly string[] {
  const path = join(packageDir, 'policies', 'benign.txt');
  const bytes = readOwnedFile(path, { maxBytes: LIMITS.policyBytes });
  if (bytes === undefined) throw new RampartError('E_POLICY', 'no such file', { position: wholeFile(path) });
  return new TextDecoder('utf-8')
    .decode(bytes)
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'));
}
