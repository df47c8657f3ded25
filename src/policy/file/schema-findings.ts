import type { z } from 'zod';
import { type FindingCode, finding, type PolicyFinding, quoted } from '../finding.ts';
import { nearest } from './nearest.ts';
import { CONDITION_SHAPE, CONFIG_FILE, HOST_SHAPE, PATH_SHAPE, POLICY_FILE } from './schema.ts';
import type { Path, YamlSource } from './yaml-source.ts';

const RULE_KEYS = ['id', 'when', 'unless', 'action', 'message', 'suggest', 'examples'];
const SCOPE_KEYS = ['tool', 'agent', 'session'];
const EXAMPLE_KEYS = ['command', 'path', 'url', 'tool', 'cwd', 'agent', 'session'];

/** What a person may have meant by a key of another guard or of ours. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  command: 'command_matches',
  commands: 'command_matches',
  path: 'path_matches',
  paths: 'path_matches',
  domain: 'domain_matches',
  host: 'domain_matches',
  url: 'url_matches',
  session: 'session_matches',
  cwd: 'cwd_matches',
  reason: 'message',
  except: 'unless',
  if: 'when',
};

/** Actions of peg/rampart, whose files look like ours. */
const OTHER_ACTIONS = ['log', 'require_approval', 'webhook'];

/** What is wrong with a file's shape, each at the place it stands. */
export function schemaFindings(
  error: z.ZodError,
  source: YamlSource,
  of: 'policy' | 'config',
): PolicyFinding[] {
  const unknownAt = new Set(
    error.issues.filter(({ code }) => code === 'unrecognized_keys').map(({ path }) => path.join('/')),
  );
  return error.issues.flatMap(issue => {
    // That nothing else stands there is no second mistake.
    if (issue.code === 'custom' && unknownAt.has(issue.path.join('/'))) return [];
    const path = issue.path.filter(step => typeof step !== 'symbol');
    return issue.code === 'unrecognized_keys'
      ? issue.keys.map(key => unknownKey(source, path, key, of))
      : [valueFinding(issue, source, path)];
  });
}

function unknownKey(source: YamlSource, path: Path, key: string, of: 'policy' | 'config'): PolicyFinding {
  const keys = of === 'config' ? Object.keys(CONFIG_FILE.shape) : keysAt(path);
  const other = OTHER_NAMES[key];
  const meant = nearest(key, keys) ?? (other !== undefined && keys.includes(other) ? other : undefined);
  const hint =
    key === '<<'
      ? 'merge keys are not supported: write the keys out'
      : meant === undefined
        ? `known here: ${keys.join(', ')}`
        : `did you mean ${meant}`;
  return finding('unknown-key', source.atKey([...path, key]), `unknown key: ${quoted(key)}`, { hint });
}

function keysAt(path: Path): readonly string[] {
  const last = path.at(-1);
  const above = path.at(-2);
  if (last === 'when' || last === 'unless') return Object.keys(CONDITION_SHAPE);
  if (above === 'when' || above === 'unless') return Object.keys(last === 'host' ? HOST_SHAPE : PATH_SHAPE);
  if (last === 'match' && above !== 'examples') return SCOPE_KEYS;
  if (last === 'examples') return ['match', 'no_match'];
  if (above === 'rules') return RULE_KEYS;
  if (above === 'policies') return ['name', 'description', 'match', 'rules'];
  return path.length === 0 ? Object.keys(POLICY_FILE.shape) : EXAMPLE_KEYS;
}

function valueFinding(issue: z.core.$ZodIssue, source: YamlSource, path: Path): PolicyFinding {
  const value = valueAt(source.value, path);
  const name = nameOf(path);
  const about = (message: string, hint?: string, code: FindingCode = 'schema'): PolicyFinding =>
    value === undefined
      ? finding(code, source.at(path), `${name} is missing`, { hint: hint ?? message })
      : finding(code, source.at(path), `${name}: ${message}, not ${quoted(value)}`, { hint });

  switch (issue.code) {
    case 'invalid_type':
      return about(
        `expected ${EXPECTED[issue.expected] ?? issue.expected}`,
        issue.expected === 'string' && (typeof value === 'number' || typeof value === 'boolean')
          ? 'put it in quotes'
          : undefined,
      );
    case 'invalid_value': {
      const choices = issue.values.map(String);
      const meant = typeof value === 'string' ? nearest(value, choices) : undefined;
      const first = choices[0] ?? '';
      if (name === 'version') return about('expected "1"', 'write version: "1"');
      return about(
        choices.length === 1 ? `expected ${first}` : `expected one of ${choices.join(', ')}`,
        meant !== undefined
          ? `did you mean ${meant}`
          : OTHER_ACTIONS.includes(String(value))
            ? 'rampart policy import converts policies of peg/rampart'
            : undefined,
      );
    }
    case 'too_small':
      return finding('schema', source.at(path), `${name} is empty`);
    case 'too_big':
      return finding('limit', source.at(path), `${name} is longer than ${issue.maximum}`);
    case 'invalid_format':
      return about(
        name === 'home'
          ? 'expected an absolute path'
          : 'expected letters, digits, dots, dashes and underscores',
      );
    case 'invalid_union':
      return about(UNIONS[name] ?? 'expected a command, or a mapping with command, path or url');
    case 'custom':
      return finding('schema', source.at(path), `${name} ${issue.message}`, {
        hint: 'write default: true for everything',
      });
    default:
      return about(issue.message);
  }
}

const UNIONS: Readonly<Record<string, string>> = {
  decoded: 'expected true, false or names of encodings',
  unknown: 'expected true, false or reasons such as limit, parse or program',
};

const EXPECTED: Readonly<Record<string, string>> = {
  string: 'text',
  object: 'a mapping',
  array: 'a list',
  boolean: 'true or false',
};

/** The key a value stands under; places in lists say nothing to a reader who has the line. */
function nameOf(path: Path): string {
  const key = path.findLast(step => typeof step === 'string');
  return key === undefined ? 'the file' : String(key);
}

function valueAt(value: unknown, path: Path): unknown {
  for (const step of path) {
    // A single value that stands without brackets is its own first item.
    if (step === 0 && !Array.isArray(value)) continue;
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}
