import { isHole, type Word } from './word.ts';

/** What a host is to whoever sends something there, by its name alone: nothing is looked up. */
export const HOST_CLASSES = [
  'loopback',
  'private',
  /** Hands out the credentials of the machine it is asked from. */
  'metadata',
  /** Package registries, forges and their download hosts. */
  'registry',
  /** Anybody can put something there and anybody can read it, or it leads back to somebody's own machine. */
  'drop',
  'other',
  'unknown',
] as const;
export type HostClass = (typeof HOST_CLASSES)[number];

/** Domains with all below them. */
const REGISTRIES =
  'npmjs.org npmjs.com yarnpkg.com pypi.org pythonhosted.org crates.io rust-lang.org rustup.rs rubygems.org golang.org go.dev packagist.org maven.org maven.apache.org gradle.org nuget.org hex.pm hackage.haskell.org cpan.org metacpan.org cran.r-project.org pub.dev cocoapods.org docker.io docker.com ghcr.io quay.io gcr.io mcr.microsoft.com registry.k8s.io debian.org ubuntu.com archlinux.org alpinelinux.org fedoraproject.org brew.sh anaconda.org conda.io github.com githubusercontent.com gitlab.com bitbucket.org codeberg.org nodejs.org deno.land jsr.io kernel.org gnu.org apache.org'.split(
    ' ',
  );

const DROPS =
  'transfer.sh file.io 0x0.st termbin.com webhook.site requestcatcher.com requestbin.com requestbin.net requestrepo.com oast.pro oast.live oast.site oast.online oast.fun oast.me burpcollaborator.net oastify.com interact.sh interactsh.com pipedream.net beeceptor.com hookbin.com ngrok.io ngrok.app ngrok.dev ngrok-free.app ngrok-free.dev trycloudflare.com loca.lt localtunnel.me serveo.net localhost.run lhr.life bore.pub telebit.io pagekite.me bashupload.com oshi.at temp.sh paste.rs ix.io pastebin.com pastebin.pl hastebin.com gofile.io anonfiles.com dpaste.org dpaste.com sprunge.us catbox.moe litterbox.catbox.moe controlc.com ghostbin.com rentry.co paste.ee wetransfer.com sendspace.com mega.nz pixeldrain.com uguu.se tmpfiles.org filebin.net keep.sh dnslog.cn ceye.io canarytokens.com canarytokens.org'.split(
    ' ',
  );

/** Link-local addresses and names at which clouds answer, AWS also over IPv6, Alibaba, Oracle. */
const METADATA: ReadonlySet<string> = new Set([
  '169.254.169.254',
  '169.254.170.2',
  '169.254.170.23',
  'fd00:ec2::254',
  '100.100.100.200',
  '192.0.0.192',
  'metadata.google.internal',
  'metadata.azure.internal',
  'metadata',
  'instance-data',
  'instance-data.ec2.internal',
]);

/** @param host in lower case, without user, port, brackets and final dot */
export function hostClass(host: string): HostClass {
  if (host === '') return 'unknown';
  if (METADATA.has(host)) return 'metadata';
  if (host === 'localhost' || host.endsWith('.localhost') || /^(?:127\.|::1$|0\.0\.0\.0$)/.test(host))
    return 'loopback';
  if (isPrivate(host)) return 'private';
  if (within(host, DROPS)) return 'drop';
  return within(host, REGISTRIES) ? 'registry' : 'other';
}

/** RFC 1918, RFC 4193, RFC 3927 and 4291 link-local, RFC 6598, RFC 6762 and 8375 names, and names without a dot. */
function isPrivate(host: string): boolean {
  return (
    /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.|169\.254\.|100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)\d/.test(
      host,
    ) ||
    /^(?:f[cd][0-9a-f]{2}|fe[89ab][0-9a-f]):/.test(host) ||
    /\.(?:local|internal|lan|home\.arpa|intranet|corp)$/.test(host) ||
    /^[a-z][a-z0-9_-]*$/.test(host)
  );
}

function within(host: string, domains: readonly string[]): boolean {
  return domains.some(domain => host === domain || host.endsWith(`.${domain}`));
}

/**
 * The host a URL, or a host as `scp` and `nc` take it, names: lower case, without user, port, brackets and final dot;
 * empty where some of it is not known. Addresses in odd spellings (`2852039166`, `0x7f.1`) are read as browsers do.
 */
export function hostOf(target: Word): string {
  let text = '';
  for (const part of target) text += isHole(part) ? '\0' : part.lit;
  const rest = text.replace(/^[a-z][a-z0-9+.-]*:\/\//i, '');
  const authority = /^[^/?#]*/.exec(rest)?.[0] ?? '';
  const host = authority.slice(authority.lastIndexOf('@') + 1);
  if (host.includes('\0')) return '';
  const bracketed = /^\[([^\]]*)\]/.exec(host)?.[1];
  const plain = (bracketed ?? (/^[^:]*:[^:]*:/.test(host) ? host : (host.split(':')[0] ?? '')))
    .toLowerCase()
    .replace(/\.$/, '');
  if (!/^[\d.x]*\d[\da-fx.]*$|[\\%]/.test(plain)) return plain;
  const url = `http://${plain}/`;
  return URL.canParse(url) ? new URL(url).hostname : plain;
}
