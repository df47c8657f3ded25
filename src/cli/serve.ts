import { type Command, Option } from 'commander';
import { EXIT } from '../core/exit.ts';
import type { ServiceOptions } from './serve-install.ts';
import { UsageError } from './usage-error.ts';
import { action, type Context, verb } from './verb.ts';

interface ServeOptions {
  readonly foreground?: boolean;
  readonly background?: boolean;
  readonly autostart?: boolean;
}

export function serveVerb(): Command {
  const serve = verb('serve', 'run the daemon that judges, records and remembers', [
    'rampart serve',
    'rampart serve --background',
    'rampart serve stop',
    'rampart serve install',
  ])
    .option('--foreground', 'stay in this terminal (default)')
    .option('--background', 'start it and return once it answers')
    .addOption(new Option('--autostart', 'end at once if the configuration says so').hideHelp())
    .action(action(run));
  serve.addCommand(verb('stop', 'end the daemon', ['rampart serve stop']).action(action(stop)));
  serve.addCommand(
    verb('install', 'have systemd or launchd start it at each login, and again whenever it ends', [
      'rampart serve install --dry-run',
      'rampart serve install',
    ])
      .option('--dry-run', 'show the service, and change nothing')
      .action(
        action(async (context: Context, options: ServiceOptions) => {
          const { installService } = await import('./serve-install.ts');
          return installService(context, options);
        }),
      ),
  );
  serve.addCommand(
    verb('uninstall', 'have it kept running no longer', ['rampart serve uninstall'])
      .option('--dry-run', 'show what would go, and change nothing')
      .action(
        action(async (context: Context, options: ServiceOptions) => {
          const { uninstallService } = await import('./serve-install.ts');
          return uninstallService(context, options);
        }),
      ),
  );
  return serve;
}

async function run(context: Context, options: ServeOptions): Promise<number> {
  if (options.foreground && options.background)
    throw new UsageError('--foreground and --background contradict each other');
  if (options.autostart) {
    const { loadConfig } = await import('../policy/file/config-file.ts');
    const { placesFor } = await import('./home.ts');
    const { SYSTEM_DIR } = await import('../core/places.ts');
    if (!loadConfig(SYSTEM_DIR, placesFor(context.home).home).autostart) return EXIT.ok;
  }
  return options.background ? background(context) : foreground(context);
}

async function background({ home, out }: Context): Promise<number> {
  const { placesFor } = await import('./home.ts');
  const { startDaemon } = await import('./start-daemon.ts');
  const places = placesFor(home);
  const pid = await startDaemon(places);
  if (out.json) out.object('serve', { pid, socket: places.agentSocket });
  else out.note(`serving in the background as process ${pid}`);
  return EXIT.ok;
}

async function foreground({ home, out }: Context): Promise<number> {
  const { Daemon } = await import('../daemon/daemon.ts');
  const { serviceNotice } = await import('../daemon/service-notice.ts');
  const { PACKAGE_DIR } = await import('../core/package-dir.ts');
  const { visible } = await import('../report/escape.ts');
  const { placesFor, userHome } = await import('./home.ts');
  const { BUNDLE } = await import('./start-daemon.ts');
  const places = placesFor(home);
  const starting = Daemon.start({
    places,
    script: BUNDLE,
    packageDir: PACKAGE_DIR,
    userHome: userHome(),
    notice: message => out.warn(visible(message)),
    plain: visible,
  });
  const service = serviceNotice({ env: process.env, onError: message => out.warn(visible(message)) });
  // From the beginning on: a signal that comes while it starts must not leave it half started.
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(
      signal,
      () =>
        void starting.then(
          daemon => daemon.stop(signal).catch(thrown => out.failure(thrown)),
          () => undefined,
        ),
    );
  const daemon = await starting;
  out.note(`serving ${places.home} as process ${process.pid}`);
  service.ready();
  await daemon.stopped;
  service.stopping();
  return EXIT.ok;
}

async function stop({ home, out }: Context): Promise<number> {
  const { placesFor } = await import('./home.ts');
  const { stopDaemon } = await import('./stop-daemon.ts');
  const { serviceState } = await import('../setup/service-manager.ts');
  const { serviceFor } = await import('./serve-install.ts');
  const places = placesFor(home);
  const pid = await stopDaemon(places);
  const service = serviceFor(places);
  if (service !== undefined && serviceState(service) !== 'absent')
    out.note(`${service.manager} starts it again; rampart serve uninstall ends that`);
  if (out.json) out.object('serve', { stopped: pid });
  else out.note(`stopped process ${String(pid)}`);
  return EXIT.ok;
}
