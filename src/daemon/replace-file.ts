import { renameSync, rmSync, writeFileSync } from 'node:fs';

/**
 * Writes a small file so that a reader sees the old text or the new one: a full disk must not leave an empty file where
 * one stood that said `closed`.
 * @param mode for its owner and others
 */
export function replaceFile(path: string, text: string, mode: number): void {
  const draft = `${path}.${process.pid}`;
  try {
    writeFileSync(draft, text, { mode });
    renameSync(draft, path);
  } catch (thrown) {
    rmSync(draft, { force: true });
    throw thrown;
  }
}
