import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { isAlive } from '../../src/daemon/process-alive.ts';
import { remount, smallDisk } from '../audit/small-disk.ts';
import { Sandbox } from '../cli/sandbox.ts';
import { shortOf, Talker } from './talker.ts';

vi.setConfig({ testTimeout: 90_000 });

/** A mount itself cannot be removed. */
function folderIn(disk: string): string {
  mkdirSync(join(disk, 's'));
  return join(disk, 's');
}

describe('a disk', () => {
  it.for([
    ['open', 0],
    ['closed', 125],
  ] as const)(
    'that is full latches the log: under %s a command exits %i; afterwards all is well',
    async ([fail, exit], context) => {
      const disk = smallDisk(context, 8_192);
      const sandbox = new Sandbox(folderIn(disk));
      onTestFinished(() => sandbox.close());
      sandbox.configure('config.yaml', `fail: ${fail}\n`);
      sandbox.serve();
      const filler = join(disk, 'filler');
      try {
        for (;;) writeFileSync(filler, Buffer.alloc(4_096), { flag: 'a' });
      } catch {
        // Now it is full.
      }
      const talker = await Talker.agent(sandbox);
      let last: unknown;
      for (let count = 0; last !== 'E_LATCH' && count < 2_000; count++)
        last = shortOf(await talker.evaluate(`echo ${'x'.repeat(2_000)}`));
      expect(last).toBe('E_LATCH');
      const full = sandbox.rampart(['exec', '--', 'true']);
      expect(full.exit).toBe(exit);
      expect(full.stderr).toContain('not recorded');
      rmSync(filler);
      while (shortOf(await talker.evaluate('echo again')) !== 'run')
        await new Promise(again => setTimeout(again, 50));
      expect(sandbox.rampart(['exec', '--', 'true'])).toMatchObject({ exit: 0, stderr: '' });
      expect(JSON.parse(sandbox.rampart(['audit', 'verify', '--json']).stdout).integrity.ok).toBe(true);
      talker.close();
    },
  );

  it('that is read-only lets no daemon start, and says so', async context => {
    const disk = smallDisk(context, 8_192);
    const sandbox = new Sandbox(folderIn(disk));
    onTestFinished(() => {
      remount(disk, 'rw');
      sandbox.close();
    });
    const pid = sandbox.serve();
    sandbox.stop();
    // It has given the home back; its log is open until it is gone.
    while (isAlive(pid)) await new Promise(again => setTimeout(again, 20));
    remount(disk, 'ro');
    expect(sandbox.rampart(['serve']).exit).toBe(1);
    const exec = sandbox.rampart(['exec', '--', 'true']);
    expect(exec).toMatchObject({ exit: 0, stderr: expect.stringContaining('not recorded') });
  });
});
