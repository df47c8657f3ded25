import { RampartError } from '../core/error.ts';
import { pathGlob } from '../core/glob.ts';
import { matchText } from '../core/glob-match.ts';
import { alternatives, hole, isHole, textOf, type Word, word } from '../core/word.ts';

/** Programs that one would hide behind a pattern: what a pattern such as `/bin/r?` is tried on. */
const NAMES: readonly string[] = (
  'apt apt-get at awk aws base64 bash busybox cat chattr chgrp chmod chown chroot cp crontab curl cut dash date dd ' +
  'deno diff dirname docker doas dpkg echo ed emacs env eval expect find flock fdisk gawk gcloud gdb git grep groupadd gunzip gzip halt head ' +
  'helm iconv id init install insmod ionice ip iptables java jq kexec kill killall ksh kubectl ld.so less ln lua ls ' +
  'mawk mkdir mkfs mkfs.ext4 modprobe more mount mv mysql nano nawk nc ncat netcat nft nginx nice nmap node nohup npm npx nsenter od openssl ' +
  'parallel passwd perl php pip pip3 pkill podman poweroff printf psql pwsh python python2 python3 rbash reboot rev rm ' +
  'rmdir rmmod rsync ruby scp screen script sed service setfacl setsid sftp sh shred shutdown socat ssh stdbuf strace su sudo swapoff sysctl ' +
  'systemctl tac tail tar tclsh tee telnet timeout tmux toybox tr truncate umount unlink unshare useradd userdel usermod vi vim visudo watch ' +
  'wget whoami wipefs xargs xxd yarn yes zcat zsh zypper'
).split(' ');

/** Readings of a command word that are followed. */
const READINGS = 8;

/**
 * What a command word can be when it is not fully known: each text a branch or loop leaves it, and for a pattern in a
 * standard directory the well-known programs it fits; `$SHELL` is a shell. The word itself is among them where it can be something else too.
 * @returns a list of one, the word, when nothing of the kind is known
 */
export function programReadings(first: Word): readonly Word[] {
  if (textOf(first) !== undefined) return [first];
  const [only] = first;
  if (
    first.length === 1 &&
    only !== undefined &&
    isHole(only) &&
    only.hole === 'variable' &&
    only.name === 'SHELL'
  )
    return [word('sh'), hole('operator', 'SHELL')];
  const fitting = fittingNames(first);
  if (fitting !== undefined) return fitting.length > READINGS ? [first] : [...fitting.map(word), first];
  return alternatives(first, READINGS);
}

/** The programs a pattern such as `/bin/r?` can stand for; undefined when the word is no such pattern. */
function fittingNames(first: Word): readonly string[] | undefined {
  const [head] = first;
  if (head === undefined || isHole(head)) return undefined;
  if (first.some(part => isHole(part) && (part.hole !== 'glob' || part.name === undefined))) return undefined;
  const pattern = first.map(part => (isHole(part) ? (part.name ?? '') : escaped(part.lit))).join('');
  // Only a slash makes it a path: a bare pattern is looked up where the command runs.
  const directory = /^\/(?:usr\/(?:local\/)?)?s?bin\//.exec(head.lit)?.[0];
  try {
    const glob = pathGlob(pattern);
    if (directory !== undefined)
      return NAMES.map(name => directory + name).filter(path => matchText(glob, path));
    return head.lit.startsWith('/')
      ? NAMES.flatMap(name => [`/bin/${name}`, `/usr/bin/${name}`]).filter(path => matchText(glob, path))
      : undefined;
  } catch (thrown) {
    if (thrown instanceof RampartError) return undefined;
    throw thrown;
  }
}

function escaped(text: string): string {
  return text.replace(/[\\*?[\]{}]/gu, '\\$&');
}
