import type { Effect } from '../core/effect.ts';
import { baseName } from '../core/options.ts';
import type { Invocation, Scan } from '../core/scan.ts';
import { isHole, literalText, textOf } from '../core/word.ts';
import { runsUnread } from './code-readers.ts';
import { codeTextOf, type Language, languageOf } from './code-texts.ts';
import { familyOf } from './kinship.ts';

/**
 * Invocations by which somebody at the other end of a connection gets a shell here: a shell whose input or output is a
 * connection, or a program that opens one and runs what it hears. A connection alone (a port that is probed, a page
 * that is fetched through `/dev/tcp`) is none, nor is a shell alone.
 */
export function networkShells(scan: Scan, effects: readonly Effect[]): ReadonlySet<number> {
  const { invocations, pipelines } = scan;
  const found = new Set<number>();
  invocations.forEach((one, index) => {
    if (holdsShell(one) || showsElsewhere(scan, one)) found.add(index);
  });
  for (const { kind, deed, target, invocation } of effects)
    if (kind === 'execute' && deed === 'shell' && connectsShell(literalText(target))) found.add(invocation);
  const connects = new Set(
    effects.flatMap(({ kind, deed, invocation }) =>
      ((kind === 'send' && deed === 'connect') || (kind === 'listen' && WAITS.has(deed))) &&
      !LOGINS.has(nameOf(invocations[invocation]))
        ? [invocation]
        : [],
    ),
  );
  if (connects.size === 0) return found;
  const shells = new Set(invocations.flatMap((one, index) => (takesCommands(one) ? [index] : [])));
  const family = familyOf(scan);
  for (const index of connects) {
    const below = family.below(index);
    // `exec` opens the connection for every command after it.
    const heard =
      nameOf(invocations[index]) === 'exec' || nameOf(invocations[index]) === 'ztcp'
        ? [...shells].filter(shell => shell > index)
        : below.filter(one => shells.has(one));
    for (const shell of heard) found.add(shell);
  }
  for (const stages of pipelines) {
    const at = stages.findIndex(stage => shells.has(stage));
    // What a shell prints goes over the connection; what comes over one into a shell is a flow.
    if (at >= 0 && stages.slice(at + 1).some(stage => connects.has(stage))) found.add(stages[at] ?? 0);
  }
  return found;
}

/** Programs that wait for a connection and pass on what comes over it. */
const WAITS: ReadonlySet<string | undefined> = new Set(['netcat', 'socat', 'tls']);

/** They ask who is there before they connect anything to a shell. */
const LOGINS: ReadonlySet<string> = new Set([
  'ssh',
  'mosh',
  'rsh',
  'rlogin',
  'autossh',
  'dbclient',
  'sftp',
  'ftp',
]);

function nameOf(one: Invocation | undefined): string {
  return one === undefined ? '' : (baseName(one.program) ?? '');
}

/** A shell that reads its commands from somewhere, or a command whose very name was read. */
function takesCommands(one: Invocation): boolean {
  const [only] = one.program;
  if (only !== undefined && isHole(only)) return only.hole === 'stdin' || only.hole === 'variable';
  return runsUnread(one) && one.stdin === undefined;
}

/** A program of any language that both talks over a socket and hands that to a shell. */
function holdsShell(one: Invocation): boolean {
  if (TERMINALS.test(nameOf(one))) return displaysElsewhere(one);
  if (UNFOLLOWED.test(nameOf(one)) && connectsShell(codeTextOf(one))) return true;
  const language = languageOf(one) ?? (one.writes.length > 0 || nameOf(one) === 'tee' ? 'go' : undefined);
  if (language === undefined) return false;
  const text = codeTextOf(one);
  return (
    SOCKETS[language].test(text) &&
    (SHELLS[language].some(patterns => patterns.every(pattern => pattern.test(text))) ||
      (language === 'awk' && runsWhatItHears(text)))
  );
}

/** Languages in which nobody here follows what is run; and what they would hand to a shell. */
const UNFOLLOWED = /^(?:jshell|jrunscript|java|groovy|scala|kotlin|julia|R|Rscript|erl|elixir|v|crystal)$/;

/** Shell text by which a shell and a connection are put together, in the spellings people copy. */
function connectsShell(text: string): boolean {
  return CONNECTED_SHELLS.some(pattern => pattern.test(text));
}

const CONNECTED_SHELLS = [
  /\bsh\b[^\n|;]{0,64}[<>]&?\s{0,4}\/dev\/(?:tcp|udp)\//,
  /\bexec\s{1,8}\d{0,3}<>\s{0,4}\/dev\/(?:tcp|udp)\//,
  /\bn(?:c|cat|etcat)\b[^|;\n]{0,128}\s-\w{0,8}[ec]\s{0,4}\S{0,64}sh\b/,
  /\bsh\b[^|;\n]{0,64}\|\s{0,4}n(?:c|cat|etcat)\s/,
] as const;

/** `socket |& getline c; c | getline`: awk runs what stands before a pipe. */
function runsWhatItHears(awk: string): boolean {
  const heard = new Set([...awk.matchAll(/\bgetline\s{1,8}(\w{1,64})/g)].map(([, name]) => name));
  return [...awk.matchAll(/\b(\w{1,64})\s{0,8}\|/g)].some(([, name]) => heard.has(name));
}

