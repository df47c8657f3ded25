import { type Command, Option } from 'commander';
import { EXIT } from '../core/exit.ts';
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
  ])
    .option('--foreground', 'stay in this terminal (default)')
    .option('--background', 'start it and return once it answers')
    .addOption(new Option('--autostart', 'end at once if the configuration says so').hideHelp())
    .action(action(run));
  serve.addCommand(verb('stop', 'end the daemon', ['rampart serve stop']).action(action(stop)));
  return serve;
}

async function run(context: Context, options: ServeOptions): Promise<number> {
  if (options.foreground && options.background)
    throw new UsageError('--foreground and --background contradict each other');
  if (options.autostart) {
    const { loadConfig } = await import('../policy/config-file.ts');
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
  const { PACKAGE_DIR } = await import('../core/package-dir.ts');
  const { visible } = await import('../report/escape.ts');
  const { placesFor, userHome } = await import('./home.ts');
  const { BUNDLE } = await import('./start-daemon.ts');
  const places = placesFor(home);
  const daemon = await Daemon.start({
    places,
    script: BUNDLE,
    packageDir: PACKAGE_DIR,
    userHome: userHome(),
    notice: message => out.warn(visible(message)),
    plain: visible,
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, () => void daemon.stop(signal).catch(thrown => out.failure(thrown)));
  out.note(`serving ${places.home} as process ${process.pid}`);
  await daemon.stopped;
  return EXIT.ok;
}

async function stop({ home, out }: Context): Promise<number> {
  const { placesFor } = await import('./home.ts');
  const { stopDaemon } = await import('./stop-daemon.ts');
  const pid = await stopDaemon(placesFor(home));
  if (out.json) out.object('serve', { stopped: pid });
  else out.note(`stopped process ${String(pid)}`);
  return EXIT.ok;
}
