import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FailMode } from '../../src/core/resolve.ts';
import type { Shown } from '../cli/sandbox.ts';
import type { Observed } from '../run/observe.ts';
import { type DaemonState, Scene, type Way } from './scene.ts';

/** `attended` and `ci` are a profile with the same rules of the user's own; `broken` is a file that does not load. */
type Policies = 'attended' | 'ci' | 'broken';

/** What is asked to be done, as the rules see it. */
type Row = 'allowed' | 'denied' | 'asked' | 'protected';

type Result = 'runs' | 'is refused' | 'is not judged, and refused' | 'is asked by the host';

const EXIT: Readonly<Record<Result, number>> = {
  runs: 0,
  'is refused': 126,
  'is not judged, and refused': 125,
  'is asked by the host': 0,
};

/** What Claude Code is told: silence lets the call run, exit 2 does not. */
const HOOK_EXIT: Readonly<Record<Result, number>> = {
  runs: 0,
  'is refused': 2,
  'is not judged, and refused': 2,
  'is asked by the host': 0,
};

/** Rules about commands that name what they are for. */
export const RULES = `
version: "1"
default_action: allow
policies:
  - name: own
    rules:
      - {id: forbidden, when: {command_contains: denied-}, action: deny, message: stays away}
      - {id: look, when: {command_contains: asked-}, action: ask, message: somebody should look}
`;

const BROKEN = 'version: "1"\npolicies: [{name: own, rules: [{when: {}}]\n';

const WAYS: readonly Way[] = ['exec', 'shim', 'hook'];
const ROWS: readonly Row[] = ['allowed', 'denied', 'asked', 'protected'];

/** Who answers when nobody does: what becomes of a command, and whether it was the fail mode that said so. */
function expected(
  way: Way,
  row: Row,
  policies: Policies,
  fail: FailMode,
  reachable: boolean,
): [Result, boolean] {
  const runs = fail === 'open';
  if (row === 'protected') return ['is refused', false];
  if (policies === 'broken') return [runs ? 'runs' : 'is not judged, and refused', true];
  if (row === 'allowed') return ['runs', false];
  if (row === 'denied' || policies === 'ci') return ['is refused', false];
  if (reachable) return ['is refused', false];
  return way === 'hook' ? ['is asked by the host', false] : [runs ? 'runs' : 'is refused', true];
}

interface Case {
  readonly way: Way;
  readonly row: Row;
  readonly command: string;
  /** Made by the command when it runs. */
  readonly mark: string;
  readonly result: Result;
  readonly byMode: boolean;
}

function casesOf(scene: Scene, policies: Policies, fail: FailMode, reachable: boolean): Case[] {
  const { work, home } = scene.sandbox;
  return WAYS.flatMap(way =>
    ROWS.map(row => {
      const mark = join(row === 'protected' ? home : work, `${row}-${way}`);
      const [result, byMode] = expected(way, row, policies, fail, reachable);
      return { way, row, command: `touch ${mark}`, mark, result, byMode };
    }),
  );
}

type Setting = readonly [policies: Policies, fail: FailMode];

const MAIN: readonly Setting[] = [
  ['attended', 'open'],
  ['attended', 'closed'],
  ['broken', 'closed'],
];
export const ALL: readonly Setting[] = [...MAIN, ['broken', 'open'], ['ci', 'open']];

/** What came of every row in one setting. */
interface Played {
  readonly scene: Scene;
  readonly cases: readonly Case[];
  readonly came: ReadonlyMap<Case, Observed>;
  readonly log: readonly Shown[];
}

async function play(daemon: DaemonState, [policies, fail]: Setting): Promise<Played> {
  const profile = policies === 'ci' ? 'ci' : 'watch';
  const scene = await Scene.set({
    daemon,
    config: `profile: ${profile}\nfail: ${fail}\napproval_timeout: 1s\nautostart: false\n`,
    policy: policies === 'broken' ? BROKEN : RULES,
  });
  const cases = casesOf(scene, policies, fail, daemon === 'running');
  const came = new Map<Case, Observed>();
  await Promise.all(cases.map(async one => came.set(one, await scene.run(one.way, one.command))));
  return { scene, cases, came, log: await scene.settledLog() };
}

/** One column of the table: every row, by every way, under policies and fail modes, with such a daemon. */
export function column(daemon: DaemonState, settings: readonly Setting[] = MAIN): void {
  const played = new Map<Setting, Played>();
  const at = (setting: Setting): Played => {
    const found = played.get(setting);
    if (found === undefined) throw new Error('it was not played');
    return found;
  };
  // All at once: a client waits its full time for a daemon that is stalled.
  beforeAll(async () => {
    await Promise.all(settings.map(async one => played.set(one, await play(daemon, one))));
  }, 300_000);
  afterAll(async () => {
    for (const { scene } of played.values()) await scene.close();
  });

  describe.each(settings.map(one => [...one, one] as const))(
    `with a daemon that is ${daemon}, policy %s, fail mode %s`,
    (_policies, _fail, setting) => {
      it.each(WAYS.flatMap(way => ROWS.map(row => [row, way] as const)))('rules on %s by %s', (row, way) => {
        const { cases, came, log } = at(setting);
        const one = cases.find(other => other.row === row && other.way === way);
        if (one === undefined) throw new Error('no such case');
        const { exit, stdout, stderr } = came.get(one) ?? {};
        const said = `${stderr}${stdout}`;
        expect(exit, said).toBe((way === 'hook' ? HOOK_EXIT : EXIT)[one.result]);
        expect(existsSync(one.mark), said).toBe(way !== 'hook' && one.result === 'runs');
        expect(said.includes('"permissionDecision":"ask"'), said).toBe(one.result === 'is asked by the host');
        expect(said.includes('fail mode'), said).toBe(one.byMode);

        const records = log.filter(({ payload }) => payload?.resource?.includes(one.mark));
        expect(records.map(({ leaf }) => leaf.seq)).toHaveLength(1);
        expect(records[0]?.leaf).toMatchObject({
          kind: 'call',
          effect: EXIT[one.result] === 0 ? 'run' : 'refuse',
          fail_mode: one.byMode,
        });
      });

      it('loses and doubles nothing', () => {
        const { scene, cases, log } = at(setting);
        expect(log.filter(({ leaf }) => leaf.kind === 'call')).toHaveLength(cases.length);
        expect(scene.sandbox.spilled()).toEqual([]);
        const { exit, stdout } = scene.sandbox.rampart(['audit', 'verify', '--json']);
        const { integrity, completeness } = JSON.parse(stdout);
        expect(integrity.ok).toBe(true);
        expect(completeness).toMatchObject({ open: 0, lost: 0, duplicates: 0, orphans: 0, holes: 0 });
        // What was done without the daemon is owned up to.
        const alone = daemon === 'running' ? 0 : cases.length;
        const told = (completeness.gaps as { commands: number }[]).map(({ commands }) => commands);
        expect(told).toEqual(Array.from({ length: alone }, () => 1));
        expect(exit).toBe(alone === 0 ? 0 : 6);
      });
    },
  );
}
