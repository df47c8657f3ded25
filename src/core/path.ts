import { concat, EMPTY_WORD, type Hole, isHole, join, type Part, textOf, type Word, word } from './word.ts';

/**
 * The absolute path a word names, without looking at the disk: joined to `cwd`, `//` and `/./` folded, `..` taken
 * back where what it takes back is known. A word that begins with a hole stays as it is: it may be absolute; but what
 * a file name pattern matches holds no slash, so `*` is relative. Symbolic links are not followed here. A path on a drive
 * (`C:\\Windows`) is where Git Bash has it (`/c/Windows`).
 */
export function resolvePath(given: Word, cwd: Word): Word {
  const path = onDrive(given) ?? given;
  const head = path[0];
  if (head === undefined) return cwd;
  const known = textOf(path);
  const [place] = cwd;
  // From one of several directories `..` leads to one of several places.
  if (known !== undefined && place !== undefined && isHole(place) && cwd.length === 1 && place.values)
    return known.startsWith('/') ? resolvePath(path, ROOT) : fromEach(known, place, place.values);
  const from = known === undefined || known.startsWith('/') ? '' : textOf(cwd);
  if (known !== undefined && from !== undefined) {
    const joined = from === '' ? known : `${from}/${known}`;
    if (joined.startsWith('/') && !ODD.test(joined)) return word(joined);
  }
  if (isHole(head) && head.hole !== 'glob') return path;
  const absolute = !isHole(head) && head.lit.startsWith('/') ? path : concat(cwd, word('/'), path);
  const start = absolute[0];
  const rooted = start !== undefined && !isHole(start) && start.lit.startsWith('/');
  const kept: Word[] = [];
  for (const segment of segments(absolute)) {
    const text = textOf(segment);
    if (text === '' || text === '.') continue;
    const last = kept.at(-1);
    if (text !== '..') kept.push(segment);
    else if (last === undefined) {
      if (!rooted) kept.push(segment);
    } else {
      const taken = textOf(last);
      if (taken === undefined || taken === '..') kept.push(segment);
      else kept.pop();
    }
  }
  const joined = join(kept, '/');
  return rooted ? concat(word('/'), joined) : joined;
}

const ROOT: Word = [{ lit: '/' }];

function fromEach(path: string, place: Hole, values: readonly string[]): Word {
  // Of a directory that may be another one too, what stands behind it is kept.
  const up = place.open === true ? (UPWARDS.exec(path)?.[0] ?? '') : path;
  const found = values.map(one => textOf(resolvePath(word(up), word(one))));
  const texts = [...new Set(found.filter(one => one !== undefined))];
  const [only] = texts;
  if (only !== undefined && texts.length === 1 && place.open !== true) return word(only);
  const there: Hole = { ...place, values: texts };
  return up === path ? [there] : join([[there], word(path.slice(up.length))], '/');
}

const UPWARDS = /^(?:\.{1,2}(?:\/+|$))+/;

/** Where a drive's letter stands alone bash has taken the backslash, and these tell that it was one. */
const DRIVE = /^([A-Za-z]):(?:[\\/]|$|(?=(?:windows|users|program|boot|recovery|perflogs)))/i;

/** `C:\\Windows` as Git Bash has it, `/c/Windows`; undefined for a path that names no drive. */
function onDrive([head, ...tail]: Word): Word | undefined {
  const letter = head === undefined || isHole(head) ? undefined : DRIVE.exec(head.lit);
  if (letter === null || letter === undefined || head === undefined || isHole(head)) return undefined;
  const slashed = (part: Part): Word => (isHole(part) ? [part] : word(part.lit.replaceAll('\\', '/')));
  const rest = word(head.lit.slice(letter[0].length).replaceAll('\\', '/'));
  return concat(word(`/${letter[1]?.toLowerCase()}/`), rest, ...tail.map(slashed));
}

/** Segments that have to be folded: empty, `.` and `..`. */
const ODD = /\/\.{0,2}(?:\/|$)/;

/** The word cut at its literal slashes. */
function segments(of: Word): Word[] {
  const cut: Part[][] = [[]];
  for (const part of of) {
    if (isHole(part)) cut.at(-1)?.push(part);
    else
      part.lit.split('/').forEach((lit, index) => {
        if (index > 0) cut.push([]);
        if (lit !== '') cut.at(-1)?.push({ lit });
      });
  }
  return cut.map(parts => (parts.length === 0 ? EMPTY_WORD : parts));
}
