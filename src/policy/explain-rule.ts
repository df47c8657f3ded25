import type { Action } from '../core/decision.ts';
import { keysOf } from './conditions.ts';
import type { Conditions, Rule, Scope } from './rule.ts';

/** A rule in plain words, a line each; quotes text of the policy file, which is to be escaped. */
export function explainRule({ action, scope, when, unless }: Rule): string[] {
  const restricting = action === 'deny' || action === 'ask';
  return [
    ...scopeLines(scope),
    `${VERBS[action]} ${restricting ? 'a call if it may be that' : 'what it surely covers, that is if'}`,
    ...conditionLines(when).map((line, index) => `  ${index === 0 ? '' : 'and '}${line}`),
    ...(unless === undefined
      ? []
      : [
          restricting ? 'unless it is sure that' : 'unless it may be that',
          ...conditionLines(unless).map((line, index) => `  ${index === 0 ? '' : 'and '}${line}`),
        ]),
    EFFECT[action],
  ];
}

const VERBS: Readonly<Record<Action, string>> = {
  allow: 'allows',
  watch: 'lets pass and records as watched',
  ask: 'asks a person about',
  deny: 'refuses',
};

const EFFECT: Readonly<Record<Action, string>> = {
  deny: 'nothing overrides it',
  ask: 'a rule that denies overrides it',
  watch:
    'every other part of the call needs a rule that grants it too; a rule that asks or denies overrides it',
  allow: 'every other part of the call needs a rule that grants it too; any other rule overrides it',
};

function scopeLines({ tool, agent, session }: Scope): string[] {
  return [
    ...(tool === undefined ? [] : [`only for the tools ${tool.join(', ')}`]),
    ...(agent === undefined ? [] : [`only for agents called ${either(agent)}`]),
    ...(session === undefined ? [] : [`only in sessions called ${either(session)}`]),
  ];
}

function conditionLines(conditions: Conditions): string[] {
  return keysOf(conditions).map(key => line(key, conditions));
}

function line(key: keyof Conditions, of: Conditions): string {
  switch (key) {
    case 'command_matches':
      return `a command, a pipeline or the text around it matches ${either(of.command_matches)}`;
    case 'command_not_matches':
      return `the command matches none of ${either(of.command_not_matches)}`;
    case 'command_contains':
      return `the command contains ${either(of.command_contains)}, in any letter case`;
    case 'program':
      return `the program is ${either(of.program)}`;
    case 'args':
      return `its arguments, together or one of them, match ${either(of.args)}`;
    case 'path_matches':
      return `a path it ${touches(of)} matches ${either(of.path_matches)}`;
    case 'path_not_matches':
      return `that path matches none of ${either(of.path_not_matches)}`;
    case 'effect':
      return `it would ${(of.effect ?? []).join(' or ')} something`;
    case 'recursive':
      return of.recursive === true ? 'with everything below that path' : 'without what is below that path';
    case 'url_matches':
      return `an address it sends to or loads from matches ${either(of.url_matches)}`;
    case 'domain_matches':
      return `a host it sends to or loads from matches ${either(of.domain_matches)}`;
    case 'cwd_matches':
      return `it runs in a folder that matches ${either(of.cwd_matches)}`;
    case 'env':
      return `it sets the variable ${either(of.env)} for the command alone`;
    case 'unknown':
      if (typeof of.unknown === 'object') return `something of it is not known: ${of.unknown.join(' or ')}`;
      return of.unknown === true
        ? 'a word of it is not known before it runs'
        : 'every word of it is known before it runs';
    case 'tool':
      return `the tool is ${(of.tool ?? []).join(' or ')}`;
    case 'agent':
      return `the agent is called ${either(of.agent)}`;
    case 'session_matches':
      return `the session is called ${either(of.session_matches)}`;
    case 'coverage':
      return `the command could be read ${(of.coverage ?? []).map(one => COVERAGE[one]).join(' or ')}`;
    case 'decoded':
      return typeof of.decoded === 'object'
        ? `text encoded in ${either(of.decoded)} becomes code in it`
        : `${of.decoded === true ? '' : 'no '}encoded text becomes code in it`;
    case 'default':
      return 'anything happens at all';
  }
}

const COVERAGE = { full: 'in full', partial: 'but for some words', opaque: 'only in part' } as const;

function touches({ effect }: Conditions): string {
  const kinds = (effect ?? []).filter(kind => kind !== 'send' && kind !== 'download');
  return kinds.length === 0 ? 'reads, writes or deletes' : kinds.map(kind => `${kind}s`).join(' or ');
}

function either(globs: readonly string[] = []): string {
  return globs.map(glob => `"${glob}"`).join(' or ');
}
