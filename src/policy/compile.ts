import { basename } from 'node:path';
import type { Action } from '../core/decision.ts';
import type { Position } from '../core/error.ts';
import { LIMITS } from '../core/limits.ts';
import type { Examine } from './examine.ts';
import type { Config } from './file/config.ts';
import { readConfigs } from './file/config-file.ts';
import { nearest } from './file/nearest.ts';
import { type PolicyFile, readPolicyFile } from './file/policy-file.ts';
import type { PolicySource, Sources } from './file/sources.ts';
import { errorsIn, finding, type PolicyFinding, wholeFile } from './finding.ts';
import type { ExampleResult } from './lint/examples.ts';
import { checkFile } from './lint/file-findings.ts';
import { withAllowedSuggestions } from './lint/suggestions.ts';
import { hashSources } from './policy-hash.ts';
import type { Rule, RuleSet } from './rule.ts';
import { ruleSet } from './rule-set.ts';

/** What files came to. With an error among the findings the set must not be used. */
export interface Compiled {
  readonly rules: RuleSet;
  readonly config: Config;
  readonly files: readonly PolicyFile[];
  readonly findings: readonly PolicyFinding[];
  readonly examples: readonly ExampleResult[];
}

export interface CompileOptions {
  readonly examine: Examine;
  /** Takes the place of the configured profile; null for none. */
  readonly profile?: string | null;
  /** Packs beside the configured ones. */
  readonly packs?: readonly string[];
  /** Whose examples and suggestions are tried; `own` leaves out the package's files, which its build and tests try. */
  readonly tried?: 'all' | 'own';
}

/**
 * Compiles all layers into one set. Layers add up: rules are a union, `default_action` is the strictest that any file
 * sets and `deny` where none does, and nothing overrides a deny but `disable` in a file of system or user.
 */
export function compileSources(
  sources: Sources,
  { examine, profile, packs: named = [], tried = 'all' }: CompileOptions,
): Compiled {
  const { config, findings: wrong, disabled, packs: configured } = readConfigs(sources.configs);
  const packs = [...configured, ...named.map(name => ({ name, at: wholeFile('--pack') }))];
  const findings: PolicyFinding[] = [...wrong];
  const take = (source: PolicySource): PolicyFile[] => {
    const read = readPolicyFile(source);
    findings.push(...read.findings);
    return read.policy === undefined ? [] : [read.policy];
  };
  const chosen = profile === undefined ? config.profile : profile;
  const profiles = chosen === null ? [] : profilesFor(chosen, sources, take, findings);
  const added = packs.filter(({ name }, index) => packs.findIndex(one => one.name === name) === index);
  const files = [
    ...sources.policies.flatMap(take),
    ...profiles,
    ...added.flatMap(({ name, at }) => packFor(name, at, sources, take, findings)),
  ];
  findings.push(...clashes(files), ...tooMany(files));

  const examples: ExampleResult[] = [];
  for (const file of files) {
    const known = tried === 'own' && file.layer === 'profile';
    const check = checkFile(file, known ? undefined : examine);
    findings.push(...check.findings);
    examples.push(...check.examples);
  }
  const off = [...disabled, ...files.flatMap(file => file.disable)];
  findings.push(...disableFindings(off, files));
  // Rules with a mistake may not even compile; nothing of a set with one is used.
  const usable = errorsIn(findings).length === 0;
  const all = ruleSet({
    hash: hashSources(sources, profile ?? undefined),
    defaultAction: strictest(files),
    unattended: files.some(({ unattended }) => unattended),
    rules: usable ? rulesOf(files, new Set(off.map(({ rule }) => rule))) : [],
  });
  const rules = { ...all, rules: withAllowedSuggestions(all, examine) };
  return { rules, config, files, findings, examples };
}

