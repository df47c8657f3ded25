import { concat, hole, literalText, type Part, textOf, type Word, word } from './word.ts';

/** Names that are told apart; an expression with more is read as one without any. */
const NAMES = 8;

/**
 * What `find` hands to a command it starts, or prints: something below each starting point, with the names its tests ask
 * for as far as they are known (find(1)). `find . -name '*.pyc'` finds `./⟨find⟩/⟨*⟩.pyc`.
 * @param argv all of its words, or those before the action that is meant
 */
export function foundBy(argv: readonly Word[]): readonly Word[] {
  const rest = argv.slice(1).filter(one => !/^-(?:[HLP]|O\d?|D)$/.test(textOf(one) ?? ''));
  const end = rest.findIndex(one => /^[-(!]/.test(literalText(one)));
  const starts = end < 0 ? rest : rest.slice(0, end);
  const names = end < 0 ? [] : namesIn(rest.slice(end));
  return (starts.length === 0 ? [word('.')] : starts).flatMap(start => {
    const below = concat(start, textOf(start)?.endsWith('/') ? [] : word('/'), hole('operands', 'find'));
    return names.length === 0 ? [below] : names.map(name => concat(below, word('/'), name));
  });
}

/** Words for the names an expression is about; none where it is about others, too. */
function namesIn(expression: readonly Word[]): readonly Word[] {
  const names: Word[] = [];
  for (const texts of alternativesOf(expression.map(one => textOf(one) ?? ''))) {
    // What is pruned is not what the other alternatives find.
    if (texts.findLast(text => text !== '(' && text !== ')') === '-prune') continue;
    const patterns = texts.filter((_, at) => isName(texts, at - 1));
    if (patterns.length === 0) return [];
    names.push(...patterns.map(patternWord));
  }
  return names.length > NAMES ? [] : names;
}

/** The expression cut at its `-o`. */
function alternativesOf(texts: readonly string[]): readonly (readonly string[])[] {
  const cut: string[][] = [[]];
  for (const text of texts)
    if (text === '-o' || text === '-or') cut.push([]);
    else cut.at(-1)?.push(text);
  return cut;
}

/** Whether the word after this one is a name that is asked for, and tells something. */
function isName(texts: readonly string[], at: number): boolean {
  return (
    /^-i?name$/.test(texts[at] ?? '') &&
    !/^(?:!|-not)$/.test(texts[at - 1] ?? '') &&
    !/^[*?.]*$/.test(texts[at + 1] ?? '')
  );
}

/** A file name pattern as a word: what it spells out, and holes between. */
function patternWord(pattern: string): Word {
  const parts: Part[] = [];
  for (const piece of pattern.match(/\[[^\]]*\]|[*?]+|[^[*?]+|\[/g) ?? [])
    parts.push(...(/^[[*?]/.test(piece) ? hole('glob', piece) : word(piece)));
  return concat(parts);
}
