import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));

interface Output {
  readonly entryPoint?: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly imports: readonly { readonly path: string; readonly kind: string }[];
}

interface Metafile {
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly outputs: Readonly<Record<string, Output>>;
}

const { cli, hook } = JSON.parse(readFileSync(join(DIST, 'meta.json'), 'utf8')) as {
  readonly cli: Metafile;
  readonly hook: Metafile;
};

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
      expect(() =>
        execFileSync(process.execPath, [join(DIST, 'hook.cjs')], { cwd, stdio: 'pipe', timeout: 60_000 }),
      ).toThrow(expect.objectContaining({ status: 2 }));
    } finally {
      rmSync(cwd, { recursive: true, force: true });
    }
  });
});

describe('what rampart exec starts with, where its words are not plain', () => {
  /** Sources that are loaded with a module, before anything of it runs. */
  function loadedWith(source: string): ReadonlySet<string> {
    const open = Object.keys(cli.outputs).filter(path => cli.outputs[path]?.entryPoint === source);
    expect(open).toHaveLength(1);
    const seen = new Set(open);
    for (const path of seen)
      for (const { path: next, kind } of cli.outputs[path]?.imports ?? [])
        if (kind === 'import-statement') seen.add(next);
    return new Set([...seen].flatMap(path => Object.keys(cli.outputs[path]?.inputs ?? {})));
  }

  it.each(['src/cli/home.ts', 'src/client/run-guarded.ts', 'src/cli/session.ts', 'src/client/judge-here.ts'])(
    'reads no YAML, in %s',
    source => {
      const slow = [...loadedWith(source)].filter(path => /node_modules\/(?:zod|yaml)\//u.test(path));
      expect(slow).toEqual([]);
    },
  );
});
