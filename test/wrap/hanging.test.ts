import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DrivenAgent, type Step } from '../agent/driven.ts';
import { Sandbox } from '../cli/sandbox.ts';
import { mark, marked, sleepers } from '../run/marked.ts';

/** Trees that do not end by themselves; `MARK` is what their sleepers sleep. */
const HANGING: readonly (readonly [count: number, step: Step])[] = [
  [1, { how: 'shell', command: 'sleep MARK' }],
  [1, { how: 'bash -lc', command: 'sleep MARK; echo never' }],
  [3, { how: 'shell', command: 'sleep MARK & sh -c "sleep MARK & sleep MARK" & wait' }],
  [1, { how: 'shell', command: 'trap "" TERM; sleep MARK; sleep MARK' }],
  [1, { how: 'subprocess', command: 'setsid sleep MARK & wait' }],
  [1, { how: 'stdin', command: 'sleep MARK\necho never\n' }],
  [1, { how: 'file', command: 'hang.sh', args: ['MARK'] }],
];

describe('what takes longer than the configuration allows', () => {
  const sandbox = new Sandbox();
  let agent: DrivenAgent;
  beforeAll(() => {
    sandbox.configure('config.yaml', 'profile: watch\ntimeout: 1s\n');
    sandbox.write('hang.sh', 'sleep "$1"\necho never\n');
    agent = new DrivenAgent(sandbox, { wrap: [] });
  });
  afterAll(async () => {
    await agent.end();
    sandbox.close();
  });

  it.each(HANGING)(
    'is ended with all %i it started: %j',
    async (count, { command = '', args = [], ...step }) => {
      const marker = mark();
      const filled = (text: string): string => text.replaceAll('MARK', marker);
      const running = agent.run({ ...step, command: filled(command), args: args.map(filled) });
      await sleepers(marker, count);
      const { exit, stdout, stderr } = await running;
      expect(exit).toBe(124);
      expect(stdout.toString()).toBe('');
      expect(stderr.toString()).toContain('rampart: timed out after 1s\n');
      expect(marked(marker)).toEqual([]);
    },
  );

  it('is recorded as timed out', () => {
    const outcomes = sandbox.records().filter(({ leaf }) => leaf.kind === 'outcome');
    expect(outcomes.map(({ leaf }) => leaf.ended)).toContain('timeout');
    const { exit, stdout } = sandbox.rampart(['audit', 'verify']);
    expect(exit, stdout).toBe(0);
  });
});
