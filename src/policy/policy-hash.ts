import { createHash } from 'node:crypto';
import { basename } from 'node:path';
import { VERSION } from '../core/version.ts';
import type { Sources } from './file/sources.ts';

/** Changes whenever the same files would compile to something else. */
const COMPILER = 2;

/**
 * The policy hash: over the layer, name and bytes of every file, independent of where they lie and in which order they
 * are listed. Every answer and every record carries it.
 * @param profile the profile chosen on the command line, which no file shows
 */
export function hashSources({ configs, policies, profiles, packs = [] }: Sources, profile?: string): string {
  const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
  const rows = [
    ...configs.map(({ path, layer, bytes }) => ['config', layer, basename(path), digest(bytes)]),
    ...[...policies, ...profiles, ...packs].map(({ path, layer, bytes }) => [
      'policy',
      layer,
      basename(path),
      digest(bytes),
    ]),
  ].map(row => JSON.stringify(row));
  const text = JSON.stringify([VERSION, COMPILER, profile ?? null, rows.sort()]);
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}
