import type { Action } from '../../core/decision.ts';
import { finding, type PolicyFinding } from '../finding.ts';
import { globText } from '../match/glob-text.ts';
import { restricts } from '../rule.ts';
import { type Draft, type DraftRule, IMPORT } from './source-rule.ts';
import { type Call, readCalls, type Value } from './starlark.ts';

const DECISIONS: Readonly<Record<string, Action>> = { allow: 'allow', prompt: 'ask', forbidden: 'deny' };

/**
 * Converts Codex's `.rules` files: `prefix_rule(pattern = […], decision = …)`. The strictest rule that matches decides,
 * as here, and their examples become ours (openai/codex, codex-rs/execpolicy/README.md).
 */
export function importCodex(file: string, bytes: Uint8Array): Draft {
  const { calls, stopped } = readCalls(file, new TextDecoder('utf-8').decode(bytes));
  const findings: PolicyFinding[] = [];
  if (stopped !== undefined)
    findings.push(
      finding(IMPORT, stopped.at, `expected ${stopped.expected}`, {
        hint: 'only rules written out as prefix_rule(pattern = [...], ...) are read; nothing after this place was',
      }),
    );
  const rules = calls.flatMap(call => {
    const rule = call.name === 'prefix_rule' ? prefixRule(call) : other(call);
    if ('when' in rule) return [rule];
    findings.push(rule);
    return [];
  });
  return {
    policies: rules.length === 0 ? [] : [{ name: 'codex', match: { tool: ['exec'] }, rules }],
    findings,
  };
}

function other({ name, at }: Call): PolicyFinding {
  return finding(IMPORT, at, `${name} has no equal here`, {
    severity: name === 'host_executable' ? 'warning' : 'error',
    hint:
      name === 'host_executable'
        ? 'a program in a standard directory is its name here; write program: [/path/to/it] for others'
        : 'write it by hand',
  });
}

function prefixRule({ at, args }: Call): DraftRule | PolicyFinding {
  const wrong = (message: string): PolicyFinding => finding(IMPORT, at, message);
  const decision = args.decision === undefined ? 'allow' : textOf(args.decision);
  const action = decision === undefined ? undefined : DECISIONS[decision];
  if (action === undefined) return wrong('decision is none of allow, prompt, forbidden');
  const tokens = args.pattern?.kind === 'list' ? args.pattern.items.map(alternatives) : [];
  if (tokens.length === 0 || tokens.some(one => one === undefined))
    return wrong('pattern is no list of words, or of lists of words');
  const words = tokens.map(one => braced((one ?? []).map(globText)));
  const message = textOf(args.justification) ?? `Codex’s rules: ${decision} ${words.join(' ')}`;
  const examples = { match: examplesOf(args.match), no_match: examplesOf(args.not_match) };
  const some = examples.match.length + examples.no_match.length > 0;
  return {
    at,
    action,
    when: { command_matches: [`${words.join(' ')} *`] },
    message,
    // A grant's example may start more than the one program, which is nothing a prefix covers.
    ...(some && (restricts(action) || isPlain(examples)) ? { examples } : {}),
  };
}

function isPlain({ match, no_match }: { match: readonly string[]; no_match: readonly string[] }): boolean {
  return ![...match, ...no_match].some(text => /[|&;<>()$`\n]/.test(text));
}

function alternatives(value: Value): readonly string[] | undefined {
  if (value.kind === 'text') return [value.text];
  if (value.kind !== 'list' || value.items.length === 0) return undefined;
  const texts = value.items.map(textOf);
  return texts.every(one => one !== undefined) ? texts : undefined;
}

function braced(words: readonly string[]): string {
  const [only] = words;
  return only !== undefined && words.length === 1
    ? only
    : `{${words.map(one => one.replaceAll(',', '\\,')).join(',')}}`;
}

/** Examples are texts, or lists of words, which are quoted where a shell would read them otherwise. */
function examplesOf(value: Value | undefined): string[] {
  if (value?.kind !== 'list') return [];
  return value.items.flatMap(item => {
    if (item.kind === 'text') return [item.text];
    const words = item.kind === 'list' ? item.items.map(textOf) : [];
    return words.length > 0 && words.every(one => one !== undefined) ? [words.map(shellWord).join(' ')] : [];
  });
}

function shellWord(text: string): string {
  return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function textOf(value: Value | undefined): string | undefined {
  return value?.kind === 'text' ? value.text : undefined;
}
