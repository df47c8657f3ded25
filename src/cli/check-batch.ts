import type { Readable } from 'node:stream';
import { TOOLS, type Tool } from '../core/call.ts';
import { messageOf, RampartError } from '../core/error.ts';
import { EXIT } from '../core/exit.ts';
import { filesFrom } from '../core/file-view.ts';
import { isObject } from '../core/json.ts';
import { LIMITS } from '../core/limits.ts';
import { judge } from '../pipeline.ts';
import type { RuleSet } from '../policy/rule.ts';
import { judgementJson } from '../report/judgement-json.ts';
import { callOf, type Question } from './check-call.ts';

const CWD = '/workspace';
const HOME = '/home/user';

interface Row {
  readonly id: string | number;
  readonly question: Question;
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Judges one JSON object a line and answers each in order. The disk is never read: files come from the lines.
 * @param answer says whether anybody still reads the answers; the lines are read no further where nobody does
 * @returns the exit code: `usage` when a line was not the schema; the others are answered all the same
 */
export async function checkBatch(
  input: Readable,
  rules: RuleSet,
  answer: (row: object) => boolean,
): Promise<number> {
  let exit: number = EXIT.ok;
  let number = 0;
  for await (const line of linesOf(input)) {
    number += 1;
    if (line === '') continue;
    let id: string | number = number;
    let heard: boolean;
    try {
      const value = parsed(line);
      if (isObject(value) && (typeof value.id === 'string' || typeof value.id === 'number')) id = value.id;
      const row = rowOf(value, id);
      const began = performance.now();
      const judgement = judge(callOf(row.question, CWD), { rules, files: filesFrom(row.files), home: HOME });
      const us = (performance.now() - began) * 1_000;
      heard = answer({ id: row.id, ...judgementJson(judgement, us) });
    } catch (thrown) {
      exit = EXIT.usage;
      const code = thrown instanceof RampartError ? thrown.code : 'E_INPUT';
      heard = answer({ id, decision: 'error', error: { code, message: messageOf(thrown) } });
    }
    if (!heard) break;
  }
  return exit;
}

/** A line that is too long to be held: what it said is gone. */
const TOO_LONG = Symbol('too long');

function parsed(line: string | typeof TOO_LONG): unknown {
  if (line === TOO_LONG) throw new RampartError('E_LIMIT', `line longer than ${LIMITS.batchLineBytes} bytes`);
  try {
    return JSON.parse(line);
  } catch {
    throw new RampartError('E_INPUT', 'not a JSON object');
  }
}

/** Lines of at most `LIMITS.batchLineBytes` bytes, as UTF-8; longer ones are told as such. */
async function* linesOf(input: Readable): AsyncGenerator<string | typeof TOO_LONG> {
  let pieces: Buffer[] = [];
  let size = 0;
  const take = (piece: Buffer): void => {
    size += piece.length;
    if (size <= LIMITS.batchLineBytes) pieces.push(piece);
    else pieces = [];
  };
  const line = (): string | typeof TOO_LONG => {
    const whole =
      size > LIMITS.batchLineBytes ? TOO_LONG : Buffer.concat(pieces).toString('utf8').replace(/\r$/, '');
    pieces = [];
    size = 0;
    return whole;
  };
  for await (const chunk of input as AsyncIterable<Buffer>) {
    let from = 0;
    for (let end = chunk.indexOf(0x0a); end >= 0; end = chunk.indexOf(0x0a, from)) {
      take(chunk.subarray(from, end));
      yield line();
      from = end + 1;
    }
    take(chunk.subarray(from));
  }
  if (size > 0) yield line();
}

const TEXTS = ['command', 'path', 'url', 'cwd', 'session', 'agent'] as const;
const KEYS: ReadonlySet<string> = new Set(['id', 'tool', 'env', 'files', ...TEXTS]);

function rowOf(value: unknown, id: string | number): Row {
  if (!isObject(value)) throw new RampartError('E_INPUT', 'not a JSON object');
  const unknown = Object.keys(value).find(key => !KEYS.has(key));
  if (unknown !== undefined) throw new RampartError('E_INPUT', `unknown key: ${unknown}`);
  if (value.id !== undefined && value.id !== id)
    throw new RampartError('E_INPUT', 'id is neither text nor number');
  const question: Record<string, unknown> = {};
  for (const key of TEXTS) {
    if (value[key] === undefined) continue;
    if (typeof value[key] !== 'string') throw new RampartError('E_INPUT', `${key} is not text`);
    question[key] = value[key];
  }
  return {
    id,
    question: { ...question, tool: toolOf(value.tool), env: textsOf(value.env, 'env') },
    files: textsOf(value.files, 'files'),
  };
}

function toolOf(value: unknown): Tool {
  if (value === undefined) return 'exec';
  const tool = TOOLS.find(one => one === value);
  if (tool === undefined) throw new RampartError('E_INPUT', `tool is none of ${TOOLS.join(', ')}`);
  return tool;
}

function textsOf(value: unknown, key: string): Record<string, string> {
  if (value === undefined) return {};
  if (!isObject(value)) throw new RampartError('E_INPUT', `${key} is not an object`);
  const texts = Object.entries(value).map(([name, text]): [string, string] => {
    if (typeof text !== 'string') throw new RampartError('E_INPUT', `${key}.${name} is not text`);
    return [name, text];
  });
  return Object.fromEntries(texts);
}
