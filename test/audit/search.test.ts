import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Writer } from '../../src/audit/writer.ts';
import { entry } from '../../src/core/record.ts';
import { audit, CLI, homeWith, jsonLines } from './logged.ts';
import { callEntry, outcomeEntry, scratch } from './scratch.ts';

const command = (id: string, resource: string, session = 's-1') =>
  callEntry(id, { session, texts: { resource, cwd: '/srv/app' } });

const ENTRIES = [
  command('c1', 'npm ci && npm test'),
  outcomeEntry('c1'),
  command('c2', "sudo sh -c 'rm -rf ./build'", 's-2'),
  command('c3', 'echo cm0gLXJmIC8= | base64 -d | sh', 's-2'),
  callEntry('c4', {
    session: 's-3',
    agent: 'codex',
    texts: { resource: '/usr/bin/rm x\u001b[2J', cwd: '/' },
  }),
  command('c5', 'echo "rm is a program"'),
  callEntry('c6', {
    fields: { ...callEntry('x').fields, action: 'read' },
    texts: { resource: '/srv/rm', cwd: '/' },
  }),
];

describe('rampart audit search', () => {
  let home: string;
  const found = (...args: string[]) => {
    home = homeWith(...ENTRIES);
    const { status, stdout } = audit(home, 'search', '--json', ...args);
    expect(status).toBe(0);
    return jsonLines(stdout).map(({ seq }) => seq);
  };

  it.each<[why: string, args: string[], seqs: number[]]>([
    ['everything, oldest first, without being asked for anything', [], [0, 1, 2, 3, 4, 5, 6, 7]],
    ['a text, whatever its case', ['NPM TEST'], [1]],
    ['a text in a directory’s name', ['srv/app'], [1, 3, 4, 6]],
    ['a name', ['codex'], [5]],
    ['a call with its outcome', ['c1'], [1, 2]],
    ['a program behind wrappers, in decoded text and by its path', ['--program', 'rm'], [3, 4, 5]],
    ['a program of which others only speak', ['--program', 'echo'], [4, 6]],
    ['nothing where texts speak of a program', ['--program', 'is'], []],
    ['a session', ['--session', 's-2'], [3, 4]],
    ['what all of it is true of', ['build', '--session', 's-2', '--program', 'sudo'], [3]],
    ['the last of them', ['--program', 'rm', '-n', '2'], [4, 5]],
    ['nothing before there was anything', ['--until', '1h'], []],
  ])('finds %s', (_, args, seqs) => {
    expect(found(...args)).toEqual(seqs);
  });

  it('shows nothing raw of what it found', () => {
    const { stdout } = audit(homeWith(...ENTRIES), 'search', '2J');
    expect(stdout).toContain('/usr/bin/rm x\\e[2J');
    expect(stdout).not.toContain('\u001b');
  });

  it('finds what stands far apart in a long log', () => {
    const of = scratch();
    const writer = new Writer(join(of, 'data', 'rampart.db'), '0');
    for (const id of ['far1', 'far2', 'far3']) {
      writer.commit([[command(id, `touch ${id}`)]]);
      writer.commit([Array.from({ length: 1_000 }, () => entry('session', {}))]);
    }
    writer.close();
    const { stdout } = audit(of, 'search', 'touch far', '--json');
    expect(jsonLines(stdout).map(({ seq }) => seq)).toEqual([1, 1002, 2003]);
  });

  it('says when it found nothing', () => {
    const { status, stdout, stderr } = audit(homeWith(), 'search', 'nothing like it');
    expect([status, stdout, stderr]).toEqual([0, '', 'rampart: no such record\n']);
  });
});

describe('rampart audit tail --follow', () => {
  /** Follows a log; gives its lines one after the other. */
  const following = (home: string, ...args: string[]) => {
    const child = spawn(process.execPath, [
      CLI,
      '--home',
      home,
      'audit',
      'tail',
      '--follow',
      '--json',
      ...args,
    ]);
    onTestFinished(() => void child.kill('SIGKILL'));
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    const ended = new Promise<number | null>(resolve => child.once('close', code => resolve(code)));
    const next = async () => JSON.parse(String((await lines.next()).value));
    return { child, next, ended };
  };

  it('shows the last records, then each that comes and is wanted, once', async () => {
    const home = homeWith(...ENTRIES);
    const { child, next } = following(home, '-n', '1', '--decision', 'allow');
    expect(await next()).toMatchObject({ seq: 7 });
    const writer = new Writer(join(home, 'data', 'rampart.db'), '0');
    onTestFinished(() => writer.close());
    writer.commit([[outcomeEntry('c5')], [command('c7', 'make')]]);
    expect(await next()).toMatchObject({ seq: 9, payload: { resource: 'make' } });
    writer.commit([[command('c8', 'make install')]]);
    expect(await next()).toMatchObject({ seq: 10 });
    child.kill('SIGINT');
  });

  it('ends when nobody reads on', async () => {
    const home = homeWith(...ENTRIES);
    const { child, next, ended } = following(home, '-n', '1');
    await next();
    child.stdout.destroy();
    const writer = new Writer(join(home, 'data', 'rampart.db'), '0');
    onTestFinished(() => writer.close());
    const writing = (async () => {
      while (child.exitCode === null && child.signalCode === null) {
        writer.commit([[command('c9', 'true')]]);
        await sleep(50);
      }
    })();
    expect(await ended).toBe(0);
    await writing;
  });

  it('fails for a log that became shorter', async () => {
    const home = homeWith(...ENTRIES);
    const { next, ended } = following(home, '-n', '1');
    await next();
    const { default: Database } = await import('better-sqlite3');
    const db = new Database(join(home, 'data', 'rampart.db'));
    db.exec('DROP TRIGGER entry_delete; DELETE FROM entry WHERE seq > 3');
    db.close();
    expect(await ended).toBe(1);
  });
});
