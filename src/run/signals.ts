import { inForeground } from './terminal.ts';

/** The command that signals are for. */
export interface Target {
  readonly pid: number;
  /** It leads a process group, and a session, of its own. */
  readonly ownGroup: boolean;
}

/** What a person or a supervisor sends to end a command or to tell it something. */
const SENT = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2'] as const;

/** What a terminal sends to its whole foreground group: a command in our group already has it. */
const TYPED = ['SIGINT', 'SIGQUIT'] as const;

/**
 * Passes on the signals this process gets. A command with its own group gets them with its group, those for stopping
 * and going on included. A command in our group gets them alone, and the terminal's only when they cannot have come
 * from the terminal; stopping, going on and window changes reach it without us.
 *
 * @param target the running command, or undefined before it runs and once it has been waited for: its number may be
 * someone else's by then, so the signal is dropped
 * @returns puts things back as they were
 */
export function passOnSignals(ownGroup: boolean, target: () => Target | undefined): () => void {
  const send = (signal: NodeJS.Signals): void => {
    const to = target();
    if (to === undefined) return;
    try {
      process.kill(to.ownGroup ? -to.pid : to.pid, signal);
    } catch {
      // ESRCH: it ended just now. EPERM: it became another user (sudo), who may not be signalled.
    }
  };
  const typed = (signal: NodeJS.Signals): void => {
    if (ownGroup || !inForeground()) send(signal);
  };
  // SIGTSTP does nothing to a group whose session has no shell in it (POSIX: orphaned), SIGSTOP does.
  const stop = (): void => {
    send('SIGSTOP');
    process.kill(process.pid, 'SIGSTOP');
  };

  const listeners: [NodeJS.Signals, (signal: NodeJS.Signals) => void][] = [
    ...SENT.map((signal): [NodeJS.Signals, typeof send] => [signal, send]),
    ...TYPED.map((signal): [NodeJS.Signals, typeof send] => [signal, typed]),
  ];
  if (ownGroup) listeners.push(['SIGWINCH', send], ['SIGCONT', send], ['SIGTSTP', stop]);
  for (const [signal, listener] of listeners) process.on(signal, listener);
  return () => {
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
}
