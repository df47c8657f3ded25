import { spawn } from 'node:child_process';

/** How to say that a daemon is alive to the manager that started it. */
export interface ServiceNotice {
  ready(): void;
  stopping(): void;
}

export interface NoticeOptions {
  /** What systemd hands over: `NOTIFY_SOCKET` and `WATCHDOG_USEC` (sd_notify(3), sd_watchdog_enabled(3)). */
  readonly env: NodeJS.ProcessEnv;
  readonly onError: (message: string) => void;
}

/**
 * Says to systemd that the daemon is ready, and then, from the event loop, that it still turns: a loop that stands still
 * says nothing, and systemd starts the daemon anew. Node has no datagram sockets for Unix, so `systemd-notify` sends.
 * Without a manager that asks for it, nothing is said.
 */
export function serviceNotice({ env, onError }: NoticeOptions): ServiceNotice {
  const { NOTIFY_SOCKET: socket, WATCHDOG_USEC: watchdog, PATH = '/usr/bin:/bin' } = env;
  if (!socket) return { ready: () => undefined, stopping: () => undefined };
  let told = false;
  let timer: NodeJS.Timeout | undefined;
  const say = (state: string): void => {
    const child = spawn('systemd-notify', [state], {
      env: { PATH, NOTIFY_SOCKET: socket },
      stdio: 'ignore',
    });
    child.once('error', thrown => {
      if (!told) onError(`systemd is not told that the daemon is alive: ${thrown.message}`);
      told = true;
    });
    child.unref();
  };
  return {
    ready() {
      say('READY=1');
      const everyUs = Number(watchdog);
      if (everyUs > 0) timer = setInterval(() => say('WATCHDOG=1'), everyUs / 3_000).unref();
    },
    stopping() {
      clearInterval(timer);
      say('STOPPING=1');
    },
  };
}
