import { literalText, type Word, word } from '../../core/word.ts';
import type { Draft } from '../draft.ts';

const WORLD = /^(?:--cidr=|--source-ranges=)?(?:0\.0\.0\.0\/0|::\/0)$/;
const FIREWALL = /^(?:authorize-security-group-ingress|firewall-rules)$/;
const LOGIN = /^(?:--port=|--allow=|--rules=)?(?:tcp:)?(?:22|23|3389|0-65535|all)$|^(?:--protocol=)?-1$/;

/** A port people log in at, opened to all of the internet: `aws ec2 authorize-security-group-ingress`, `gcloud compute firewall-rules`. */
export function openedPorts(argv: readonly Word[]): Draft[] {
  const texts = argv.map(literalText);
  const has = (mark: RegExp): boolean => texts.some((one, at) => at > 0 && mark.test(one));
  return has(FIREWALL) && has(WORLD) && has(LOGIN)
    ? [{ kind: 'listen', target: word(texts.slice(1, 4).join(' ')), on: 'resource', deed: 'remote-login' }]
    : [];
}
