import type { Effect } from '../core/effect.ts';
import { literalText } from '../core/word.ts';
import type { Draft } from './draft.ts';

/** Directories of certificate authorities of one's own: Debian, Red Hat, Arch, FreeBSD. */
const ANCHORS =
  /^\/(?:usr\/(?:local\/)?share\/ca-certificates|(?:etc|usr\/share)\/pki\/ca-trust(?:-source|\/source)?\/anchors|etc\/ca-certificates\/trust-source\/anchors|usr\/local\/etc\/ssl\/certs|etc\/ssl\/certs)(?:\/|$)/;

/** Whoever signed with such a certificate can be any server there is. */
export function newAuthorities(effects: readonly Effect[]): (readonly [index: number, draft: Draft])[] {
  return effects.flatMap(({ kind, on, target, invocation }) =>
    kind === 'write' && on === 'path' && ANCHORS.test(literalText(target))
      ? [[invocation, { kind: 'configure', target, on: 'resource', deed: 'trusted-certificate' }] as const]
      : [],
  );
}
