import { type Leaf, shortId } from './leaf.ts';

/** Which records are wanted; what is absent is not asked for. */
export interface Filter {
  /** The beginning of it is enough. */
  readonly session?: string;
  readonly agent?: string;
  /** Of calls: the verdict. */
  readonly decision?: string;
  /** Of calls: the rule's full name, or its part after the slash. */
  readonly rule?: string;
  /** RFC 3339 UTC with milliseconds, inclusive. */
  readonly since?: string;
  /** As above, exclusive. */
  readonly until?: string;
}

/** Whether a filter lets a leaf through; what cannot be read is shown to whoever asks for everything. */
export function passes(filter: Filter, leaf: Leaf | undefined): boolean {
  const { session, agent, decision, rule, since, until } = filter;
  if (leaf === undefined)
    return [session, agent, decision, rule, since, until].every(value => value === undefined);
  return (
    (session === undefined || (leaf.session ?? '').startsWith(shortId(session) ?? '')) &&
    (agent === undefined || leaf.agent === agent) &&
    (decision === undefined || leaf.verdict === decision) &&
    (rule === undefined || isRule(leaf.rule, rule)) &&
    (since === undefined || leaf.ts >= since) &&
    (until === undefined || leaf.ts < until)
  );
}

function isRule(name: unknown, wanted: string): boolean {
  return typeof name === 'string' && (name === wanted || name.endsWith(`/${wanted}`));
}
