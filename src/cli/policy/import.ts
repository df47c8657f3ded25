import { EXIT } from '../../core/exit.ts';
import { examine } from '../../pipeline.ts';
import { readNamed } from '../../policy/file/sources.ts';
import { errorsIn } from '../../policy/finding.ts';
import { FORMATS, type Format, importPolicy } from '../../policy/import/import-policy.ts';
import { findingLines } from '../../report/findings-text.ts';
import { UsageError } from '../usage-error.ts';
import type { Context } from '../verb.ts';

export interface ImportFlags {
  readonly from?: string;
  readonly partial?: boolean;
}

/**
 * `policy import`: the converted policy on stdout, what was not taken over on stderr. Exit 3, and no policy, where a
 * restriction is lost, unless `--partial` says to go on.
 */
export function importFile(context: Context, flags: ImportFlags, first: string, second?: string): number {
  const { out } = context;
  const [format, file] =
    second === undefined ? [flags.from ?? 'rampart', first] : [flags.from ?? first, second];
  if (!isFormat(format)) throw new UsageError(`no such format: ${format}`, `there are ${FORMATS.join(', ')}`);
  const { yaml, rules, findings } = importPolicy(format, file, readNamed(file).bytes, examine);
  const lost = errorsIn(findings).length;
  const usable = lost === 0 || flags.partial === true;
  if (out.json) {
    out.object('policy.import', { format, rules, policy: usable ? yaml : null, findings });
    return usable ? EXIT.ok : EXIT.badfile;
  }
  for (const one of findings) for (const line of findingLines(one, out.errorStyle)) out.diagnostic(line);
  if (usable) out.line(yaml.trimEnd());
  else
    out.warn(
      `${lost} ${lost === 1 ? 'restriction is' : 'restrictions are'} lost, so nothing is written`,
      'mend the places named, or add --partial and write these rules by hand',
    );
  return usable ? EXIT.ok : EXIT.badfile;
}

function isFormat(text: string): text is Format {
  return (FORMATS as readonly string[]).includes(text);
}
