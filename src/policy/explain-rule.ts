import type { Action } from '../core/decision.ts';
import type { EffectKind, FlowKind } from '../core/effect.ts';
import type { HostClass } from '../core/host-class.ts';
import { keysOf } from './match/conditions.ts';
import { SQL_WORDS } from './match/sql-statements.ts';
import type { Conditions, HostCondition, PathCondition, PlaceName, Rule, Scope } from './rule.ts';

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
      return `it would ${(of.effect ?? []).map(kind => EFFECT_WORDS[kind]).join(', or ')}`;
    case 'path':
      return pathLine(of.path ?? {});
    case 'host':
      return hostLine(of.host ?? {});
    case 'resource':
      return `what it is about is called ${either(of.resource)}`;
    case 'deed':
      return `what exactly it does there is ${(of.deed ?? []).join(' or ')}`;
    case 'sql':
      return `what it does to a database is ${(of.sql ?? []).map(one => SQL_WORDS[one]).join(', or ')}`;
    case 'force':
      return of.force === true
        ? 'without the questions it would ask otherwise'
        : 'with the questions it asks by itself';
    case 'privileged':
      return of.privileged === true ? 'as another, more powerful user' : 'as the same user';
    case 'remote':
      return of.remote === true ? 'on another machine or in a container' : 'on this machine';
    case 'count':
      return `there are at least ${of.count} of them in one call`;
    case 'flag':
      return `it is given the option ${(of.flag ?? []).join(' or ')}`;
    case 'flow':
      return (of.flow ?? []).map(kind => FLOWS[kind]).join(', or ');
    case 'from_network':
      return `the code it runs ${of.from_network === true ? 'comes' : 'does not come'} over the network`;
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

const EFFECT_WORDS: Readonly<Record<EffectKind, string>> = {
  read: 'read something',
  write: 'write something',
  delete: 'delete something',
  move: 'move something away',
  chmod: 'change modes or owners',
  execute: 'run code from a file or text',
  download: 'load something over the network',
  send: 'send something over the network',
  listen: 'wait for connections',
  escalate: 'gain power or give it away',
  kill: 'end processes',
  mount: 'mount a file system',
  format: 'format or repartition a disk',
  persist: 'make something run by itself later',
  configure: 'change settings that decide what other commands do',
  install: 'bring in somebody else’s code',
  publish: 'give something out to everybody',
  'history-rewrite': 'rewrite or drop what version control kept',
  'infra-destroy': 'destroy what runs or is stored for others',
  'credential-access': 'read keys, tokens or passwords',
  'inspect-secrets': 'ask a program for secrets it keeps',
  'resource-exhaustion': 'use up the machine',
};

const FLOWS: Readonly<Record<FlowKind, string>> = {
  'network-to-shell': 'what comes over the network is run by it',
  'decode-to-shell': 'what is decoded is run by it',
  'secret-to-network': 'a secret leaves the machine through it',
  'secret-to-output': 'a secret is printed by it',
};

function pathLine(path: PathCondition): string {
  return [
    path.in === undefined ? [] : `lies in ${places(path.in)}`,
    path.not_in === undefined ? [] : `does not lie in ${places(path.not_in)}`,
    path.under === undefined ? [] : `lies below ${either(path.under)}`,
    path.matches === undefined ? [] : `matches ${either(path.matches)}`,
    path.not_matches === undefined ? [] : `matches none of ${either(path.not_matches)}`,
  ]
    .flat()
    .map((text, index) => (index === 0 ? `the path ${text}` : text))
    .join(' and ');
}

function hostLine(host: HostCondition): string {
  return [
    host.in === undefined ? [] : `is ${hosts(host.in)}`,
    host.not_in === undefined ? [] : `is not ${hosts(host.not_in)}`,
    host.matches === undefined ? [] : `matches ${either(host.matches)}`,
    host.not_matches === undefined ? [] : `matches none of ${either(host.not_matches)}`,
  ]
    .flat()
    .map((text, index) => (index === 0 ? `the host ${text}` : text))
    .join(' and ');
}

const PLACE_WORDS: Readonly<Record<PlaceName, string>> = {
  credentials: 'keys, tokens and passwords',
  guard: 'Rampart’s own files and hook entries',
  vcs: 'what version control keeps',
  startup: 'what runs by itself at a start, a login or a time',
  settings: 'settings that decide what other commands do',
  stream: 'streams and terminals',
  device: 'devices',
  records: 'logs and shell histories',
  system: 'the system',
  'other-user': 'another user’s home',
  home: 'the home directory',
  tmp: 'temporary directories',
  workspace: 'the workspace',
  elsewhere: 'none of the usual places',
  listed: 'whatever another program lists',
  unknown: 'a place that is not known',
  'working-directory': 'the working directory itself, or above it',
};

function places(names: readonly PlaceName[]): string {
  return names.map(name => PLACE_WORDS[name]).join(' or ');
}

const HOST_WORDS: Readonly<Record<HostClass, string>> = {
  loopback: 'this machine',
  private: 'in a private network',
  metadata: 'a cloud’s metadata service',
  registry: 'a package registry or forge',
  drop: 'where anybody can drop or receive data',
  other: 'any other host',
  unknown: 'not known',
};

function hosts(names: readonly HostClass[]): string {
  return names.map(name => HOST_WORDS[name]).join(' or ');
}

const COVERAGE = { full: 'in full', partial: 'but for some words', opaque: 'only in part' } as const;

function touches({ effect }: Conditions): string {
  const kinds = (effect ?? []).filter(kind => ['read', 'write', 'delete'].includes(kind));
  return kinds.length === 0 ? 'reads, writes or deletes' : kinds.map(kind => `${kind}s`).join(' or ');
}

function either(globs: readonly string[] = []): string {
  return globs.map(glob => `"${glob}"`).join(' or ');
}
