import type { ChalkInstance } from 'chalk';
import { messageOf, placedMessage, RampartError } from '../core/error.ts';
import { visible } from './escape.ts';
import { styleFor } from './style.ts';
import type { ColorChoice } from './wants-colour.ts';

export interface OutputOptions {
  readonly json: boolean;
  readonly color: ColorChoice;
  readonly quiet: boolean;
  readonly verbose: boolean;
}

/**
 * Where a verb's answer and diagnostics go: the answer and nothing else on stdout, diagnostics on stderr.
 */
export class Output {
  readonly json: boolean;
  readonly verbose: boolean;
  /** Styles for text on stdout. */
  readonly style: ChalkInstance;
  /** Styles for text on stderr. */
  readonly errorStyle: ChalkInstance;
  readonly #quiet: boolean;

  constructor(options: OutputOptions) {
    this.json = options.json;
    this.verbose = options.verbose;
    this.#quiet = options.quiet;
    this.style = styleFor(process.stdout, options.color, process.env);
    this.errorStyle = styleFor(process.stderr, options.color, process.env);
  }

  /** One line of the answer; the caller has escaped what is not ours. */
  line(text = ''): void {
    process.stdout.write(`${text}\n`);
  }

  /** The whole answer as one JSON line. */
  object(schema: string, answer: object): void {
    this.record({ schema: `rampart.${schema}/1`, ...answer });
  }

  /** One line of an NDJSON stream. */
  record(answer: object): void {
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }

  /** A diagnostic on a line of its own; the caller has escaped what is not ours. */
  diagnostic(line: string): void {
    process.stderr.write(`${line}\n`);
  }

  /** A diagnostic that `--quiet` drops. */
  note(message: string): void {
    if (!this.#quiet) process.stderr.write(`rampart: ${message}\n`);
  }

  /** A diagnostic that nothing drops. */
  warn(message: string, hint?: string): void {
    process.stderr.write(
      `${this.errorStyle.yellow('rampart:')} ${message}\n${hint === undefined ? '' : `hint: ${hint}\n`}`,
    );
  }

  /** Says what went wrong: on stderr for people, as one object on stdout with `--json`. */
  failure(thrown: unknown): void {
    const known = thrown instanceof RampartError ? thrown : undefined;
    const message = messageOf(thrown);
    const at = known?.position;
    if (this.json) {
      const where = at === undefined ? {} : { file: at.file, line: at.line, column: at.column };
      const hint = known?.hint === undefined ? {} : { hint: known.hint };
      this.object('error', { error: { code: known?.code ?? 'E_INPUT', message, ...hint, ...where } });
      return;
    }
    process.stderr.write(`${this.errorStyle.red('rampart:')} ${visible(placedMessage(thrown))}\n`);
    if (known?.hint !== undefined) process.stderr.write(`hint: ${visible(known.hint)}\n`);
    if (this.verbose && thrown instanceof Error && known === undefined)
      process.stderr.write(`${visible(thrown.stack ?? '')}\n`);
  }
}
