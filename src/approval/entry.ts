import type { AuditEntry } from '../core/record.ts';
import type { Question, Reply } from './question.ts';

/** The record of a person's answer: on disk before anybody acts on it. */
export function approvalEntry(question: Question, { state, by, reason }: Reply): AuditEntry {
  const { call, session, agent, actor, id, binding, rule } = question;
  return {
    kind: 'approval',
    session,
    agent,
    actor,
    corr: null,
    call,
    cseq: null,
    fields: { approval: id, state, binding, rule },
    texts: { by, ...(reason === null ? {} : { reason }) },
  };
}
