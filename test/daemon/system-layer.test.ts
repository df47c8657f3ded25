import { renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Sandbox } from '../cli/sandbox.ts';
import { canHaveEtc, Etc, giveAway } from './etc.ts';

let sandbox: Sandbox;
let etc: Etc;
beforeEach(() => {
  sandbox = new Sandbox();
  etc = new Etc(sandbox);
  sandbox.configure('config.yaml', 'profile: watch\nfail: open\n');
});
afterEach(() => sandbox.close());

function policy(name: string, program: string, action = 'deny'): string {
  return `version: "1"\npolicies:\n  - name: ${name}\n    rules:\n      - {id: one, when: {program: ${program}}, action: ${action}, message: no}\n`;
}

describe.skipIf(!canHaveEtc())('the system layer', () => {
  it('rules beside the user’s, and neither the user nor a repository takes it back', () => {
    etc.write('policies/site.yaml', policy('site', 'nmap'));
    sandbox.configure('policies/own.yaml', policy('own', 'nmap', 'allow'));
    expect(etc.rampart('check', 'nmap host', '--expect', 'deny').exit).toBe(0);
    const { rules } = JSON.parse(etc.rampart('policy', 'list', '--json').stdout);
    expect(rules).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ id: 'site/one', layer: 'system', file: '/etc/rampart/policies/site.yaml' }),
        expect.objectContaining({ id: 'own/one', layer: 'user' }),
      ]),
    );
    etc.serve();
    expect(etc.rampart('exec', '--', 'nmap', 'host')).toMatchObject({
      exit: 126,
      stderr: 'rampart: denied by site/one: no\n',
    });
    const { policy: used } = JSON.parse(etc.rampart('status', '--json').stdout);
    expect(used.files).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ layer: 'system', path: '/etc/rampart/policies/site.yaml' }),
      ]),
    );
  });

  it('is in force in a running daemon as soon as it changes, and stays when it breaks', async () => {
    const path = etc.write('policies/site.yaml', policy('site', 'nmap'));
    etc.serve();
    etc.write('policies/site.new', policy('site', 'netcat'));
    renameSync(path.replace('.yaml', '.new'), path);
    while (etc.rampart('exec', '--', 'netcat').exit !== 126) await sleep(50);
    etc.write('policies/site.yaml', 'version: "1"\npolicies: [{nam: x}]\n');
    const state = () => JSON.parse(etc.rampart('status', '--json').stdout).policy;
    while (state().error === null) await sleep(50);
    expect(state().error).toMatchObject({
      code: 'E_POLICY',
      file: '/etc/rampart/policies/site.yaml',
      line: 2,
    });
    expect(etc.rampart('exec', '--', 'netcat').exit).toBe(126);
  });

  it('is not the user’s to switch off', () => {
    etc.write('policies/site.yaml', policy('site', 'nmap'));
    sandbox.configure('config.yaml', 'profile: watch\ndisable: [site/one]\n');
    const { exit, stdout } = etc.rampart('check', 'nmap host', '--json');
    expect(exit).toBe(3);
    expect(JSON.parse(stdout).error).toMatchObject({ code: 'E_POLICY', line: 2, column: 11 });
  });

  it('closes what the user leaves open, and shortens what the user makes long', () => {
    etc.write('config.yaml', 'fail: closed\napproval_timeout: 1s\n');
    etc.write('policies/site.yaml', policy('site', 'touch', 'ask'));
    sandbox.configure('config.yaml', 'profile: watch\nfail: open\napproval_timeout: 1h\n');
    etc.serve();
    expect(JSON.parse(etc.rampart('status', '--json').stdout).fail).toBe('closed');
    expect(etc.rampart('exec', '--', 'touch', 'x').exit).toBe(126);
    expect(etc.rampart('serve', 'stop').exit).toBe(0);
    sandbox.configure('config.yaml', 'profile: watch\nfail: open\nautostart: false\n');
    expect(etc.rampart('exec', '--', 'touch', 'x').exit).toBe(126);
  });

  it('says where Rampart’s home is, unless somebody names one', () => {
    etc.write('config.yaml', `home: ${sandbox.home}\n`);
    const { daemon } = JSON.parse(etc.homeless('status', '--json').stdout);
    expect(daemon.socket).toBe(sandbox.places.agentSocket);
    const other = join(sandbox.root, 'other');
    const named = JSON.parse(etc.homeless('--home', other, 'status', '--json').stdout);
    expect(named.daemon.socket).toBe(join(other, 'run', 'agent.sock'));
  });

  it.each<[what: string, make: () => boolean]>([
    ['writable by others', () => etc.write('policies/site.yaml', policy('site', 'nmap'), 0o666) !== ''],
    ['somebody else’s', () => giveAway(etc.write('policies/site.yaml', policy('site', 'nmap')))],
    [
      'a link',
      () => {
        const path = etc.write('policies/site.txt', policy('site', 'nmap'));
        symlinkSync('site.txt', path.replace('.txt', '.yaml'));
        return true;
      },
    ],
  ])('is refused as a whole where a file of it is %s', (_, make) => {
    if (!make()) return;
    const { exit, stdout } = etc.rampart('check', 'ls', '--json');
    expect(exit).toBe(3);
    expect(JSON.parse(stdout).error.code).toBe('E_OWNER');
    etc.serve();
    expect(JSON.parse(etc.rampart('status', '--json').stdout).policy).toMatchObject({
      hash: null,
      error: { code: 'E_OWNER' },
    });
  });
});
