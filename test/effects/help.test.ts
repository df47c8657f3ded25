import { describe, expect, it } from 'vitest';
// @ts-expect-error a script without types
import { helpOf, optionsIn, PROGRAMS } from '../../.config/help-options.mjs';
import { modelOf } from '../../src/effects/catalogue.ts';
import { compile } from '../../src/effects/compile.ts';

type Listed = readonly [names: readonly string[], value: 'none' | 'next' | 'attached'];

/** Programs whose tables are written by hand: their `--help` lists options in the same way, and asks for nothing. */
const BY_HAND =
  'su runuser tar ar objcopy strip readelf size hexdump b2sum numfmt printenv stdbuf setsid script taskset chrt ionice nice flock fallocate partx blkdiscard dmesg swapoff nsenter setpriv hwclock chsh ps pidof gawk envsubst iconv cmp mknod strace systemctl loginctl timedatectl hostnamectl localectl systemd-run systemd-analyze psql createdb dropdb dropuser vacuumdb reindexdb clusterdb gdb gcore yes who uptime nproc users lsattr whereis rev tsort chroot'.split(
    ' ',
  );

const installed = [...(PROGRAMS as readonly string[]), ...BY_HAND]
  .map(program => ({ program, listed: optionsIn(helpOf(program)) as readonly Listed[] }))
  .filter(({ listed }) => listed.length > 0);

describe.each(installed)('$program as it is installed here', ({ program, listed }) => {
  it('takes a value where its --help says so, and nowhere else', () => {
    const model = modelOf(program);
    if (model === undefined) throw new Error('there is no model of it');
    const { options } = compile(model, program).grammar;
    // Versions differ in what they have, not in what an option takes.
    const wrong = listed.flatMap(([names, value]) =>
      names
        .filter(name => (options.get(name)?.value ?? value) !== value)
        .map(name => `${name}: ${value} in --help`),
    );
    expect(wrong).toEqual([]);
  });
});

it('finds programs to compare with', () => {
  expect(installed.length).toBeGreaterThan(40);
});
