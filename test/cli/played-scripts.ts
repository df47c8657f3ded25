import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { Sandbox } from './sandbox.ts';
import { mismatch, parseScript, type Step } from './script-file.ts';

const DIR = new URL('scripts/', import.meta.url);

/** Scripts by the beginnings of their names, so that several workers play them; `rest` has what no other group has. */
const GROUPS = { check: /^check/, policy: /^policy/, running: /^(?:audit|exec|serve|wrap)/ };

/** Plays every script of a group, each in a directory and a home of its own. */
export function playScripts(group: keyof typeof GROUPS | 'rest'): void {
  const grouped = Object.values(GROUPS);
  const names = readdirSync(DIR).filter(name =>
    group === 'rest' ? !grouped.some(pattern => pattern.test(name)) : GROUPS[group].test(name),
  );
  describe('what a user can type', () => {
    for (const name of names.toSorted()) {
      const { title, steps } = parseScript(readFileSync(new URL(name, DIR), 'utf8'));
      it(`${name}: ${title}`, () => {
        const sandbox = new Sandbox();
        try {
          for (const step of steps) play(step, name, sandbox);
        } finally {
          sandbox.close();
        }
        // Some start a dozen programs, and each of them has a minute.
      }, 300_000);
    }
  });
}

function play(step: Step, name: string, sandbox: Sandbox): void {
  if (step.kind === 'file') {
    sandbox.write(step.name, step.text);
    return;
  }
  const { exit, stdout, stderr } = sandbox.sh(step.command, step.stdin);
  const place = `${name}:${step.line}: ${step.command}`;
  expect(mismatch(stdout, step.stdout), `${place}\nstderr: ${stderr}`).toBeUndefined();
  expect(mismatch(stderr, step.stderr), place).toBeUndefined();
  expect(exit, place).toBe(step.exit);
}
