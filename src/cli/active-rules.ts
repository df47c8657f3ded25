import { PACKAGE_DIR } from '../core/package-dir.ts';
import type { Places } from '../core/places.ts';
import { readSources } from '../policy/file/sources.ts';
import { hashSources } from '../policy/policy-hash.ts';
import type { RuleSet } from '../policy/rule.ts';
import { withRules } from '../policy/rule-set.ts';
import { selfProtection } from '../policy/self-protection.ts';
import { readCompiled } from '../policy/shipped.ts';
import { settingsInUse } from '../setup/installed.ts';
import { activeDirs } from './active-dirs.ts';
import { userHome } from './home.ts';

/**
 * The active set's rules. A reader of YAML, which takes longer to load than most verbs to run, is loaded only where
 * nobody has compiled the files as they are.
 * @throws RampartError E_OWNER or E_POLICY with the place of the first mistake
 */
export async function activeRules(places: Places, cwd: string): Promise<RuleSet> {
  const kept = readCompiled(places.cache, PACKAGE_DIR, hashSources(readSources(activeDirs(places, cwd))));
  if (kept !== undefined) return kept.rules;
  const { compileActive } = await import('./rules.ts');
  return compileActive(places, cwd);
}

/** The set with the built-in rules that hold under any policy. */
export function protectedRules(rules: RuleSet, places: Places): RuleSet {
  return withRules(
    rules,
    selfProtection({
      home: places.home,
      packageDir: PACKAGE_DIR,
      userHome: userHome(),
      settings: settingsInUse(places.setup),
    }),
  );
}
