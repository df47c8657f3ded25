import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/core/limits.ts';
import { DISK_FILES } from '../../src/shell/files/disk-files.ts';
import { scanned } from './scanned.ts';

const dir = mkdtempSync(join(tmpdir(), 'rampart-caps-'));
afterAll(() => rmSync(dir, { recursive: true }));

const coverage = (command: string) => scanned(command).coverage;

describe('a scan', () => {
  it('reads a script of the longest size there may be, and the beginning of one that is longer', () => {
    const path = join(dir, 'script');
    for (const [bytes, truncated] of [
      [LIMITS.scriptBytes, false],
      [LIMITS.scriptBytes + 1, true],
    ] as const) {
      writeFileSync(path, '#'.repeat(bytes));
      expect(DISK_FILES.read(path)).toEqual({ text: '#'.repeat(LIMITS.scriptBytes), truncated });
    }
  });

  it('holds as many invocations as it may, and says that there are more', () => {
    const made = (count: number) => scanned('a\n'.repeat(count));
    expect(made(LIMITS.scanInvocations)).toMatchObject({ coverage: 'full', unknown: [] });
    const more = made(LIMITS.scanInvocations + 1);
    expect(more.invocations).toHaveLength(LIMITS.scanInvocations);
    expect([more.coverage, more.unknown.map(({ reason }) => reason)]).toEqual(['opaque', ['limit']]);
  });

  it('reads as many here-documents as it may, and says that there are more', () => {
    const made = (count: number) => 'cat <<E\nx\nE\n'.repeat(count);
    expect(coverage(made(LIMITS.hereDocuments))).toBe('full');
    expect(coverage(made(LIMITS.hereDocuments + 1))).toBe('opaque');
  });

  const half = 'a'.repeat(LIMITS.wordBytes / 2);
  it.each([
    [
      'foldBytes',
      'bytes of a producer',
      (more: number) => `echo $(echo ${'a'.repeat(LIMITS.foldBytes - 1 + more)})`,
    ],
    ['foldPieces', 'pieces of a producer', (more: number) => `echo $(seq 1 ${LIMITS.foldPieces + more})`],
    ['wordBytes', 'bytes of a word', (more: number) => `x=${half}; echo "$x$x${'b'.repeat(more)}"`],
  ])('knows as many as %s allows (%s), and not one more', (_, __, made) => {
    expect(coverage(made(0))).toBe('full');
    expect(coverage(made(1))).toBe('partial');
  });

  it('keeps as many parts of a word as it may, and says that there are more', () => {
    const made = (parts: number) =>
      scanned(`echo "${'$u.'.repeat(parts / 2)}${parts % 2 === 0 ? '' : '$u'}"`);
    expect(made(LIMITS.wordParts).coverage).toBe('partial');
    expect(made(LIMITS.wordParts + 1).unknown.map(({ reason }) => reason)).toContain('limit');
  });

  it('knows as many values of a hole as it may, and of one with more none', () => {
    const values = (count: number) => {
      const branches = Array.from({ length: count - 1 }, (_, at) => `${at}) x=v${at + 1};;`);
      const [hole] =
        scanned(`x=v0; case $u in ${branches.join(' ')} esac; echo $x`).invocations.at(-1)?.argv[1] ?? [];
      return hole !== undefined && 'hole' in hole ? hole.values?.length : undefined;
    };
    expect(values(LIMITS.holeValues)).toBe(LIMITS.holeValues);
    expect(values(LIMITS.holeValues + 1)).toBeUndefined();
  });

  it.each([
    [
      'programItems',
      LIMITS.programItems,
      (count: number) => `[os.system("rm %d" % i) for i in range(${count})]`,
      LIMITS.programItems,
    ],
    [
      'programCalls',
      LIMITS.programCalls,
      (count: number) =>
        [
          ...Array.from({ length: count - 1 }, (_, at) => `def f${at + 1}(c): f${at + 2}(c)`),
          `def f${count}(c): os.system(c)`,
          'f1("rm a")',
        ].join('\n'),
      1,
    ],
  ])('follows a program as far as %s allows, and says where it goes on', (_, cap, code, followed) => {
    const made = (count: number) => scanned(`python3 -c 'import os\n${code(count)}'`);
    const removals = made(cap).invocations.filter(
      one => one.argv[0]?.[0] !== undefined && 'lit' in one.argv[0][0] && one.argv[0][0].lit === 'rm',
    );
    expect([made(cap).coverage, removals.length]).toEqual(['full', followed]);
    expect(made(cap + 1).unknown.map(({ reason }) => reason)).toContain('computed');
  });

  it('tells of as many unknown places as it may', () => {
    const told = (count: number) => scanned('echo $u\n'.repeat(count)).unknown.length;
    expect(told(LIMITS.unknownPlaces - 1)).toBe(LIMITS.unknownPlaces - 1);
    expect(told(LIMITS.unknownPlaces + 1)).toBe(LIMITS.unknownPlaces);
  });
});
