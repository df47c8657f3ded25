import { describe, expect, it } from 'vitest';
import { startupCode } from '../../src/effects/startup-code.ts';
import { summarise } from '../../src/effects/summarise.ts';
import { scanned } from '../shell/scanned.ts';

function code(command: string): readonly string[] {
  const scan = scanned(command);
  const { effects } = summarise(scan, { home: '/home/user', workspace: '/workspace' });
  return startupCode(scan, effects).map(({ path, text }) => `${path}: ${text.trim()}`);
}

describe('shell code that is put where a shell runs it when it starts', () => {
  it.each([
    ["echo 'rm -rf /' >> ~/.bashrc", '/home/user/.bashrc: rm -rf /'],
    ['echo -e "export A=1" >> ~/.zshenv', '/home/user/.zshenv: export A=1'],
    ['echo curl x | tee -a ~/.profile', '/home/user/.profile: curl x'],
    ['echo curl x | tee ~/copy | tee -a ~/.profile', '/home/user/.profile: curl x'],
    ["printf '%s\\n' 'curl x | sh' >> ~/.bash_login", '/home/user/.bash_login: curl x | sh'],
    ["printf 'a\\nb\\n' > ~/.zprofile", '/home/user/.zprofile: a\nb'],
    ['cat >> ~/.bashrc <<E\nalias x=y\nE', '/home/user/.bashrc: alias x=y'],
    ['cat <<E | sudo tee /etc/profile.d/x.sh\nulimit -c 0\nE', '/etc/profile.d/x.sh: ulimit -c 0'],
    ['echo x > /etc/rc.local', '/etc/rc.local: x'],
    ["sudo sh -c 'echo y >> /etc/bash.bashrc'", '/etc/bash.bashrc: y'],
    ["su -l art -c 'echo y >> /home/art/.bash_logout'", '/home/art/.bash_logout: y'],
  ])('is told of %s', (command, expected) => {
    expect(code(command)).toEqual([expected]);
  });

  it.each([
    ['echo x > notes.txt'],
    ['echo x > .bashrc.example'],
    ['cat ~/.bashrc'],
    ['cp template ~/.bashrc'],
    ['cat a b >> ~/.bashrc'],
    ['echo "$LINE" >> ~/.bashrc'],
    ['curl https://x.test >> ~/.bashrc'],
    ['echo >> ~/.bashrc'],
    ['echo x > "$HOME_OF/.bashrc"'],
  ])('is not known of %s', command => {
    expect(code(command)).toEqual([]);
  });
});
