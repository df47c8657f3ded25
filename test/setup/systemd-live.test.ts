import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, it } from 'vitest';
import { Sandbox } from '../cli/sandbox.ts';

const RAMPART = fileURLToPath(new URL('../../bin/rampart.js', import.meta.url));
const FLAGS = ['--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
/** What the script needs must not lie where it mounts an empty folder. */
const possible =
  userInfo().homedir === '/root' &&
  [process.execPath, RAMPART].every(path => !path.startsWith('/root/')) &&
  existsSync('/lib/systemd/systemd') &&
  existsSync('/usr/bin/dbus-daemon') &&
  spawnSync('unshare', [...FLAGS, 'true']).status === 0;

const sandbox = new Sandbox();
afterAll(() => sandbox.close());

/**
 * A user's systemd of our own, in name spaces of our own: with an empty /root and /run, where nobody else looks. It takes
 * a directory of the system's for a sign that the machine has one (sd_booted(3)).
 */
const SCRIPT = `
mount -t tmpfs tmpfs /root && mount -t tmpfs tmpfs /run && mkdir -p /run/systemd/system /run/user || exit 90
chmod 700 /run/user; cd /root
export HOME=/root XDG_RUNTIME_DIR=/run/user DBUS_SESSION_BUS_ADDRESS=unix:path=/run/user/bus
dbus-daemon --session --address=$DBUS_SESSION_BUS_ADDRESS --fork || exit 91
/lib/systemd/systemd --user &
tries=0; until systemctl --user is-system-running >/dev/null 2>&1; do tries=$((tries + 1)); [ $tries -lt 100 ] || exit 92; sleep 0.1; done
running() { "$NODE" "$RAMPART" status --json | grep -o '"running":true,"pid":[0-9]*'; }
"$NODE" "$RAMPART" serve install || exit 1
tries=0; until first=$(running); do tries=$((tries + 1)); [ $tries -lt 200 ] || exit 2; sleep 0.1; done
kill -KILL "\${first##*:}"
tries=0; until second=$(running) && [ "$first" != "$second" ]; do tries=$((tries + 1)); [ $tries -lt 300 ] || exit 3; sleep 0.1; done
systemctl --user show rampart.service -p ActiveState -p NRestarts -p Type
"$NODE" "$RAMPART" serve uninstall || exit 4
! running || exit 5
[ ! -e /root/.config/systemd/user/rampart.service ] || exit 6
`;

it.skipIf(!possible)(
  'systemd starts the daemon, again after a kill, and no longer when it is uninstalled',
  {
    timeout: 120_000,
  },
  () => {
    const script = join(sandbox.root, 'live.sh');
    writeFileSync(script, SCRIPT);
    const env = { PATH: process.env.PATH, NODE: process.execPath, RAMPART };
    const { status, stdout, stderr } = spawnSync('unshare', [...FLAGS, 'sh', script], {
      env,
      encoding: 'utf8',
      timeout: 110_000,
    });
    expect({ status, stderr: status === 0 ? '' : stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('Type=notify\n');
    expect(stdout).toContain('NRestarts=1\n');
    expect(stdout).toContain('ActiveState=active\n');
  },
);
