import { z } from 'zod';
import type { Conditions } from '../rule.ts';
import { POLICY_FILE } from './schema.ts';

/** What each key of `when` and `unless` asks, as editors show it. */
const KEYS: Readonly<Record<keyof Conditions, string>> = {
  command_matches: 'globs over the words of a command joined by one space; * is any text',
  command_not_matches: 'the command matches none of these',
  command_contains: 'text anywhere in the command, letter case ignored',
  program: 'globs over the name of the program',
  args: 'globs over its arguments, together or one of them',
  flag: 'options it is given: -r is also in -rf, --force also --force=x',
  env: 'globs over variables set for the command alone',
  effect: 'what it would do',
  path: 'where the path lies that an effect is on; all keys inside must hold',
  host: 'what the host is that an effect is on; all keys inside must hold',
  resource: 'globs over what is neither path nor host: a branch, a table, a process, an object of a cluster',
  deed: 'what exactly is done where a kind of effect has several: force-push, drop-table; drop-* for all of a kind',
  sql: 'what is done to a database',
  recursive: 'with everything below',
  force: 'without the questions or checks the program would make otherwise',
  privileged: 'as another, more powerful user',
  remote: 'on another machine or in a container',
  count: 'at least so many different targets of such effects in one call; only in when of ask and deny',
  flow: 'what flows into the command from others of the same call',
  from_network: 'whether the code it runs comes over the network',
  path_matches:
    'globs over paths that are read, written or deleted; path: {matches: …} says the same of one effect',
  path_not_matches: 'the path matches none of these',
  url_matches: 'globs over addresses that are sent to or loaded from',
  domain_matches: 'globs over host names in lower case',
  cwd_matches: 'globs over the directory it runs in',
  unknown: 'whether a word of it is not known before it runs, or for which reason something is not',
  coverage: 'how much of the command could be read',
  decoded: 'whether encoded text becomes code, or by which encodings',
  tool: 'the tool of the host that is called',
  agent: 'globs over the name of the agent',
  session_matches: 'globs over the name of the session',
  default: 'everything',
};

type Json = { [key: string]: unknown };

/** The JSON Schema of a policy file, for editors; `policies/schema.json` is this. */
export function policySchema(): Json {
  const schema = z.toJSONSchema(POLICY_FILE, {
    io: 'output',
    target: 'draft-2020-12',
    unrepresentable: 'any',
  });
  const described = visit(schema as Json);
  return {
    $schema: described.$schema,
    title: 'Rampart policy',
    description:
      'Rules for what AI coding agents may do. Deny beats ask beats watch beats allow, in whatever order.',
    ...described,
  };
}

function visit(node: unknown): Json {
  const { ...schema } = node as Json;
  for (const key of ['items', 'additionalProperties', 'propertyNames'])
    if (isSchema(schema[key])) schema[key] = visit(schema[key]);
  for (const key of ['anyOf', 'oneOf', 'allOf'])
    if (Array.isArray(schema[key])) schema[key] = schema[key].map(visit);
  const properties = schema.properties;
  if (isSchema(properties)) {
    const conditions = 'command_matches' in properties;
    schema.properties = Object.fromEntries(
      Object.entries(properties).map(([name, value]) => {
        const inner = visit(value);
        const description = conditions ? KEYS[name as keyof Conditions] : undefined;
        return [name, description === undefined ? inner : { description, ...inner }];
      }),
    );
  }
  // A list that may not be empty is one of those where a single value may stand without brackets.
  return schema.type === 'array' && schema.minItems === 1
    ? { anyOf: [schema.items as Json, { ...schema }] }
    : schema;
}

function isSchema(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
