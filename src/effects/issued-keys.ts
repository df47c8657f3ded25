import type { Effect, Flow } from '../core/effect.ts';
import { hostOf } from '../core/host-class.ts';
import { LIMITS } from '../core/limits.ts';
import type { Scan } from '../core/scan.ts';
import { isHole, type Word, word } from '../core/word.ts';

/** Variables that hold a key of one service, by its usual name, with the domains of that service. */
const ISSUED: Readonly<Record<string, string>> = {
  'GITHUB_TOKEN|GH_TOKEN|GITHUB_PAT|GH_PAT|ACTIONS_RUNTIME_TOKEN|ACTIONS_ID_TOKEN_REQUEST_TOKEN':
    'github.com githubusercontent.com ghcr.io githubcopilot.com ghe.com',
  'NPM_TOKEN|NODE_AUTH_TOKEN': 'npmjs.org npmjs.com github.com',
  'AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN': 'amazonaws.com amazonaws.com.cn aws.dev',
  ANTHROPIC_API_KEY: 'anthropic.com claude.ai',
  'CLOUDFLARE_API_TOKEN|CLOUDFLARE_API_KEY|CF_API_TOKEN': 'cloudflare.com',
  'DIGITALOCEAN_TOKEN|DIGITALOCEAN_ACCESS_TOKEN': 'digitalocean.com',
  'HF_TOKEN|HUGGINGFACE_TOKEN': 'huggingface.co hf.co',
  STRIPE_SECRET_KEY: 'stripe.com',
  'SLACK_TOKEN|SLACK_BOT_TOKEN': 'slack.com',
  'PYPI_TOKEN|TWINE_PASSWORD': 'pypi.org',
  HEROKU_API_KEY: 'heroku.com',
  VERCEL_TOKEN: 'vercel.com',
  NETLIFY_AUTH_TOKEN: 'netlify.com',
  CARGO_REGISTRY_TOKEN: 'crates.io',
  'SSH_PRIVATE_KEY|SSH_KEY|GPG_PRIVATE_KEY': '',
};

const ISSUERS: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries(ISSUED).flatMap(([names, domains]) =>
    names.split('|').map((name): [string, string[]] => [name, domains.split(' ')]),
  ),
);

/**
 * Keys of one service that are given to a host of nobody's: in its words, in what is piped into the sender, or in what
 * stands there for another command's output. A key that goes where it was issued is what it is for.
 */
export function issuedKeysSent(scan: Scan, effects: readonly Effect[]): readonly Flow[] {
  const { invocations, pipelines } = scan;
  const keys = new Map(
    invocations.flatMap(({ argv }, index): [number, string[]][] => {
      const names = keysIn(argv);
      return names.length === 0 ? [] : [[index, names]];
    }),
  );
  if (keys.size === 0) return [];
  const flows: Flow[] = [];
  for (const effect of effects) {
    if (flows.length >= LIMITS.flows) break;
    if (!isForeign(effect)) continue;
    const to = effect.invocation;
    const host = hostOf(effect.target);
    const stages = pipelines.find(one => one.includes(to)) ?? [to];
    for (const [from, names] of keys) {
      const through = from === to ? 'argument' : stages.indexOf(from) < 0 ? 'substitution' : 'pipe';
      if (through === 'pipe' && stages.indexOf(from) > stages.indexOf(to)) continue;
      if (through === 'substitution' && !standsIn(scan, from, to)) continue;
      const name = names.find(one => !issuedBy(host, ISSUERS.get(one) ?? []));
      if (name !== undefined)
        flows.push({ kind: 'secret-to-network', source: word(`$${name}`), from, to, through });
      if (flows.length >= LIMITS.flows) break;
    }
  }
  return flows;
}

function isForeign(effect: Effect): boolean {
  if (effect.on !== 'host' || (effect.kind !== 'send' && effect.kind !== 'download')) return false;
  if (effect.host === 'other' || effect.host === 'drop') return true;
  // The key itself makes the name that is asked for.
  return effect.host === 'unknown' && effect.deed === 'dns';
}

function keysIn(argv: readonly Word[]): string[] {
  return argv.flatMap(one =>
    one.flatMap(part =>
      isHole(part) && part.hole === 'variable' && ISSUERS.has(part.name ?? '') ? [part.name ?? ''] : [],
    ),
  );
}

/** Companies run GitHub and registries under names of their own. */
function issuedBy(host: string, domains: readonly string[]): boolean {
  return (
    domains.some(domain => domain !== '' && (host === domain || host.endsWith(`.${domain}`))) ||
    (domains.includes('github.com') &&
      /(?:^|[.-])(?:github|ghe|npm|nexus|artifactory|registry)[.-]/.test(host))
  );
}

function standsIn({ invocations }: Scan, inner: number, outer: number): boolean {
  const a = invocations[inner]?.span;
  const b = invocations[outer]?.span;
  return a !== undefined && b !== undefined && a.source === b.source && a.start > b.start && a.end <= b.end;
}
