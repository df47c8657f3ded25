import { errnoOf, placedMessage, RampartError } from '../core/error.ts';
import { EXIT } from '../core/exit.ts';
import { accountHome, placesOf } from '../core/places.ts';
import { visible } from '../report/escape.ts';
import { wantsColour } from '../report/wants-colour.ts';
import { bundledReader } from './bundled-reader.ts';
import type { PlainExec } from './plain-exec.ts';
import { runGuarded } from './run-guarded.ts';

/**
 * `rampart exec` in plain words: what the verb does with the same words, without what it takes to read others.
 * @returns the exit code
 */
export async function typedExec({ home, what, cwd, timeoutMs, waitMs }: PlainExec): Promise<number> {
  try {
    const places = placesOf(home);
    return await runGuarded(
      { ...what, cwd, session: null, agent: null },
      {
        places,
        userHome: accountHome(),
        socket: places.agentSocket,
        notice: (message, hint) => say(YELLOW, visible(message), hint),
        reader: () => bundledReader(places, message => say(YELLOW, visible(message))),
        timeoutMs,
        ...(waitMs === undefined ? {} : { waitMs }),
      },
    );
  } catch (thrown) {
    say(RED, visible(placedMessage(thrown)), thrown instanceof RampartError ? thrown.hint : undefined);
    return EXIT.failed;
  }
}

/** Select Graphic Rendition: foreground colours (ECMA-48 8.3.117). */
const RED = 31;
const YELLOW = 33;
const DEFAULT = 39;

function say(colour: number, line: string, hint?: string): void {
  const { stderr } = process;
  // Whoever reads our diagnostics may stop reading; the exit code still says what came of the command.
  if (stderr.listenerCount('error') === 0) stderr.on('error', ignoreClosedPipe);
  const name = wantsColour(stderr, 'auto', process.env)
    ? `\u001b[${colour}mrampart:\u001b[${DEFAULT}m`
    : 'rampart:';
  stderr.write(`${name} ${line}\n${hint === undefined ? '' : `hint: ${visible(hint)}\n`}`);
}

function ignoreClosedPipe(thrown: Error): void {
  if (errnoOf(thrown) !== 'EPIPE') throw thrown;
}
