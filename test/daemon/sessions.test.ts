import { writeFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/core/limits.ts';
import type { AuditEntry } from '../../src/core/record.ts';
import type { SessionsLeft } from '../../src/daemon/session-file.ts';
import { Sessions } from '../../src/daemon/sessions.ts';
import { Sandbox } from '../cli/sandbox.ts';
import { bodyOf, Talker } from './talker.ts';

/** Sessions over a log in memory, with a clock of the test's own. */
class Kept {
  readonly entries: AuditEntry[] = [];
  readonly sessions: Sessions;
  now = 0;
  left: SessionsLeft | undefined;

  constructor() {
    this.sessions = new Sessions({
      log: { append: async entry => this.entries.push(entry) - 1 },
      now: () => this.now,
      keep: left => {
        this.left = left;
      },
      notice: () => undefined,
    });
  }

  opened(session: string): Promise<number> {
    const asked = { id: 'i', op: 'session', phase: 'start', mode: 'monitor', policy: null } as const;
    return this.sessions.start({ ...asked, session, agent: 'wrapped' });
  }

  /** What the records say, in short. */
  get said(): string[] {
    return this.entries.map(
      ({ session, fields: { phase, by, ended, resumed } }) =>
        `${session} ${phase} ${by ?? ended}${resumed === true ? ' again' : ''}`,
    );
  }
}

describe('a session', () => {
  it('starts at its first call, and only there', async () => {
    const { sessions, said, entries } = new Kept();
    sessions.seen(null, 'a');
    sessions.seen('s', 'a');
    sessions.seen('s', 'a');
    expect(entries).toMatchObject([{ kind: 'session', session: 's', agent: 'a' }]);
    expect(sessions.status()).toEqual([{ id: 's', agent: 'a', mode: 'enforce', calls: 0 }]);
    expect(said).toEqual([]);
  });

  it('of a host ends when that says so; what it says of a client’s is not believed', async () => {
    const kept = new Kept();
    kept.sessions.seen('host', 'a');
    await kept.opened('client');
    await kept.sessions.left('host', 'logout');
    await kept.sessions.left('client', 'logout');
    await kept.sessions.left('nobody', 'logout');
    expect(kept.said).toEqual(['host start call', 'client start client', 'host end host']);
    expect(kept.entries.at(-1)?.texts).toEqual({ reason: 'logout' });
    expect(kept.sessions.modeOf('client')).toBe('monitor');
  });

  it('of a host ends when it has said nothing for long, and starts again should it come back', async () => {
    const kept = new Kept();
    kept.sessions.seen('s', 'a');
    await kept.opened('client');
    kept.now = LIMITS.sessionIdleMs;
    await kept.sessions.expire();
    expect(kept.said).toHaveLength(2);
    kept.now += 1;
    await kept.sessions.expire();
    kept.sessions.seen('s', 'a');
    expect(kept.said.slice(2)).toEqual(['s end idle', 's start call again']);
  });

  it('counts its calls by what was decided', async () => {
    const kept = new Kept();
    kept.sessions.seen('s', 'a');
    for (const verdict of ['allow', 'deny', 'allow'] as const) kept.sessions.count('s', verdict, 7);
    await kept.sessions.left('s', '');
    expect(kept.entries.at(-1)?.fields.calls).toEqual({ allow: 2, watch: 0, ask: 0, deny: 1, error: 0 });
  });

  it('that could not be recorded is started by the next call', async () => {
    const kept = new Kept();
    const full = new Sessions({
      log: { append: () => Promise.reject(new Error('full')) },
      now: () => 0,
      keep: () => undefined,
      notice: message => kept.entries.push({ message } as never),
    });
    for (let call = 0; call < 3; call++) {
      full.seen('s', 'a');
      await new Promise(resolve => setImmediate(resolve));
      expect(full.status()).toEqual([]);
    }
    expect(kept.entries).toMatchObject([{ message: 'a session cannot be recorded: full' }]);
  });
});

describe('sessions of hosts', () => {
  it('are open up to the cap; one more ends that which was silent longest, and no client’s', async () => {
    const kept = new Kept();
    await kept.opened('client');
    for (let count = 0; count < LIMITS.sessions; count++) {
      kept.now = count;
      kept.sessions.seen(`s${count}`, 'a');
    }
    kept.sessions.seen('s0', 'a');
    expect(kept.said.some(line => line.includes('end'))).toBe(false);
    kept.sessions.seen('more', 'a');
    await new Promise(resolve => setImmediate(resolve));
    expect(kept.said.filter(line => line.includes('end'))).toEqual(['s1 end crowded']);
    expect(kept.sessions.status()).toHaveLength(LIMITS.sessions + 1);
    expect(kept.sessions.modeOf('client')).toBe('monitor');
  });

  it('are known by their digest where an id is longer than any host’s', () => {
    const kept = new Kept();
    kept.sessions.seen('x'.repeat(LIMITS.leafIdChars + 1), 'a');
    expect(kept.said).toEqual([expect.stringMatching(/^sha256:[0-9a-f]{64} start call$/)]);
  });
});

describe('with a daemon', () => {
  let sandbox: Sandbox;
  beforeEach(() => {
    sandbox = new Sandbox();
    sandbox.configure('config.yaml', 'profile: watch\nautostart: false\n');
    sandbox.serve();
  });
  afterEach(() => sandbox.close());

  const call = async (session: string): Promise<void> => {
    const talker = await Talker.agent(sandbox);
    bodyOf(await talker.evaluate('true', { session, agent: 'claude-code' }));
    talker.close();
  };
  const told = (session: string): string[] =>
    sandbox
      .records('--session', session)
      .map(({ leaf: { kind, phase, by, ended, resumed } }) =>
        [kind, phase, kind === 'session' && (by ?? ended), resumed && 'again'].filter(Boolean).join(' '),
      );
  const sessionEnd = (session: string) =>
    sandbox.rampart(
      ['hook', '--format', 'claude-code'],
      JSON.stringify({ hook_event_name: 'SessionEnd', session_id: session, cwd: '/tmp', reason: 'logout' }),
    );

  it('a session stands in the log from its first call to the host’s word that it ended', async () => {
    await call('s-1');
    await call('s-1');
    expect(JSON.parse(sandbox.rampart(['status', '--json']).stdout).sessions).toEqual([
      { id: 's-1', agent: 'claude-code', mode: 'enforce', calls: 2 },
    ]);
    expect(sessionEnd('s-1')).toEqual({ exit: 0, stdout: '', stderr: '' });
    expect(told('s-1')).toEqual(['session start call', 'call', 'call', 'session end host']);
    const [end] = sandbox.records('--session', 's-1').slice(-1);
    expect(end?.leaf.calls).toMatchObject({ watch: 2 });
    expect(end?.payload).toEqual({ reason: 'logout' });
  });

  it('a session goes on with the daemon after a crash, its calls counted', async () => {
    await call('s-2');
    await sandbox.crash();
    sandbox.serve();
    await call('s-2');
    expect(told('s-2')).toEqual(['session start call', 'call', 'call']);
    sessionEnd('s-2');
    expect(sandbox.records('--session', 's-2').at(-1)?.leaf.calls).toMatchObject({ watch: 2 });
  });

  it('a session ends with a daemon that stops, and says so when it comes back', async () => {
    await call('s-3');
    sandbox.stop();
    sandbox.serve();
    await call('s-3');
    expect(told('s-3')).toEqual([
      'session start call',
      'call',
      'session end daemon',
      'session start call again',
      'call',
    ]);
  });

  it('a session is started once more where what was open cannot be read', async () => {
    await call('s-4');
    await sandbox.crash();
    writeFileSync(sandbox.places.sessions, '{"v":1,"size":');
    sandbox.serve();
    await call('s-4');
    expect(told('s-4').filter(line => line.startsWith('session start'))).toHaveLength(2);
  });

  it('calls that were made without a daemon open their session, and its end there closes it', async () => {
    sandbox.stop();
    const payload = { session_id: 's-5', cwd: '/tmp', hook_event_name: 'PreToolUse', tool_name: 'Bash' };
    const bash = JSON.stringify({ ...payload, tool_use_id: 't', tool_input: { command: 'true' } });
    expect(sandbox.rampart(['hook', '--format', 'claude-code'], bash).exit).toBe(0);
    sessionEnd('s-5');
    sandbox.serve();
    expect(told('s-5')).toEqual(['session start call', 'call', 'session end host']);
    expect(sandbox.rampart(['hook', '--format', 'claude-code'], bash.replace('"t"', '"t2"')).exit).toBe(0);
    expect(JSON.parse(sandbox.rampart(['status', '--json']).stdout).sessions).toMatchObject([{ calls: 1 }]);
    await sandbox.crash();
    expect(sandbox.rampart(['hook', '--format', 'claude-code'], bash.replace('"t"', '"t3"')).exit).toBe(0);
    sandbox.serve();
    expect(JSON.parse(sandbox.rampart(['status', '--json']).stdout).sessions).toMatchObject([{ calls: 2 }]);
    sessionEnd('s-5');
    expect(JSON.parse(sandbox.rampart(['status', '--json']).stdout).sessions).toEqual([]);
  });

  it('a session that a client has opened outlives the daemon, but not its mode', async () => {
    const admin = await Talker.admin(sandbox);
    const ask = { session: 'w', agent: 'a' };
    bodyOf(await admin.ask('session', { ...ask, phase: 'start', mode: 'monitor' }));
    admin.close();
    sandbox.stop();
    sandbox.serve();
    await call('w');
    expect(JSON.parse(sandbox.rampart(['status', '--json']).stdout).sessions).toMatchObject([
      { id: 'w', mode: 'enforce', calls: 1 },
    ]);
    const again = await Talker.admin(sandbox);
    expect(bodyOf(await again.ask('session', { ...ask, phase: 'end' })).calls).toMatchObject({ watch: 1 });
    again.close();
    expect(told('w')).toEqual(['session start client', 'call', 'session end client']);
  });
});
