import { RampartError } from '../../core/error.ts';
import { EXIT } from '../../core/exit.ts';
import { examine } from '../../pipeline.ts';
import { explainRule } from '../../policy/explain-rule.ts';
import { nearest } from '../../policy/file/nearest.ts';
import type { PolicyFile } from '../../policy/file/policy-file.ts';
import { loadPolicy } from '../../policy/load.ts';
import type { Rule } from '../../policy/rule.ts';
import { visible } from '../../report/escape.ts';
import { verdictText } from '../../report/judgement-text.ts';
import { activeDirs } from '../active-dirs.ts';
import { protectedRules } from '../active-rules.ts';
import { placesFor } from '../home.ts';
import type { Context } from '../verb.ts';

/** `policy show RULE`: what a rule is about, in plain words. */
export function show({ home, out }: Context, wanted: string): number {
  const places = placesFor(home);
  const compiled = loadPolicy(activeDirs(places, process.cwd()), { examine });
  const rule = ruleNamed(wanted, protectedRules(compiled.rules, places).rules);
  const examples = examplesOf(rule, compiled.files);
  const explanation = explainRule(rule);
  if (out.json) {
    const { name, action, layer, file, line, message, suggest, builtin, scope, when, unless } = rule;
    out.object('policy.show', {
      id: name,
      action,
      layer,
      file,
      line,
      message,
      suggest,
      builtin,
      match: scope,
      when,
      unless,
      explanation,
      examples,
    });
    return EXIT.ok;
  }
  out.line(`${verdictText(rule.action, out.style)}  ${out.style.bold(visible(rule.name))}`);
  out.line(`  ${visible(rule.message)}`);
  out.line(
    `  ${rule.builtin ? 'built-in: holds under any policy' : visible(`${rule.file}:${rule.line} (${rule.layer})`)}`,
  );
  out.line();
  for (const line of explanation) out.line(visible(line));
  for (const { expected, text } of examples)
    out.line(`${expected === 'match' ? 'fires on' : 'not on  '}  ${visible(text)}`);
  if (rule.suggest !== undefined) out.line(`\nsuggest: ${visible(rule.suggest)}`);
  return EXIT.ok;
}

/**
 * The rule of this full name, or the only one whose name begins with it or whose id does.
 * @throws RampartError E_ID
 */
function ruleNamed(wanted: string, rules: readonly Rule[]): Rule {
  const exact = rules.find(({ name }) => name === wanted || idOf(name) === wanted);
  if (exact !== undefined) return exact;
  const found = rules.filter(({ name }) => name.startsWith(wanted) || idOf(name).startsWith(wanted));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const names = found.map(({ name }) => name);
  const meant = nearest(
    wanted,
    rules.flatMap(({ name }) => [name, idOf(name)]),
  );
  throw new RampartError(
    'E_ID',
    found.length === 0 ? `no such rule: ${wanted}` : `more than one rule is called ${wanted}`,
    {
      hint:
        found.length > 0
          ? `say which: ${names.slice(0, 8).join(', ')}`
          : meant === undefined
            ? 'rampart policy list shows them'
            : `did you mean ${meant}`,
    },
  );
}

function idOf(name: string): string {
  return name.slice(name.indexOf('/') + 1);
}

function examplesOf(rule: Rule, files: readonly PolicyFile[]) {
  return files.flatMap(({ policies }) =>
    policies.flatMap(({ rules }) =>
      rules
        .filter(one => one.rule.name === rule.name && one.rule.file === rule.file)
        .flatMap(({ examples }) => examples.map(({ expected, text, tool }) => ({ expected, text, tool }))),
    ),
  );
}
