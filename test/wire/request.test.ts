import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RampartError } from '../../src/core/error.ts';
import { LIMITS } from '../../src/core/limits.ts';
import { OPS } from '../../src/wire/messages.ts';
import { idOf, parseRequest } from '../../src/wire/request.ts';

const call = { tool: 'exec', command: 'ls', cwd: '/w' };
const evaluate = { v: 1, id: 'x', op: 'evaluate', call };
const outcome = { v: 1, id: 'x', op: 'outcome', call: 'c', ended: 'exit', exit: 0, duration_ms: 1.5 };
const spill = { v: 1, id: 'x', op: 'spill', file: 'b-1.jsonl', entries: ['{}'] };
const session = { v: 1, id: 'x', op: 'session', session: 's', phase: 'start' };

const HASH = `sha256:${'0'.repeat(64)}`;

/** What is filled in for a call that says only what it must. */
const nobody = { session: null, agent: null, actor: null, corr: null, callId: null, env: {} };

describe('requests', () => {
  it.each<[name: string, body: Record<string, unknown>, request: object]>([
    [
      'evaluate, as little as there may be',
      evaluate,
      { id: 'x', op: 'evaluate', call: { ...call, ...nobody }, expects: 'none', cseq: null, process: null },
    ],
    [
      'evaluate with everything',
      {
        ...evaluate,
        expects: 'outcome',
        cseq: 7,
        process: { pid: 9, ancestors: [8, 1] },
        call: {
          tool: 'exec',
          argv: ['a', ''],
          path: '/p',
          url: 'u',
          content: 'c',
          cwd: '/',
          session: 's',
          agent: 'a',
          actor: 'b',
          corr: 'c',
          callId: 'd',
          env: { A: '1', '': '' },
        },
      },
      {
        id: 'x',
        op: 'evaluate',
        expects: 'outcome',
        cseq: 7,
        process: { pid: 9, ancestors: [8, 1] },
        call: {
          tool: 'exec',
          argv: ['a', ''],
          path: '/p',
          url: 'u',
          content: 'c',
          cwd: '/',
          session: 's',
          agent: 'a',
          actor: 'b',
          corr: 'c',
          callId: 'd',
          env: { A: '1', '': '' },
        },
      },
    ],
    [
      'evaluate with null for what is absent',
      { ...evaluate, cseq: null, call: { ...call, argv: null, path: null, session: null } },
      { id: 'x', op: 'evaluate', call: { ...call, ...nobody }, expects: 'none', cseq: null, process: null },
    ],
    [
      'evaluate with a variable that is known to be unset',
      { ...evaluate, call: { ...call, env: { A: null } } },
      {
        id: 'x',
        op: 'evaluate',
        call: { ...call, ...nobody, env: { A: null } },
        expects: 'none',
        cseq: null,
        process: null,
      },
    ],
    [
      'members nobody knows',
      { ...evaluate, later: { a: 1 }, call: { ...call, later: 1 } },
      { id: 'x', op: 'evaluate', call: { ...call, ...nobody }, expects: 'none', cseq: null, process: null },
    ],
    [
      'outcome',
      outcome,
      {
        id: 'x',
        op: 'outcome',
        call: 'c',
        outcome: { ended: 'exit', exit: 0, signal: null, durationMs: 1.5 },
      },
    ],
    [
      'outcome by a signal',
      { ...outcome, ended: 'signal', exit: 137, signal: 'SIGKILL' },
      {
        id: 'x',
        op: 'outcome',
        call: 'c',
        outcome: { ended: 'signal', exit: 137, signal: 'SIGKILL', durationMs: 1.5 },
      },
    ],
    [
      'outcome of what never began',
      { ...outcome, ended: 'not-started', exit: 127, reason: 'r' },
      {
        id: 'x',
        op: 'outcome',
        call: 'c',
        outcome: { ended: 'not-started', exit: 127, signal: null, durationMs: 1.5, reason: 'r' },
      },
    ],
    ['spill', spill, { id: 'x', op: 'spill', file: 'b-1.jsonl', entries: ['{}'] }],
    [
      'session',
      session,
      { id: 'x', op: 'session', session: 's', agent: null, phase: 'start', mode: null, policy: null },
    ],
    [
      'session in monitor mode',
      { ...session, phase: 'end', agent: 'a', mode: 'monitor', policy: HASH },
      { id: 'x', op: 'session', session: 's', agent: 'a', phase: 'end', mode: 'monitor', policy: HASH },
    ],
    ['ping', { v: 1, id: 'x', op: 'ping' }, { id: 'x', op: 'ping' }],
    ['status', { v: 1, id: 'x', op: 'status' }, { id: 'x', op: 'status' }],
    ['stop', { v: 1, id: 'x', op: 'stop' }, { id: 'x', op: 'stop', by: null }],
  ])('are understood: %s', (_, body, request) => {
    expect(parseRequest(body, OPS)).toStrictEqual(request);
  });

  it.each<[name: string, body: Record<string, unknown>, code: string]>([
    ['no version', { id: 'x', op: 'ping' }, 'E_VERSION'],
    ['a later version', { v: 2, id: 'x', op: 'ping' }, 'E_VERSION'],
    ['a version as text', { v: '1', id: 'x', op: 'ping' }, 'E_VERSION'],
    ['no op', { v: 1, id: 'x' }, 'E_INPUT'],
    ['an op nobody knows', { v: 1, id: 'x', op: 'approve' }, 'E_INPUT'],
    ['an op that objects inherit', { v: 1, id: 'x', op: 'toString' }, 'E_INPUT'],
    ['no id', { v: 1, op: 'ping' }, 'E_INPUT'],
    ['an empty id', { v: 1, id: '', op: 'ping' }, 'E_INPUT'],
    ['a number for an id', { v: 1, id: 1, op: 'ping' }, 'E_INPUT'],
    ['no call', { v: 1, id: 'x', op: 'evaluate' }, 'E_INPUT'],
    ['a tool nobody knows', { ...evaluate, call: { ...call, tool: 'fly' } }, 'E_INPUT'],
    ['no working directory', { ...evaluate, call: { tool: 'exec', command: 'ls' } }, 'E_INPUT'],
    ['a relative working directory', { ...evaluate, call: { ...call, cwd: 'w' } }, 'E_INPUT'],
    ['an argv without a program', { ...evaluate, call: { ...call, argv: [] } }, 'E_INPUT'],
    ['an argv with a number', { ...evaluate, call: { ...call, argv: ['a', 1] } }, 'E_INPUT'],
    ['an environment as a list', { ...evaluate, call: { ...call, env: ['A=1'] } }, 'E_INPUT'],
    ['a variable that is no text', { ...evaluate, call: { ...call, env: { A: 1 } } }, 'E_INPUT'],
    ['a negative count', { ...evaluate, cseq: -1 }, 'E_INPUT'],
    ['a process that is no number', { ...evaluate, process: { pid: '9', ancestors: [] } }, 'E_INPUT'],
    ['half a count', { ...evaluate, cseq: 1.5 }, 'E_INPUT'],
    ['an expectation nobody has', { ...evaluate, expects: 'all' }, 'E_INPUT'],
    ['an end nobody knows', { ...outcome, ended: 'vanished' }, 'E_INPUT'],
    ['an exit code no process has', { ...outcome, exit: -1 }, 'E_INPUT'],
    ['a signal there is not', { ...outcome, signal: 'constructor' }, 'E_INPUT'],
    ['a duration before time', { ...outcome, duration_ms: -1 }, 'E_INPUT'],
    ['endless duration', { ...outcome, duration_ms: Number.POSITIVE_INFINITY }, 'E_INPUT'],
    ['entries that are no lines', { ...spill, entries: [{}] }, 'E_INPUT'],
    ['a session without a name', { ...session, session: '' }, 'E_INPUT'],
    ['a policy that is no hash', { ...session, policy: '../other' }, 'E_INPUT'],
    ['a mode nobody knows', { ...session, mode: 'off' }, 'E_INPUT'],
  ])('are refused: %s', (_, body, code) => {
    expect(() => parseRequest(body, OPS)).toThrowError(expect.objectContaining({ code }));
  });

  it('name what is supported when they are refused for it', () => {
    expect(() => parseRequest({ v: 2 }, OPS)).toThrowError(/version 1/);
    expect(() => parseRequest({ v: 1, op: 'no' }, ['ping', 'status'])).toThrowError(/ping, status/);
  });

  it('are refused on a socket that does not answer them', () => {
    expect(() => parseRequest({ v: 1, id: 'x', op: 'stop' }, ['ping'])).toThrowError(
      expect.objectContaining({ code: 'E_INPUT' }),
    );
  });

  it.each<[name: string, make: (size: number) => Record<string, unknown>, cap: number]>([
    [
      'words of an argv',
      n => ({ ...evaluate, call: { ...call, argv: Array(n).fill('a') } }),
      LIMITS.callWords,
    ],
    ['ancestors', n => ({ ...evaluate, process: { pid: 9, ancestors: Array(n).fill(1) } }), LIMITS.ancestors],
    [
      'variables',
      n => ({
        ...evaluate,
        call: { ...call, env: Object.fromEntries(Array.from({ length: n }, (_, i) => [`v${i}`, ''])) },
      }),
      LIMITS.callVariables,
    ],
    ['lines of a spill', n => ({ ...spill, entries: Array(n).fill('') }), LIMITS.spillLines],
    [
      'characters of a command',
      n => ({ ...evaluate, call: { ...call, command: 'a'.repeat(n) } }),
      LIMITS.frameBytes,
    ],
    ['characters of a spill’s name', n => ({ ...spill, file: 'a'.repeat(n) }), LIMITS.leafIdChars],
  ])('are bounded in %s', (_, make, cap) => {
    expect(parseRequest(make(cap), OPS)).toBeDefined();
    expect(() => parseRequest(make(cap + 1), OPS)).toThrowError(expect.objectContaining({ code: 'E_LIMIT' }));
  });

  it('are bounded in bytes of their id', () => {
    const longest = 'é'.repeat(LIMITS.idBytes / 2);
    expect(parseRequest({ v: 1, id: longest, op: 'ping' }, OPS)).toEqual({ id: longest, op: 'ping' });
    expect(() => parseRequest({ v: 1, id: `${longest}x`, op: 'ping' }, OPS)).toThrowError(RampartError);
  });

  it('are read or refused with a code, whatever their members', () => {
    const op = fc.constantFrom(...OPS);
    fc.assert(
      fc.property(
        op,
        fc.object({ key: fc.constantFrom('call', 'id', 'entries', 'env', 'argv', 'x') }),
        (name, rest) => {
          try {
            parseRequest({ id: 'x', ...rest, v: 1, op: name }, OPS);
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(RampartError);
          }
        },
      ),
    );
  });
});

it.each<[body: Record<string, unknown>, id: string | null]>([
  [{ id: 'x' }, 'x'],
  [{}, null],
  [{ id: 7 }, null],
  [{ id: '' }, null],
  [{ id: 'x'.repeat(LIMITS.idBytes + 1) }, null],
])('answers %j under the id %j', (body, id) => {
  expect(idOf(body)).toBe(id);
});
