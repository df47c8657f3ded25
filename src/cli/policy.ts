import type { Command } from 'commander';
import { action, verb } from './verb.ts';

/** `rampart policy …`: what can be asked about policy files. */
export function policyVerb(): Command {
  const policy = verb('policy', 'check, test, list and explain rules');
  policy.addCommand(
    verb('lint', 'find mistakes in policy files: those named, or the active set', [
      'rampart policy lint',
      'rampart policy lint team.yaml',
      "rampart policy lint --json 'policies/**/*.yaml'",
    ])
      .argument('[paths...]', 'files, folders or patterns')
      .action(
        action((context, _, paths: string[]) =>
          import('./policy-lint.ts').then(it => it.lint(context, paths)),
        ),
      ),
  );
  policy.addCommand(
    verb('test', 'run the examples in policy files: those named, or the active set', [
      'rampart policy test',
      'rampart policy test team.yaml',
    ])
      .argument('[paths...]', 'files, folders or patterns')
      .action(
        action((context, _, paths: string[]) =>
          import('./policy-test.ts').then(it => it.test(context, paths)),
        ),
      ),
  );
  policy.addCommand(
    verb('list', 'list the rules in force, or those of the files named', [
      'rampart policy list',
      'rampart policy list --json team.yaml',
    ])
      .argument('[paths...]', 'files, folders or patterns')
      .action(
        action((context, _, paths: string[]) =>
          import('./policy-list.ts').then(it => it.list(context, paths)),
        ),
      ),
  );
  policy.addCommand(
    verb('show', 'explain one rule in plain words', [
      'rampart policy show standard/delete-root',
      'rampart policy show delete-root',
    ])
      .argument('<rule>', 'its name, or the part of it that no other rule has')
      .action(
        action((context, _, rule: string) => import('./policy-show.ts').then(it => it.show(context, rule))),
      ),
  );
  return policy;
}
