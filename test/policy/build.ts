import type { ToolCall } from '../../src/core/call.ts';
import type { Action } from '../../src/core/decision.ts';
import type { Effect, EffectKind } from '../../src/core/effect.ts';
import type { Invocation, Scan, Source } from '../../src/core/scan.ts';
import { concat, hole, type Word, word } from '../../src/core/word.ts';
import { summariseCall } from '../../src/effects/of-call.ts';
import type { Judged } from '../../src/policy/judged.ts';
import type { Conditions, Rule, RuleSet } from '../../src/policy/rule.ts';
import { ruleSet } from '../../src/policy/rule-set.ts';

/** Values of the rooms before this one, made by hand: what a test says is what the rules see. */

export const HOME = '/home/user';

export function callOf(fields: Partial<ToolCall> = {}): ToolCall {
  return {
    tool: 'exec',
    cwd: '/workspace',
    session: 's1',
    agent: 'claude-code',
    actor: null,
    corr: null,
    callId: null,
    env: {},
    ...fields,
  };
}

/** `a$X/b` is literal text around a hole, `$X={1,2}` a hole whose values are 1 and 2. */
export function words(text: string): Word[] {
  return text
    .split(' ')
    .filter(one => one !== '')
    .map(one =>
      concat(
        ...one.split(/(\$[A-Z]+(?:=\{[^}]*\})?)/).map(piece => {
          const [, name, values] = /^\$([A-Z]+)(?:=\{(.*)\})?$/.exec(piece) ?? [];
          return name === undefined ? word(piece) : hole('variable', name, values?.split(','));
        }),
      ),
    );
}

export function invocationOf(text: string, fields: Partial<Invocation> = {}): Invocation {
  const argv = fields.argv ?? words(text);
  const head = argv[0]?.[0];
  const name =
    head !== undefined && 'lit' in head ? /^\/(?:usr\/)?s?bin\/([^/]+)$/.exec(head.lit)?.[1] : undefined;
  return {
    program: name === undefined ? (argv[0] ?? []) : word(name),
    argv,
    cwd: word('/workspace'),
    env: [],
    via: [],
    reads: [],
    writes: [],
    transparent: false,
    span: { source: 0, start: 0, end: 0 },
    ...fields,
  };
}

export interface Made extends Partial<Omit<Judged, 'scan' | 'call'>> {
  readonly call?: Partial<ToolCall>;
  readonly scan?: Partial<Scan>;
}

/**
 * A command whose invocations are separated by ` && `, stages by ` | `; spans are where the text stands. Nothing is
 * unquoted: this is no shell.
 */
export function judgedOf(command: string, made: Made = {}): Judged {
  const invocations: Invocation[] = [];
  const pipelines: number[][] = [];
  let at = 0;
  for (const part of command === '' ? [] : command.split(' && ')) {
    const stages: number[] = [];
    for (const stage of part.split(' | ')) {
      const start = command.indexOf(stage, at);
      at = start + stage.length;
      stages.push(invocations.length);
      invocations.push(invocationOf(stage, { span: { source: 0, start, end: at } }));
    }
    if (stages.length > 1) pipelines.push(stages);
  }
  const sources: Source[] = [{ kind: 'input', text: command }];
  const scan: Scan = {
    sources,
    invocations,
    pipelines,
    coverage: 'full',
    unknown: [],
    steps: 1,
    ...made.scan,
  };
  return {
    call: callOf({ command, ...made.call }),
    scan,
    effects: made.effects ?? [],
    flows: made.flows ?? [],
    home: HOME,
  };
}

/** A call of a host's own tool. */
export function toolCall(fields: Partial<ToolCall>): Judged {
  const call = callOf(fields);
  const scan = {
    sources: [],
    invocations: [],
    pipelines: [],
    coverage: 'full',
    unknown: [],
    steps: 0,
  } as const;
  return { call, scan, ...summariseCall(call, scan, { home: HOME, workspace: call.cwd }), home: HOME };
}

export function effectOf(
  kind: EffectKind,
  target: string,
  fields: { readonly recursive?: boolean; readonly invocation?: number } = {},
): Effect {
  const common = {
    kind,
    target: words(target)[0] ?? [],
    known: 'exact' as const,
    recursive: false,
    force: false,
    privileged: false,
    remote: false,
    certain: true,
    invocation: 0,
    ...fields,
  };
  return kind === 'send' || kind === 'download'
    ? { ...common, on: 'host', host: 'other' }
    : { ...common, on: 'path', places: ['elsewhere'] };
}

export function ruleOf(action: Action, when: Conditions, fields: Partial<Rule> = {}): Rule {
  return {
    name: `test/${action}`,
    action,
    message: 'said so',
    builtin: false,
    layer: 'user',
    file: 'test.yaml',
    line: 1,
    scope: {},
    when,
    ...fields,
  };
}

export function setOf(defaultAction: Action, ...rules: Rule[]): RuleSet {
  return ruleSet({ hash: 'sha256:test', defaultAction, rules });
}
