import { randomBytes } from 'node:crypto';
import type { ToolCall } from '../../src/core/call.ts';
import { type Client, connect } from '../../src/wire/client.ts';
import type { Answer, Body, Event, Op } from '../../src/wire/messages.ts';
import type { Sandbox } from '../cli/sandbox.ts';

const PATIENT = 60_000;

export interface EvaluateOptions extends Partial<ToolCall> {
  /** Of the request, which is the call's. */
  readonly id?: string;
  readonly expects?: 'outcome' | 'none';
  /** Of the process that runs it. */
  readonly pid?: number;
  readonly onEvent?: (event: Event) => void;
}

/** A client that asks a home's daemon what a test wants asked, over one connection. */
export class Talker {
  readonly #client: Client;

  private constructor(client: Client) {
    this.#client = client;
  }

  static async at(path: string): Promise<Talker> {
    return new Talker(await connect(path, { connectTimeoutMs: PATIENT }));
  }

  static agent({ places }: Sandbox): Promise<Talker> {
    return Talker.at(places.agentSocket);
  }

  static admin({ places }: Sandbox): Promise<Talker> {
    return Talker.at(places.adminSocket);
  }

  ask(op: Op, body: Body = {}, options: { id?: string; onEvent?: (event: Event) => void } = {}) {
    return this.#client.request(op, body, { timeoutMs: PATIENT, ...options });
  }

  evaluate(command: string, options: EvaluateOptions = {}): Promise<Answer> {
    const { id = randomBytes(8).toString('hex'), expects = 'none', pid, onEvent, ...call } = options;
    const process = pid === undefined ? null : { pid, ancestors: [] };
    const asked = { tool: 'exec', command, cwd: '/', session: null, agent: 'test', env: {}, ...call };
    return this.ask('evaluate', { call: asked, expects, process }, { id, ...(onEvent && { onEvent }) });
  }

  /** Reports how a call ended. */
  outcome(call: string): Promise<Answer> {
    return this.ask('outcome', { call, ended: 'exit', exit: 0, signal: null, duration_ms: 1 });
  }

  close(): void {
    this.#client.close();
  }
}

/** The body of an answer that must be one. */
export function bodyOf(answer: Answer): Body {
  if (!answer.ok) throw new Error(`${answer.error.code}: ${answer.error.message}`);
  return answer.body;
}

/** What came of an answer, for a table: its effect, or the code of the refusal. */
export function shortOf(answer: Answer): unknown {
  return answer.ok ? answer.body.effect : answer.error.code;
}
