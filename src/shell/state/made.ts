/**
 * Directories a command has made or taken away, by absolute path: `mkdir build; cd build` goes there, and
 * `rm -rf build; cd build` does not.
 */
export type Made = ReadonlyMap<string, boolean>;

export const NOTHING_MADE: Made = new Map();

/** Directories that are remembered; a script that makes more of them is read as if it had not. */
const MOST = 64;
/** As many that were taken away; past that any may have been. */
const MOST_GONE = 256;
const ALL = '';

export function noteMade(made: Made, path: string, there: boolean): Made {
  if (made.get(path) === there) return made;
  const noted = new Map([...made].filter(([one]) => there || !one.startsWith(`${path}/`)));
  if (noted.size < (there ? MOST : MOST_GONE) || noted.has(path)) noted.set(path, there);
  else if (!there) return new Map([[ALL, false]]);
  return noted;
}

/** Whether the directory was made, or it or one above it was taken away since; undefined: neither. */
export function isMade(made: Made, path: string): boolean | undefined {
  if (made.size === 0) return undefined;
  for (let one = path; ; one = one.slice(0, one.lastIndexOf('/'))) {
    const known = made.get(one);
    if (known !== undefined) return one === path ? known : known ? undefined : false;
    if (one === ALL) return undefined;
  }
}

/** What is so after each of several branches; made only in some is not known, and taken away in some is. */
export function joinMade(branches: readonly Made[]): Made {
  const [first = NOTHING_MADE, ...others] = branches;
  if (others.every(one => one === first)) return first;
  const joined = new Map<string, boolean>();
  for (const path of new Set(branches.flatMap(one => [...one.keys()]))) {
    const found = branches.map(one => one.get(path));
    if (found.includes(false)) joined.set(path, false);
    else if (!found.includes(undefined)) joined.set(path, true);
  }
  return joined;
}
