import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { LIMITS } from '../../src/core/limits.ts';
import { selectFiles } from '../../src/policy/file/select-files.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'rampart-select-'));
  for (const file of [
    'a.yaml',
    'b.yml',
    'c.txt',
    'x/d.yaml',
    'x/y/e.yaml',
    'node_modules/f.yaml',
    'x/[g].yaml',
  ]) {
    mkdirSync(join(dir, file, '..'), { recursive: true });
    writeFileSync(join(dir, file), '');
  }
  symlinkSync(dir, join(dir, 'x/loop'));
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

it.each<[args: string[], files: string[]]>([
  [['a.yaml'], ['a.yaml']],
  [['c.txt'], ['c.txt']],
  [['.'], ['a.yaml', 'b.yml', 'x/[g].yaml', 'x/d.yaml', 'x/y/e.yaml']],
  [['x'], ['x/[g].yaml', 'x/d.yaml', 'x/y/e.yaml']],
  [['*.yaml'], ['a.yaml']],
  [['*.{yaml,yml}'], ['a.yaml', 'b.yml']],
  [['**/*.yaml'], ['a.yaml', 'x/[g].yaml', 'x/d.yaml', 'x/y/e.yaml']],
  [['x/*/*.yaml'], ['x/y/e.yaml']],
  [['x/[g].yaml'], ['x/[g].yaml']],
  [['a.yaml', '*.yaml'], ['a.yaml']],
])('%j means %j', (args, files) => {
  expect(selectFiles(args.map(arg => join(dir, arg)))).toEqual(files.map(file => join(dir, file)));
});

it.each(['none.yaml', 'none/*.yaml', '*.json', 'node_modules/none'])(
  '%j means nothing, and that is an error',
  arg => {
    expect(() => selectFiles([join(dir, arg)])).toThrowError(expect.objectContaining({ code: 'E_POLICY' }));
  },
);

it.each([LIMITS.policyFiles, LIMITS.policyFiles + 1])('%i files', count => {
  const many = join(dir, `many-${count}`);
  mkdirSync(many);
  for (let index = 0; index < count; index++) writeFileSync(join(many, `${index}.yaml`), '');
  const attempt = (): number => selectFiles([many]).length;
  if (count > LIMITS.policyFiles) expect(attempt).toThrowError(expect.objectContaining({ code: 'E_POLICY' }));
  else expect(attempt()).toBe(count);
});
