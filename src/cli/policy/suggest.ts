import { recordsBetween } from '../../audit/history.ts';
import type { Reader } from '../../audit/reader.ts';
import { EXIT } from '../../core/exit.ts';
import { PACKAGE_DIR } from '../../core/package-dir.ts';
import { examine } from '../../pipeline.ts';
import { readBenign } from '../../policy/lint/benign.ts';
import { type Answered, isWhole } from '../../policy/suggest/answered.ts';
import { type Proposal, propose, type Withheld } from '../../policy/suggest/propose.ts';
import { type WrittenProposals, writeProposals } from '../../policy/suggest/write-proposals.ts';
import { visible } from '../../report/escape.ts';
import type { Output } from '../../report/output.ts';
import { activeRules } from '../active-rules.ts';
import { withLog } from '../audit/log.ts';
import { placesFor, userHome } from '../home.ts';
import { UsageError } from '../usage-error.ts';
import type { Context } from '../verb.ts';

export interface SuggestFlags {
  readonly fromAudit?: boolean;
  readonly least?: number;
}

/** Other commands shown for one proposal; the rest is counted. */
const SHOWN = 5;

/** `policy suggest --from-audit`: proposes rules for what a person approved again and again. Changes nothing. */
export async function suggest(context: Context, { fromAudit, least = 3 }: SuggestFlags): Promise<number> {
  if (fromAudit !== true)
    throw new UsageError(
      'nothing to suggest from',
      'add --from-audit: what was approved is in the audit log',
    );
  const { out, home } = context;
  const places = placesFor(home);
  const rules = await activeRules(places, process.cwd());
  const { answered, others, unread } = withLog(context, readAnswers);
  const { proposals, withheld } = propose({
    answered,
    others: [...others, ...readBenign(PACKAGE_DIR)],
    rules,
    home: userHome(),
    examine,
    least,
  });
  const written = writeProposals(proposals, rules.rules);
  if (out.json)
    out.object('policy.suggest', {
      asked: answered.length,
      unread,
      proposals,
      withheld,
      policy: written.yaml === '' ? null : written.yaml,
      by_hand: written.byHand.map(({ rule, globs }) => ({
        rule: rule.name,
        file: rule.file,
        line: rule.line,
        unless: { command_matches: globs },
      })),
    });
  else tell(out, proposals, withheld, written, { asked: answered.length, unread, least });
  return EXIT.ok;
}

/** What people answered, from call records; a text that was redacted, cut or forgotten is no command to judge. */
function readAnswers(reader: Reader): {
  readonly answered: readonly Answered[];
  readonly others: readonly string[];
  readonly unread: number;
} {
  const answered: Answered[] = [];
  const others = new Set<string>();
  let unread = 0;
  const { size } = reader.extent();
  for (const records of recordsBetween(reader, { filter: { decision: 'ask' } }, 0, size))
    for (const { leaf, payload, intact } of records) {
      if (leaf?.kind !== 'call' || leaf.action !== 'exec' || !intact) continue;
      const command = payload?.resource ?? '';
      if (!isWhole(command)) unread++;
      else if (leaf.by === 'person')
        answered.push({ command, cwd: payload?.cwd ?? '/', approved: leaf.effect === 'run' });
      else others.add(command);
    }
  return { answered, others: [...others], unread };
}

function tell(
  out: Output,
  proposals: readonly Proposal[],
  withheld: readonly Withheld[],
  { yaml, byHand }: WrittenProposals,
  { asked, unread, least }: { readonly asked: number; readonly unread: number; readonly least: number },
): void {
  const say = (line: string): void => out.diagnostic(line);
  for (const { asks, glob, approvals, commands, also } of proposals) {
    say(`${visible(glob)}: approved ${approvals} times, never refused; asked by ${visible(asks)}`);
    for (const one of commands.slice(0, SHOWN)) say(`  approved    ${visible(one)}`);
    for (const one of also.slice(0, SHOWN)) say(`  would allow ${visible(one)}`);
    if (also.length > SHOWN) say(`  would allow ${also.length - SHOWN} more that are known`);
    if (glob.endsWith(' *')) say('  would allow whatever else begins so');
  }
  for (const { glob, because, approvals } of withheld)
    say(
      `${visible(glob)}: approved ${approvals} times, but ${because === 'refused' ? 'it would also cover what was refused' : 'some of it is not known before it runs'}`,
    );
  for (const { rule, globs } of byHand)
    say(
      `${visible(`${rule.file}:${rule.line}`)}: add to ${visible(rule.name)}: unless: {command_matches: ${visible(JSON.stringify(globs))}}`,
    );
  if (proposals.length === 0)
    out.note(
      `nothing to suggest: a person was asked about ${asked} commands${unread > 0 ? `, and ${unread} more cannot be read any more` : ''}; it takes ${least} approvals`,
    );
  if (yaml !== '') out.line(yaml.trimEnd());
}