const TERMINALS = /^(?:xterm|u?rxvt|aterm|gnome-terminal|konsole)$/;

/** As `-display`, by a variable before the command. */
function showsElsewhere({ sources }: Scan, { program, env, span }: Invocation): boolean {
  if (!TERMINALS.test(baseName(program) ?? '') || !env.includes('DISPLAY')) return false;
  const { start, end, source } = span;
  return /\bDISPLAY=["']?[\w-]{1,64}\.[\w.-]{1,255}:\d/.test(sources[source]?.text.slice(start, end) ?? '');
}

/** X11: who owns the display sees the window and types into it. */
function displaysElsewhere({ argv }: Invocation): boolean {
  const at = argv.findIndex(one => /^--?d(?:isplay)?$/.test(textOf(one) ?? ''));
  return at > 0 && /^[\w.-]+:\d/.test(literalText(argv[at + 1] ?? []));
}

/** A shell by its name in a program's text. Repetitions have bounds: the text is an attacker's. */
const SHELL =
  /["'`/](?:(?:ba|z|da|k|c|tc|a)?sh|cmd(?:\.exe)?|powershell(?:\.exe)?|pwsh)(?:["'`]|\s{1,8}-[il])/;

/** How each language opens a connection, or waits for one. */
const SOCKETS: Readonly<Record<Language, RegExp>> = {
  python: /\bsocket\b|\basyncio\.(?:open_connection|start_server)/,
  perl: /\bSocket\b/,
  ruby: /\b(?:TCP|UDP)(?:Socket|Server)\b|\bSocket\.(?:tcp|udp)/,
  php: /\b(?:p?fsockopen|stream_socket_(?:client|server)|socket_(?:connect|create|listen))\b/,
  javascript: /\.(?:connect|createConnection|createServer|Socket)\s{0,8}\(|Deno\.(?:connect|listen)/,
  lua: /\bsocket\b/,
  awk: /\/inet[46]?\/(?:tcp|udp)\//,
  java: /\b(?:Server)?Socket(?:Channel)?\b/,
  tcl: /\bsocket\b/,
  julia: /\b(?:connect|listen)\(/,
  r: /\bsocketConnection\b/,
  beam: /\bgen_(?:tcp|udp)\b/,
  powershell: /\b(?:TcpClient|TcpListener|UdpClient)\b/i,
  // Written with `echo -e`, a name may follow the `t` of a tab.
  go: /net\.(?:Dial|Listen)|syscall\.Socket\b|TcpStream::connect|socket\s{0,8}\(\s{0,8}(?:AF|PF)_INET/,
};

/** How each hands a connection to a shell: by descriptors, by its name, or by running what it hears. All of one row. */
const SHELLS: Readonly<Record<Language, readonly (readonly RegExp[])[]>> = {
  python: [
    [/\bdup2\b/],
    [/\bpty\.spawn\b/],
    [SHELL],
    [/\brecv\b/, /shell\s{0,8}=\s{0,8}True|\bos\.(?:system|popen)\b|\b(?:exec|eval)\s{0,8}\(/],
  ],
  perl: [
    [/\bopen\s{0,8}\(?\s{0,8}STD(?:IN|OUT|ERR)\s{0,8},\s{0,8}["']?\s{0,8}[+<>]{0,3}&/],
    [/\bfdopen\b/],
    [SHELL],
    [/\bsystem\s{0,8}\(?\s{0,8}\$|\bqx\b/],
  ],
  ruby: [
    [SHELL],
    [/\/bin\/(?:ba|da)?sh\b/],
    [/\bProcess\.(?:new|run)\b/],
    [/\bgets\b/, /\b(?:IO\.popen|system|exec|spawn|eval)[\s(]{1,8}[a-z_]\w{0,64}\s{0,8}[,)]/],
  ],
  php: [[/\b(?:exec|shell_exec|system|passthru|popen|proc_open|pcntl_exec|eval)\s{0,8}\(/], [/`/]],
  javascript: [
    [/\b(?:net|tls)\b/, SHELL],
    [/\bDeno\./, SHELL],
    [/\b(?:net|tls)\b/, /\b(?:exec|execSync|spawn|spawnSync|eval)\s{0,8}\(\s{0,8}[A-Za-z_$]/],
  ],
  lua: [[/\bos\.execute\b|\bio\.popen\b/]],
  awk: [[/\bsystem\s{0,8}\(\s{0,8}\w/]],
  java: [[/\bProcessBuilder\b/], [/\.exec\s{0,8}\(/]],
  tcl: [[/\bexec\b/]],
  julia: [[/\brun\s{0,8}\(/], [/\bread\s{0,8}\(\s{0,8}`/]],
  r: [[/\bsystem2?\s{0,8}\(/]],
  beam: [[/\bos:cmd\b|:os\.cmd\b|\bSystem\.(?:cmd|shell)\b|\bopen_port\b/]],
  powershell: [
    [/\bProcess\.Start\b/],
    [/\b(?:iex|Invoke-Expression|Start-Process|cmd|powershell|pwsh|bash|sh)\b/i],
  ],
  go: [
    [/exec\.Command\b/, SHELL],
    [/syscall\.(?:Exec|ForkExec)\b/],
    [/Command::new\b/, SHELL],
    [/dup2\b/i],
    [/(?:execve?|execlp?)\s{0,8}\(/],
  ],
};
