import { accessSync, constants } from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { ownEnv } from '../client/own-env.ts';
import { makeWrapFolder, realPath, sweepWrapFolders } from '../client/wrap-folder.ts';
import { messageOf, RampartError } from '../core/error.ts';
import { EXIT } from '../core/exit.ts';
import { PACKAGE_DIR } from '../core/package-dir.ts';
import type { Places } from '../core/places.ts';
import type { SessionMode } from '../core/resolve.ts';
import { visible } from '../report/escape.ts';
import { runCommand } from '../run/runner.ts';
import { ask } from './daemon-client.ts';
import { placesFor } from './home.ts';
import { compileInto, type RuleChoice } from './rules.ts';
import { newSessionId } from './session.ts';
import { pidOf, startDaemon } from './start-daemon.ts';
import { summaryOf } from './summary.ts';
import type { Context } from './verb.ts';

export interface Supervision {
  readonly mode: SessionMode;
  /** Start a daemon if none runs. */
  readonly serve: boolean;
  /** A set to judge by in place of the active one. */
  readonly choice: RuleChoice;
  readonly argv: readonly string[];
}

/**
 * Runs an agent in a session of its own, its shells replaced by stand-ins, and says at the end what became of its
 * commands.
 * @returns the agent's exit code
 * @throws RampartError E_SOCKET when there is no daemon and none may be started
 */
export async function superviseAgent(
  { home, out }: Context,
  { mode, serve, choice, argv }: Supervision,
): Promise<number> {
  const places = placesFor(home);
  if (serve) await startDaemon(places);
  else if ((await pidOf(places)) === undefined)
    throw new RampartError('E_SOCKET', 'no daemon runs, and --no-serve says to start none', {
      hint: 'rampart serve --background',
    });
  const [program = '', ...args] = argv;
  const agent = basename(program);
  const env = ownEnv();
  const file = findProgram(program, env);
  if (file === undefined) {
    out.warn(`no such program: ${visible(program)}`);
    return EXIT.notfound;
  }
  sweepWrapFolders(places);
  const session = newSessionId();
  const policy = chosenSet(choice, places);
  const { seq } = await ask(places.adminSocket, 'session', { session, agent, phase: 'start', mode, policy });
  const folder = makeWrapFolder({
    places,
    session,
    agent,
    node: process.execPath,
    bundle: join(PACKAGE_DIR, 'dist', 'hook.cjs'),
    env,
    policy,
  });
  try {
    const { exit } = await runCommand({
      file,
      argv0: program,
      args,
      cwd: process.cwd(),
      env: {
        ...env,
        PATH: [folder.path, env.PATH ?? DEFAULT_PATH].join(delimiter),
        SHELL: folder.shell,
        RAMPART: '1',
        RAMPART_SESSION: session,
      },
      timeoutMs: null,
      graceMs: 0,
    });
    return exit;
  } finally {
    folder.remove();
    await ask(places.adminSocket, 'session', { session, agent, phase: 'end' }).catch(() => undefined);
    out.note(summary(places, session, typeof seq === 'number' ? seq : 0));
  }
}

/** Compiles the set the flags name and leaves it where the daemon and clients without one find it. */
function chosenSet(choice: RuleChoice, places: Places): string | null {
  if (choice.policy === undefined && choice.profile === undefined) return null;
  return compileInto(places, choice).rules.hash;
}

/** What the agent did is done: a log that cannot be read now takes nothing back. */
function summary(places: Places, session: string, fromSeq: number): string {
  try {
    return summaryOf(places, session, fromSeq);
  } catch (thrown) {
    return `what became of the commands cannot be told: ${visible(messageOf(thrown))}`;
  }
}

const DEFAULT_PATH = '/usr/local/bin:/usr/bin:/bin';

/** The agent as the caller's own PATH finds it: an agent that is a shell is not one of its own commands. */
function findProgram(program: string, env: NodeJS.ProcessEnv): string | undefined {
  const candidates = program.includes('/') ? [program] : realPath(env).map(dir => join(dir, program));
  return candidates.find(path => {
    try {
      accessSync(path, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
