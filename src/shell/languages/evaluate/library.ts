import type { Api, World } from './call.ts';
import type { Value } from './value.ts';

/** What of a language's libraries is known. */
export interface Library {
  readonly functions: ReadonlyMap<string, Api>;
  readonly constants: ReadonlyMap<string, (world: World) => Value>;
  /** Runs its text in a shell: back-ticks, and what awk pipes to. */
  readonly shell: Api;
  /** Where the variables of the environment are found: `os.environ.`. */
  readonly environment: readonly string[];
}
