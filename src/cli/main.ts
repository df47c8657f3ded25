import { Command, CommanderError } from 'commander';
import { errnoOf } from '../core/error.ts';
import { EXIT } from '../core/exit.ts';
import { VERSION } from '../core/version.ts';
import { approveVerb, denyVerb } from './answer.ts';
import { auditVerb } from './audit/audit.ts';
import { checkVerb } from './check.ts';
import { execVerb } from './exec.ts';
import { hookVerb } from './hook.ts';
import { pendingVerb } from './pending.ts';
import { policyVerb } from './policy/policy.ts';
import { serveVerb } from './serve.ts';
import { setupVerb } from './setup.ts';
import { statusVerb } from './status.ts';
import { uninstallVerb } from './uninstall.ts';
import { UsageError } from './usage-error.ts';
import { flagsOf, globalFlags, outputOf } from './verb.ts';
import { wrapVerb } from './wrap.ts';

const EXAMPLES = `
Examples:
  $ rampart check 'rm -rf /'
  $ rampart exec -c 'ls | wc -l'
  $ rampart setup claude-code
  $ rampart wrap -- claude
  $ rampart pending
  $ rampart audit tail`;

/** Parses the command line, runs the verb it names and sets the exit code. */
export async function main(argv: readonly string[]): Promise<void> {
  // Whoever reads our answer may stop reading (`| head`); the exit code still says what came of the verb.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', ignoreClosedPipe);
  const program = globalFlags(new Command('rampart'))
    .description(
      'the seat belt for AI coding agents: reads every command the way bash would, decides by rules, records',
    )
    .version(VERSION, '--version', 'print the version')
    .addHelpText('after', EXAMPLES)
    .enablePositionalOptions();
  for (const verb of [
    checkVerb(),
    execVerb(),
    hookVerb(),
    wrapVerb(),
    serveVerb(),
    setupVerb(),
    uninstallVerb(),
    statusVerb(),
    pendingVerb(),
    approveVerb(),
    denyVerb(),
    auditVerb(),
    policyVerb(),
  ])
    program.addCommand(verb);
  for (const command of withSubcommands(program)) {
    // Commander reports usage errors by throwing; choosing the exit code is ours.
    command.exitOverride().configureOutput({ outputError: () => undefined });
  }
  try {
    await program.parseAsync([...argv]);
  } catch (thrown) {
    if (!(thrown instanceof CommanderError)) throw thrown;
    process.exitCode = thrown.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (process.exitCode === EXIT.usage) usageError(program, thrown, argv);
  }
}

function ignoreClosedPipe(thrown: Error): void {
  if (errnoOf(thrown) !== 'EPIPE') throw thrown;
}

function withSubcommands(command: Command): Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

function usageError(program: Command, { code, message }: CommanderError, argv: readonly string[]): void {
  const json = argv.slice(2, argv.includes('--') ? argv.indexOf('--') : undefined).includes('--json');
  const out = outputOf({ ...flagsOf(program), ...(json ? { json } : {}) });
  // Without a verb commander has printed the help, on stderr.
  const bare = code === 'commander.help';
  if (bare && !out.json) return;
  const text = bare ? 'a verb is missing' : message.replace(/^error: /, '').replace(/\n\(.*\)$/su, '');
  out.failure(new UsageError(text, 'rampart --help lists the verbs, rampart VERB --help their flags'));
}
