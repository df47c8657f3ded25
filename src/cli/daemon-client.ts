import { RampartError } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import { type Client, connect } from '../wire/client.ts';
import type { Body, Op } from '../wire/messages.ts';

/**
 * Asks a daemon one thing.
 * @throws RampartError E_SOCKET when none is there, and whatever the daemon refused with
 */
export async function ask(socket: string, op: Op, body: Body = {}): Promise<Body> {
  const client = await connect(socket, { connectTimeoutMs: LIMITS.connectTimeoutMs });
  try {
    return await askOn(client, op, body);
  } finally {
    client.close();
  }
}

async function askOn(client: Client, op: Op, body: Body = {}): Promise<Body> {
  const answer = await client.request(op, body, { timeoutMs: LIMITS.evaluateTimeoutMs });
  if (!answer.ok)
    throw new RampartError(answer.error.code, answer.error.message, { hint: answer.error.hint });
  return answer.body;
}
