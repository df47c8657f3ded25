import type { Command } from 'commander';
import type { Question } from '../approval/question.ts';
import { RampartError } from '../core/error.ts';
import { EXIT } from '../core/exit.ts';
import { isObject } from '../core/json.ts';
import { LIMITS } from '../core/limits.ts';
import { visible } from '../report/escape.ts';
import { action, type Context, verb } from './verb.ts';

interface PendingOptions {
  readonly follow?: boolean;
}

export function pendingVerb(): Command {
  return verb('pending', 'show what waits for a person', [
    'rampart pending',
    'rampart pending --follow',
    'rampart pending --json',
  ])
    .option('--follow', 'keep showing what comes, until interrupted')
    .action(action(pending));
}

async function pending({ home, out }: Context, { follow }: PendingOptions): Promise<number> {
  const { placesFor } = await import('./home.ts');
  const { questionText } = await import('../report/question-text.ts');
  const { adminSocket } = placesFor(home);
  const show = (question: Question): void => {
    if (out.json) out.record({ ...shown(question) });
    else for (const line of questionText(question, out.style)) out.line(line);
  };
  if (follow)
    return followPending(adminSocket, show, ended => {
      if (out.json) out.record(ended);
      else out.line(visible(`${ended.state} ${ended.id}`));
    });
  const list = await listPending(adminSocket);
  if (out.json) out.object('pending', { pending: list.map(shown) });
  else if (list.length === 0) out.note('nothing waits for a person');
  else list.forEach(show);
  return EXIT.ok;
}

/** All that wait, page by page. */
async function listPending(socket: string): Promise<Question[]> {
  const { ask } = await import('./daemon-client.ts');
  const list: Question[] = [];
  for (let from: unknown = 0; typeof from === 'number'; ) {
    const { pending: page, next } = await ask(socket, 'pending', { from });
    if (Array.isArray(page)) list.push(...page.filter(isQuestion));
    from = next;
  }
  return list;
}

async function followPending(
  socket: string,
  show: (question: Question) => void,
  ended: (event: { readonly id: unknown; readonly state: unknown }) => void,
): Promise<number> {
  const { connect } = await import('../wire/client.ts');
  const client = await connect(socket, { connectTimeoutMs: LIMITS.connectTimeoutMs });
  const seen = new Set<string>();
  const once = (question: Question): void => {
    if (!seen.has(question.id)) show(question);
    seen.add(question.id);
  };
  let failure: unknown;
  const list = (): void =>
    void listPending(socket).then(
      // Those that come are listened for first, so that none falls between.
      pending => pending.forEach(once),
      thrown => {
        failure = thrown;
        client.close();
      },
    );
  try {
    const answer = await client.request(
      'pending',
      { follow: true },
      {
        timeoutMs: FOREVER_MS,
        onEvent: ({ event, body }) => {
          if (event === 'following') list();
          if (event === 'asked' && isQuestion(body.question)) once(body.question);
          if (event === 'answered') ended({ id: body.approval, state: body.state });
        },
      },
    );
    client.close();
    if (!answer.ok) throw new RampartError(answer.error.code, answer.error.message);
    return EXIT.ok;
  } catch (thrown) {
    throw failure ?? thrown;
  }
}

/** As long as a timer holds. */
const FOREVER_MS = 2_147_483_647;

/** The names `--json` promises; the rest of the question comes after them. */
function shown({ id, created, expires, ...rest }: Question): object {
  const { call: _, ...question } = rest;
  return { id, created, expires, ...question };
}

function isQuestion(value: unknown): value is Question {
  return (
    isObject(value) &&
    typeof value.id === 'string' &&
    typeof value.command === 'string' &&
    Array.isArray(value.runs)
  );
}
