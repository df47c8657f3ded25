import type { Effect } from '../core/effect.ts';
import { LIMITS } from '../core/limits.ts';
import { baseName } from '../core/options.ts';
import type { Scan } from '../core/scan.ts';
import { join, literalText, word } from '../core/word.ts';
import type { Draft } from './draft.ts';

/**
 * Who is made an administrator of a whole directory: LDIF (RFC 2849) that is given to `ldapadd` or `ldapmodify` as text,
 * or that the same command writes before, and that names one of the groups which own an Active Directory.
 */
export function directoryAdmins(
  { invocations }: Scan,
  effects: readonly Effect[],
): (readonly [index: number, draft: Draft])[] {
  return invocations.flatMap((one, index) => {
    if (!/^ldap(?:add|modify)$/.test(baseName(one.program) ?? '')) return [];
    const files = new Set(
      effects.flatMap(({ kind, invocation, target }) =>
        kind === 'read' && invocation === index ? [literalText(target)] : [],
      ),
    );
    const writers = effects.flatMap(({ kind, invocation, target }) =>
      kind === 'write' && invocation < index && files.has(literalText(target)) ? [invocation] : [],
    );
    const texts = [
      one.stdin ?? [],
      ...writers.slice(-LIMITS.flows).flatMap(at => {
        const writer = invocations[at];
        return writer === undefined ? [] : [join([...writer.argv, writer.stdin ?? []], ' ')];
      }),
    ];
    return texts.some(text => OWNERS.test(literalText(text).slice(0, LIMITS.codeTextChars)))
      ? [
          [
            index,
            { kind: 'escalate', target: word('directory'), on: 'resource', deed: 'privileged-group' },
          ] as const,
        ]
      : [];
  });
}

/** `\\n` is what `echo` makes a line end of. */
const OWNERS =
  /(?:\b|\\n)(?:memberOf|member|dn)\s{0,4}:\s{0,4}[^\n]{0,256}\bCN=(?:Domain|Enterprise|Schema) Admins\b|(?:\b|\\n)memberOf\s{0,4}:\s{0,4}[^\n]{0,256}\bCN=Administrators\b/i;
