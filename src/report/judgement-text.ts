import type { ChalkInstance } from 'chalk';
import type { Judgement, Verdict } from '../core/decision.ts';
import type { Effect } from '../core/effect.ts';
import type { Invocation, Scan, Unknown } from '../core/scan.ts';
import { displayWord } from '../core/word.ts';
import { visible } from './escape.ts';

/** Lines of a list that are shown; the rest is counted. */
const SHOWN = 12;
/** Characters of a source line that are shown around what is underlined. */
const AROUND = 60;

/** A judgement for people: the decision first, then what was understood to run, then what is not known. */
export function judgementText(
  judgement: Judgement,
  style: ChalkInstance,
  explain: boolean,
): readonly string[] {
  const { decision, scan } = judgement;
  return [
    `${verdictText(decision.verdict, style)}  ${style.bold(visible(decision.rule))}`,
    ...(decision.message === '' ? [] : [`  ${visible(decision.message)}`]),
    ...section('runs', scan.invocations.map(invocationText)),
    ...section('decoded', decodedTexts(scan)),
    ...underlined(scan, style),
    ...(explain ? explained(judgement) : []),
    ...(decision.suggest === undefined ? [] : ['', `suggest: ${visible(decision.suggest)}`]),
  ];
}

const COLOURS: Readonly<Record<Verdict, 'green' | 'cyan' | 'yellow' | 'red' | 'magenta'>> = {
  allow: 'green',
  watch: 'cyan',
  ask: 'yellow',
  deny: 'red',
  error: 'magenta',
};

export function verdictText(verdict: Verdict, style: ChalkInstance): string {
  return style[COLOURS[verdict]](verdict);
}

function section(title: string, lines: readonly string[]): readonly string[] {
  if (lines.length === 0) return [];
  const rest = lines.length - SHOWN;
  return [
    '',
    `${title}:`,
    ...lines.slice(0, SHOWN).map(line => `  ${line}`),
    ...(rest > 0 ? [`  … and ${rest} more`] : []),
  ];
}

function invocationText({ argv, via, reads, writes }: Invocation): string {
  const words = [
    ...argv.map(one => quoted(displayWord(one))),
    ...reads.map(one => `< ${quoted(displayWord(one))}`),
    ...writes.map(one => `> ${quoted(displayWord(one))}`),
  ];
  return `${clipped(words.join(' '))}${via.length === 0 ? '' : `   (through ${visible(via.join(', '))})`}`;
}

/** Shown in quotes where the shell would need them to see one word. */
function quoted(text: string): string {
  const shown = visible(text);
  return /^[\w@%+=:,./~⟨⟩^*-]+$/u.test(shown) ? shown : `'${shown.replaceAll("'", "'\\''")}'`;
}

function clipped(text: string): string {
  const limit = 3 * AROUND;
  return text.length <= limit ? text : `${text.slice(0, limit)}…`;
}

function decodedTexts({ sources }: Scan): readonly string[] {
  return sources.flatMap(({ kind, chain, text }) =>
    kind === 'decoded' ? [`${(chain ?? []).join(', ')}: ${clipped(visible(text))}`] : [],
  );
}

/** Each unknown with its line of source and the piece underlined. */
function underlined(scan: Scan, style: ChalkInstance): readonly string[] {
  return section(
    'not known before it runs',
    scan.unknown.slice(0, SHOWN).flatMap(one => [...pointer(scan, one, style)]),
  );
}

function* pointer(
  { sources }: Scan,
  { reason, name, span }: Unknown,
  style: ChalkInstance,
): Generator<string> {
  const text = sources[span.source]?.text ?? '';
  const lineStart = text.lastIndexOf('\n', Math.max(0, span.start - 1)) + 1;
  const from = Math.max(lineStart, span.start - AROUND);
  const before = visible(text.slice(from, span.start));
  const firstLine = text.slice(span.start, Math.max(span.end, span.start + 1)).split('\n')[0] ?? '';
  const piece = visible(firstLine.slice(0, AROUND));
  const after = visible((text.slice(span.start + firstLine.length).split('\n')[0] ?? '').slice(0, AROUND));
  const label = name === undefined ? reason : `${reason} ${visible(name)}`;
  yield `${from > lineStart ? '…' : ''}${before}${piece}${firstLine.length > AROUND ? '' : after}`;
  yield `${' '.repeat([...before].length + (from > lineStart ? 1 : 0))}${style.yellow('^'.repeat(Math.max(1, [...piece].length)))} ${label}`;
}

/** An effect in a line: what is done to what, how, and what that is. */
function effectText(effect: Effect): string {
  const { kind, target, recursive, force, privileged, remote, certain, deed } = effect;
  const about =
    effect.on === 'path' ? effect.places.join(', ') : effect.on === 'host' ? `${effect.host} host` : '';
  return [
    `${kind}${deed === undefined ? '' : `/${deed}`} ${visible(displayWord(target))}`,
    recursive ? ' and below' : '',
    about === '' ? '' : ` (${about})`,
    force ? ', without asking' : '',
    privileged ? ', as another user' : '',
    remote ? ', elsewhere' : '',
    certain ? '' : ', perhaps',
  ].join('');
}

function explained({ decision, effects, flows, scan }: Judgement): readonly string[] {
  return [
    ...section(
      'rules that matched',
      decision.matched.map(
        ({ rule, action, match, invocation }) =>
          `${action} ${visible(rule)}: ${match === 'must' ? 'surely' : 'possibly'}${invocation === undefined ? '' : `, ${named(scan, invocation)}`}`,
      ),
    ),
    ...section('effects', effects.map(effectText)),
    ...section(
      'flows',
      flows.map(({ kind, source, through }) => `${kind}: ${visible(displayWord(source))}, by ${through}`),
    ),
    '',
    `coverage: ${scan.coverage}`,
    `policy: ${decision.policy}`,
  ];
}

function named({ invocations }: Scan, index: number): string {
  const found = invocations[index];
  return found === undefined
    ? `invocation ${index}`
    : `in ${clipped(found.argv.map(one => quoted(displayWord(one))).join(' '))}`;
}
