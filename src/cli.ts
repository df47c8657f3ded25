import { Command, CommanderError } from 'commander';
import { flagsOf, globalFlags, outputOf } from './cli/verb.ts';
import { RampartError } from './core/error.ts';
import { EXIT } from './core/exit.ts';
import { VERSION } from './core/version.ts';

const program = globalFlags(new Command('rampart'))
  .description(
    'the seat belt for AI coding agents: reads every command the way bash would, decides by rules, records',
  )
  .version(VERSION, '--version', 'print the version')
  .enablePositionalOptions()
  .showHelpAfterError('(rampart --help lists the verbs)');

/** Commander reports usage errors by throwing; ours is to choose the exit code and keep stdout clean. */
for (const command of [program, ...program.commands.flatMap(one => [one, ...one.commands])])
  command.exitOverride();

try {
  await program.parseAsync();
} catch (thrown) {
  if (!(thrown instanceof CommanderError)) throw thrown;
  process.exitCode = thrown.exitCode === 0 ? EXIT.ok : EXIT.usage;
  if (thrown.exitCode !== 0 && process.argv.includes('--json'))
    outputOf({ ...flagsOf(program), json: true }).failure(new RampartError('E_INPUT', thrown.message));
}
