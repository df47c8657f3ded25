import { type Glob, pathGlob } from '../core/glob.ts';
import { matchText } from '../core/glob-match.ts';
import { isHole, type Word } from '../core/word.ts';

/** What a file name pattern that reaches for credentials would find; below a home, and on the machine. */
const IN_HOME = [
  '.ssh',
  '.ssh/id_rsa',
  '.ssh/id_ed25519',
  '.gnupg',
  '.aws',
  '.aws/credentials',
  '.kube/config',
  '.docker/config.json',
  '.netrc',
  '.pgpass',
  '.git-credentials',
  '.vault-token',
].map(path => path.split('/'));
const ON_MACHINE = ['/etc/shadow', '/etc/gshadow', '/etc/master.passwd', '/proc/1/environ'].map(path =>
  path.split('/'),
);

/**
 * Whether a path with a file name pattern in it (`~/.ss?/id_*`) can expand to a well-known credential. As bash has it, a
 * pattern matches no dot at the start of a name: `~/*` does not reach `~/.netrc`.
 */
export function expandsToSecret(target: Word, home: string): boolean {
  if (!target.some(part => isHole(part) && part.hole === 'glob')) return false;
  let text = '';
  for (const part of target) {
    if (isHole(part) && (part.hole !== 'glob' || part.name === undefined)) return false;
    text += isHole(part) ? part.name : part.lit.replace(/[*?[\]{}\\]/g, '\\$&');
  }
  const segments = text.split('/');
  const homes = [home, '/root', '/home/user'].map(one => one.split('/'));
  const known = [...ON_MACHINE, ...homes.flatMap(root => IN_HOME.map(path => [...root, ...path]))];
  const globs = new Map<string, Glob | undefined>();
  return known.some(
    path =>
      path.length === segments.length && path.every((name, at) => matches(segments[at] ?? '', name, globs)),
  );
}

function matches(pattern: string, name: string, globs: Map<string, Glob | undefined>): boolean {
  if (pattern === name) return true;
  if (name.startsWith('.') && /^[*?[]/.test(pattern)) return false;
  if (!globs.has(pattern)) globs.set(pattern, compiled(pattern));
  const glob = globs.get(pattern);
  return glob !== undefined && matchText(glob, name);
}

/** What is no pattern of ours is taken for plain text, as bash takes it. */
function compiled(pattern: string): Glob | undefined {
  try {
    return pathGlob(pattern);
  } catch {
    return undefined;
  }
}
