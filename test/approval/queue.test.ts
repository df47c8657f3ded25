import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type Pending, PendingFiles } from '../../src/approval/pending-file.ts';
import type { Reply } from '../../src/approval/question.ts';
import { ApprovalQueue, type Asking, type Ending } from '../../src/approval/queue.ts';
import { LIMITS } from '../../src/core/limits.ts';

const HOUR = 3_600_000;

/** Two clocks that a test sets: the one for people, and the one that never steps. */
class Clocks {
  wall = Date.parse('2026-01-01T00:00:00Z');
  monotonic = 1_000;
  boot = 'b1';
}

function folder(): string {
  const directory = mkdtempSync(join(tmpdir(), 'rq-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

function queueOver(directory: string, clocks = new Clocks()) {
  const abandoned: [call: string, state: string][] = [];
  const files = new PendingFiles(directory);
  const queue: ApprovalQueue = new ApprovalQueue({
    files,
    clock: {
      now: () => clocks.wall,
      monotonicMs: () => clocks.monotonic,
      get boot() {
        return clocks.boot;
      },
    },
    onAbandoned: ({ question }: Pending, { state }: Ending) => {
      abandoned.push([question.call, state]);
      queue.close(question.call, state);
    },
  });
  onTestFinished(() => queue.stop());
  return { queue, files, abandoned };
}

function asking(call: string, ttlMs = HOUR): Asking {
  return {
    question: {
      call,
      binding: 'sha256:b',
      session: null,
      agent: null,
      actor: null,
      tool: 'exec',
      command: 'touch x',
      content: null,
      length: null,
      cwd: '/',
      rule: 'team/touch',
      message: 'makes a file',
      runs: [],
      decoded: [],
      unknown: [],
      coverage: 'full',
      head: '1:0',
    },
    digest: 'd',
    toolCall: {
      tool: 'exec',
      command: 'touch x',
      cwd: '/',
      session: null,
      agent: null,
      actor: null,
      corr: null,
      callId: null,
      env: {},
    },
    cseq: null,
    decision: {
      verdict: 'ask',
      rule: 'team/touch',
      builtin: false,
      message: 'makes a file',
      matched: [],
      coverage: 'full',
      policy: 'sha256:p',
    },
    logSize: 1,
    ttlMs,
  };
}

const reply = (state: Reply['state']): Reply => ({
  state,
  by: 'me',
  at: '2026-01-01T00:00:00Z',
  reason: null,
});
const stays = new AbortController().signal;

describe('a question', () => {
  it('is put up to the cap, and the next one is refused', () => {
    const { queue } = queueOver(folder());
    for (let count = 0; count < LIMITS.pendingApprovals; count++) queue.ask(asking(`c${count}`));
    expect(() => queue.ask(asking('more'))).toThrowError(expect.objectContaining({ code: 'E_BUSY' }));
    queue.close('c0', 'denied');
    expect(queue.ask(asking('more')).question.call).toBe('more');
  });

  it.each([
    ['what was asked for', LIMITS.approvalTimeoutMs - 1],
    ['the cap', LIMITS.approvalTimeoutMs + 1],
  ])('may wait for %s', (_, ttlMs) => {
    const { queue } = queueOver(folder());
    queue.ask(asking('c', ttlMs));
    expect(queue.leftMs('c')).toBe(Math.min(ttlMs, LIMITS.approvalTimeoutMs));
  });

  it('expires, and its asker is told', async () => {
    const { queue } = queueOver(folder());
    queue.ask(asking('c', 5));
    expect(await queue.wait('c', stays)).toEqual({ state: 'expired' });
  });

  it.each([
    ['forward', 48 * HOUR],
    ['back', -48 * HOUR],
  ])('waits as long when the clock is set %s, by this daemon and the next', (_, jump) => {
    const [directory, clocks] = [folder(), new Clocks()];
    const first = queueOver(directory, clocks);
    first.queue.ask(asking('c', HOUR));
    clocks.wall += jump;
    clocks.monotonic += HOUR / 4;
    expect(first.queue.leftMs('c')).toBe(0.75 * HOUR);
    const next = queueOver(directory, clocks);
    next.queue.restore(
      next.files.read(() => {}),
      new Map(),
    );
    expect(next.queue.leftMs('c')).toBe(0.75 * HOUR);
  });

  it.each([
    ['goes by the wall clock', HOUR / 4, 0.75 * HOUR],
    ['never waits longer than it could when it was asked', -48 * HOUR, HOUR],
    ['is over when that says so', 2 * HOUR, 0],
  ])('%s after a reboot', (_, passed, left) => {
    const [directory, clocks] = [folder(), new Clocks()];
    queueOver(directory, clocks).queue.ask(asking('c', HOUR));
    clocks.wall += passed;
    clocks.boot = 'b2';
    clocks.monotonic = 5;
    const next = queueOver(directory, clocks);
    next.queue.restore(
      next.files.read(() => {}),
      new Map(),
    );
    expect(next.queue.leftMs('c')).toBe(left);
  });

  it('leaves nothing on disk once it is over', async () => {
    const directory = folder();
    const { queue } = queueOver(directory);
    queue.ask(asking('c'));
    expect(readdirSync(directory)).toHaveLength(1);
    queue.close('c', 'approved');
    await sleep(10);
    expect(readdirSync(directory)).toEqual([]);
  });
});

describe('an answer', () => {
  it('stands although the time runs out while it is written down', async () => {
    const { queue, abandoned } = queueOver(folder());
    const { question } = queue.ask(asking('c', 5));
    const ending = queue.wait('c', stays);
    await queue.answer(question.id, reply('approved'), async () => {
      await sleep(30);
      return 7;
    });
    expect(await ending).toMatchObject({ state: 'approved' });
    expect(abandoned).toEqual([]);
  });

  it('that cannot be written down is none, and can be given again', async () => {
    const { queue } = queueOver(folder());
    const { question } = queue.ask(asking('c'));
    const full = new Error('full');
    await expect(queue.answer(question.id, reply('approved'), () => Promise.reject(full))).rejects.toBe(full);
    expect(queue.size).toBe(1);
    expect(await queue.answer(question.id, reply('denied'), async () => 8)).toMatchObject({ seq: 8 });
  });

  it('that denies is effective with nobody there; one that approves waits for its asker', async () => {
    const { queue, abandoned } = queueOver(folder());
    const denied = queue.ask(asking('d')).question.id;
    const approved = queue.ask(asking('a')).question.id;
    await queue.answer(denied, reply('denied'), async () => 1);
    await queue.answer(approved, reply('approved'), async () => 2);
    expect(abandoned).toEqual([['d', 'denied']]);
    expect(await queue.wait('a', stays)).toMatchObject({ state: 'approved' });
  });

  it('that a log holds of an earlier daemon’s question is taken over', async () => {
    const directory = folder();
    const first = queueOver(directory);
    const [denied, approved] = ['d', 'a'].map(call => first.queue.ask(asking(call)).question.id);
    const next = queueOver(directory);
    const replies = new Map([
      [denied ?? '', reply('denied')],
      [approved ?? '', reply('approved')],
    ]);
    next.queue.restore(
      next.files.read(() => {}),
      replies,
    );
    expect(next.abandoned).toEqual([['d', 'denied']]);
    expect(next.queue.size).toBe(0);
    expect(await next.queue.wait('a', stays)).toMatchObject({ state: 'approved' });
  });
});
