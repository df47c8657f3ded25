import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { examine } from '../../src/pipeline.ts';
import { readSources } from '../../src/policy/file/sources.ts';
import { loadPolicy } from '../../src/policy/load.ts';
import { hashSources } from '../../src/policy/policy-hash.ts';
import { readCompiled, ship } from '../../src/policy/shipped.ts';

const PACKAGE = fileURLToPath(new URL('../../', import.meta.url)).replace(/\/$/, '');

let scratch: string;
let built: ReturnType<typeof loadPolicy>;
/** A copy of the package for each test, as if it were installed there. */
let packageDir: string;

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'ship-'));
  packageDir = join(scratch, 'package');
  cpSync(join(PACKAGE, 'policies'), join(packageDir, 'policies'), { recursive: true });
  built = loadPolicy(dirs(), { examine });
  const { rules, config, files } = built;
  ship(packageDir, { rules, config, files: files.map(({ file, layer }) => ({ path: file, layer })) });
});
beforeEach(() => {
  packageDir = mkdtempSync(join(scratch, 'installed-'));
  cpSync(join(scratch, 'package'), packageDir, { recursive: true });
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const dirs = () => ({ system: join(scratch, 'none'), home: join(scratch, 'home'), packageDir });
const found = () => readCompiled(join(scratch, 'cache'), packageDir, hashSources(readSources(dirs())));

describe('the set that comes with the package', () => {
  it('is the one this package’s files compile to', () => {
    const [name = ''] = readdirSync(join(PACKAGE, 'dist', 'policies'));
    const hash = hashSources(readSources({ ...dirs(), packageDir: PACKAGE }));
    expect(`sha256:${name.replace(/^policy-|\.json$/g, '')}`).toBe(hash);
  });

  it('is what compiling gives, with its files where the package is installed', () => {
    const { rules, config, files } = built;
    const here = (file: string): string => file.replace(join(scratch, 'package'), packageDir);
    expect(found()).toEqual({
      config,
      files: files.map(({ file, layer }) => ({ path: here(file), layer })),
      rules: { ...rules, rules: rules.rules.map(rule => ({ ...rule, file: here(rule.file) })) },
    });
  });

  it('is none once a file it was made from is another', () => {
    const profile = join(packageDir, 'policies', 'standard.yaml');
    writeFileSync(profile, `${readFileSync(profile, 'utf8')}# edited\n`);
    expect(found()).toBeUndefined();
  });

  it('is none where it is damaged', () => {
    const folder = join(packageDir, 'dist', 'policies');
    const [name = ''] = readdirSync(folder);
    writeFileSync(
      join(folder, name),
      readFileSync(join(folder, name), 'utf8').replace('"action":"deny"', '"action":"allow"'),
    );
    expect(found()).toBeUndefined();
  });
});
