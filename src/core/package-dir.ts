import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Rampart's own package: where `bin/`, `dist/` and `policies/` are. Bundles lie in `dist/` or below it, sources in
 * `src/core/`, so it is the nearest folder above this file that has neither name.
 */
export const PACKAGE_DIR: string = packageDir(fileURLToPath(import.meta.url));

function packageDir(file: string): string {
  const found = /^(.*?)\/(?:dist(?:\/(?:chunks|hook))?|src\/core)\/[^/]+$/.exec(file)?.[1];
  return found ?? dirname(dirname(file));
}
