import { literalText, textOf, type Word, word } from '../../core/word.ts';
import type { Inner, Sinks } from './inner.ts';
import { after, named } from './words.ts';

/** Options of programs whose value is a command they run. */
const OPTIONS: Readonly<Record<string, readonly string[]>> = {
  go: ['-exec', '--exec', '-toolexec', '--toolexec', '-vettool', '--vettool'],
  split: ['--filter'],
  gsplit: ['--filter'],
  sort: ['--compress-program'],
  gsort: ['--compress-program'],
  rg: ['--pre', '--hostname-bin'],
  fzf: ['--preview'],
  sk: ['--preview', '-c', '--cmd'],
  tcpdump: ['-z'],
  'yt-dlp': ['--exec', '--exec-before-download'],
  'youtube-dl': ['--exec'],
  aria2c: [
    '--on-download-complete',
    '--on-download-start',
    '--on-download-error',
    '--on-download-pause',
    '--on-download-stop',
    '--on-bt-download-complete',
  ],
  dpkg: ['--pre-invoke', '--post-invoke', '--status-logger'],
  wget: ['--use-askpass'],
  npm: ['--script-shell'],
  zip: ['--unzip-command'],
  logrotate: ['-m', '--mail'],
};

function optionCode(names: readonly string[]): (argv: readonly Word[]) => readonly Inner[] {
  return argv => names.flatMap(name => valuesOf(argv, name)).flatMap(named);
}

/** `--name value`, `--name=value`, and of one letter `-nvalue`. */
function valuesOf(argv: readonly Word[], name: string): readonly Word[] {
  const values: Word[] = [];
  for (let at = 1; at < argv.length; at++) {
    const one = argv[at] ?? [];
    if (textOf(one) === '--') break;
    const value =
      textOf(one) === name
        ? argv[at + 1]
        : (after(one, `${name}=`) ?? (/^-\w$/.test(name) ? after(one, name) : undefined));
    if (value !== undefined) values.push(value);
  }
  return values;
}

/** fzf(1): `--bind 'key:execute(code)'`, with any of its brackets, and the actions that run code. */
const BOUND =
  /(?:execute(?:-silent|-multi)?|become|reload(?:-sync)?|preview|transform[\w-]*)(?:\(([^)]*)\)|\[([^\]]*)\]|:(.*))/gu;

function fzf(argv: readonly Word[]): readonly Inner[] {
  return valuesOf(argv, '--bind').flatMap(one =>
    [...literalText(one).matchAll(BOUND)].flatMap(found =>
      named(word(found[1] ?? found[2] ?? found[3] ?? '')),
    ),
  );
}

/** apt.conf(5): settings that are commands, given with `-o name=code`. */
const APT = /(?:(?:Pre|Post)-Invoke(?:-Success)?|Pre-Install-Pkgs|Proxy-Auto-Detect)(?:::)?=([\s\S]*)$/i;

function apt(argv: readonly Word[]): readonly Inner[] {
  return [...valuesOf(argv, '-o'), ...valuesOf(argv, '--option')].flatMap(one => {
    const code = APT.exec(literalText(one))?.[1];
    return code === undefined ? [] : [{ code: word(code) }];
  });
}

/** gcc(1): `-wrapper program,argument,…`. */
function compiler(argv: readonly Word[]): readonly Inner[] {
  return valuesOf(argv, '-wrapper').map(one => ({ argv: literalText(one).split(',').map(word) }));
}

/** Settings of cargo that name a program: `--config 'target.x.runner="code"'`. */
const CARGO =
  /(?:runner|linker|rustc-wrapper|rustc-workspace-wrapper|rustc|rustdoc)\s*=\s*(?:"([^"]*)"|'([^']*)'|\[([^\]]*)\])/;

/** cargo: settings that name a program, and `cargo watch -s code`. */
function cargo(argv: readonly Word[]): readonly Inner[] {
  const settings = valuesOf(argv, '--config').flatMap(one => {
    const found = CARGO.exec(literalText(one));
    const code = found?.[1] ?? found?.[2] ?? found?.[3]?.replace(/["',]/g, ' ');
    return code === undefined ? [] : named(word(code));
  });
  const watch = argv.some((one, at) => at < 3 && textOf(one) === 'watch');
  return [
    ...settings,
    ...(watch ? [...valuesOf(argv, '-s'), ...valuesOf(argv, '--shell')].map(code => ({ code })) : []),
  ];
}

/** capsh(1): what stands behind `--` is given to bash. */
function capsh(argv: readonly Word[]): readonly Inner[] {
  const at = argv.findIndex(one => /^(?:--|==)$/.test(textOf(one) ?? ''));
  return at < 0 ? [] : [{ argv: [word('bash'), ...argv.slice(at + 1)] }];
}

/** Terminals: the command is all that stands behind one of these. */
const TERMINALS: Readonly<Record<string, RegExp>> = {
  ...Object.fromEntries(
    'xterm uxterm urxvt rxvt st konsole alacritty x-terminal-emulator lxterminal terminator tilix xfce4-terminal mate-terminal terminology eterm aterm qterminal cool-retro-term guake'
      .split(' ')
      .map(name => [name, /^(?:-e|-x|--execute|--command)$/]),
  ),
  'gnome-terminal': /^(?:--|-e|-x|--command)$/,
  ptyxis: /^(?:--|-x|--execute)$/,
  kgx: /^(?:--|-e|--command)$/,
  wezterm: /^(?:--|-e)$/,
};

function terminal(mark: RegExp): (argv: readonly Word[]) => readonly Inner[] {
  return argv => {
    const at = argv.findIndex((one, index) => index > 0 && mark.test(textOf(one) ?? ''));
    const rest = at < 0 ? [] : argv.slice(at + 1);
    const [only] = rest;
    if (only === undefined)
      return argv.slice(1).flatMap(one => codeOf(after(one, '--command=') ?? after(one, '-e=')));
    return rest.length === 1 ? [{ code: only }] : [{ argv: rest }];
  };
}

function codeOf(code: Word | undefined): readonly Inner[] {
  return code === undefined ? [] : [{ code }];
}

export const OPTION_SINKS: Sinks = {
  ...Object.fromEntries(Object.entries(OPTIONS).map(([name, names]) => [name, optionCode(names)])),
  fzf: argv => [...optionCode(OPTIONS.fzf ?? [])(argv), ...fzf(argv)],
  apt,
  'apt-get': apt,
  aptitude: apt,
  ...Object.fromEntries('gcc g++ cc c++ clang clang++ cpp gfortran'.split(' ').map(name => [name, compiler])),
  cargo,
  capsh,
  ...Object.fromEntries(Object.entries(TERMINALS).map(([name, mark]) => [name, terminal(mark)])),
};
