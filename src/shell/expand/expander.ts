import { LIMITS } from '../../core/limits.ts';
import { EMPTY_WORD, hasHole, isHole, join, literalText, type Word, word } from '../../core/word.ts';
import { type Frame, spanOf } from '../frame.ts';
import { unmark } from '../marks.ts';
import type { ArithmeticExpression, DoubleQuotedChild, ParsedScript, WordNode, WordPart } from '../parse.ts';
import { isArray } from '../state/value.ts';
import { ifsOf, joinerOf, lookup, scalar, unknownVariable } from '../state/variables.ts';
import { evaluate } from './arithmetic.ts';
import { scopeOf } from './arithmetic-scope.ts';
import { expandBraces } from './brace.ts';
import { Fields } from './fields.ts';
import { type Expanded, expandParameter } from './parameter.ts';
import type { Segment } from './parameter-operands.ts';
import { argumentWord, assignedWord, documentParts, withoutBackslashes } from './reread.ts';
import { processSubstituted, type Substitution, substituted } from './substitution.ts';
import { type Tildes, tildeDirectory, tildesIn, tildesOf } from './tilde.ts';
import { noting, type Piece, unknownWord } from './told.ts';

const QUOTED: ReadonlySet<string> = new Set(['SingleQuoted', 'DoubleQuoted', 'AnsiCQuoted', 'LocaleString']);

/**
 * Expands words the way bash does, in its order: braces, tilde, parameters, substitutions and arithmetic, splitting,
 * quote removal. Globs stay globs: nothing is looked up on the disk. Substitutions are walked as they are met, so
 * the commands in them are recorded.
 */
export class Expander {
  readonly frame: Frame;
  /** Invocations whose output went into what this expander expanded. */
  readonly feeds: number[] = [];

  constructor(frame: Frame) {
    this.frame = frame;
  }

