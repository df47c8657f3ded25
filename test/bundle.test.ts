import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));

interface Metafile {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, { readonly imports: readonly { readonly path: string }[] }>>;
}

const { hook } = JSON.parse(readFileSync(join(DIST, 'meta.json'), 'utf8')) as { readonly hook: Metafile };

/** Packages that cost more to start than a hook may take. */
const TOO_SLOW = ['zod', 'yaml', 'commander', 'chalk', 'execa', 'better-sqlite3', 'picomatch'];

describe('what stands in an agent’s way', () => {
  it.each(TOO_SLOW)('does without %s', name => {
    const inputs = Object.keys(hook.inputs).filter(path => path.includes(`node_modules/${name}/`));
    const imports = Object.values(hook.outputs).flatMap(output => output.imports.map(({ path }) => path));
    expect(inputs).toEqual([]);
    expect(imports.filter(path => path === name || path.startsWith(`${name}/`))).toEqual([]);
  });

  it('contains no verb', () => {
    expect(Object.keys(hook.inputs).filter(path => path.startsWith('src/cli/'))).toEqual([]);
  });

  it('says who starts it when somebody starts it by hand', () => {
    const cwd = mkdtempSync(join(tmpdir(), 'rb-'));
    try {
      expect(() => execFileSync(process.execPath, [join(DIST, 'hook.js')], { cwd, stdio: 'pipe' })).toThrow(
        expect.objectContaining({ status: 2 }),
      );
    } finally {
      rmSync(cwd, { recursive: true, force: true });
    }
  });
});
