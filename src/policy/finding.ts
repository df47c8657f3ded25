import { type Position, RampartError } from '../core/error.ts';

export type Severity = 'error' | 'warning' | 'info';

/** What can be wrong with a policy or configuration file. Tests assert these. */
export type FindingCode =
  | 'owner'
  | 'unreadable'
  | 'size'
  | 'encoding'
  | 'nesting'
  | 'syntax'
  | 'alias'
  | 'duplicate-key'
  | 'unknown-key'
  | 'schema'
  | 'glob'
  | 'duration'
  | 'reserved-name'
  | 'duplicate-id'
  | 'duplicate-policy'
  | 'layer'
  | 'unreachable'
  | 'example'
  | 'suggest'
  | 'disable'
  | 'profile'
  | 'limit'
  | 'no-message'
  | 'no-examples'
  | 'no-default'
  | 'spelling'
  | 'redundant'
  | 'shadowed'
  | 'broad'
  | 'harmless'
  | 'import';

/** One thing to say about a file. Its texts may quote the file: escape them before a terminal. */
export interface PolicyFinding {
  readonly severity: Severity;
  readonly code: FindingCode;
  readonly file: string;
  /** From 1; 0 where the file as a whole is meant. */
  readonly line: number;
  readonly column: number;
  /** `<policy>/<id>`, where a rule is meant. */
  readonly rule: string | null;
  readonly message: string;
  readonly hint: string | null;
}

export interface FindingDetail {
  readonly rule?: string | undefined;
  readonly hint?: string | undefined;
  readonly severity?: Severity;
}

export function finding(
  code: FindingCode,
  at: Position,
  message: string,
  { rule, hint, severity = 'error' }: FindingDetail = {},
): PolicyFinding {
  return { severity, code, ...at, rule: rule ?? null, message, hint: hint ?? null };
}

export function wholeFile(file: string): Position {
  return { file, line: 0, column: 0 };
}

export function errorsIn(findings: readonly PolicyFinding[]): PolicyFinding[] {
  return findings.filter(one => one.severity === 'error');
}

/**
 * Throws the first error among the findings, if there is one, and says how many more there are.
 * @throws RampartError E_POLICY, or E_OWNER where a file is not to be trusted
 */
export function refuseErrors(findings: readonly PolicyFinding[]): void {
  const [first, ...more] = errorsIn(findings);
  if (first === undefined) return;
  const { code, file, line, column, message, hint } = first;
  const others = more.length === 0 ? '' : ` (and ${more.length} more)`;
  throw new RampartError(code === 'owner' ? 'E_OWNER' : 'E_POLICY', message + others, {
    hint: hint ?? undefined,
    position: { file, line, column },
  });
}

/** Text of a file inside a message: one line, shortened. */
export function quoted(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}