  /** The arguments one word becomes. */
  fields(node: WordNode): readonly Word[] {
    if (node.parts?.some(part => part.type === 'BraceExpansion')) {
      const texts = expandBraces(node.text);
      // Numbers are no code: a loop over many of them hides nothing.
      if (texts === undefined)
        return [
          unknownWord(
            /^[\w./:-]*\{-?\d+\.\.-?\d+\}[\w./:-]*$/.test(node.text) ? 'operands' : 'limit',
            node,
            this.frame,
            'braces',
          ),
        ];
      if (texts.length > 1 || texts[0] !== node.text) return texts.flatMap(text => this.#reread(text, node));
    }
    return this.#expand(node, true)
      .finish()
      .map(one => this.#capped(one, node));
  }

  /** The one text a word becomes where bash does not split: assignments, redirects, here-strings, `case`. */
  one(node: WordNode): Word {
    return this.#capped(this.#expand(node, false).joined(), node);
  }

  /** As `one`, for the value of an assignment: a tilde counts behind each colon, too. */
  value(node: WordNode): Word {
    return this.#capped(this.#expand(node, false, 'paths').joined(), node);
  }

  /** An associative array's key, from its text. */
  key(text: string, node: WordNode): Word {
    const key = assignedWord(text);
    return key === undefined ? this.literal(text) : this.#again(node, inner => inner.one(key));
  }

  /** As `one`, quoted pieces told apart. */
  segments(node: WordNode): readonly Segment[] {
    if (node.parts === undefined) return [{ word: this.one(node), quoted: false }];
    const [first] = node.parts;
    // A leading tilde is expanded in the word as a whole.
    if (first?.type === 'Literal' && first.text.startsWith('~'))
      return [{ word: this.one(node), quoted: false }];
    return node.parts.map(part => ({ word: this.parts([part]), quoted: QUOTED.has(part.type) }));
  }

  /** The text of a word-like list of parts: a here-document's body, a parameter operator's operand. */
  parts(parts: readonly WordPart[]): Word {
    const fields = new Fields(ifsOf(this.frame), false);
    for (const part of parts) {
      this.frame.recorder.step();
      this.#part(part, fields);
    }
    return fields.joined();
  }

  /** A word as a shell pattern: what is quoted stands for itself. Undefined when it is not fully known. */
  pattern(node: WordNode): string | undefined {
    if (node.parts === undefined)
      return this.#marked(node.text) || this.#isExtended(node.text) ? undefined : node.text;
    let pattern = '';
    for (const part of node.parts) {
      if (part.type === 'Literal' || part.type === 'Glob') pattern += part.text;
      else if (part.type === 'ExtendedGlob') return undefined;
      else {
        const text = this.parts([part]);
        if (hasHole(text)) return undefined;
        const quoted =
          part.type === 'SingleQuoted' || part.type === 'DoubleQuoted' || part.type === 'AnsiCQuoted';
        pattern += quoted ? literalText(text).replace(/[*?[\]\\]/gu, '\\$&') : literalText(text);
      }
    }
    return this.#marked(pattern) || this.#isExtended(pattern) ? undefined : pattern;
  }

  /** `@(a|b)` is a pattern only where `extglob` is on; such a one is not followed. */
  #isExtended(pattern: string): boolean {
    return this.frame.state.options.has('extglob') && /[?*+@!]\(/.test(pattern);
  }

  /** The value of an arithmetic expression as a word. */
  arithmetic(expression: ArithmeticExpression | undefined, node: Piece & { readonly text?: string }): Word {
    this.frame.recorder.step((node.end - node.pos) / 16);
    const value = evaluate(expression, scopeOf(this, node));
    return value === undefined
      ? unknownWord('arithmetic', node, this.frame, node.text)
      : word(value.toString());
  }

  /** What a command substitution's script writes, without trailing newlines. */
  substitution(script: ParsedScript | undefined, node: Substitution): Word {
    return substituted(script, node, this.frame, this.feeds);
  }

  inside(frame: Frame): Expander {
    return new Expander(frame);
  }

  #expand(node: WordNode, splits: boolean, tildes: Tildes = splits ? tildesOf(node.text) : 'first'): Fields {
    this.frame.recorder.step();
    const fields = new Fields(ifsOf(this.frame), splits);
    if (node.parts === undefined) {
      this.#literal(node, fields, node, true, tildes);
      return fields;
    }
    node.parts.forEach((part, index) => {
      this.frame.recorder.step();
      if (part.type === 'Literal') this.#literal(part, fields, node, index === 0, tildes);
      else this.#part(part, fields);
    });
    return fields;
  }

  /** Text outside quotes, with the tildes bash expands in it. */
  #literal(
    { text, value }: { readonly text: string; readonly value: string },
    fields: Fields,
    node: Piece,
    isFirst: boolean,
    tildes: Tildes,
  ): void {
    let from = 0;
    for (const { at, prefix } of text.includes('~') ? tildesIn(text, isFirst, tildes) : []) {
      const directory = tildeDirectory(prefix, node, this.frame);
      if (directory === undefined) continue;
      if (at > from) fields.plain(this.literal(withoutBackslashes(text.slice(from, at))));
      fields.quoted(directory);
      from = at + prefix.length;
    }
    if (from === 0) fields.plain(this.literal(value));
    else if (from < text.length) fields.plain(this.literal(withoutBackslashes(text.slice(from))));
  }

