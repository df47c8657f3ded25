import { approvalEntry } from '../approval/entry.ts';
import type { Reply } from '../approval/question.ts';
import type { ApprovalQueue } from '../approval/queue.ts';
import { exportEntry } from '../audit/export-entry.ts';
import type { WorkerLog } from '../audit/log.ts';
import { readSpill } from '../audit/spill-read.ts';
import { type AuditEntry, entry } from '../core/record.ts';
import { rulingBody } from '../core/ruling.ts';
import { VERSION } from '../core/version.ts';
import type { Handler, Notify, Peer } from '../wire/connection.ts';
import type { ApproveRequest, Body, DenyRequest, SessionRequest } from '../wire/messages.ts';
import type { Desk } from './desk.ts';
import { pageOf } from './pending-page.ts';
import type { PolicyBook } from './policy-book.ts';
import type { Sessions } from './sessions.ts';
import type { SpillIntake } from './spill-intake.ts';

export interface ReceptionPorts {
  readonly log: WorkerLog;
  /** Records what was done without the daemon. */
  readonly takeIn: (bundle: readonly AuditEntry[]) => Promise<number>;
  readonly desk: Desk;
  readonly queue: ApprovalQueue;
  readonly sessions: Sessions;
  readonly book: PolicyBook;
  readonly spills: SpillIntake;
  readonly status: () => Body;
  readonly stop: (reason: string) => void;
}

/** Answers every request of either socket by asking who knows. */
export class Reception {
  readonly #ports: ReceptionPorts;

  constructor(ports: ReceptionPorts) {
    this.#ports = ports;
  }

  readonly handle: Handler = async (request, peer, notify): Promise<Body> => {
    const { desk, log, takeIn, queue, sessions, status, stop } = this.#ports;
    switch (request.op) {
      case 'evaluate':
        return rulingBody(await desk.evaluate(request, peer, notify));
      case 'outcome':
        return { seq: await desk.outcome(request) };
      case 'unread':
        return { seq: await desk.unread(request) };
      case 'left':
        await sessions.left(request.session, request.reason);
        return {};
      case 'session':
        return this.#session(request);
      case 'status':
        return status();
      case 'pending':
        return request.follow ? this.#follow(peer, notify) : pageOf(queue.questions(request.from));
      case 'approve':
      case 'deny':
        return this.#answer(request);
      case 'export':
        return { seq: await log.append(exportEntry(request)) };
      case 'stop':
        // A log that cannot be written must not keep its daemon alive.
        await log.append(entry('admin', { act: 'stop' }, { by: request.by ?? '' })).catch(() => undefined);
        setImmediate(() => stop('asked to'));
        return { pid: process.pid };
      case 'ping':
        return { version: VERSION, pid: process.pid };
      case 'spill': {
        const lines = Buffer.from(request.entries.map(line => `${line}\n`).join(''));
        return { seq: await takeIn(readSpill(request.file, lines).bundle) };
      }
    }
  };

  async #session(request: SessionRequest): Promise<Body> {
    const { sessions, book, spills } = this.#ports;
    if (request.phase === 'start') {
      if (request.policy !== null) book.chosen(request.policy);
      return { seq: await sessions.start(request) };
    }
    await spills.take();
    return { calls: (await sessions.end(request.session)) ?? null };
  }

  /** Tells of questions that come and end for as long as the client listens. */
  #follow(peer: Peer, notify: Notify): Promise<Body> {
    this.#ports.queue.watch(one => {
      // `id` is the frame's own.
      if (one.event === 'asked') notify(one.event, { question: one.question });
      else notify(one.event, { approval: one.id, state: one.state });
    }, peer.gone);
    notify('following');
    return new Promise(resolve => peer.gone.addEventListener('abort', () => resolve({}), { once: true }));
  }

  async #answer({ op, approval, by, reason }: ApproveRequest | DenyRequest): Promise<Body> {
    const state = op === 'approve' ? 'approved' : 'denied';
    const reply: Reply = { state, by, at: new Date().toISOString(), reason };
    const { log, queue } = this.#ports;
    const { question, seq, awaited } = await queue.answer(approval, reply, asked =>
      log.append(approvalEntry(asked, reply)),
    );
    return { approval: question.id, state, by, at: reply.at, seq, awaited, expires: question.expires };
  }
}
