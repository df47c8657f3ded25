import { createHash } from 'node:crypto';
import type { Judgement } from '../core/decision.ts';

/**
 * What an approval is for: a digest over everything the person was shown and the decision was made from. A grant for
 * one command, directory, session, policy or file content is none for another.
 * @returns `sha256:…`
 */
export function bindingOf({ call, decision, files }: Judgement): string {
  const { tool, name, command, argv, path, url, paths, urls, content, digest, cwd, session, env } = call;
  const bound = [
    ['tool', tool],
    ['name', name ?? null],
    ['command', command ?? null],
    ['argv', argv ?? null],
    ['path', path ?? null],
    ['url', url ?? null],
    ['paths', paths ?? null],
    ['urls', urls ?? null],
    ['content', content ?? null],
    ['digest', digest ?? null],
    ['cwd', cwd],
    ['session', session],
    ['rules', decision.matched.map(({ rule, action }) => `${action} ${rule}`).toSorted()],
    ['policy', decision.policy],
    ['env', Object.entries(env).toSorted(byName)],
    ['files', files.map(file => [file.path, file.sha256]).toSorted(byName)],
  ];
  return `sha256:${createHash('sha256').update(JSON.stringify(bound)).digest('hex')}`;
}

function byName(a: readonly (string | null)[], b: readonly (string | null)[]): number {
  const [x, y] = [a[0] ?? '', b[0] ?? ''];
  return x < y ? -1 : x > y ? 1 : 0;
}