/** The profile and what it extends; the package's own files, so one level is enough. */
function profilesFor(
  name: string,
  { profiles }: Sources,
  take: (source: PolicySource) => PolicyFile[],
  findings: PolicyFinding[],
): PolicyFile[] {
  const sourceOf = (wanted: string, at: Position): PolicyFile[] => {
    const source = profiles.find(({ path }) => profileName(path) === wanted);
    if (source !== undefined) return take(source);
    const known = profiles.map(({ path }) => profileName(path));
    const meant = nearest(wanted, known);
    findings.push(
      finding('profile', at, `no such profile: ${wanted}`, {
        hint: meant === undefined ? `there are ${known.join(', ')}` : `did you mean ${meant}`,
      }),
    );
    return [];
  };
  const own = sourceOf(name, wholeFile('config.yaml'));
  return [
    ...own,
    ...own.flatMap(file => file.extends.flatMap(base => sourceOf(base, file.keyAt('extends')))),
  ];
}

/** A pack that the configuration switches on. */
function packFor(
  name: string,
  at: Position,
  { packs = [] }: Sources,
  take: (source: PolicySource) => PolicyFile[],
  findings: PolicyFinding[],
): PolicyFile[] {
  const source = packs.find(({ path }) => profileName(path) === name);
  if (source !== undefined) return take(source);
  const known = packs.map(({ path }) => profileName(path));
  const meant = nearest(name, known);
  findings.push(
    finding('profile', at, `no such pack: ${name}`, {
      hint: meant === undefined ? `there are ${known.join(', ')}` : `did you mean ${meant}`,
    }),
  );
  return [];
}

function profileName(path: string): string {
  return basename(path).replace(/\.ya?ml$/, '');
}

const RANK: Record<Action, number> = { allow: 0, watch: 1, ask: 2, deny: 3 };

function strictest(files: readonly PolicyFile[]): Action {
  let found: Action | undefined;
  for (const { defaultAction } of files)
    if (defaultAction !== undefined && (found === undefined || RANK[defaultAction] > RANK[found]))
      found = defaultAction;
  return found ?? 'deny';
}

function rulesOf(files: readonly PolicyFile[], off: ReadonlySet<string>): Rule[] {
  return files.flatMap(({ layer, policies }) =>
    policies.flatMap(({ rules }) =>
      rules.map(({ rule }) => rule).filter(({ name }) => layer !== 'profile' || !off.has(name)),
    ),
  );
}

/** A rule's name says where it stands: two files may not use the same policy name. */
function clashes(files: readonly PolicyFile[]): PolicyFinding[] {
  const seen = new Map<string, string>();
  const findings: PolicyFinding[] = [];
  // Projects last: it is the repository's file that is wrong, not the administrator's.
  const ordered = [...files].sort((a, b) => Number(a.layer === 'project') - Number(b.layer === 'project'));
  for (const { file, policies } of ordered)
    for (const { name, at } of policies) {
      const other = seen.get(name);
      if (other !== undefined && other !== file)
        findings.push(
          finding('duplicate-policy', at, `policy name is taken: ${name}`, {
            hint: `it is used in ${other}`,
          }),
        );
      seen.set(name, file);
    }
  return findings;
}

function tooMany(files: readonly PolicyFile[]): PolicyFinding[] {
  const count = files.flatMap(({ policies }) => policies.flatMap(({ rules }) => rules)).length;
  const [first] = files;
  if (count <= LIMITS.policyRules || first === undefined) return [];
  return [
    finding('limit', wholeFile(first.file), `there are ${count} rules, at most ${LIMITS.policyRules} load`),
  ];
}

function disableFindings(
  off: readonly { readonly rule: string; readonly at: Position }[],
  files: readonly PolicyFile[],
): PolicyFinding[] {
  const layerOf = new Map(
    files.flatMap(({ layer, policies }) =>
      policies.flatMap(({ rules }) => rules.map(({ rule }) => [rule.name, layer] as const)),
    ),
  );
  return off.flatMap(({ rule, at }) => {
    const layer = layerOf.get(rule);
    if (layer === 'profile') return [];
    const meant = nearest(rule, [...layerOf.keys()]);
    return [
      finding(
        'disable',
        at,
        layer === undefined ? `no such rule: ${rule}` : `rule is no profile’s: ${rule}`,
        {
          rule,
          hint:
            layer === undefined
              ? meant === undefined
                ? 'write its full name, <policy>/<id>; rampart policy list shows them'
                : `did you mean ${meant}`
              : `it stands in the ${layer} layer: take it out there`,
        },
      ),
    ];
  });
}
