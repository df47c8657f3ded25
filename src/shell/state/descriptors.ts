import { concat, EMPTY_WORD, type Word } from '../../core/word.ts';
import type { Output } from './output.ts';

/**
 * What can be read from a descriptor. Copies of a descriptor share it: `read` takes lines off the text, for everybody
 * who reads the same.
 */
export interface Input {
  text: Output;
  /** Set while it is a file or a process that nobody has read yet: only what runs what it reads asks for that. */
  load?: (() => Output) | undefined;
  /** Invocations whose output it is. */
  readonly from?: readonly number[];
}

/** What the commands that run in one place write, for whoever takes it: a pipe, a substitution, a redirect. */
export interface Pipe {
  readonly kind: 'pipe';
  /** What was written to it through another descriptor (`>&3`), beside what the commands there write. */
  aside: Output;
}

/** Where what is written to a descriptor goes. */
export type Destination =
  | Pipe
  /** `append` is set once something was written: what comes next stands behind it. */
  | { readonly kind: 'file'; readonly path: Word; append: boolean }
  | { readonly kind: 'nowhere' };

export interface Descriptor {
  readonly input: Input;
  readonly output: Destination;
}

export type Descriptors = ReadonlyMap<number, Descriptor>;

export const NO_DESCRIPTORS: Descriptors = new Map();

const UNKNOWN_INPUT: Input = { text: undefined };
const NOWHERE: Destination = { kind: 'nowhere' };

/** What is open where nothing was opened here: what stands there is not known, and what goes there is not seen again. */
export const INHERITED: Descriptor = { input: UNKNOWN_INPUT, output: NOWHERE };

/** After `3>&-`. */
export function closed(): Descriptor {
  return readable({ text: EMPTY_WORD });
}

export function newPipe(): Pipe {
  return { kind: 'pipe', aside: EMPTY_WORD };
}

export function readable(input: Input): Descriptor {
  return { input, output: NOWHERE };
}

export function writable(output: Destination): Descriptor {
  return { input: UNKNOWN_INPUT, output };
}

/** What stands behind `/dev/stdin`, `/dev/fd/3`, `/proc/self/fd/3`; undefined for any other path. */
export function descriptorOf(path: string): number | undefined {
  switch (path) {
    case '/dev/stdin':
      return 0;
    case '/dev/stdout':
      return 1;
    case '/dev/stderr':
      return 2;
    default: {
      const number = /^\/(?:dev|proc\/(?:self|thread-self))\/fd\/(\d{1,4})$/.exec(path)?.[1];
      return number === undefined ? undefined : Number(number);
    }
  }
}

/** What a place gives in all: which came first of two texts is known only where one is empty. */
export function together(output: Output, { aside }: Pipe): Output {
  if (aside?.length === 0) return output;
  return output?.length === 0 ? aside : undefined;
}

export function addAside(pipe: Pipe, output: Output): void {
  pipe.aside = pipe.aside === undefined || output === undefined ? undefined : concat(pipe.aside, output);
}

/** What an input has left to read, as far as it is known. */
export function readInput(input: Input): Output {
  const { load } = input;
  if (load !== undefined) {
    input.load = undefined;
    input.text = load();
  }
  return input.text;
}

/** What each input has left, to set it back for another branch. */
export type Left = ReadonlyMap<Input, Pick<Input, 'text' | 'load'>>;

export function leftOf(descriptors: Descriptors): Left {
  return new Map(
    [...descriptors.values()].map(({ input }) => [input, { text: input.text, load: input.load }]),
  );
}

export function setBack(left: Left): void {
  for (const [input, { text, load }] of left) {
    input.text = text;
    input.load = load;
  }
}

/** After branches: what they have not all left the same is not known. */
export function joinLeft(ends: readonly Left[]): void {
  const [first, ...others] = ends;
  for (const [input, { text, load }] of first ?? []) {
    const same = others.every(one => {
      const other = one.get(input);
      return other === undefined || (other.text === text && other.load === load);
    });
    input.text = same ? text : undefined;
    input.load = same ? load : undefined;
  }
}
