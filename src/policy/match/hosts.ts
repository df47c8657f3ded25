import { type Subject, textSubject } from '../../core/glob-match.ts';
import type { Text } from './text.ts';

/**
 * The hosts a URL, or a bare host as `scp` takes it, can mean: lower case, without user, port and final dot.
 * Programs read URLs differently (a backslash, an escaped letter, an address as one number), so there is the reading of
 * RFC 3986 and, where it differs, the one of the WHATWG URL standard that browsers and fetch follow.
 */
export function hostsOf(url: Text): Text[] {
  return url.map(subject => {
    const marked = authorityHost(subject.marked);
    const plain: Subject = {
      marked,
      empty: marked.replaceAll('\0', ''),
      holes: marked.includes('\0'),
    };
    const standard = subject.holes ? undefined : standardHost(subject.marked);
    return standard === undefined || standard === marked ? [plain] : [plain, textSubject(standard)];
  });
}

function authorityHost(text: string): string {
  const afterScheme = /^[a-z][a-z0-9+.-]*:\/\//i.exec(text)?.[0].length ?? 0;
  const authority = /^[^/?#]*/.exec(text.slice(afterScheme))?.[0] ?? '';
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  const bracketed = /^\[([^\]]*)\]/.exec(host)?.[1];
  return withoutDot((bracketed ?? host.split(':')[0] ?? '').toLowerCase());
}

function standardHost(text: string): string | undefined {
  const host = URL.canParse(text) ? new URL(text).hostname : '';
  return host === '' ? undefined : withoutDot(host.replace(/^\[|\]$/g, ''));
}

function withoutDot(host: string): string {
  return host.replace(/\.$/, '');
}
