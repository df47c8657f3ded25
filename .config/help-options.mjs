// Writes src/effects/models/help-options.ts: which options of the programs installed here take a value, read from their
// own `--help`. Run it on a current Debian: node .config/help-options.mjs
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** Programs whose `--help` lists options in the usual GNU way, a line each. */
export const PROGRAMS =
  'base32 base64 basenc cat chgrp chmod chown cksum comm cp csplit curl cut date df diff du egrep expand fgrep fmt fold grep gzip head hostname install join kill ln ls md5sum mkdir mkfifo mktemp mv nl nohup od paste patch pkill pgrep pr realpath rm rmdir sed seq sha1sum sha256sum sha512sum shred shuf sort split stat tac tail tee touch tr truncate tsort unexpand uniq useradd userdel usermod groupadd groupdel passwd chage wc wget xargs losetup wipefs mount umount lsblk addr2line chcon column createuser diff3 dir fstrim free journalctl lscpu msgfmt namei nm objdump pg_dump pg_dumpall pg_restore prlimit readlink renice sdiff sha224sum sha384sum strings swapon unshare vdir vmstat xgettext zstd'.split(
    ' ',
  );

const LINE =
  /^\s{1,8}(?:-([A-Za-z0-9])(?:[ =](<[^>]+>|[A-Z][\w.:-]*))?(?:, ?|(?=\s{2}|$)|\s+(?=--)))?(?:--([a-z][\w.-]*))?(\[=[^\]]*\]|=\[[+-]\]\w+|[= ]<[^>]+>|[= ][A-Z][\w'-]*|=[a-z][\w-]*)?(?=\s|,|$)/;
const SHORT = /^\s{1,8}-([A-Za-z0-9])(?: (<[^>]+>|[A-Z][A-Z_-]*))?(?:\s{2,}|$)/;

/** @returns each option as [names, value]: value is none, next or attached */
export function optionsIn(help) {
  return merged(linesIn(help));
}

/** `--time` and `--time=WORD` on two lines: the value is optional. */
function merged(options) {
  const values = new Map();
  for (const [names, value] of options)
    for (const name of names)
      values.set(name, values.has(name) && values.get(name) !== value ? 'attached' : value);
  return options.flatMap(([names]) =>
    ['none', 'next', 'attached'].flatMap(value => {
      const same = names.filter(name => values.get(name) === value);
      return same.length === 0 ? [] : [[same, value]];
    }),
  );
}

function linesIn(help) {
  return help.split('\n').flatMap(line => {
    const [, letter, own, name, mark = ''] = LINE.exec(line) ?? [];
    if (name !== undefined) {
      const value = mark.startsWith('[') ? 'attached' : mark === '' ? 'none' : 'next';
      // `-p DIR, --tmpdir[=DIR]`: the letter needs what the word may go without.
      if (letter !== undefined && own !== undefined && value !== 'next')
        return [
          [[letter], 'next'],
          [[name], value],
        ];
      return [[[...(letter === undefined ? [] : [letter]), name], value]];
    }
    const short = SHORT.exec(line);
    return short === null ? [] : [[[short[1]], short[2] === undefined ? 'none' : 'next']];
  });
}

export function helpOf(program) {
  const args = program === 'curl' ? ['--help', 'all'] : ['--help'];
  const { status, stdout } = spawnSync(program, args, {
    encoding: 'utf8',
    timeout: 5_000,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: process.env.PATH, LC_ALL: 'C', COLUMNS: '200' },
  });
  return status === 0 ? stdout : '';
}

const MARK = { none: '', next: '=', attached: '?' };

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const rows = PROGRAMS.flatMap(program => {
    const seen = new Set();
    const options = optionsIn(helpOf(program)).flatMap(([names, value]) => {
      const fresh = names.filter(name => !seen.has(name) && seen.add(name));
      return fresh.length === 0 ? [] : [fresh.join('|') + MARK[value]];
    });
    return options.length === 0 ? [] : [`  ${JSON.stringify(program)}: '${options.join(' ')}',\n`];
  });
  writeFileSync(
    'src/effects/models/help-options.ts',
    `/**
 * Which options take a value, as the programs' own \`--help\` says (GNU coreutils, binutils, gettext, grep, sed,
 * util-linux, shadow, curl, wget, PostgreSQL of Debian). Written by .config/help-options.mjs; the notation is that of \`options\` in \`model.ts\`.
 */
export const HELP_OPTIONS: Readonly<Record<string, string>> = {
${rows.join('')}};
`,
  );
}
