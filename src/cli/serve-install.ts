import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { RampartError } from '../core/error.ts';
import { EXIT } from '../core/exit.ts';
import { accountHome, type Places } from '../core/places.ts';
import { visible } from '../report/escape.ts';
import { launchdPlist } from '../setup/launchd-plist.ts';
import type { Service } from '../setup/service.ts';
import { removeService, serviceState, startService } from '../setup/service-manager.ts';
import { systemdUnit } from '../setup/systemd-unit.ts';
import { placesFor } from './home.ts';
import { BUNDLE } from './start-daemon.ts';
import { stopIfRunning } from './stop-daemon.ts';
import type { Context } from './verb.ts';

export interface ServiceOptions {
  readonly dryRun?: boolean;
}

/**
 * Has the system keep the daemon running.
 * @throws RampartError E_NATIVE where there is neither systemd nor launchd, or they refuse
 */
export async function installService({ home, out }: Context, { dryRun }: ServiceOptions): Promise<number> {
  const places = placesFor(home);
  const service = serviceFor(places);
  if (service === undefined)
    throw new RampartError('E_NATIVE', `no service manager is known for ${process.platform}`, {
      hint: 'rampart serve --background starts the daemon until the machine stops',
    });
  if (dryRun) {
    out.note(`would be ${visible(service.path)}:`);
    for (const line of service.text.trimEnd().split('\n')) out.line(visible(line));
    return EXIT.ok;
  }
  const was = serviceState(service);
  // One that was started otherwise would keep the service's from its home.
  if (was === 'absent') await stopIfRunning(places);
  startService(service);
  if (out.json) out.object('serve', { manager: service.manager, service: service.name, path: service.path });
  else out.line(`${service.manager} keeps it running: ${visible(service.path)}`);
  return EXIT.ok;
}

export async function uninstallService({ home, out }: Context, { dryRun }: ServiceOptions): Promise<number> {
  const service = serviceFor(placesFor(home));
  const path = service !== undefined && serviceState(service) !== 'absent' ? service.path : null;
  if (service !== undefined && path !== null && !dryRun) removeService(service);
  if (out.json) out.object('serve', { path, removed: path !== null && !dryRun });
  else if (path === null) out.note('no service is installed');
  else out.line(`${dryRun ? 'would remove' : 'removed'} ${visible(path)}`);
  return EXIT.ok;
}

/** The service of this home, as this program would install it; undefined where no manager of services is known. */
export function serviceFor({ home, log }: Places): Service | undefined {
  const of = { node: process.execPath, bundle: BUNDLE, home, log, canNotify: isOnPath('systemd-notify') };
  const userHome = accountHome();
  // A user without a passwd entry has no services of their own.
  if (userHome === '/') return undefined;
  switch (process.platform) {
    case 'darwin':
      return launchdPlist(of, userHome);
    case 'linux':
      return systemdUnit(of, userHome);
    default:
      return undefined;
  }
}

function isOnPath(program: string): boolean {
  const folders = ['/usr/bin', '/bin', ...(process.env.PATH ?? '').split(delimiter)];
  return folders.some(folder => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return folder.startsWith('/');
    } catch {
      return false;
    }
  });
}
