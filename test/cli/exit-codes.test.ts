import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { EXIT, exitOfSignal } from '../../src/core/exit.ts';
import { parseScript } from './script-file.ts';

const DIR = new URL('scripts/', import.meta.url);

/** Every exit code that some script file asserts. */
const reached = new Set(
  readdirSync(DIR)
    .flatMap(name => parseScript(readFileSync(new URL(name, DIR), 'utf8')).steps)
    .flatMap(step => (step.kind === 'run' ? [step.exit] : [])),
);

/**
 * Codes nothing a user can type reaches. 4 is reached through `audit show`; for approvals it is to be held to once
 * there are any.
 */
const UNREACHED: Readonly<Record<string, string>> = {
  error: 'check decides `error` only when judging itself fails; a policy that does not load is `badfile`',
};

describe('every exit code of the table', () => {
  it.each(Object.entries(EXIT))(
    '%s (%i) is reached by a script a user can type, or it is said why not',
    (name, code) => {
      expect(reached.has(code)).toBe(UNREACHED[name] === undefined);
    },
  );

  it('has a name of its own', () => {
    expect(new Set(Object.values(EXIT)).size).toBe(Object.keys(EXIT).length);
  });

  it.each(['a command’s own', 'a signal’s'])('%s is passed on, too', kind => {
    expect(reached.has(kind === 'a signal’s' ? exitOfSignal(9) : 3)).toBe(true);
  });
});
