import { BUILTINS, inFront, type Rewrite } from './spelling.ts';

/** Programs that run the command they are given. */
export const WRAPPERS: readonly Rewrite[] = [
  inFront('sudo -u root', ['sudo', '-u', 'root'], { local: false }),
  inFront('sudo with an assignment', ['sudo', '-E', 'A=1'], { local: false }),
  inFront('doas', ['doas', '-u', 'root'], { local: false }),
  inFront('env -i X=1', ['env', '-i', 'X=1'], { local: false }),
  inFront('env', ['env', '-u', 'FOO', 'A=1']),
  inFront('command', ['command']),
  inFront('command -p', ['command', '-p'], { local: false }),
  inFront('builtin command', ['builtin', 'command']),
  inFront('exec', ['exec']),
  inFront('exec -a name', ['exec', '-a', 'name']),
  inFront('nohup', ['nohup']),
  inFront('nice', ['nice', '-n', '5']),
  inFront('ionice', ['ionice', '-c', '3'], { local: false }),
  inFront('timeout', ['timeout', '--kill-after=2', '-s', 'KILL', '30']),
  inFront('/usr/bin/time', ['/usr/bin/time', '-f', '%e'], { local: false, starts: ['time'] }),
  inFront('setsid', ['setsid', '-w']),
  inFront('stdbuf', ['stdbuf', '-o0', '--error=L']),
  inFront('strace', ['strace', '-f', '-o', 'trace'], { local: false }),
  inFront('unshare', ['unshare', '-r'], { local: false }),
  inFront('flock', ['flock', '-n', 'lock'], { local: false }),
  inFront('chroot', ['chroot', '--userspec=0:0', '/srv'], { local: false, unsure: true }),
  applet('busybox'),
  applet('toybox'),
  inFront('a long chain of them', ['timeout', '9', 'nice', 'nohup', 'env', 'A=b'], {
    starts: ['timeout', 'nice', 'nohup', 'env'],
  }),
  {
    name: 'a variable for the command only',
    rewrite: of =>
      of.words === undefined
        ? undefined
        : {
            before: '',
            gap: of.gap,
            text: `${of.before}A=1 B='x y' ${of.words.map(one => one.source).join(of.gap)}`,
          },
  },
  {
    name: 'find -exec',
    starts: ['find'],
    rewrite: of =>
      of.words === undefined ||
      BUILTINS.has(of.words[0]?.value ?? '') ||
      of.words.some(one => one.value.includes('{}') || one.value === ';')
        ? undefined
        : {
            before: '',
            gap: of.gap,
            text: `${of.before}find . -maxdepth 0 -exec ${of.words.map(one => one.source).join(of.gap)} \\;`,
          },
  },
  {
    name: 'parallel',
    starts: ['parallel'],
    local: false,
    unsure: true,
    rewrite: of =>
      of.words === undefined ||
      BUILTINS.has(of.words[0]?.value ?? '') ||
      of.words.some(one => !/^[\w./-]+$/.test(one.source))
        ? undefined
        : {
            before: '',
            gap: of.gap,
            text: `${of.before}parallel ::: '${of.words.map(one => one.value).join(' ')}'`,
          },
  },
  {
    name: 'xargs',
    starts: ['xargs', 'echo'],
    rewrite: ({ words, before, gap }) => {
      const last = words?.at(-1);
      return words === undefined ||
        last === undefined ||
        words.length < 2 ||
        BUILTINS.has(words[0]?.value ?? '') ||
        !/^[\w./-]+$/.test(last.value)
        ? undefined
        : {
            before: '',
            gap,
            text: `${before}echo ${last.source} | xargs ${words
              .slice(0, -1)
              .map(one => one.source)
              .join(gap)}`,
          };
    },
  },
];

/** Only a bare name is one of its programs. */
function applet(box: string): Rewrite {
  const { rewrite, ...rest } = inFront(`${box} applets`, [box], { local: false });
  return {
    ...rest,
    rewrite: (of, random) =>
      of.words?.[0]?.value.includes('/') === true || of.words?.[0]?.source.includes('/') === true
        ? undefined
        : rewrite(of, random),
  };
}
