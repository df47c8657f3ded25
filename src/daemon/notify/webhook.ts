import { createHmac } from 'node:crypto';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { errnoOf } from '../../core/error.ts';
import { LIMITS } from '../../core/limits.ts';
import { VERSION } from '../../core/version.ts';
import { type Message, type Sink, Undelivered } from './event.ts';

/** Answers that say that the same request may succeed later (RFC 9110 15.5.9, RFC 6585 4). */
const LATER: ReadonlySet<number> = new Set([408, 425, 429]);

/**
 * Posts messages to a URL. With a secret each carries `x-rampart-signature: sha256=<hex>`, the HMAC-SHA256 over the
 * `x-rampart-timestamp` header, a full stop and the body, so that nobody else can send them and none can be sent again
 * later. Redirections are not followed.
 */
export function webhookSink({ url, secret }: { readonly url: string; readonly secret?: string }): Sink {
  const { origin, protocol } = new URL(url);
  const request = protocol === 'https:' ? requestHttps : requestHttp;
  return {
    kind: 'webhook',
    target: origin,
    send: (message, signal) =>
      new Promise<void>((resolve, reject) => {
        const limit = AbortSignal.any([signal, AbortSignal.timeout(LIMITS.notifyTimeoutMs)]);
        const sent = request(url, {
          method: 'POST',
          agent: false,
          signal: limit,
          headers: headersOf(message, secret),
        });
        sent.on('error', thrown => {
          reject(new Undelivered(limit.aborted ? 'no answer in time' : (errnoOf(thrown) ?? 'no connection')));
        });
        sent.on('response', answer => {
          const status = answer.statusCode ?? 0;
          let bytes = 0;
          // Nothing is read of an answer but its status; whoever sends more than is polite is cut off.
          answer.on('data', (chunk: Buffer) => {
            bytes += chunk.length;
            if (bytes > LIMITS.notifyAnswerBytes) answer.destroy();
          });
          answer.on('error', () => undefined);
          answer.on('close', () => {
            if (status >= 200 && status < 300) resolve();
            else reject(new Undelivered(`status ${status}`, { final: status < 500 && !LATER.has(status) }));
          });
        });
        sent.end(message.body);
      }),
  };
}

function headersOf({ body, event }: Message, secret: string | undefined): Record<string, string> {
  const timestamp = `${Math.floor(Date.now() / 1_000)}`;
  const headers = {
    'content-type': 'application/json',
    'content-length': `${Buffer.byteLength(body)}`,
    'user-agent': `rampart/${VERSION}`,
    'x-rampart-event': event,
    'x-rampart-timestamp': timestamp,
  };
  if (secret === undefined) return headers;
  const mac = createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex');
  return { ...headers, 'x-rampart-signature': `sha256=${mac}` };
}
