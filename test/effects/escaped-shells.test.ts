import { describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/core/limits.ts';
import { summarise } from '../../src/effects/summarise.ts';
import { scanned } from '../shell/scanned.ts';

function deeds(command: string): readonly (string | undefined)[] {
  return summarise(scanned(command), { home: '/home/user', workspace: '/workspace' }).effects.map(
    ({ deed }) => deed,
  );
}

describe('a shell for a terminal, started by a program with another business', () => {
  it.each([
    ['find . -exec /bin/sh \\; -quit'],
    ["vim -c ':!/bin/sh'"],
    ["vi -c ':shell'"],
    ["vi -c ':set shell=/bin/sh | shell'"],
    ['python3 -c \'import pty; pty.spawn("/bin/bash")\''],
    ['perl -e \'exec "/bin/sh"\''],
    ['ruby -e \'exec "/bin/sh"\''],
    ["sed -n '1e exec /bin/sh 1>&0' /etc/hosts"],
    ["expect -c 'spawn /bin/sh; interact'"],
    ['tar cf /dev/null x --checkpoint=1 --checkpoint-action=exec=/bin/sh'],
    ['tar xf a.tar -I \'/bin/sh -c "/bin/sh 0<&2 1>&2"\''],
    ["sqlite3 /dev/null '.shell /bin/sh'"],
    ['socat - exec:/bin/sh,pty,ctty,raw,echo=0'],
    ['octave-cli --eval \'system("/bin/sh")\''],
    ["echo 'esyscmd(/bin/sh 0<&2 1>&2)' | m4"],
    ['apt-get update -o APT::Update::Pre-Invoke::=/bin/sh'],
    ["hg --config alias.x='!/bin/sh' x"],
    ["rpm --eval '%(/bin/sh 1>&2)'"],
    ['dhclient -sf /bin/sh'],
    ["fzf --bind 'enter:execute(/bin/sh)'"],
    ["echo 'exec /bin/sh 0<&2 1>&2' > .git/hooks/pre-commit"],
    ["printf '/bin/sh </dev/tty >/dev/tty 2>/dev/tty' > x.sh"],
    [`rpm --eval '${' '.repeat(LIMITS.codeTextChars - 20)}%(/bin/sh)'`],
  ])('is seen in %.80s', command => {
    expect(deeds(command)).toContain('shell-escape');
  });

  it.each([
    ['sudo find . -exec /bin/sh \\; -quit'],
    ['sudo apt-get update -o APT::Update::Pre-Invoke::=/bin/sh'],
    ["sudo vim -c ':shell'"],
  ])('is a shell as root behind sudo: %s', command => {
    expect(deeds(command)).toContain('root-shell');
  });

  it.each([
    ['docker run --rm -it alpine sh'],
    ['kubectl exec -it web -- /bin/bash'],
    ['env bash'],
    ['nice bash'],
    ['tmux new-session bash'],
    ['ssh host /bin/sh'],
    ["find . -name '*.sh' -exec sh {} \\;"],
    ['find . -name "*.sh" -exec bash -n {} +'],
    ['python3 -c \'import subprocess; subprocess.run(["bash"], input=b"ls")\''],
    ['python3 -c \'import os; os.system("sh build.sh")\''],
    ['expect -c \'spawn bash; expect "$ "; send "ls\\r"; expect eof\''],
    ["vim -es -c '%s/sh/bash/g' -c 'wq' x"],
    ["git config alias.x '!sh -c ls'"],
    ["echo '#!/bin/sh' > run.sh"],
    ["printf '#!/bin/sh\\nexec node x.js >&2\\n' > run.sh"],
    ["echo 'run /bin/sh </dev/tty to try it'"],
    ["grep -rn 'exec /bin/sh 0<&2' ."],
    ["rpm --eval '%(uname -r)'"],
    ['apt-get install -o Dpkg::Options::=--force-confold x'],
    ['sqlite3 app.db ".shell ls"'],
    ['ls -l /bin/sh'],
    ["tar xf a.tar --to-command='sh -c cat'"],
    [`rpm --eval '${' '.repeat(LIMITS.codeTextChars)}%(/bin/sh)'`],
  ])('is not seen in %.80s', command => {
    expect(deeds(command)).not.toContain('shell-escape');
  });
});
