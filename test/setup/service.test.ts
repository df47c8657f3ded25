import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, it, onTestFinished } from 'vitest';
import { launchdPlist } from '../../src/setup/launchd-plist.ts';
import type { Service } from '../../src/setup/service.ts';
import { removeService, serviceState, startService } from '../../src/setup/service-manager.ts';
import { systemdUnit } from '../../src/setup/systemd-unit.ts';
import { Sandbox } from '../cli/sandbox.ts';
import { judged } from './judged.ts';

const ODD = `/opt/a "b" $c %d \\e <&> é`;
const of = (home = '/home/u/.rampart') => ({
  node: process.execPath,
  bundle: '/opt/rampart/dist/cli.js',
  home,
  log: `${home}/log/serve.log`,
  canNotify: true,
});
const has = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;

function scratch(): string {
  const dir = mkdtempSync(join(tmpdir(), 'rampart-service-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
  return dir;
}

describe('the systemd unit', () => {
  it('keeps the daemon running, and has it say that it is alive', () => {
    const { path, text } = systemdUnit(of(), '/home/u');
    expect(path).toBe('/home/u/.config/systemd/user/rampart.service');
    for (const line of ['Type=notify', 'Restart=always', 'WatchdogSec=60', 'WantedBy=default.target'])
      expect(text.split('\n')).toContain(line);
  });

  it('asks for no sign of life that nobody could give', () => {
    const { text } = systemdUnit({ ...of(), canNotify: false }, '/home/u');
    expect(text).toContain('Type=exec');
    expect(text).not.toContain('Watchdog');
  });

  it('quotes paths so that systemd reads them as they are', () => {
    const { text } = systemdUnit(of(ODD), '/home/u');
    expect(text).toContain('"--home" "/opt/a \\"b\\" $$c %%d \\\\e <&> é" "serve" "--foreground"');
  });

  it.runIf(has('systemd-analyze')).each(['/home/u/.rampart', ODD])('is one to systemd, for %s', home => {
    const { name, text } = systemdUnit({ ...of(home), bundle: __filename }, '/home/u');
    const dir = scratch();
    const runtime = join(dir, 'run');
    mkdirSync(runtime, { mode: 0o700 });
    writeFileSync(join(dir, name), text);
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', '--user', join(dir, name)], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: dir, XDG_RUNTIME_DIR: runtime },
      timeout: 60_000,
    });
    expect([status, stderr.split('\n').filter(line => line.includes('rampart'))]).toEqual([0, []]);
  });
});

describe('the property list for launchd', () => {
  it.runIf(has('python3'))('says the same to who reads it, whatever is in the paths', () => {
    const { path, text } = launchdPlist(of(ODD), '/Users/u');
    expect(path).toMatch(/^\/Users\/u\/Library\/LaunchAgents\/dev\.rampart-[0-9a-f]{8}\.serve\.plist$/);
    const read = 'import json,plistlib,sys; print(json.dumps(plistlib.loads(sys.stdin.buffer.read())))';
    const list = JSON.parse(execFileSync('python3', ['-c', read], { input: text, encoding: 'utf8' }));
    expect(list).toMatchObject({
      ProgramArguments: [
        process.execPath,
        '/opt/rampart/dist/cli.js',
        '--home',
        ODD,
        'serve',
        '--foreground',
      ],
      KeepAlive: true,
      RunAtLoad: true,
      Umask: 0o077,
      StandardErrorPath: `${ODD}/log/serve.log`,
    });
  });

  it.runIf(has('plutil'))('is one to macOS', () => {
    const file = join(scratch(), 'x.plist');
    writeFileSync(file, launchdPlist(of(ODD), '/Users/u').text);
    expect(spawnSync('plutil', ['-lint', file]).status).toBe(0);
  });
});

