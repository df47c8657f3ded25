import type { RampartError } from '../core/error.ts';
import { type AuditEntry, entry } from '../core/record.ts';
import type { InForce } from './policy-book.ts';

/** The record of the policy in force, and of why the files as they are could not take its place. */
export function policyEntry({
  base,
  error,
}: {
  readonly base: InForce | undefined;
  readonly error: RampartError | undefined;
}): AuditEntry {
  const fields =
    base === undefined
      ? { hash: null, rules: 0 }
      : {
          hash: base.rules.hash,
          rules: base.rules.rules.length,
          default_action: base.rules.defaultAction,
          fail: base.config.fail,
        };
  const files = (base?.files ?? []).map(({ path, layer, sha256 }) => `${sha256}  ${layer}  ${path}`);
  return entry(
    'policy',
    { ...fields, error: error?.code ?? null },
    { files: files.join('\n'), ...(error === undefined ? {} : { reason: error.message }) },
  );
}
