import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { Sandbox } from '../cli/sandbox.ts';
import { serving } from './serving.ts';
import { bodyOf, Talker } from './talker.ts';

const HOMES = 4;
const KILLS = 25;
const CLIENTS = 4;

/** Asks without a pause until the daemon is gone; notes what it was told of each call. */
async function client(sandbox: Sandbox, name: string, told: Map<string, unknown>): Promise<void> {
  const talker = await Talker.agent(sandbox);
  try {
    for (let count = 0; ; count++) {
      const id = `${name}-${count}`;
      told.set(id, bodyOf(await talker.evaluate(`echo ${id}`, { id })).seq);
    }
  } catch (thrown) {
    expect(thrown).toMatchObject({ code: 'E_SOCKET' });
  } finally {
    talker.close();
  }
}

it(`a daemon killed a hundred times while it records loses nothing that it acknowledged`, {
  timeout: 600_000,
}, async () => {
  await Promise.all(
    Array.from({ length: HOMES }, async () => {
      const sandbox = new Sandbox();
      const told = new Map<string, unknown>();
      for (let round = 0; round < KILLS; round++) {
        const { kill } = await serving(sandbox);
        const clients = Array.from({ length: CLIENTS }, (_, index) =>
          client(sandbox, `r${round}-${index}`, told),
        );
        const enough = told.size + 1 + Math.random() * 60;
        while (told.size < enough) await sleep(1);
        await kill();
        await Promise.all(clients);
      }
      const { stdout } = sandbox.rampart(['audit', 'verify', '--json']);
      expect(JSON.parse(stdout)).toMatchObject({ integrity: { ok: true }, completeness: { ok: true } });
      const recorded = new Map<string | null, number[]>();
      for (const { seq, leaf } of sandbox.records())
        if (leaf.kind === 'call') recorded.set(leaf.call, [...(recorded.get(leaf.call) ?? []), seq]);
      for (const [id, seq] of told) expect(recorded.get(id)).toEqual([seq]);
      expect(told.size).toBeGreaterThan(KILLS);
      sandbox.close();
    }),
  );
});
