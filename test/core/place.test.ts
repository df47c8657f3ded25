import { expect, it } from 'vitest';
import { LIMITS } from '../../src/core/limits.ts';
import { placesOf } from '../../src/core/place.ts';
import { concat, hole, word } from '../../src/core/word.ts';

const AT = { home: '/home/user', workspace: '/home/user/project' };

it.each([
  ['/workspace', 'workspace'],
  ['/app', 'workspace'],
  ['/srv/site', 'workspace'],
  ['/', 'elsewhere'],
  ['/usr', 'system'],
  ['/home', 'system'],
  ['/etc/nginx', 'system'],
])('a working directory %s makes what lies in it: %s', (workspace, place) => {
  const path = word(`${workspace === '/' ? '' : workspace}/x.y`);
  expect(placesOf(path, { home: '/home/user', workspace })[0]).toBe(
    workspace === '/home' ? 'other-user' : place,
  );
});

it.each<[path: string, places: string]>([
  ['/home/user/project/src/a.ts', 'workspace'],
  ['/c', 'system'],
  ['/c/Windows/System32', 'system'],
  ['/mnt/c/Program Files/x', 'system'],
  ['/c/Users', 'system'],
  ['/c/users/eve/notes', 'other-user'],
  ['/c/Users/eve/AppData/Local/Temp/x', 'tmp'],
  ['/d/data', 'elsewhere'],
  ['/home/user/project', 'workspace'],
  ['/home/user/projects', 'home'],
  ['/home/user/project/.git/config', 'vcs settings workspace'],
  ['/home/user/project/.git/hooks/pre-commit', 'vcs startup workspace'],
  ['/home/user/project/.git/hooks/pre-commit.sample', 'vcs workspace'],
  ['/home/user/project/.env', 'credentials workspace'],
  ['/home/user/project/.env.production', 'credentials workspace'],
  ['/home/user/project/.env.example', 'workspace'],
  ['/home/user/project/tests/.env.test', 'workspace'],
  ['/home/user/.ssh/id_rsa', 'credentials home'],
  ['/home/user/.ssh/id_rsa.pub', 'home'],
  ['/home/user/.ssh', 'credentials home'],
  ['/home/user/.ssh/known_hosts', 'home'],
  ['/home/user/.ssh/authorized_keys', 'startup home'],
  ['/home/user/.aws/credentials', 'credentials home'],
  ['/home/user/.aws/config', 'home'],
  ['/home/user/.npmrc', 'credentials settings home'],
  ['/home/user/project/.npmrc', 'settings workspace'],
  ['/home/user/.bashrc', 'startup home'],
  ['/home/user/.gitconfig', 'settings home'],
  ['/home/user/.rampart/config.yaml', 'guard home'],
  ['/home/user/project/.claude/settings.json', 'guard settings workspace'],
  ['/etc/rampart/config.yaml', 'guard system'],
  ['/etc/shadow', 'credentials settings system'],
  ['/etc/passwd', 'settings system'],
  ['/etc/cron.d/x', 'startup system'],
  ['/proc/1/environ', 'credentials system'],
  ['/proc/self/environ', 'system'],
  ['/usr/bin/env', 'system'],
  ['/', 'system'],
  ['/tmp/x', 'tmp'],
  ['/dev/null', 'stream'],
  ['/dev/sda', 'device'],
  ['/home/other/x', 'other-user'],
  ['/root/.ssh/id_ed25519', 'credentials other-user'],
  ['/srv/app', 'elsewhere'],
  ['tokenizer.go', 'unknown'],
])('%s is %s', (path, places) => {
  expect(placesOf(word(path), AT).join(' ')).toBe(places);
});

it('knows a credential under a directory that is not known', () => {
  const home = hole('variable', 'D');
  expect(placesOf(concat(home, word('/.ssh/id_rsa')), AT)).toEqual(['credentials', 'unknown']);
  expect(placesOf(home, AT)).toEqual(['unknown']);
});

it.each(['/', '/home', '/home/user'])('takes no workspace from an agent that works in %s', workspace => {
  expect(placesOf(word('/home/user/x'), { home: '/home/user', workspace })).toEqual(['home']);
});

it('does not classify what is too long to be a path', () => {
  const long = (length: number) => word(`/tmp/${'a'.repeat(length - 5)}`);
  expect(placesOf(long(LIMITS.pathBytes), AT)).toEqual(['tmp']);
  expect(placesOf(long(LIMITS.pathBytes + 1), AT)).toEqual(['unknown']);
});
