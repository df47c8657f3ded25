import { parseDuration } from '../core/duration.ts';
import { messageOf } from '../core/error.ts';
import { EXIT } from '../core/exit.ts';
import { visible } from '../report/escape.ts';
import { type HookRequest, hook } from './hook.ts';
import { ownEnv } from './own-env.ts';
import { readStubArguments } from './stub.ts';

/**
 * The hook as the launcher in Rampart's home starts it: `HOME [--keep=…] -- FORMAT [--grant] [--host-timeout DURATION]`.
 * @param words after `hook`
 * @returns the exit code the host expects; for words that name no hook the one that most hosts take for a denial
 */
export async function launchedHook([home, ...rest]: readonly string[]): Promise<number> {
  const { argv } = readStubArguments(rest, ownEnv());
  const [format = '', ...flags] = argv;
  try {
    return await hook({ format, home, ...hookFlags(flags) });
  } catch (thrown) {
    process.stderr.write(`rampart: ${visible(messageOf(thrown))}\n`);
    return EXIT.usage;
  }
}

function hookFlags(flags: readonly string[]): Pick<HookRequest, 'grant' | 'timeoutMs'> {
  const at = flags.indexOf('--host-timeout');
  const duration = at < 0 ? undefined : flags[at + 1];
  return {
    grant: flags.includes('--grant'),
    ...(duration === undefined ? {} : { timeoutMs: parseDuration(duration) }),
  };
}
