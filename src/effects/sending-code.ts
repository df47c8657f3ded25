import type { Effect } from '../core/effect.ts';
import { hostClass } from '../core/host-class.ts';
import type { Invocation } from '../core/scan.ts';
import { word } from '../core/word.ts';
import { codeTextOf, type Language, languageOf } from './code-texts.ts';
import type { Draft } from './draft.ts';

/**
 * What a program's own code sends to a machine elsewhere, by its text: all of its environment, or a file from where the
 * agent does not work. The text names the host and has a call that sends; what is only printed, or sent to this machine,
 * is none of it.
 */
export function sendingCode(one: Invocation, own: readonly Effect[]): readonly Draft[] {
  const language = languageOf(one);
  if (language === undefined) return [];
  const text = codeTextOf(one);
  const sends = SENDS[language];
  if (sends === undefined || !sends.test(text)) return [];
  const host = foreignHost(text);
  if (host === undefined) return [];
  const found: Draft[] = [];
  if (ENVIRONMENT[language]?.test(text) === true)
    found.push(
      { kind: 'inspect-secrets', target: word('environment'), on: 'resource', deed: 'environment' },
      { kind: 'send', target: word(host), on: 'host', deed: 'environment' },
    );
  const opened = language === 'lua' ? [...text.matchAll(LUA_READS)] : [];
  for (const [, file = ''] of opened) found.push({ kind: 'read', target: word(file), on: 'path' });
  if (opened.length > 0 || own.some(({ kind, on }) => kind === 'read' && on === 'path'))
    found.push({ kind: 'send', target: word(host), on: 'host', deed: 'file' });
  return found;
}

/** Calls by which something goes out. Repetitions have bounds: the text is an attacker's. */
const SENDS: Readonly<Partial<Record<Language, RegExp>>> = {
  python:
    /\burlopen\s{0,4}\([^()\n]{1,256}(?:,|\bdata\b)|\brequests\.(?:post|put|patch)\b|\bhttpx\.(?:post|put)\b|\bRequest\([^\n]{1,256}\bdata\b|\.send(?:all|to)?\s{0,4}\(|\.request\s{0,4}\(\s{0,4}["']P(?:OS|U)T/,
  perl: /\bprint\s{1,4}\{?\s{0,4}\$\w{1,32}\s|->(?:post|put|send|print|syswrite)\b|\bPOST\b/,
  ruby: /\bNet::HTTP\b|\bTCPSocket\b|\b(?:HTTParty|Faraday|RestClient)\b/,
  php: /\b(?:fwrite|fputs|socket_write|curl_exec|stream_context_create|file_get_contents)\s{0,4}\(/,
  javascript:
    /\bmethod\s{0,4}:\s{0,4}["'`]P(?:OS|U)T|\.(?:post|put|write|end|send)\s{0,4}\(|\bfetch\s{0,4}\(\s{0,4}[`"'][^`"'\n]{1,256}(?:\$\{|["']\s{0,4}\+)/,
  lua: /:send\s{0,4}\(|\bhttp\.request\b/,
};

/** A program's whole environment, not one variable of it. */
const ENVIRONMENT: Readonly<Partial<Record<Language, RegExp>>> = {
  python:
    /(?:\b(?:dict|str|repr|dumps|urlencode)\s{0,4}\(\s{0,4}(?:dict\s{0,4}\(\s{0,4})?|\bdata\s{0,4}=\s{0,4}|\bjson\s{0,4}=\s{0,4}(?:dict\s{0,4}\(\s{0,4})?)os\.environ\s{0,4}[),]|\bos\.popen\s{0,4}\(\s{0,4}["'](?:env|printenv)\b/,
  perl: /%ENV\b/,
  ruby: /\bENV\.(?:to_a|to_h|to_hash|inspect|map|each|to_s)\b/,
  php: /\bgetenv\s{0,4}\(\s{0,4}\)|\$_ENV\s{0,4}\)|\$_SERVER\s{0,4}\)/,
  javascript:
    /(?:\bstringify\s{0,4}\(\s{0,4}|\bentries\s{0,4}\(\s{0,4}|\.\.\.\s{0,4}|\bURLSearchParams\s{0,4}\(\s{0,4})process\.env\s{0,4}[),}]/,
};

const LUA_READS = /\bio\.open\s{0,4}\(\s{0,4}["'](\/[^"'\n]{1,4096})["']/g;

/** Hosts in URLs, and what sockets are opened to. */
const HOSTS =
  /(?:https?|ftp|wss?):\/\/(?:[^/\s"'`@]{1,256}@)?([\w.-]{1,255})|(?:connect|Peer(?:Addr|Host)|host(?:name)?|TCPSocket\.(?:new|open)|fsockopen|HTTPS?Connection)\s{0,4}(?:=>|[:=(,]){0,2}[\s(]{0,8}["'`](?:\w{1,8}:\/\/)?([\w.-]{1,255})/g;

function foreignHost(text: string): string | undefined {
  for (const [, url, socket] of text.matchAll(HOSTS)) {
    const host = (url ?? socket ?? '').toLowerCase();
    const kind = hostClass(host);
    if (kind === 'other' || kind === 'drop') return host;
  }
  return undefined;
}
