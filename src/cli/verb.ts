import { Command, InvalidArgumentError, Option } from 'commander';
import { parseDuration } from '../core/duration.ts';
import { messageOf } from '../core/error.ts';
import { EXIT } from '../core/exit.ts';
import { Output } from '../report/output.ts';
import type { ColorChoice } from '../report/wants-colour.ts';
import { UsageError } from './usage-error.ts';

export interface GlobalFlags {
  readonly home?: string;
  readonly json?: boolean;
  readonly color?: ColorChoice;
  readonly quiet?: boolean;
  readonly verbose?: boolean;
}

/** What every verb gets beside its own arguments. */
export interface Context {
  /** `--home`, unresolved. */
  readonly home: string | undefined;
  readonly out: Output;
}

/** Adds the flags that every verb takes, so that they may stand before or after its name. */
export function globalFlags(command: Command): Command {
  return command
    .option('--home <dir>', 'Rampart home (default: .rampart in your home directory)')
    .option('--json', 'one JSON object on one line')
    .addOption(new Option('--color <when>', 'colour').choices(['auto', 'always', 'never']))
    .option('-q, --quiet', 'no notes on stderr')
    .option('-v, --verbose', 'more detail');
}

export function verb(name: string, summary: string, examples: readonly string[] = []): Command {
  const command = globalFlags(new Command(name)).description(summary);
  if (examples.length > 0)
    command.addHelpText('after', `\nExamples:\n${examples.map(one => `  $ ${one}`).join('\n')}`);
  return command;
}

/** Global flags from wherever they stood: the innermost wins. */
export function flagsOf(command: Command): GlobalFlags {
  const outer = command.parent === null ? {} : flagsOf(command.parent);
  return { ...outer, ...command.opts<GlobalFlags>() };
}

export function outputOf(flags: GlobalFlags): Output {
  return new Output({
    json: flags.json ?? false,
    color: flags.color ?? 'auto',
    quiet: flags.quiet ?? false,
    verbose: flags.verbose ?? false,
  });
}

/**
 * Turns a function from context and arguments to an exit code into a commander action. What it throws is reported
 * and becomes `failed`, or what `exitFor` says.
 */
export function action<Options extends object, Arguments extends unknown[]>(
  run: (context: Context, options: Options, ...args: Arguments) => number | Promise<number>,
): (this: Command, ...args: unknown[]) => Promise<void> {
  return async function (this: Command): Promise<void> {
    const flags = flagsOf(this);
    const out = outputOf(flags);
    try {
      process.exitCode = await run(
        { home: flags.home, out },
        this.opts<Options>(),
        ...(this.processedArgs as Arguments),
      );
    } catch (thrown) {
      out.failure(thrown);
      process.exitCode = exitFor(thrown);
    }
  };
}

/** The exit code for an error a verb did not answer itself. */
function exitFor(thrown: unknown): number {
  if (thrown instanceof UsageError) return EXIT.usage;
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined;
  if (code === 'E_POLICY' || code === 'E_OWNER') return EXIT.badfile;
  if (code === 'E_ID') return EXIT.noid;
  return EXIT.failed;
}

/** commander's parser for options that are durations: a bad one is a usage error. */
export function durationOption(text: string): number {
  try {
    return parseDuration(text);
  } catch (thrown) {
    throw new InvalidArgumentError(messageOf(thrown));
  }
}

/** Gathers an option that may be repeated. */
export function collect(value: string, earlier: readonly string[] = []): readonly string[] {
  return [...earlier, value];
}
