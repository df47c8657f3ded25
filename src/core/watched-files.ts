import { createHash } from 'node:crypto';
import type { FileView } from './file-view.ts';

/** A file a judgement looked at, and what it held; null where there was nothing to read. */
export interface FileRead {
  readonly path: string;
  readonly sha256: string | null;
}

/** A view that remembers what was read through it. */
export function watchedFiles(files: FileView): {
  readonly view: FileView;
  readonly reads: () => readonly FileRead[];
} {
  const reads = new Map<string, FileRead>();
  return {
    view: {
      read(path) {
        const found = files.read(path);
        const sha256 = 'text' in found ? createHash('sha256').update(found.text).digest('hex') : null;
        reads.set(path, { path, sha256 });
        return found;
      },
    },
    reads: () => [...reads.values()],
  };
}