describe('a service', () => {
  it('has a name of its own for another home', () => {
    const names = ['/home/u/.rampart', '/srv/a', '/srv/b'].map(home => systemdUnit(of(home), '/home/u').name);
    expect(names[0]).toBe('rampart.service');
    expect(new Set(names).size).toBe(3);
  });

  it.each(['\n', '\0', '\ud800'])('cannot be written down for a path with %j in it', odd => {
    expect(() => systemdUnit(of(`/a${odd}b`), '/home/u')).toThrow(
      expect.objectContaining({ code: 'E_INPUT' }),
    );
    expect(() => launchdPlist(of(`/a${odd}b`), '/home/u')).toThrow(
      expect.objectContaining({ code: 'E_INPUT' }),
    );
  });

  it('that its manager does not take is there, and goes without a trace', () => {
    const dir = join(scratch(), 'user');
    const name = `rampart-test-${process.pid}.service`;
    const service: Service = { manager: 'systemd', name, path: join(dir, name), text: '[Service]\n' };
    expect(serviceState(service)).toBe('absent');
    expect(removeService(service)).toBe(false);
    expect(() => startService(service)).toThrow(expect.objectContaining({ code: 'E_NATIVE' }));
    expect(readFileSync(service.path, 'utf8')).toBe(service.text);
    expect(serviceState(service)).toBe('same');
    expect(serviceState({ ...service, text: 'other' })).toBe('other');
    expect(removeService(service)).toBe(true);
    expect(readdirSync(dir)).toEqual([]);
  });
});

describe.runIf(process.platform === 'linux')('rampart serve install', () => {
  it('shows with --dry-run what it would write, and writes nothing', () => {
    const sandbox = new Sandbox();
    onTestFinished(() => sandbox.close());
    const { exit, stdout, stderr } = sandbox.rampart(['serve', 'install', '--dry-run']);
    expect(exit).toBe(0);
    expect(stdout).toContain(`"--home" "${sandbox.home}" "serve" "--foreground"`);
    const path = /would be (.*):/.exec(stderr)?.[1] ?? '';
    expect(path).toMatch(/systemd\/user\/rampart-[0-9a-f]{8}\.service$/);
    expect(existsSync(path)).toBe(false);
    expect(sandbox.rampart(['serve', 'uninstall'])).toMatchObject({ exit: 0, stdout: '' });
  });

  it('installs what an agent may not touch', () => {
    const sandbox = new Sandbox();
    onTestFinished(() => sandbox.close());
    const rules = judged(sandbox, [
      'rm ~/.config/systemd/user/rampart.service',
      'sed -i s/always/no/ ~/.config/systemd/user/rampart-0a1b2c3d.service',
      'echo > ~/.config/systemd/user/rampart.service.d/override.conf',
      'rm ~/.config/systemd/user/default.target.wants/rampart.service',
      'systemctl --user stop rampart',
      'rampart serve uninstall',
      'echo > ~/Library/LaunchAgents/dev.rampart.serve.plist',
      'cat ~/.config/systemd/user/rampart.service',
      'rm ~/.config/systemd/user/other.service',
    ]);
    // The profile's own rule on services is as good, and comes first.
    expect(rules.map(rule => (rule.startsWith('rampart/') ? 'rampart' : rule))).toEqual([
      ...Array(4).fill('rampart'),
      'standard/disable-protection',
      ...Array(2).fill('rampart'),
      'default',
      'default',
    ]);
  });
});

describe.runIf(has('systemd-notify') && has('python3'))('a daemon that systemd started', () => {
  it('says that it is ready, then that it is alive, then that it stops', async () => {
    const sandbox = new Sandbox();
    onTestFinished(() => sandbox.close());
    const socket = join(sandbox.root, 'notify');
    const listen =
      'import socket,sys\ns=socket.socket(socket.AF_UNIX,socket.SOCK_DGRAM);s.bind(sys.argv[1]);print("bound",flush=True)\nwhile True: print(s.recv(4096).decode().replace("\\n"," "),flush=True)';
    const listener = spawn('python3', ['-c', listen, socket], { stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void listener.kill());
    const lines = createInterface(listener.stdout)[Symbol.asyncIterator]();
    const heard = async (wanted: string): Promise<void> => {
      for (let line = ''; line !== wanted; ) {
        const { done, value } = await lines.next();
        if (done) throw new Error(`never heard ${wanted}`);
        line = String(value).trim();
      }
    };
    await heard('bound');
    const daemon = spawn(join(sandbox.root, 'bin', 'rampart'), ['serve'], {
      env: { ...sandbox.env, NOTIFY_SOCKET: socket, WATCHDOG_USEC: '300000' },
      stdio: 'ignore',
    });
    const ended = new Promise(resolve => daemon.once('exit', resolve));
    await heard('READY=1');
    await heard('WATCHDOG=1');
    await heard('WATCHDOG=1');
    // A loop that stands still says nothing.
    daemon.kill('SIGTERM');
    await heard('STOPPING=1');
    expect(await ended).toBe(0);
  });
});
