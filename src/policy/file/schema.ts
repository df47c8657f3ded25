import { z } from 'zod';
import { TOOLS } from '../../core/call.ts';
import { ACTIONS } from '../../core/decision.ts';
import { EFFECT_KINDS, FLOW_KINDS } from '../../core/effect.ts';
import { HOST_CLASSES } from '../../core/host-class.ts';
import { LIMITS } from '../../core/limits.ts';
import { PLACES } from '../../core/place.ts';
import type { UnknownReason } from '../../core/scan.ts';
import { SQL_STATEMENTS } from '../match/sql-statements.ts';
import { NOTIFY_EVENTS } from './notify-settings.ts';

/**
 * The shape of a policy file and of config.yaml. Keys nobody knows are errors everywhere: a misspelt `unless` must not
 * silently mean "always".
 */

/** One or many: a single value may stand without brackets. */
function list<Item extends z.ZodType>(item: Item) {
  return z.preprocess(value => (Array.isArray(value) ? value : [value]), z.array(item).min(1));
}

/** Why a Scan does not know something; see `core/scan.ts`. */
const UNKNOWN_REASONS = [
  'variable',
  'positional',
  'substitution',
  'process',
  'arithmetic',
  'glob',
  'tilde',
  'operator',
  'stdin',
  'operands',
  'encoding',
  'limit',
  'parse',
  'nesting',
  'program',
  'script',
  'computed',
  'file',
  'alias',
  'nul',
  'carriage-return',
  'no-break-space',
  'input-size',
] as const satisfies readonly UnknownReason[];

const text = z.string().min(1).max(LIMITS.globBytes);
const texts = z.exactOptional(list(text));
const tools = z.exactOptional(list(z.enum(TOOLS)));
const name = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);

/** An empty mapping would ask for nothing where it reads as if it did. */
function some<Shape extends z.ZodRawShape>(shape: Shape) {
  return z.strictObject(shape).refine(keys => Object.keys(keys).length > 0, { error: 'asks for nothing' });
}

const placeNames = z.exactOptional(list(z.enum([...PLACES, 'working-directory'])));
const hostNames = z.exactOptional(list(z.enum(HOST_CLASSES)));

export const PATH_SHAPE = {
  in: placeNames,
  not_in: placeNames,
  under: texts,
  matches: texts,
  not_matches: texts,
};

export const HOST_SHAPE = { in: hostNames, not_in: hostNames, matches: texts, not_matches: texts };

export const CONDITION_SHAPE = {
  command_matches: texts,
  command_not_matches: texts,
  command_contains: texts,
  program: texts,
  // No argument at all is matched by the empty glob.
  args: z.exactOptional(list(z.string().max(LIMITS.globBytes))),
  path_matches: texts,
  path_not_matches: texts,
  effect: z.exactOptional(list(z.enum(EFFECT_KINDS))),
  path: z.exactOptional(some(PATH_SHAPE)),
  host: z.exactOptional(some(HOST_SHAPE)),
  resource: texts,
  deed: z.exactOptional(list(z.string().regex(/^[a-z][a-z0-9-]*\*?$/))),
  sql: z.exactOptional(list(z.enum(SQL_STATEMENTS))),
  recursive: z.exactOptional(z.boolean()),
  force: z.exactOptional(z.boolean()),
  privileged: z.exactOptional(z.boolean()),
  remote: z.exactOptional(z.boolean()),
  count: z.exactOptional(z.int().min(1).max(LIMITS.scanInvocations)),
  flag: z.exactOptional(list(z.string().regex(/^-[^\s=]+$/))),
  flow: z.exactOptional(list(z.enum(FLOW_KINDS))),
  from_network: z.exactOptional(z.boolean()),
  url_matches: texts,
  domain_matches: texts,
  cwd_matches: texts,
  env: texts,
  unknown: z.exactOptional(z.union([z.boolean(), list(z.enum(UNKNOWN_REASONS))])),
  tool: tools,
  agent: texts,
  session_matches: texts,
  coverage: z.exactOptional(list(z.enum(['full', 'partial', 'opaque']))),
  decoded: z.exactOptional(z.union([z.boolean(), list(text)])),
  default: z.exactOptional(z.literal(true)),
};

const conditions = z
  .strictObject(CONDITION_SHAPE)
  .refine(keys => Object.keys(keys).length > 0, { error: 'asks for nothing', abort: true });

const example = z.union([
  text,
  z.strictObject({
    command: z.exactOptional(text),
    path: z.exactOptional(text),
    url: z.exactOptional(text),
    tool: z.exactOptional(z.enum(TOOLS)),
    cwd: z.exactOptional(text),
    agent: z.exactOptional(text),
    session: z.exactOptional(text),
  }),
]);

const rule = z.strictObject({
  id: z.exactOptional(name),
  when: conditions,
  unless: z.exactOptional(conditions),
  action: z.enum(ACTIONS),
  message: z.exactOptional(z.string().min(1).max(1_000)),
  suggest: z.exactOptional(text),
  examples: z.exactOptional(
    z.strictObject({ match: z.exactOptional(list(example)), no_match: z.exactOptional(list(example)) }),
  ),
});

const policy = z.strictObject({
  name,
  description: z.exactOptional(z.string()),
  match: z.exactOptional(z.strictObject({ tool: tools, agent: texts, session: texts })),
  rules: z.array(rule).max(LIMITS.policyRules),
});

/** A policy file of any layer; what a layer may not say is checked where layers are known. */
export const POLICY_FILE = z.strictObject({
  version: z.literal('1'),
  default_action: z.exactOptional(z.enum(ACTIONS)),
  /** Nobody is there to be asked: `ask` is `deny`. */
  unattended: z.exactOptional(z.boolean()),
  /** Of a profile: the profiles of the package it adds to. */
  extends: z.exactOptional(list(name)),
  disable: z.exactOptional(list(text)),
  policies: z.exactOptional(z.array(policy)),
});

export type PolicyFileShape = z.infer<typeof POLICY_FILE>;
export type RuleShape = z.infer<typeof rule>;
export type ExampleShape = z.infer<typeof example>;

const duration = z.string().min(1);

const notify = z
  .strictObject({
    command: z.exactOptional(z.array(z.string().min(1)).min(1)),
    webhook: z.exactOptional(
      z.strictObject({
        url: z.url({ protocol: /^https?$/ }),
        secret: z.exactOptional(z.string().min(16)),
      }),
    ),
    events: z.exactOptional(list(z.enum(NOTIFY_EVENTS))),
  })
  .refine(
    ({ command, webhook }) => command !== undefined || webhook !== undefined,
    'a command or a webhook is missing',
  );

export const CONFIG_FILE = z.strictObject({
  home: z.exactOptional(z.string().regex(/^\//)),
  fail: z.exactOptional(z.enum(['open', 'closed'])),
  approval_timeout: z.exactOptional(duration),
  timeout: z.exactOptional(duration),
  profile: z.exactOptional(name),
  packs: z.exactOptional(list(name)),
  autostart: z.exactOptional(z.boolean()),
  disable: z.exactOptional(list(text)),
  notify: z.exactOptional(notify),
});

export type ConfigFileShape = z.infer<typeof CONFIG_FILE>;
