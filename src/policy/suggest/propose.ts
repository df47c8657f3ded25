import type { Invocation } from '../../core/scan.ts';
import { decide } from '../decide.ts';
import { EXAMPLE_HOME, type Examine } from '../examine.ts';
import type { Judged } from '../judged.ts';
import type { Conditions, Rule, RuleSet } from '../rule.ts';
import { ruleSet } from '../rule-set.ts';
import type { Answered } from './answered.ts';
import { type Shape, shapeOf } from './shape.ts';

/** What a person has been asked again and again and always allowed, as a glob that would answer for them. */
export interface Proposal {
  /** The rule that asks, or `default`. */
  readonly asks: string;
  readonly glob: string;
  /** How often they were asked, and about how many different commands. */
  readonly approvals: number;
  readonly commands: readonly string[];
  /** What it would let through besides: of the commands that come with the package, and of the log. */
  readonly also: readonly string[];
}

/** What was approved often enough and is not proposed. */
export interface Withheld {
  readonly asks: string;
  readonly glob: string;
  readonly because: 'refused' | 'unknown-words';
  readonly approvals: number;
}

export interface Experience {
  readonly answered: readonly Answered[];
  /** Commands to show what a glob covers besides. */
  readonly others: readonly string[];
  readonly rules: RuleSet;
  readonly home: string;
  readonly examine: Examine;
  /** Approvals that make a habit. */
  readonly least: number;
}

/** One approved invocation that is asked about today. */
interface Asked {
  readonly asks: string;
  readonly command: string;
  readonly shape: Shape;
}

/**
 * Proposes what would have answered for the person: for several commands of one subcommand its prefix, for the same
 * command again and again that command. Nothing is proposed that covers what the person refused once. All of it is
 * judged anew by the rules as they are now: what they no longer ask about needs no proposal.
 */
export function propose(experience: Experience): {
  readonly proposals: readonly Proposal[];
  readonly withheld: readonly Withheld[];
} {
  const { answered, least, others } = experience;
  const asked: Asked[] = [];
  const opaque = new Map<string, number>();
  for (const one of answered.filter(({ approved }) => approved)) collect(one, experience, asked, opaque);
  const refused = answered
    .filter(({ approved }) => !approved)
    .map(({ command, cwd }) => judgedOf(command, cwd, experience));
  const proposals: Proposal[] = [];
  const withheld: Withheld[] = [...opaque]
    .filter(([, approvals]) => approvals >= least)
    .map(([key, approvals]) => {
      const [asks = '', glob = ''] = key.split('\0');
      return { asks, glob, because: 'unknown-words', approvals };
    });
  const covered = new Set<Asked>();
  for (const [asks, glob, prefix] of candidates(asked)) {
    const group = asked.filter(one => !covered.has(one) && one.asks === asks && globsOf(one).includes(glob));
    const commands = [...new Set(group.map(({ command }) => command))];
    const approvals = group.length;
    if (approvals < least || (prefix && commands.length < 2)) continue;
    const when: Conditions = { command_matches: [glob] };
    if (refused.some(judged => touches(when, judged))) {
      withheld.push({ asks, glob, because: 'refused', approvals });
      continue;
    }
    for (const one of group) covered.add(one);
    const also = others.filter(
      one => !commands.includes(one) && touches(when, judgedOf(one, '/workspace', experience)),
    );
    proposals.push({ asks, glob, approvals, commands, also: [...new Set(also)] });
  }
  return { proposals: proposals.sort((a, b) => b.approvals - a.approvals), withheld };
}

function globsOf({ shape }: Asked): readonly string[] {
  return [...shape.prefixes, shape.exact];
}

/** Globs that could answer: prefixes before single commands, the longer the prefix the better. */
function candidates(asked: readonly Asked[]): (readonly [asks: string, glob: string, prefix: boolean])[] {
  const found = new Map<string, readonly [string, string, boolean]>();
  for (const { asks, shape } of asked) {
    for (const glob of shape.prefixes) found.set(`p ${asks} ${glob}`, [asks, glob, true]);
    found.set(`e ${asks} ${shape.exact}`, [asks, shape.exact, false]);
  }
  return [...found.values()].sort(
    ([, a, one], [, b, other]) => Number(other) - Number(one) || b.split(' ').length - a.split(' ').length,
  );
}

/** Adds the invocations of an approved command that are asked about today. */
function collect(
  { command, cwd }: Answered,
  experience: Experience,
  asked: Asked[],
  opaque: Map<string, number>,
): void {
  const judged = judgedOf(command, cwd, experience);
  const { verdict, rule: asks, matched } = decide(experience.rules, judged);
  if (verdict !== 'ask') return;
  const fired = matched.filter(({ rule, action }) => rule === asks && action === 'ask');
  const places = fired.flatMap(({ invocation }) => invocation ?? []);
  const { invocations } = judged.scan;
  // The default asks about whatever no rule grants.
  const concerned =
    asks === 'default'
      ? invocations.filter((one, place) => !one.transparent && !isGranted(place, judged, experience.rules))
      : invocations.filter((_, place) => places.includes(place));
  const shapes = concerned.map(shapeOf).filter(shape => shape !== undefined);
  if (shapes.length === 0 || shapes.length < concerned.length) {
    const key = `${asks}\0${command}`;
    opaque.set(key, (opaque.get(key) ?? 0) + 1);
    return;
  }
  for (const shape of shapes) asked.push({ asks, command, shape });
}

function isGranted(place: number, judged: Judged, rules: RuleSet): boolean {
  const only = judged.scan.invocations[place];
  if (only === undefined) return false;
  const alone: Judged = {
    ...judged,
    scan: { ...judged.scan, invocations: [withoutParent(only)], pipelines: [] },
    effects: judged.effects
      .filter(({ invocation }) => invocation === place)
      .map(effect => ({ ...effect, invocation: 0 })),
    flows: [],
  };
  const { verdict } = decide({ ...rules, defaultAction: 'ask' }, alone);
  return verdict === 'allow' || verdict === 'watch';
}

function withoutParent({ parent: _, ...rest }: Invocation): Invocation {
  return rest;
}

/** Whether a grant like this would cover part of the call: then it would help to let it through. */
function touches(when: Conditions, judged: Judged): boolean {
  const rule: Rule = {
    name: 'suggested/1',
    action: 'deny',
    message: '',
    builtin: false,
    layer: 'user',
    file: '',
    line: 0,
    scope: {},
    when,
  };
  return (
    decide(ruleSet({ hash: 'sha256:suggest', defaultAction: 'allow', rules: [rule] }), judged).verdict ===
    'deny'
  );
}

function judgedOf(command: string, cwd: string, { examine, home }: Experience): Judged {
  const call = {
    tool: 'exec' as const,
    command,
    cwd,
    session: null,
    agent: null,
    actor: null,
    corr: null,
    callId: null,
    env: { HOME: home === '' ? EXAMPLE_HOME : home },
  };
  return { call, ...examine(call, home), home };
}
