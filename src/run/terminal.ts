import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { isatty } from 'node:tty';

/** Whether a terminal is on standard input, output or error: a command in a session of its own would lose it. */
export function onTerminal(): boolean {
  return [0, 1, 2].some(fd => isatty(fd));
}

/**
 * Whether this process is in its terminal's foreground group, so that keys (Ctrl-C, Ctrl-\) signal the whole group.
 * A signal that arrives while it is not was sent by somebody.
 */
export function inForeground(): boolean {
  const [group, foreground] = process.platform === 'linux' ? groupsFromProc() : groupsFromPs();
  return group !== undefined && group === foreground;
}

/** proc_pid_stat(5): pgrp and tpgid, -1 without a terminal. */
function groupsFromProc(): string[] {
  const stat = readFileSync('/proc/self/stat', 'latin1');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return [fields[2] ?? '', fields[5] ?? '-1'];
}

function groupsFromPs(): string[] {
  const text = execFileSync('/bin/ps', ['-o', 'pgid=,tpgid=', '-p', String(process.pid)], {
    encoding: 'latin1',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return text.trim().split(/\s+/);
}
