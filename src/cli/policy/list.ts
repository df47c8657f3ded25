import { EXIT } from '../../core/exit.ts';
import { PACKAGE_DIR } from '../../core/package-dir.ts';
import type { Places } from '../../core/places.ts';
import { examine } from '../../pipeline.ts';
import { selectFiles } from '../../policy/file/select-files.ts';
import { loadNamed } from '../../policy/load.ts';
import type { Rule, RuleSet } from '../../policy/rule.ts';
import { columns } from '../../report/columns.ts';
import { visible } from '../../report/escape.ts';
import { verdictText } from '../../report/judgement-text.ts';
import { activeRules, protectedRules } from '../active-rules.ts';
import { placesFor } from '../home.ts';
import type { Context } from '../verb.ts';

/** `policy list`: every rule in force, the built-in ones first because nothing overrides them. */
export async function list({ home, out }: Context, paths: readonly string[]): Promise<number> {
  const places = placesFor(home);
  const rules = protectedRules(await rulesFrom(paths, places), places);
  const ordered = [...rules.rules].sort(byBuiltin);
  if (out.json) {
    out.object('policy.list', {
      hash: rules.hash,
      default_action: rules.defaultAction,
      rules: ordered.map(({ name, action, layer, file, line, message, builtin }) => ({
        id: name,
        action,
        layer,
        file,
        line,
        message,
        builtin,
      })),
    });
    return EXIT.ok;
  }
  const rows = ordered.map(({ name, action, layer, builtin, message }) =>
    [action, name, builtin ? 'built-in' : layer, message].map(visible),
  );
  const paint = (cell: string, column: number, row: number): string => {
    const action = ordered[row]?.action;
    return column === 0 && action !== undefined ? verdictText(action, out.style) : cell;
  };
  for (const line of columns(rows, paint)) out.line(line);
  out.line();
  const asked = rules.unattended ? ', where ask means deny' : '';
  out.line(
    `default ${verdictText(rules.defaultAction, out.style)}${asked}, ${ordered.length} rules, ${rules.hash}`,
  );
  return EXIT.ok;
}

/** The active set, or the files named in its place. */
async function rulesFrom(paths: readonly string[], places: Places): Promise<RuleSet> {
  if (paths.length > 0) return loadNamed(selectFiles(paths), PACKAGE_DIR, { examine }).rules;
  return activeRules(places, process.cwd());
}

function byBuiltin(a: Rule, b: Rule): number {
  return Number(b.builtin) - Number(a.builtin);
}
