import type { Random } from './random.ts';

/** One argument: what it is, and how it is written. */
export interface Written {
  readonly value: string;
  readonly source: string;
}

/** A command on its way to an evasive spelling. */
export interface Spelling {
  /** Commands that must have run before it: assignments of the variables it uses. */
  readonly before: string;
  /** The arguments, while it still is a simple command ... */
  readonly words?: readonly Written[];
  /** ... with what stands between them. */
  readonly gap: string;
  /** The command as text, when it no longer is. */
  readonly text?: string;
}

/** One way to write a command so that it runs all the same. */
export interface Rewrite {
  /** The item of the families of evasions it belongs to. */
  readonly name: string;
  /** Programs it brings along, beside the hidden one. */
  readonly starts?: readonly string[];
  /** Real bash runs the hidden command here and now: false for `ssh host …` and for what the test's stand-ins do not do. */
  readonly local?: false;
  /** What it leaves unknown though nothing is hidden in it: the coverage may then be less than full. */
  readonly unsure?: true;
  /** The Scan can only say that the hidden command may run (`/bin/r?`). */
  readonly may?: true;
  /** Undefined where it does not apply. */
  readonly rewrite: (of: Spelling, random: Random) => Spelling | undefined;
}

/** What only a shell can run. */
export const BUILTINS: ReadonlySet<string> = new Set(['eval', 'command', 'builtin', 'exec']);

export function plain(argv: readonly string[]): Spelling {
  return { before: '', gap: ' ', words: argv.map(value => ({ value, source: quote(value) })) };
}

export function render({ before, words, gap, text }: Spelling): string {
  return before + (text ?? words?.map(one => one.source).join(gap) ?? '');
}

/** The word as people write it: bare where that is possible. */
export function quote(value: string): string {
  return /^[\w@%+=:,./-]+$/.test(value) ? value : inQuotes(value);
}

export function inQuotes(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A rewrite of the whole text, which then is no simple command any more. */
export function ofText(
  name: string,
  rewrite: (text: string, random: Random) => string | undefined,
  more: Omit<Rewrite, 'name' | 'rewrite'> = {},
): Rewrite {
  return {
    name,
    ...more,
    rewrite: (of, random) => {
      const text = rewrite(render(of), random);
      return text === undefined ? undefined : { before: '', gap: ' ', text };
    },
  };
}

/** A rewrite into a simple command, one of whose arguments is the whole text. */
export function asArgument(
  name: string,
  rewrite: (text: string, random: Random) => readonly string[],
  more: Omit<Rewrite, 'name' | 'rewrite'> = {},
): Rewrite {
  return { name, ...more, rewrite: (of, random) => plain(rewrite(render(of), random)) };
}

/** A rewrite of one word that is still written plainly. */
export function ofWord(
  name: string,
  rewrite: (value: string, random: Random) => string | { before: string; source: string } | undefined,
  more: Omit<Rewrite, 'name' | 'rewrite'> & { readonly only?: 'program' } = {},
): Rewrite {
  const { only, ...rest } = more;
  return {
    name,
    ...rest,
    rewrite: (of, random) => {
      const at = only === 'program' ? 0 : random.below(of.words?.length ?? 1);
      const chosen = of.words?.[at];
      if (of.words === undefined || chosen === undefined || chosen.source !== quote(chosen.value))
        return undefined;
      const written = rewrite(chosen.value, random);
      if (written === undefined) return undefined;
      const { before, source } = typeof written === 'string' ? { before: '', source: written } : written;
      return {
        ...of,
        before: of.before + before,
        words: of.words.with(at, { value: chosen.value, source }),
      };
    },
  };
}

/** A rewrite that puts arguments in front: `nohup`, `sudo -u root`. */
export function inFront(
  name: string,
  argv: readonly string[],
  more: Omit<Rewrite, 'name' | 'rewrite'> = {},
): Rewrite {
  return {
    name,
    starts: [argv[0] ?? ''],
    ...more,
    rewrite: of =>
      of.words === undefined ||
      (BUILTINS.has(of.words[0]?.value ?? '') && !['command', 'builtin'].includes(argv[0] ?? ''))
        ? undefined
        : { ...of, words: [...argv.map(value => ({ value, source: quote(value) })), ...of.words] },
  };
}

/** A name no other rewrite of the same command has. */
export function fresh(random: Random): string {
  return `v${random.below(1_000_000)}`;
}

/** A here-document's delimiter that the text does not hold. */
export function delimiter(random: Random): string {
  return `EOF${random.below(1_000_000)}`;
}
