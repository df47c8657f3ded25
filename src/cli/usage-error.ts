import { RampartError } from '../core/error.ts';

/** Flags or arguments that make no question: what commander cannot know, told with the exit code of its own refusals. */
export class UsageError extends RampartError {
  constructor(message: string, hint?: string) {
    super('E_INPUT', message, { hint });
  }
}
