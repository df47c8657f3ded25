import { createHash } from 'node:crypto';
import type { FileView } from './file-view.ts';

/** A file a judgement looked at, and what it held; null where there was nothing to read. */
export interface FileRead {
  readonly path: string;
  readonly sha256: string | null;
}

/** Whether no file that was read then holds something else now; more may have been read since. */
export function isUnchanged(then: readonly FileRead[], now: readonly FileRead[]): boolean {
  const held = new Map(now.map(({ path, sha256 }) => [path, sha256]));
  return then.every(({ path, sha256 }) => !held.has(path) || held.get(path) === sha256);
}

/** A view that remembers what was read through it. */
export function watchedFiles(files: FileView): {
  readonly view: FileView;
  readonly reads: () => readonly FileRead[];
} {
  const reads = new Map<string, FileRead>();
  // The home is asked about with each path: one answer for all of a judgement.
  const led = new Map<string, string>();
  const { directory, leads } = files;
  return {
    view: {
      read(path) {
        const found = files.read(path);
        const sha256 = 'text' in found ? digest(found.text) : null;
        reads.set(path, { path, sha256 });
        return found;
      },
      ...(leads === undefined
        ? {}
        : {
            leads(path, last) {
              const key = `${last} ${path}`;
              const known = led.get(key);
              if (known !== undefined) return known;
              const real = leads(path, last);
              led.set(key, real);
              // An approval is for where a link led when the person looked.
              if (real !== path) reads.set(`${path}\0`, { path, sha256: digest(`link to ${real}`) });
              return real;
            },
          }),
      ...(directory === undefined
        ? {}
        : {
            directory(path) {
              const there = directory(path);
              // Where `cd` fails, what follows happens elsewhere.
              reads.set(`${path}\0\0`, { path, sha256: there ? digest('directory') : null });
              return there;
            },
          }),
    },
    reads: () => [...reads.values()],
  };
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
