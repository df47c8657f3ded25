import { constants } from 'node:os';
import { z } from 'zod';
import { TOOLS } from '../core/call.ts';
import { type ErrorCode, RampartError } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import { PROTOCOL } from '../core/version.ts';
import { isErrorCode, type Op, type Request } from './messages.ts';

/**
 * Text that is judged: the agent chooses it, so nothing shorter than a frame may be refused for its length, or a long
 * command would be one that cannot be judged.
 */
const text = z.string().max(LIMITS.frameBytes);

/** Ids of sessions, agents and calls: the log takes long ones, too, and keeps their digest. */
const optionalName = text.nullish().transform(value => value ?? null);
const count = z.int().min(0);
const id = z.string().refine(isId, `is not 1 to ${LIMITS.idBytes} bytes of text`);

/** Members that are null or absent alike; absent ones stay absent. */
function maybe<T extends z.ZodType>(schema: T) {
  return schema.nullish().transform(value => value ?? undefined);
}

const call = z
  .object({
    tool: z.enum(TOOLS),
    name: maybe(text),
    command: maybe(text),
    argv: maybe(z.array(text).min(1).max(LIMITS.callWords)),
    path: maybe(text),
    url: maybe(text),
    paths: maybe(z.array(text).max(LIMITS.argumentTexts)),
    urls: maybe(z.array(text).max(LIMITS.argumentTexts)),
    content: maybe(text),
    digest: maybe(z.string().max(LIMITS.leafIdChars)),
    unlisted: maybe(z.enum(['host-asks', 'deny'])),
    cwd: text.refine(path => path.startsWith('/'), 'is not an absolute path'),
    session: optionalName,
    agent: optionalName,
    actor: optionalName,
    corr: optionalName,
    callId: optionalName,
    env: z
      .record(z.string(), text.nullable())
      .refine(env => Object.keys(env).length <= LIMITS.callVariables, {
        error: 'has too many variables',
        params: { limit: true },
      })
      .default({}),
  })
  .transform(withoutUndefined);

const outcome = {
  ended: z.enum(['exit', 'signal', 'timeout', 'lost', 'not-started']),
  exit: z.int().min(0).max(255),
  signal: z
    .string()
    .refine(signal => Object.hasOwn(constants.signals, signal), 'is not the name of a signal')
    .nullish()
    .transform(value => value ?? null),
  duration_ms: z.number().min(0),
  reason: maybe(z.string().max(LIMITS.payloadBytes)),
};

function answer<O extends 'approve' | 'deny'>(op: O) {
  return z.object({
    id,
    op: z.literal(op),
    approval: z.string().max(LIMITS.idBytes),
    by: z.string().min(1).max(LIMITS.leafIdChars),
    reason: z
      .string()
      .max(LIMITS.payloadBytes)
      .nullish()
      .transform(value => value ?? null),
  });
}

const SCHEMAS: { readonly [O in Op]: z.ZodType<Extract<Request, { op: O }>> } = {
  evaluate: z.object({
    id,
    op: z.literal('evaluate'),
    call,
    expects: z.enum(['outcome', 'none']).default('none'),
    cseq: count.nullish().transform(value => value ?? null),
    process: z
      .object({ pid: count, ancestors: z.array(count).max(LIMITS.ancestors) })
      .nullish()
      .transform(value => value ?? null),
  }),
  outcome: z
    .object({ id, op: z.literal('outcome'), call: text.min(1), ...outcome })
    .transform(({ id, op, call, duration_ms: durationMs, ...rest }) => ({
      id,
      op,
      call,
      outcome: withoutUndefined({ ...rest, durationMs }),
    })),
  unread: z.object({
    id,
    op: z.literal('unread'),
    unread: z.object({
      agent: text.min(1),
      session: optionalName,
      corr: optionalName,
      code: z.custom<ErrorCode>(isErrorCode, 'is not one of our codes'),
      message: z.string().max(LIMITS.payloadBytes),
      bytes: count,
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  }),
  spill: z.object({
    id,
    op: z.literal('spill'),
    file: z.string().min(1).max(LIMITS.leafIdChars),
    entries: z.array(z.string().max(LIMITS.frameBytes)).max(LIMITS.spillLines),
  }),
  left: z.object({
    id,
    op: z.literal('left'),
    session: text.min(1),
    reason: z.string().max(LIMITS.leafIdChars),
  }),
  session: z.object({
    id,
    op: z.literal('session'),
    session: text.min(1),
    agent: optionalName,
    phase: z.enum(['start', 'end']),
    mode: z
      .enum(['enforce', 'monitor'])
      .nullish()
      .transform(value => value ?? null),
    policy: z
      .string()
      .regex(/^sha256:[0-9a-f]{64}$/)
      .nullish()
      .transform(value => value ?? null),
  }),
  pending: z.object({
    id,
    op: z.literal('pending'),
    follow: z.boolean().default(false),
    from: count.default(0),
  }),
  approve: answer('approve'),
  deny: answer('deny'),
  export: z.object({
    id,
    op: z.literal('export'),
    by: z.string().min(1).max(LIMITS.leafIdChars),
    format: z.enum(['jsonl']),
    path: z.string().min(1).max(LIMITS.payloadBytes),
  }),
  ping: z.object({ id, op: z.literal('ping') }),
  status: z.object({ id, op: z.literal('status') }),
  stop: z.object({
    id,
    op: z.literal('stop'),
    by: z.string().min(1).max(LIMITS.leafIdChars).nullable().default(null),
  }),
};

/**
 * Reads a frame's body as a request. Members that are not known here are ignored, so that newer clients can be served.
 * @param ops what this socket answers
 * @throws RampartError E_VERSION for another protocol, E_LIMIT for something too long, E_INPUT for the rest
 */
export function parseRequest(body: Readonly<Record<string, unknown>>, ops: readonly Op[]): Request {
  if (body.v !== PROTOCOL)
    throw new RampartError('E_VERSION', `this daemon speaks version ${PROTOCOL} of the protocol`);
  const op = ops.find(one => one === body.op);
  if (op === undefined) throw new RampartError('E_INPUT', `op is not one of ${ops.join(', ')}`);
  const read = SCHEMAS[op].safeParse(body);
  if (!read.success) throw refusalOf(read.error);
  return read.data;
}

/** The id an answer to this body carries: null when it has none that can be used. */
export function idOf(body: Readonly<Record<string, unknown>>): string | null {
  return typeof body.id === 'string' && isId(body.id) ? body.id : null;
}

function isId(text: string): boolean {
  const bytes = Buffer.byteLength(text);
  return bytes > 0 && bytes <= LIMITS.idBytes;
}

function refusalOf(error: z.ZodError): RampartError {
  const [issue] = error.issues;
  if (issue === undefined) return new RampartError('E_INPUT', 'request is not well formed');
  const limit = issue.code === 'too_big' || (issue.code === 'custom' && issue.params?.limit === true);
  // Deeper members are named by the client: names of variables, numbers of words.
  const where = issue.path.slice(0, 2).map(String).join('.');
  return new RampartError(limit ? 'E_LIMIT' : 'E_INPUT', `${where}: ${issue.message.toLowerCase()}`);
}

type Defined<T> = { [K in keyof T as undefined extends T[K] ? never : K]: T[K] } & {
  [K in keyof T as undefined extends T[K] ? K : never]?: Exclude<T[K], undefined>;
};

/** An object whose optional members are absent rather than undefined. */
function withoutUndefined<T extends object>(value: T): Defined<T> {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as Defined<T>;
}
