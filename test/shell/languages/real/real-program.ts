import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Touch } from '../../../../src/core/scan.ts';
import { displayWord, textOf } from '../../../../src/core/word.ts';
import { RealBash } from '../../real-bash.ts';
import { scanned } from '../../scanned.ts';

/**
 * A program. More may be predicted than this run of it did, where it has branches; what is not worked out must be said
 * (`unread`).
 */
export type Row = string | { readonly code: string; readonly read: 'more' | 'unread' };

export interface Interpreter {
  /** As a person calls it. */
  readonly name: string;
  /** Prints where the program itself is, behind wrappers of version managers. */
  readonly where: readonly string[];
  /** Switches before the program's text. */
  readonly before: readonly string[];
  /** Rows by what they are about. */
  readonly rows: Readonly<Record<string, readonly Row[]>>;
}

/** What is in the folder a program runs in; programs may delete and write there. */
const FILES = ['a', 'b', 'c.log', 'd.log', 'tree/x', 'tree/y/z'];

function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Whether deleting that may delete the file; what is not known of a path can be anything. */
function covers({ target, recursive }: Touch, file: string): boolean {
  const pattern = target.map(part => ('lit' in part ? part.lit.replace(/\W/g, '\\$&') : '.*')).join('');
  return new RegExp(`^${pattern}${recursive ? '(?:/.*)?' : ''}$`).test(file);
}

/**
 * Runs programs under their real interpreter with stand-ins for what they start, and compares what was started and
 * deleted with what reading them predicts. An interpreter that is not installed is said not to have run.
 */
export function provesAgainst({ name, where, before, rows }: Interpreter): void {
  const [program = '', ...args] = where;
  const { stdout, status } = spawnSync(program, args, { encoding: 'utf8', timeout: 20_000 });
  const path = status === 0 ? stdout.trim() : '';
  if (path === '') {
    it.skip(`did not run: ${name} is not installed`);
    return;
  }
  const bash = new RealBash();
  afterAll(() => {
    bash.close();
  });
  describe.each(Object.entries(rows))(`${name}: %s`, (_about, group) => {
    it.each(
      group.map(row => (typeof row === 'string' ? ([row, 'all'] as const) : ([row.code, row.read] as const))),
    )('%s', (code, read) => {
      mkdirSync(join(bash.cwd, 'tree/y'), { recursive: true });
      for (const file of FILES) writeFileSync(join(bash.cwd, file), '');
      const command = [path, ...before, code].map(quoted).join(' ');
      const scan = scanned(command, { cwd: bash.cwd, home: bash.home, env: { HOME: bash.home } });
      if (read === 'unread') {
        expect(scan.coverage).not.toBe('full');
        return;
      }
      const more = read === 'more';
      const started = bash.run(command).map(({ argv }) => argv.join(' '));
      const gone = FILES.filter(file => !existsSync(join(bash.cwd, file)));
      const predicted = scan.invocations
        .filter(({ parent }) => parent !== undefined)
        .map(({ argv }) => argv.map(displayWord).join(' '))
        // A shell between is started by its absolute path, or not at all where there is nothing for it to do.
        .filter(one => !/^(?:\/bin\/)?sh -c /.test(one));
      const shells = started.filter(one => !/^sh -c /.test(one));
      if (more) expect(predicted).toEqual(expect.arrayContaining(shells));
      else expect(predicted.toSorted()).toEqual(shells.toSorted());
      const deleted = scan.invocations.flatMap(one => one.touches ?? []).filter(one => one.kind === 'delete');
      expect(gone.filter(file => !deleted.some(one => covers(one, join(bash.cwd, file))))).toEqual([]);
      if (!more)
        expect(
          deleted.map(one => textOf(one.target)).filter(one => one !== undefined && existsSync(one)),
        ).toEqual([]);
    });
  });
}
