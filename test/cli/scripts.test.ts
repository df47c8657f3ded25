import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Sandbox } from './sandbox.ts';
import { mismatch, parseScript } from './script-file.ts';

const DIR = new URL('scripts/', import.meta.url);

describe('what a user can type', () => {
  for (const name of readdirSync(DIR).toSorted()) {
    const script = parseScript(readFileSync(new URL(name, DIR), 'utf8'));
    it(`${name}: ${script.title}`, () => {
      const sandbox = new Sandbox();
      try {
        for (const step of script.steps) {
          if (step.kind === 'file') {
            sandbox.write(step.name, step.text);
            continue;
          }
          const ran = sandbox.sh(step.command, step.stdin);
          const place = `${name}:${step.line}: ${step.command}`;
          expect(mismatch(ran.stdout, step.stdout), `${place}\nstderr: ${ran.stderr}`).toBeUndefined();
          expect(mismatch(ran.stderr, step.stderr), place).toBeUndefined();
          expect(ran.exit, place).toBe(step.exit);
        }
      } finally {
        sandbox.close();
      }
    }, 120_000);
  }
});

describe('script files', () => {
  it.each([
    '$ true',
    '# t\n$ true',
    '# t\n$ true\nx\n= 0',
    '# t\n|x',
    '# t\n$ true\n= x',
    '# t\n$ a\n|x\n= 0',
  ])('refuses %j', text => {
    expect(() => parseScript(text)).toThrow();
  });
});
