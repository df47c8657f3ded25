import { literalText, type Word } from '../../core/word.ts';
import type { Draft } from '../draft.ts';

/** Where SSH, telnet, remote desktops and VNC let people in. */
export const LOGIN_PORT = /:(?:22|23|3389|590\d)$/;

/**
 * Tunnels from elsewhere that end where people log in: `chisel client x R:2222:localhost:22`,
 * `cloudflared --url ssh://localhost:22`. A web server of one's own that is shown is none; nor is `ngrok tcp 22`, which
 * goes through an account of one's own.
 */
export function opensLogin(argv: readonly Word[]): Draft[] {
  const words = argv.map(literalText);
  return argv
    .filter((_, at) => at > 0 && isLogin(words[at] ?? ''))
    .map((target): Draft => ({ kind: 'listen', target, on: 'resource', deed: 'remote-login' }));
}

function isLogin(text: string): boolean {
  return (
    /^(?:ssh|rdp|vnc|telnet):\/\//.test(text) || (/^(?:R:|tcp:\/\/)/.test(text) && LOGIN_PORT.test(text))
  );
}
