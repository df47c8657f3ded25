import { type UserInfo, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import { RampartError } from './error.ts';
import { LIMITS } from './limits.ts';

/** Where a Rampart home keeps its things. */
export interface Places {
  readonly home: string;
  readonly config: string;
  readonly policies: string;
  readonly bin: string;
  /** What agents' hooks start: stays where it is across upgrades. */
  readonly launcher: string;
  /** What setup did to agents' settings. */
  readonly setup: string;
  readonly run: string;
  readonly agentSocket: string;
  readonly adminSocket: string;
  readonly pid: string;
  /** `open` or `closed`: the fail mode for clients that parse no configuration. */
  readonly fail: string;
  readonly wrap: string;
  readonly data: string;
  readonly database: string;
  readonly lock: string;
  readonly cache: string;
  /** Questions that wait for a person. */
  readonly pending: string;
  /** Sessions that are open, for the next daemon. */
  readonly sessions: string;
  readonly spill: string;
  readonly log: string;
}

/** Root-owned; absent on a personal install. */
export const SYSTEM_DIR = '/etc/rampart';

/**
 * The user's own home from the passwd entry. Never `$HOME`: the environment belongs to whoever started the agent.
 * @throws RampartError E_INPUT when the user has no passwd entry
 */
export function passwdHome(): string {
  try {
    return userInfo().homedir;
  } catch (cause) {
    throw new RampartError('E_INPUT', 'this user has no passwd entry, so there is no default home', {
      hint: 'say --home DIR',
      cause,
    });
  }
}

/**
 * The user's home directory, for `~` in commands: the passwd entry's, and `/` for a user without one, as in many
 * containers. So does bash.
 */
export function accountHome(): string {
  return account()?.homedir ?? '/';
}

/** Who the user is, for the records. */
export function accountName(): string {
  return account()?.username ?? `uid ${process.getuid?.() ?? 'unknown'}`;
}

function account(): UserInfo<string> | undefined {
  try {
    return userInfo();
  } catch {
    return undefined;
  }
}

/** @param home `--home` or the system configuration's `home:`, if either is set */
export function placesOf(home: string | undefined): Places {
  const root = home === undefined ? join(passwdHome(), '.rampart') : resolve(home);
  const run = join(root, 'run');
  const data = join(root, 'data');
  return {
    home: root,
    config: join(root, 'config.yaml'),
    policies: join(root, 'policies'),
    bin: join(root, 'bin'),
    launcher: join(root, 'bin', 'rampart-hook'),
    setup: join(root, 'setup'),
    run,
    agentSocket: join(run, 'agent.sock'),
    adminSocket: join(run, 'admin.sock'),
    pid: join(run, 'serve.pid'),
    fail: join(run, 'fail'),
    wrap: join(root, 'wrap'),
    data,
    database: join(data, 'rampart.db'),
    lock: join(data, 'lock.db'),
    cache: join(data, 'cache'),
    pending: join(data, 'pending'),
    sessions: join(data, 'sessions.json'),
    spill: join(root, 'spill'),
    log: join(root, 'log', 'serve.log'),
  };
}

/**
 * @throws RampartError E_SOCKET for a path the kernel would not take: Node cuts it short and listens elsewhere
 */
export function checkSocketPath(path: string): void {
  const bytes = Buffer.byteLength(path);
  if (bytes > LIMITS.socketPathBytes)
    throw new RampartError(
      'E_SOCKET',
      `socket path is ${bytes} bytes long, at most ${LIMITS.socketPathBytes} work: ${path}`,
      {
        hint: 'choose a shorter --home',
      },
    );
}
