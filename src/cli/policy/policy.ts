import { type Command, InvalidArgumentError } from 'commander';
import { action, verb } from '../verb.ts';
import type { ImportFlags } from './import.ts';
import type { SuggestFlags } from './suggest.ts';

/** `rampart policy …`: what can be asked about policy files. */
export function policyVerb(): Command {
  const policy = verb('policy', 'check, test, list and explain rules', [
    'rampart policy list',
    'rampart policy show delete-root',
    'rampart policy lint team.yaml',
  ]);
  policy.addCommand(
    verb('lint', 'find mistakes in policy files: those named, or the active set', [
      'rampart policy lint',
      'rampart policy lint team.yaml',
      "rampart policy lint --json 'policies/**/*.yaml'",
    ])
      .argument('[paths...]', 'files, folders or patterns')
      .action(
        action((context, _, paths: string[]) => import('./lint.ts').then(it => it.lint(context, paths))),
      ),
  );
  policy.addCommand(
    verb('test', 'run the examples in policy files: those named, or the active set', [
      'rampart policy test',
      'rampart policy test team.yaml',
    ])
      .argument('[paths...]', 'files, folders or patterns')
      .action(
        action((context, _, paths: string[]) => import('./test.ts').then(it => it.test(context, paths))),
      ),
  );
  policy.addCommand(
    verb('list', 'list the rules in force, or those of the files named', [
      'rampart policy list',
      'rampart policy list --json team.yaml',
    ])
      .argument('[paths...]', 'files, folders or patterns')
      .action(
        action((context, _, paths: string[]) => import('./list.ts').then(it => it.list(context, paths))),
      ),
  );
  policy.addCommand(
    verb('show', 'explain one rule in plain words', [
      'rampart policy show standard/delete-root',
      'rampart policy show delete-root',
    ])
      .argument('<rule>', 'its name, or the part of it that no other rule has')
      .action(action((context, _, rule: string) => import('./show.ts').then(it => it.show(context, rule)))),
  );
  policy.addCommand(
    verb('import', 'convert another guard’s policy, or an agent’s own permission list, into rules', [
      'rampart policy import old-policy.yaml > ~/.rampart/policies/old.yaml',
      'rampart policy import --from claude-code ~/.claude/settings.json',
      'rampart policy import codex ~/.codex/rules/default.rules',
      'rampart policy import --from opencode --partial opencode.json',
    ])
      .argument('<format-or-file>', 'the file, or what it is: rampart, claude-code, codex, gemini, opencode')
      .argument('[file]')
      .option('--from <format>', 'what the file is (default: a policy of peg/rampart, version "1")')
      .option('--partial', 'write what can be said, and leave out restrictions that cannot')
      .action(
        action((context, flags: ImportFlags, first: string, second?: string) =>
          import('./import.ts').then(it => it.importFile(context, flags, first, second)),
        ),
      ),
  );
  policy.addCommand(
    verb('suggest', 'propose rules for what a person approved again and again', [
      'rampart policy suggest --from-audit',
      'rampart policy suggest --from-audit --least 5 > ~/.rampart/policies/experience.yaml',
      'rampart policy suggest --from-audit --json',
    ])
      .option('--from-audit', 'look at what people answered, in the audit log')
      .option('--least <n>', 'approvals that make a habit (default: 3)', countOption)
      .action(
        action((context, flags: SuggestFlags) =>
          import('./suggest.ts').then(it => it.suggest(context, flags)),
        ),
      ),
  );
  return policy;
}

/** commander's parser for a number of times. */
function countOption(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new InvalidArgumentError('expected a number from 1');
  return Number(text);
}