  #part(part: WordPart, fields: Fields): void {
    switch (part.type) {
      case 'Literal':
        fields.plain(this.literal(part.value));
        return;
      case 'SingleQuoted':
      case 'AnsiCQuoted':
        fields.quoted(this.literal(part.value));
        return;
      case 'DoubleQuoted':
      case 'LocaleString':
        this.#quoted(part.parts, fields);
        return;
      case 'Glob':
      case 'ExtendedGlob':
        if (part.parts !== undefined)
          for (const inner of part.parts) this.#part(inner, new Fields(undefined, false));
        fields.glob(part.text);
        return;
      case 'BraceExpansion':
        fields.plain(this.literal(part.text));
        return;
      case 'ProcessSubstitution':
        fields.plain(processSubstituted(part, this.frame, this.feeds));
        return;
      case 'SimpleExpansion':
      case 'ParameterExpansion':
      case 'CommandExpansion':
      case 'ArithmeticExpansion': {
        const result = this.#expansion(part);
        if ('list' in result)
          result.list.forEach((one, index) => {
            if (index > 0) fields.separate();
            fields.expansion(one);
          });
        else if (result.segments === undefined) fields.expansion(result.word);
        else
          for (const one of result.segments)
            if (one.quoted) fields.quoted(one.word);
            else fields.expansion(one.word);
        return;
      }
    }
  }

  #quoted(parts: readonly DoubleQuotedChild[], fields: Fields): void {
    if (parts.length === 0) fields.quoted(EMPTY_WORD);
    for (const part of parts) {
      if (part.type === 'Literal') {
        fields.quoted(this.literal(part.value));
        continue;
      }
      const result = this.#expansion(part);
      if ('list' in result && result.separate) fields.list(result.list);
      else fields.quoted('list' in result ? join(result.list, joinerOf(this.frame)) : result.word);
    }
  }

  #expansion(part: Exclude<DoubleQuotedChild, { type: 'Literal' }>): Expanded {
    switch (part.type) {
      case 'SimpleExpansion': {
        const name = part.text.slice(1);
        const value = lookup(name, this.frame);
        if (value === undefined) return { word: noting(unknownVariable(name), part, this.frame) };
        if ((name === '@' || name === '*') && isArray(value))
          return { list: value.elements, separate: name === '@' };
        return { word: noting(scalar(value), part, this.frame) };
      }
      case 'ParameterExpansion':
        return expandParameter(part, this);
      case 'CommandExpansion':
        return { word: this.substitution(part.script, part) };
      case 'ArithmeticExpansion':
        return { word: this.arithmetic(part.expression, part) };
    }
  }

  /** The value of `[key]=value` among an array's elements, from where it begins in the word. */
  assigned(node: WordNode, from: number): Word {
    const text = node.text.slice(from);
    const value = assignedWord(text);
    return value === undefined ? this.literal(text) : this.#again(node, inner => inner.one(value));
  }

  /** A prompt's text: what is expanded when it is shown. */
  prompt(text: string, node: Piece): Word {
    this.frame.recorder.step(1 + text.length / 16);
    const parts = documentParts(text);
    if (parts === undefined) return unknownWord('operator', node, this.frame, '@P');
    const value = new Expander({ ...this.frame, within: spanOf(this.frame, node) }).parts(parts);
    return text.includes('\\') ? unknownWord('operator', node, this.frame, '@P') : value;
  }

  /** Text of the source with the marks in it turned back into holes. */
  literal(text: string): Word {
    return unmark(text, this.frame.marks);
  }

  #marked(text: string): boolean {
    return hasHole(this.literal(text));
  }

  /** Words that brace expansion made are raw text again. */
  #reread(text: string, node: WordNode): readonly Word[] {
    this.frame.recorder.step(1 + text.length / 16);
    const again = argumentWord(text);
    if (again === undefined) return text === '' ? [] : [this.literal(text)];
    return this.#again(node, inner => inner.#expand(again, true).finish());
  }

  /** Expands text that has no place of its own in the source. */
  #again<T>(node: Piece, expand: (inner: Expander) => T): T {
    const inner = new Expander({ ...this.frame, within: spanOf(this.frame, node) });
    const expanded = expand(inner);
    this.feeds.push(...inner.feeds);
    return expanded;
  }

  #capped(of: Word, node: Piece): Word {
    let bytes = 0;
    for (const part of of) if (!isHole(part)) bytes += part.lit.length;
    this.frame.recorder.step(bytes / 256);
    return bytes > LIMITS.wordBytes || of.length > LIMITS.wordParts
      ? unknownWord('limit', node, this.frame)
      : of;
  }
}
