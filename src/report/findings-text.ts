import type { ChalkInstance } from 'chalk';
import { visible } from './escape.ts';

/** What is said about a place in a user's file. */
export interface FileFinding {
  readonly severity: 'error' | 'warning' | 'info';
  readonly code: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly rule: string | null;
  readonly message: string;
  readonly hint: string | null;
}

/** A finding for people: `file:line:column: severity: message`, as editors and compilers have it, then the hint. */
export function findingLines(finding: FileFinding, style: ChalkInstance): string[] {
  const { severity, code, file, line, column, rule, message, hint } = finding;
  const place = line === 0 ? file : `${file}:${line}:${column}`;
  const about = rule === null ? '' : ` (${visible(rule)})`;
  return [
    `${visible(place)}: ${COLOURS[severity](style)(severity)}: ${visible(message)}${about} ${style.dim(`[${code}]`)}`,
    ...(hint === null ? [] : [`  hint: ${visible(hint)}`]),
  ];
}

const COLOURS: Readonly<Record<FileFinding['severity'], (style: ChalkInstance) => ChalkInstance>> = {
  error: style => style.red,
  warning: style => style.yellow,
  info: style => style.cyan,
};
