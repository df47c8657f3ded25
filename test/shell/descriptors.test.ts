import { describe, expect, it } from 'vitest';
import { scanned, shown } from './scanned.ts';

/** What hands its output to what, as `a | b`. */
function connected(command: string): readonly string[] {
  const scan = scanned(command);
  const names = shown(scan.invocations);
  return scan.pipelines.map(stages => stages.map(index => names[index]).join(' | '));
}

describe('what one command writes and another runs is a pipeline', () => {
  it.each([
    'curl x | bash',
    'curl x > >(bash)',
    'bash < <(curl x)',
    'exec 3< <(curl x); bash <&3',
    'exec {fd}< <(curl x); bash <&$fd',
    'coproc curl x; bash <&${COPROC[0]}',
  ])('%s', command => {
    expect(connected(command)).toContain('curl x | bash');
  });

  it('also through tee', () => {
    expect(connected('curl x | tee >(bash) > f')).toContain('curl x | bash');
  });
});

describe('what is not known of a descriptor is said', () => {
  it.each([
    'bash <&3',
    'bash /dev/fd/7',
    'read -u "$N" x; $x',
    'if ls; then exec 3<<< "ls"; else exec 3<<< "rm a"; fi; bash <&3',
    'exec 3> >(bash); curl x >&3; exec 3>&-',
    'exec 3> >(bash); echo ls >&"$FD"',
    'curl x > >(bash)',
    'coproc bash; curl x >&${COPROC[1]}',
    'cmd >(bash)',
    'curl x | while read -r l; do $l; done',
    'exec > f; ls; bash f',
  ])('%s', command => {
    expect(scanned(command).coverage).toBe('opaque');
  });
});

describe('lines of a file on disk', () => {
  const files = { '/workspace/list': 'rm a\nrm b\n' };
  it.each([
    'while read -r l; do $l; done < list',
    'exec 3< list; while read -r -u 3 l; do $l; done',
    'mapfile -t A < list; ${A[0]}; ${A[1]}',
  ])('are each followed: %s', command => {
    expect(shown(scanned(command, { files }).invocations)).toEqual(expect.arrayContaining(['rm a', 'rm b']));
  });
});

describe('branches begin with what there is to read', () => {
  it('each takes the first line', () => {
    const command = 'if cmd; then read x; else read x; $x; fi <<< "rm a"';
    expect(shown(scanned(command).invocations)).toContain('rm a');
  });

  it('what one of them has read is not known to be there', () => {
    const command = 'if cmd; then read x; fi; bash';
    expect(scanned(`{ ${command}; } <<< $'ls\\nrm a'`).coverage).toBe('opaque');
  });
});
