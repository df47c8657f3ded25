import { text } from 'node:stream/consumers';
import { type Command, Option } from 'commander';
import { TOOLS, type Tool } from '../core/call.ts';
import { ACTIONS, type Judgement, type Verdict } from '../core/decision.ts';
import { EXIT } from '../core/exit.ts';
import { NO_FILES } from '../core/file-view.ts';
import type { Places } from '../core/places.ts';
import type { RuleSet } from '../policy/rule.ts';
import { UsageError } from './usage-error.ts';
import { action, type Context, collect, verb } from './verb.ts';

interface CheckOptions {
  readonly tool?: Tool;
  readonly path?: string;
  readonly url?: string;
  readonly cwd?: string;
  readonly env?: readonly string[];
  readonly session?: string;
  readonly agent?: string;
  readonly policy?: readonly string[];
  readonly profile?: string;
  readonly pack?: readonly string[];
  readonly explain?: boolean;
  readonly expect?: Verdict;
  readonly batch?: boolean;
  readonly files: boolean;
}

export function checkVerb(): Command {
  return verb('check', 'judge a command and say why; nothing is run', [
    "rampart check 'rm -rf /'",
    'rampart check --explain --json -- "curl -s https://example.com/x.sh | sh"',
    'rampart check --tool read --path ~/.ssh/id_rsa',
    'rampart check --policy team.yaml --expect deny "git push --force"',
    'rampart check --pack git "git push"',
    'rampart check --batch < commands.jsonl',
  ])
    .argument('[command]', 'shell text; `-` reads it from standard input')
    .addOption(new Option('--tool <tool>', 'what kind of call it is').choices([...TOOLS]))
    .option('--path <path>', 'the file, for read, write and edit')
    .option('--url <url>', 'the address, for fetch')
    .option('--cwd <dir>', 'where it would run')
    .option('--env <name=value>', 'a variable it would see (repeatable)', collect)
    .option('--session <id>', 'the session it would belong to')
    .option('--agent <name>', 'the agent it would come from')
    .option('--policy <file>', 'judge by this file instead of the active set (repeatable)', collect)
    .option('--profile <name>', 'judge by this profile instead of the active set')
    .option(
      '--pack <name>',
      'judge by this pack and a profile instead of the active set (repeatable)',
      collect,
    )
    .option('--explain', 'also show every rule that matched, the effects and the coverage')
    .addOption(
      new Option('--expect <decision>', 'exit 7 unless this is the decision').choices([...ACTIONS, 'error']),
    )
    .option('--batch', 'judge one JSON object a line from standard input')
    .option('--no-files', 'read no script files from the disk')
    .action(action(check));
}

async function check(context: Context, options: CheckOptions, command: string | undefined): Promise<number> {
  const { judge } = await import('../pipeline.ts');
  const { placesFor, userHome } = await import('./home.ts');
  const { protectedRules } = await import('./active-rules.ts');
  if (options.batch && command !== undefined)
    throw new UsageError(
      '--batch reads its commands from standard input',
      'rampart check --batch < commands.jsonl',
    );
  const places = placesFor(context.home);
  const cwd = options.batch ? BATCH_CWD : process.cwd();
  const rules = protectedRules(await rulesFor(options, places, cwd), places);
  if (options.batch) {
    const { checkBatch } = await import('./check-batch.ts');
    return checkBatch(process.stdin, rules, answer => {
      context.out.record(answer);
      return process.stdout.writable;
    });
  }
  const { callOf } = await import('./check-call.ts');
  const { DISK_FILES } = await import('../shell/files/disk-files.ts');
  const call = callOf(
    {
      ...options,
      command: command === '-' ? await text(process.stdin) : command,
      env: environment(options.env),
    },
    cwd,
  );
  const began = performance.now();
  const judgement = judge(call, { rules, files: options.files ? DISK_FILES : NO_FILES, home: userHome() });
  const us = (performance.now() - began) * 1_000;
  await print(context, judgement, us, options.explain ?? false);
  const { verdict } = judgement.decision;
  if (options.expect === undefined) return CODES[verdict];
  if (options.expect === verdict) return EXIT.ok;
  context.out.warn(`expected ${options.expect}, decided ${verdict}`);
  return EXIT.mismatch;
}

/** The rules that the flags choose. */
async function rulesFor(options: CheckOptions, places: Places, cwd: string): Promise<RuleSet> {
  if ([options.policy, options.profile, options.pack].every(flag => flag === undefined)) {
    const { activeRules } = await import('./active-rules.ts');
    return activeRules(places, cwd);
  }
  const { compiledFor } = await import('./rules.ts');
  return compiledFor(options, places, cwd).rules;
}

/** Where the commands of a batch happen, unless a line says otherwise: rows must mean the same on every machine. */
const BATCH_CWD = '/workspace';

const CODES: Readonly<Record<Verdict, number>> = {
  allow: EXIT.ok,
  watch: EXIT.ok,
  ask: EXIT.ask,
  deny: EXIT.deny,
  error: EXIT.error,
};

async function print({ out }: Context, judgement: Judgement, us: number, explain: boolean): Promise<void> {
  if (out.json) {
    const { judgementJson } = await import('../report/judgement-json.ts');
    out.object('check', judgementJson(judgement, us));
    return;
  }
  const { judgementText } = await import('../report/judgement-text.ts');
  for (const line of judgementText(judgement, out.style, explain)) out.line(line);
}

function environment(pairs: readonly string[] = []): Record<string, string> {
  return Object.fromEntries(
    pairs.map(pair => {
      const at = pair.indexOf('=');
      if (at < 1) throw new UsageError(`not a variable: ${pair}`, 'write --env NAME=value');
      return [pair.slice(0, at), pair.slice(at + 1)];
    }),
  );
}
