import { HEAD_KEYS, isDigest } from '../../audit/entry-check.ts';
import type { RecordView } from '../../audit/history.ts';
import type { Leaf } from '../../audit/leaf.ts';
import type { Json } from '../../core/json.ts';
import { visible, visibleLines } from '../../report/escape.ts';
import type { Output } from '../../report/output.ts';

const HEAD: ReadonlySet<string> = new Set(HEAD_KEYS);

/** Characters of a line where no terminal says how long one is. */
const LINE = 200;

/** Writes records as the answer of a verb that lists some: a line each, or NDJSON. */
export function showRecords(records: readonly RecordView[], out: Output): void {
  if (out.json) for (const record of records) out.record(record);
  else {
    const columns = out.verbose ? Number.POSITIVE_INFINITY : process.stdout.columns;
    for (const line of recordLines(records, out.style, columns)) out.line(line);
  }
}

/**
 * One line a record, aligned: number, time, what happened, who, and the text. Everything in it is hostile.
 * @param columns width of the terminal, or undefined where there is none
 */
function recordLines(
  records: readonly RecordView[],
  style: Output['style'],
  columns: number | undefined,
): string[] {
  const rows = records.map(one => rowOf(one));
  const widths = [0, 1, 2, 3].map(column =>
    Math.max(0, ...rows.map(({ cells }) => cells[column]?.length ?? 0)),
  );
  return rows.map(({ cells, colour }) => {
    const [seq = '', ...rest] = cells.map((cell, column) =>
      column === 0 ? cell.padStart(widths[0] ?? 0) : cell.padEnd(widths[column] ?? 0),
    );
    const start = [seq, ...rest.slice(0, 3)];
    const used = start.join('  ').length + 2;
    const text = clip(cells[4] ?? '', Math.max((columns ?? LINE + used) - used, 20));
    const what = colour === undefined ? (start[2] ?? '') : style[colour](start[2] ?? '');
    return [start[0], style.dim(start[1] ?? ''), what, start[3], text].join('  ').trimEnd();
  });
}

type Colour = 'green' | 'cyan' | 'yellow' | 'red' | 'magenta';

const VERDICTS: Readonly<Record<string, Colour>> = {
  allow: 'green',
  watch: 'cyan',
  ask: 'yellow',
  deny: 'red',
  error: 'magenta',
};

/** Number, time, what, who, text. */
interface Row {
  readonly cells: readonly string[];
  readonly colour: Colour | undefined;
}

function rowOf({ seq, leaf, payload, intact }: RecordView): Row {
  if (leaf === null)
    return { cells: [`${seq}`, '-', 'damaged', '-', 'not a record of a known version'], colour: 'red' };
  const { what, colour, text } = storyOf(leaf, payload);
  const who = [leaf.agent, leaf.session].filter(one => one !== null).join(' ');
  const time = leaf.ts.replace(/\.\d+Z$/, 'Z');
  const warning = intact ? '' : 'NOT INTACT  ';
  const cells = [`${seq}`, time, what, clip(visible(who), 40) || '-', warning + text];
  return { cells: cells.map(visible), colour: intact ? colour : 'red' };
}

function storyOf(
  leaf: Leaf,
  payload: RecordView['payload'],
): { what: string; colour: Colour | undefined; text: string } {
  switch (leaf.kind) {
    case 'call': {
      const verdict = plain(leaf.verdict);
      const granted = leaf.verdict === 'allow' || leaf.verdict === 'watch';
      const expected = granted ? 'run' : 'refuse';
      const what = leaf.effect === expected ? verdict : `${verdict}, ${plain(leaf.effect)}`;
      const text = payload?.resource ?? '(text forgotten)';
      return { what, colour: VERDICTS[verdict], text: `${text}  [${plain(leaf.rule)}]` };
    }
    case 'outcome': {
      const how =
        leaf.ended === 'exit'
          ? `exit ${plain(leaf.exit)}`
          : plain(leaf.ended === 'signal' ? leaf.signal : leaf.ended);
      return {
        what: how,
        colour: undefined,
        text: `after ${plain(leaf.duration_ms)} ms, call ${leaf.call ?? '-'}`,
      };
    }
    case 'exec':
      return {
        what: 'covered',
        colour: undefined,
        text: `${payload?.resource ?? '(text forgotten)'}  [call ${leaf.call ?? '-'}]`,
      };
    case 'gap':
      return { what: 'gap', colour: 'yellow', text: factsOf(leaf) };
    default:
      return {
        what: leaf.kind,
        colour: undefined,
        text: [factsOf(leaf), ...textsOf(payload), ...callOf(leaf)].join('  ').trim(),
      };
  }
}

function factsOf(leaf: Leaf): string {
  return Object.entries(leaf)
    .filter(([name, value]) => !HEAD.has(name) && !isDigest(value))
    .map(([name, value]) => `${name}=${plain(value)}`)
    .join(' ');
}

function textsOf(payload: RecordView['payload']): string[] {
  return Object.entries(payload ?? {}).map(([name, text]) => `${name}=${text}`);
}

function callOf({ call }: Leaf): string[] {
  return call === null ? [] : [`call ${call}`];
}

function plain(value: Json | undefined): string {
  return typeof value === 'string' ? value : value === undefined ? '-' : JSON.stringify(value);
}

/** By code points, so that no character is cut in half. */
function clip(text: string, width: number): string {
  if (text.length <= width) return text;
  const characters = Array.from(text.slice(0, 2 * width));
  return characters.length <= width ? text : `${characters.slice(0, width - 1).join('')}…`;
}

/** Everything about one record, as a block of lines. */
export function recordText(
  { seq, leaf, payload, hash, intact }: RecordView,
  style: Output['style'],
): string[] {
  const state = intact
    ? style.green('as it was recorded')
    : style.red('not as it was recorded: run rampart audit verify');
  const head = [`${style.bold(`record ${seq}`)}  ${state}`, `  hash      ${hash}`];
  if (leaf === null) return [...head, '  its bytes are no record of a known version'];
  const facts = Object.entries(leaf).filter(
    ([name, value]) => !['v', 'seq', 'salt'].includes(name) && !isDigest(value),
  );
  const width = Math.max(8, ...facts.map(([name]) => name.length));
  const texts = Object.entries(leaf).filter(([, value]) => isDigest(value));
  return [
    ...head,
    ...facts.map(([name, value]) => `  ${visible(name).padEnd(width)}  ${visible(plain(value))}`),
    ...texts.flatMap(([name, digest]) => textBlock(name, digest, payload?.[name], style)),
  ];
}

function textBlock(
  name: string,
  digest: Json | undefined,
  text: string | undefined,
  style: Output['style'],
): string[] {
  if (!isDigest(digest)) return [];
  const cut = digest.cut === true ? ', its end not kept' : '';
  const title = `  ${style.bold(visible(name))}  ${digest.n} bytes${cut}`;
  if (text === undefined) return [`${title}, forgotten`];
  return [
    title,
    ...visibleLines(text.replace(/\n$/, ''))
      .split('\n')
      .map(line => `    ${line}`),
  ];
}
