import { join } from 'node:path';
import { type Service, type ServiceOf, serviceName, serviceWords } from './service.ts';

/** Variables that change how node or the loader start. */
const UNSET =
  'NODE_OPTIONS NODE_PATH NODE_EXTRA_CA_CERTS NODE_V8_COVERAGE LD_PRELOAD LD_LIBRARY_PATH LD_AUDIT';

/** A daemon whose event loop stands still for so long is killed and started again. */
const WATCHDOG_S = 60;
const RESTART_S = 2;

/**
 * A unit of the user's own systemd (systemd.service(5), systemd.exec(5)). It is always started again, because a guard
 * that anybody can stop with a signal is none; `systemctl --user stop` is how a person stops it.
 * @param userHome from the passwd entry: `XDG_CONFIG_HOME` is the caller's environment
 */
export function systemdUnit(of: ServiceOf, userHome: string): Service {
  const name = serviceName(of.home, userHome);
  const alive = of.canNotify
    ? ['Type=notify', 'NotifyAccess=all', `WatchdogSec=${WATCHDOG_S}`]
    : ['Type=exec'];
  const lines = [
    '[Unit]',
    'Description=Rampart, the guard of coding agents',
    'StartLimitIntervalSec=0',
    '',
    '[Service]',
    ...alive,
    `ExecStart=${serviceWords(of).map(quoted).join(' ')}`,
    'Restart=always',
    `RestartSec=${RESTART_S}`,
    `UnsetEnvironment=${UNSET}`,
    'UMask=0077',
    '',
    '[Install]',
    'WantedBy=default.target',
    '',
  ];
  return {
    manager: 'systemd',
    name: `${name}.service`,
    path: join(userHome, '.config', 'systemd', 'user', `${name}.service`),
    text: lines.join('\n'),
  };
}

/** systemd.service(5), "Command lines", and systemd.unit(5), "Specifiers". */
function quoted(word: string): string {
  const escaped = word.replace(/[\\"]/g, '\\$&').replaceAll('%', '%%').replaceAll('$', '$$$$');
  return `"${escaped}"`;
}
