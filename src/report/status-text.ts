import type { ChalkInstance } from 'chalk';
import { isObject } from '../core/json.ts';
import { visible } from './escape.ts';

/** The answer of a daemon to `status`, or of nobody, for people. */
export function statusText(
  status: Readonly<Record<string, unknown>>,
  style: ChalkInstance,
): readonly string[] {
  const at = (...path: string[]): unknown =>
    path.reduce<unknown>((value, key) => (isObject(value) ? value[key] : undefined), status);
  const text = (...path: string[]): string => visible(String(at(...path) ?? '-'));
  const rows: [string, string][] = [];
  const running = at('daemon', 'running') === true;
  rows.push(
    [
      'daemon',
      running
        ? `${style.green('running')}, process ${text('daemon', 'pid')}, since ${text('daemon', 'since')}`
        : `${style.yellow('not running')}: clients judge by themselves, and nobody is asked`,
    ],
    ['socket', text('daemon', 'socket')],
    ['policy', text('policy', 'hash')],
  );
  const files = at('policy', 'files');
  for (const file of Array.isArray(files) ? files : [])
    if (isObject(file)) rows.push(['', `${visible(String(file.layer))}  ${visible(String(file.path))}`]);
  if (isObject(at('policy', 'error')))
    rows.push(['', style.red(`not loaded: ${placeText(at('policy', 'error'))}`)]);
  rows.push(['fail mode', text('fail')]);
  const sessions = at('sessions');
  for (const session of Array.isArray(sessions) ? sessions : [])
    if (isObject(session))
      rows.push([
        'session',
        visible(`${session.id}  ${session.agent}  ${session.mode}  ${session.calls} calls`),
      ]);
  const notify = at('notify');
  for (const sink of Array.isArray(notify) ? notify : [])
    if (isObject(sink))
      rows.push([
        'notify',
        visible(
          `${sink.kind} ${sink.target}  ${sink.delivered} delivered, ${sink.queued} waiting, ${sink.lost} lost`,
        ) + (sink.ok === false ? `  ${style.red(visible(`fails: ${sink.error}`))}` : ''),
      ]);
  rows.push(['log', `${text('audit', 'size')} records`]);
  if (Number(at('pending')) > 0) rows.push(['waiting', `${text('pending')} for a person`]);
  if (at('audit', 'latch') !== null)
    rows.push(['', style.red('cannot be written: calls are refused or follow the fail mode')]);
  return aligned(rows);
}

/** A mistake in a file of the administrator's, behind its place if it has one. */
function placeText(error: unknown): string {
  if (!isObject(error)) return '-';
  const { file, line, column, message } = error;
  const place = typeof line === 'number' && line > 0 ? `:${line}:${String(column)}` : '';
  return visible(typeof file === 'string' ? `${file}${place}: ${String(message)}` : String(message));
}

function aligned(rows: readonly (readonly [string, string])[]): readonly string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`);
}
