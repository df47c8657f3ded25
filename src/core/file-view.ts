/** What reading a file for judgement gives: its text, or why there is none. */
export type FileText =
  | { readonly text: string; readonly truncated: boolean }
  | { readonly missing: 'absent' | 'irregular' | 'unreadable' | 'hidden' };

/**
 * The only sight of the disk that judging has: read-only, regular files, capped. Handed in, so that `check --batch`
 * judges against files it was given and never touches the disk.
 */
export interface FileView {
  /** @param path absolute */
  read(path: string): FileText;
  /**
   * Where a path leads through the links that are on the disk now; absent where there is no disk to look at.
   * @param path absolute
   * @param last `itself` for what is done to a link and not through it: `rm`, `mv`
   */
  leads?(path: string, last: 'followed' | 'itself'): string;
  /**
   * Whether `cd` can go there now; absent where there is no disk to look at.
   * @param path absolute
   */
  directory?(path: string): boolean;
}

/** Sees nothing: for `--no-files` and for tests. */
export const NO_FILES: FileView = { read: () => ({ missing: 'hidden' }) };

/** Sees exactly the files it is given, by absolute path. */
export function filesFrom(files: Readonly<Record<string, string>>): FileView {
  const texts = new Map(Object.entries(files));
  return {
    read(path) {
      const text = texts.get(path);
      return text === undefined ? { missing: 'absent' } : { text, truncated: false };
    },
  };
}
