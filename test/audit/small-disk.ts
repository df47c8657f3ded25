import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished, type TestContext } from 'vitest';

/** Mounts a file system of so many KiB, which only root may; without that right the test is skipped and says why. */
export function smallDisk(context: TestContext, kibibytes: number): string {
  const directory = mkdtempSync(join(tmpdir(), 'rampart-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${kibibytes}k,mode=0700`, 'tmpfs', directory], {
      stdio: 'pipe',
    });
  } catch (thrown) {
    rmdirSync(directory);
    context.skip(`this user may not mount a small disk: ${thrown}`);
  }
  onTestFinished(() => {
    execFileSync('umount', ['-l', directory]);
    rmdirSync(directory);
  });
  return directory;
}

export function remount(directory: string, options: string): void {
  execFileSync('mount', ['-o', `remount,${options}`, directory], { stdio: 'pipe' });
}
