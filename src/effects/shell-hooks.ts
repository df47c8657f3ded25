import { LIMITS } from '../core/limits.ts';
import { baseName } from '../core/options.ts';
import type { Invocation } from '../core/scan.ts';
import { literalText } from '../core/word.ts';

/**
 * Where programs take a command of one's own, by what stands right before it in their words: an option in the same or
 * the word before (`--rsh=`), a call of their language (`system("`), a mark (`!`). From their manual pages and GTFOBins.
 */
const HOOKS: Readonly<Record<string, string>> = {
  'apt|apt-get|aptitude|dpkg': 'Invoke::= Post-Invoke:: Pre-Install-Pkgs::= Pager= --path-exclude=',
  ansible: '--become-exe= shell:',
  'aria2c|aria2': '--on-download-complete= --on-download-start= --on-bt-download-complete=',
  borg: '--rsh',
  busctl: 'unixexec:path=',
  'check_by_ssh|sshfs|sftp|scp|rsync|ssh|autossh':
    'ssh_command= ProxyCommand= LocalCommand= ProxyCommand -S -e --rsh',
  cpio: '--rsh-command',
  csvtool: 'call',
  'dhclient|dhclient-script': '-sf',
  dnsmasq: '--conf-script= --dhcp-script=',
  enscript: '-I',
  fzf: 'execute( execute-silent( become( --preview reload(',
  'gnuplot|octave|octave-cli|R|Rscript|julia|maxima|scilab|gawk|mawk|nawk|awk': 'system(" system( run(`',
  hg: '!',
  'latex|pdflatex|lualatex|xelatex|tex|luatex': '\\write18{ os.execute(" io.popen("',
  latexmk: '-pdflatex= -latex= -e',
  'less|man|more|most|pg': '!',
  'lftp|ftp|ncftp|sftp|psftp|smbclient|tnftp|mail|mailx|telnet': '! !: -c -e',
  logrotate: '-m --mail',
  m4: 'esyscmd( syscmd(',
  'msgfilter|msgexec': '',
  'mysql|mariadb|psql|sqlite3|sqlite|duckdb|litecli|pgcli|mycli': '.shell .system \\! --pager=',
  'nmap|zenmap': '!sh os.execute("',
  openvpn: '--up --down --route-up --ipchange --tls-verify',
  'pip|pip3|easy_install': '--editor',
  plymouth: '--command=',
  restic: '--password-command=',
  'rpm|rpmdb|rpmquery|rpmverify|rpmspec': '%( --pipe --pipe=',
  'start-stop-daemon': '-x --exec -a --startas',
  'tar|gtar|bsdtar': '--to-command --to-command= --rsh-command= -I --use-compress-program= exec=',
  'tcpdump|dumpcap': '-z',
  'unzip|zip': '-TT --unzip-command',
  'vi|vim|view|nvim|rvim|ex|ed|emacs|mg|nano|pico|joe': '! --eval --speller',
  'wget|wget2': '--use-askpass=',
  'xdg-user-dir|run-mailcap|xdg-open': '};',
  zathura: '!',
};

const BY_PROGRAM: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(HOOKS).flatMap(([names, marks]) =>
    names.split('|').map((name): [string, string[]] => [name, marks.split(' ')]),
  ),
);

/** A shell with nothing to run but what comes to its terminal: no script, no `-c`. */
const BARE_SHELL =
  /^["'\s]{0,4}(?:exec\s{1,8})?(?:\/(?:usr\/)?bin\/)?(?:ba|z|da|k|c|tc|a)?sh(?:\s{1,8}-[ips]{1,3})?(?:\s{0,8}[0-9]?[<>]&?\s{0,8}(?:[0-9]|\/dev\/tty|\$\(tty\)?))*\s{0,8}(?:$|["'`)\]};#,|&])/;

/** Editors' words for it. */
const SHELL_COMMAND = /^:?(?:sh|shell|terminal)!?$|\|\s{0,8}shell$/;

/** A shell whose input or output is the terminal, wherever that is: what no script needs, for it has them already. */
const TERMINAL_SHELL =
  /(?:^|[\s'"/(;{[!])(?:ba|z|da|k)?sh(?:\s{1,8}-[ip]{1,2})?\s{0,8}(?:0?<\s{0,8}(?:&2|\/dev\/tty|\$\(tty\))|1?>\s{0,8}&0)(?!\S)/;

/** What a program is told to start by its own means, where that is a bare shell; nothing where it is none. */
export function hookedShell({ program, argv, stdin, writes }: Invocation): string | undefined {
  const name = baseName(program) ?? '';
  const marks = BY_PROGRAM.get(name) ?? (WRITERS.test(name) && writes.length > 0 ? [] : undefined);
  if (marks === undefined) return undefined;
  const words = argv.map(literalText);
  if (stdin !== undefined && (name === 'm4' || name === 'cat')) words.push(literalText(stdin));
  for (let at = 1; at < words.length; at++) {
    const text = (words[at] ?? '').slice(0, LIMITS.codeTextChars);
    if (TERMINAL_SHELL.test(text)) return text;
    if (EDITORS.test(name) && words[at - 1] === '-c' && SHELL_COMMAND.test(text)) return text;
    if (marks.some(mark => follows(mark, text, words[at - 1]))) return text;
  }
  return undefined;
}

/** A mark alone takes the whole word; an option stands before the word or begins it; anything else stands anywhere. */
function follows(mark: string, text: string, before: string | undefined): boolean {
  if (mark === '' || mark === before) return BARE_SHELL.test(text);
  const pieces = mark.startsWith('-')
    ? text.startsWith(mark)
      ? [text.slice(mark.length)]
      : []
    : text.split(mark).slice(1);
  return pieces.some(piece => BARE_SHELL.test(piece));
}

/** Programs by which a script of one's own is written. */
const WRITERS = /^(?:echo|printf|cat|tee)$/;

const EDITORS = /^(?:n?vim?|view|ex|rvim)$/;
