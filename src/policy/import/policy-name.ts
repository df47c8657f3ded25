import { BUILTIN_POLICY } from '../self-protection.ts';

/** A name that a policy of ours may have, made from any text. */
export function policyName(text: string): string {
  const name = text
    .replace(/[^A-Za-z0-9._-]+/g, '-')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, 64)
    .replace(/-+$/, '');
  return name === '' || name === BUILTIN_POLICY ? 'imported' : name;
}
