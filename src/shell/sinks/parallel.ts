import { type Given, readOptions } from '../../core/options.ts';
import { concat, hole, isHole, join, literalText, textOf, type Word, word } from '../../core/word.ts';
import type { Inner, ReadFile } from './inner.ts';
import { asWritten } from './words.ts';

/** Command lines that are followed one by one. */
const LINES = 64;

const GRAMMAR = {
  short: 'jaSNnLIdCPEsi',
  long: 'jobs arg-file max-args max-lines sshlogin sshloginfile delay joblog results timeout retries tmpdir workdir wd colsep delimiter load memfree nice halt tagstring env basefile return block recend recstart max-replace-args max-procs max-chars arg-sep arg-file-sep trc transferfile trim seqreplace slotreplace basenamereplace profile id semaphorename semaphoretimeout tempdir limit shellquote rpl termseq'.split(
    ' ',
  ),
};

/** `{}`, `{.}`, `{/}`, `{//}`, `{/.}`, `{#}`, `{%}`, `{2}`, `{-1/.}`, `{= perl =}`. */
const MARK = /\{(-?\d+)?(\.|\/\/|\/\.|\/|#|%|)\}|\{=[\s\S]*?=\}/g;

/** Where its arguments come from; a linked source goes along with the one before it. */
interface Source {
  readonly items: readonly Word[] | undefined;
  readonly linked: boolean;
}

/**
 * GNU parallel: a template and its arguments (`:::`, `:::+`, `::::`, `-a`, standard input), or whole commands. What is
 * known becomes a command line each, quoted as it quotes arguments; else something unknown stands in their place.
 * @param input what it reads; undefined: not known
 */
export function parallel(argv: readonly Word[], input: Word | undefined, read: ReadFile): readonly Inner[] {
  const { given, operands } = readOptions(argv, GRAMMAR);
  if (given.has('dry-run', 'dryrun', 'version', 'help', 'citation', 'shellquote', 'shell-quote')) return [];
  const rest = argv.slice(operands);
  const first = rest.findIndex(isSeparator);
  const template = first < 0 ? rest : rest.slice(0, first);
  const where = given.has('S', 'sshlogin', 'sshloginfile') ? { where: 'remote' as const } : {};
  if (given.has('pipe', 'pipepart', 'spreadstdin'))
    return template.length === 0 ? [] : [{ code: join(template, ' '), ...where }];
  const sources = first < 0 ? [piped(given, input, read)] : behind(rest.slice(first), read);
  const linksAll = given.has('link', 'xapply');
  const combined = combine(sources.map(one => ({ ...one, linked: one.linked || linksAll })))?.map(items =>
    columns(items, given.value('C', 'colsep')),
  );
  if (template.length === 0)
    return combined === undefined
      ? [{ unknown: 'parallel' }]
      : combined.map(items => ({ code: join(items, ' '), ...where }));
  const groups = (combined && groupedBy(given, combined)) ?? [[hole('operands', 'parallel')]];
  const line = join(template, ' ');
  return groups.flatMap((items, at) => {
    const words = filledWords(template, items, at);
    return given.has('q', 'quote')
      ? [{ code: join(words.map(quoted), ' '), ...where }]
      : [{ code: filled(line, items, at, quoted), ...where }, ...asWritten(words)];
  });
}

/** `sem cmd`: parallel with nothing but the command. */
export function semaphore(argv: readonly Word[]): readonly Inner[] {
  const { operands } = readOptions(argv, GRAMMAR);
  const words = argv.slice(operands);
  return words.length === 0 ? [] : [{ code: join(words, ' ') }, ...asWritten(words)];
}

function isSeparator(one: Word): boolean {
  return /^:{3,4}\+?$/.test(textOf(one) ?? '');
}

function piped(given: Given, input: Word | undefined, read: ReadFile): Source {
  const file = given.value('a', 'arg-file');
  const delimiter = given.has('0', 'null')
    ? '\udc00'
    : (textOf(given.value('d', 'delimiter') ?? word('\n'))
        ?.replace('\\n', '\n')
        .replace('\\t', '\t') ?? '');
  return { items: itemsOf(file === undefined ? input : read(file), delimiter), linked: false };
}

/** `::: a b :::+ c d :::: file`. */
function behind(words: readonly Word[], read: ReadFile): readonly Source[] {
  const sources: { items: Word[] | undefined; linked: boolean; files: boolean }[] = [];
  for (const one of words) {
    const text = textOf(one) ?? '';
    if (isSeparator(one)) {
      sources.push({ items: [], linked: text.endsWith('+'), files: text.startsWith('::::') });
      continue;
    }
    const last = sources.at(-1);
    const more = last?.files === true ? itemsOf(read(one), '\n') : [one];
    if (last !== undefined)
      last.items = last.items === undefined || more === undefined ? undefined : [...last.items, ...more];
  }
  return sources;
}

function itemsOf(text: Word | undefined, delimiter: string): readonly Word[] | undefined {
  if (text === undefined || delimiter === '') return undefined;
  const items: Word[] = [[]];
  for (const part of text) {
    const pieces = isHole(part) ? [[part]] : part.lit.split(delimiter).map(word);
    pieces.forEach((piece, at) => {
      if (at > 0) items.push(piece);
      else items[items.length - 1] = concat(items.at(-1) ?? [], piece);
    });
  }
  return items.filter(one => one.length > 0);
}

/** Every argument of one source with every one of the next; undefined where they are not known, or too many. */
function combine(sources: readonly Source[]): readonly (readonly Word[])[] | undefined {
  let combined: (readonly Word[])[] = [[]];
  let linked: readonly (readonly Word[])[] = [];
  const flush = (): void => {
    combined = combined.flatMap(head => linked.map(tail => [...head, ...tail]));
  };
  for (const [at, source] of sources.entries()) {
    const { items } = source;
    if (items === undefined || items.length * combined.length > LINES) return undefined;
    if (source.linked && at > 0) {
      const length = Math.max(linked.length, items.length);
      const before = linked;
      linked = Array.from({ length }, (_, index) => [
        ...(before[index % before.length] ?? []),
        items[index % items.length] ?? [],
      ]);
      continue;
    }
    if (at > 0) flush();
    linked = items.map(item => [item]);
  }
  flush();
  return combined.length > LINES ? undefined : combined;
}

/** `--colsep`: each argument cut into several. */
function columns(items: readonly Word[], separator: Word | undefined): readonly Word[] {
  if (separator === undefined) return items;
  const text = textOf(separator)?.replace('\\t', '\t');
  return items.flatMap(item => {
    const known = textOf(item);
    return known === undefined || text === undefined || text === '' ? [item] : known.split(text).map(word);
  });
}

/** `-n 2`, `-N 2`, `-X`, `-m`, `--xargs`: several to a line. */
function groupedBy(
  given: Given,
  combined: readonly (readonly Word[])[],
): readonly (readonly Word[])[] | undefined {
  const all = given.has('X', 'm', 'xargs');
  const count = given.value('n', 'N', 'L', 'max-args', 'max-replace-args', 'max-lines');
  if (!all && count === undefined) return combined;
  const items = combined.flat();
  if (items.length === 0) return [];
  const most = all ? items.length : Number(textOf(count ?? []) ?? Number.NaN);
  if (!Number.isInteger(most) || most < 1) return undefined;
  const groups: Word[][] = [];
  for (let at = 0; at < items.length; at += most) groups.push(items.slice(at, at + most));
  return groups;
}

function isMarked(of: Word): boolean {
  return literalText(of).search(MARK) >= 0;
}

/** The template with its marks replaced; without any, the arguments come behind it. */
function filled(template: Word, items: readonly Word[], at: number, spell: (item: Word) => Word): Word {
  if (!isMarked(template)) return join([template, ...items.map(spell)], ' ');
  return concat(
    ...template.map(part => {
      if (isHole(part)) return [part];
      const pieces: Word[] = [];
      let from = 0;
      for (const found of part.lit.matchAll(MARK)) {
        pieces.push(word(part.lit.slice(from, found.index)), replaced(found, items, at, spell));
        from = found.index + found[0].length;
      }
      return concat(...pieces, word(part.lit.slice(from)));
    }),
  );
}

function filledWords(template: readonly Word[], items: readonly Word[], at: number): readonly Word[] {
  if (!template.some(isMarked)) return [...template, ...items];
  return template.map(one => (isMarked(one) ? filled(one, items, at, item => item) : one));
}

function replaced(
  [mark, position, operator]: RegExpMatchArray,
  items: readonly Word[],
  at: number,
  spell: (item: Word) => Word,
): Word {
  if (mark.startsWith('{=')) return hole('operands', 'parallel');
  if (operator === '#') return word(String(at + 1));
  if (operator === '%') return hole('operands', 'parallel');
  const number = position === undefined ? undefined : Number(position);
  const chosen = number === undefined ? items : [items.at(number > 0 ? number - 1 : number) ?? []];
  return join(
    chosen.map(item => spell(shortened(item, operator ?? ''))),
    ' ',
  );
}

/** What `.`, `/`, `//` and `/.` leave of a path. */
function shortened(item: Word, operator: string): Word {
  if (operator === '') return item;
  const text = textOf(item);
  if (text === undefined) return hole('operands', 'parallel');
  const slash = text.lastIndexOf('/');
  const base = text.slice(slash + 1);
  const withoutExtension = (name: string): string => name.replace(/\.[^/.]*$/, '');
  switch (operator) {
    case '.':
      return word(withoutExtension(text));
    case '/':
      return word(base);
    case '//':
      return word(slash < 0 ? '.' : slash === 0 ? '/' : text.slice(0, slash));
    default:
      return word(withoutExtension(base));
  }
}

/** An argument reaches the shell as one word. */
function quoted(of: Word): Word {
  const text = textOf(of);
  return text === undefined || /^[\w./:=@%+-]+$/.test(text) ? of : word(`'${text.replaceAll("'", "'\\''")}'`);
}
