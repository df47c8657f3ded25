import type { ChalkInstance } from 'chalk';
import type { Json } from '../core/json.ts';
import { LIMITS } from '../core/limits.ts';
import { visible } from './escape.ts';

/** What a person is shown of a question; the shape is the approval room's. */
export interface Asked {
  readonly id: string;
  readonly expires: string;
  readonly session: string | null;
  readonly agent: string | null;
  readonly actor: string | null;
  readonly tool: string;
  readonly command: string;
  readonly content: string | null;
  /** Absent in a question of an older daemon's. */
  readonly length?: number | null;
  readonly cwd: string;
  readonly rule: string;
  readonly message: string;
  readonly runs: readonly string[];
  readonly decoded: readonly string[];
  readonly unknown: readonly string[];
  readonly coverage: string;
  readonly head: string;
}

/**
 * What would be written, line by line. Each line has a mark before it, so that none can pass for a line of the prompt.
 */
function contentRows(content: string, length: number | null | undefined): readonly string[] {
  const lines = content.split('\n');
  const shown = lines.slice(0, LIMITS.questionLines).map(visible);
  const more = lines.length - shown.length;
  const rest = more === 0 ? [] : [`… and ${more} lines more; rampart pending --json has them`];
  return [
    `  ${'writes'.padEnd(9)} ${length ?? content.length} characters`,
    ...[...shown.map(line => `| ${line}`), ...rest].map(line => `  ${''.padEnd(9)} ${line}`),
  ];
}

/**
 * The approval prompt: everything an answer rests on, each piece of it escaped, because the command's author wants a
 * particular answer.
 */
export function questionText(question: Asked, style: ChalkInstance): readonly string[] {
  const row = (name: string, value: Json): string => `  ${name.padEnd(9)} ${visible(String(value ?? '-'))}`;
  const list = (name: string, lines: readonly string[]): readonly string[] =>
    lines.map((line, index) => row(index === 0 ? name : '', line));
  return [
    `${style.yellow(style.bold(question.id))}  ${visible(question.rule)}: ${visible(question.message)}`,
    row(question.tool === 'exec' ? 'command' : question.tool, question.command),
    ...(question.content === null ? [] : contentRows(question.content, question.length)),
    ...list('runs', question.runs),
    ...list('decoded', question.decoded),
    ...list('unknown', question.unknown),
    ...(question.coverage === 'full' ? [] : [row('coverage', question.coverage)]),
    row('in', question.cwd),
    row(
      'for',
      [question.agent, question.session, question.actor].filter(one => one !== null).join(' ') || null,
    ),
    row('until', question.expires),
    row('log', question.head),
    `  ${style.dim(`rampart approve ${question.id}   rampart deny ${question.id}`)}`,
    '',
  ];
}
