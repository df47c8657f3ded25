import type { Command } from 'commander';
import { EXIT } from '../core/exit.ts';
import { action, type Context, verb } from './verb.ts';

interface AnswerOptions {
  readonly reason?: string;
}

export function approveVerb(): Command {
  return answerVerb('approve', 'let a pending command run, once', [
    'rampart approve 7f3k',
    'rampart approve 7f --reason "reviewed"',
  ]);
}

export function denyVerb(): Command {
  return answerVerb('deny', 'refuse a pending command', [
    'rampart deny 7f3k --reason "use the staging server"',
  ]);
}

function answerVerb(op: 'approve' | 'deny', summary: string, examples: readonly string[]): Command {
  return verb(op, summary, examples)
    .argument('<id>', 'of the approval, or a beginning of it that no other has; `rampart pending` lists them')
    .option('--reason <text>', 'why, for whoever asked and for the log')
    .action(
      action((context: Context, options: AnswerOptions, id: string) => answer(context, op, id, options)),
    );
}

async function answer(
  { home, out }: Context,
  op: 'approve' | 'deny',
  approval: string,
  { reason }: AnswerOptions,
): Promise<number> {
  const { accountName } = await import('../core/places.ts');
  const { placesFor } = await import('./home.ts');
  const { ask } = await import('./daemon-client.ts');
  const by = accountName();
  const body = await ask(placesFor(home).adminSocket, op, {
    approval,
    by,
    ...(reason === undefined ? {} : { reason }),
  });
  if (out.json)
    out.object(op, { id: body.approval, state: body.state, by: body.by, at: body.at, seq: body.seq });
  else out.line(`${String(body.state)} ${String(body.approval)}`);
  if (op === 'approve' && body.awaited === false)
    out.note(
      `nobody waits for it just now; it counts only if the same call comes back before ${String(body.expires)}`,
    );
  return EXIT.ok;
}
