import { LIMITS } from '../../core/limits.ts';
import {
  concat,
  EMPTY_WORD,
  type HoleReason,
  hasHole,
  hole,
  isHole,
  join,
  literalText,
  type Word,
  word,
} from '../../core/word.ts';
import { processFile, remember } from '../files/written.ts';
import { withoutNul } from '../fold/bytes.ts';
import { type Frame, type Output, spanOf } from '../frame.ts';
import { unmark } from '../marks.ts';
import {
  type ArithmeticExpression,
  type DoubleQuotedChild,
  type ParsedScript,
  parse,
  parseArithmetic,
  type WordNode,
  type WordPart,
} from '../parse.ts';
import { isArray } from '../state/value.ts';
import { assign, elementAt, ifsOf, joinerOf, lookup, scalar, unknownVariable } from '../state/variables.ts';
import { type ArithmeticScope, evaluate } from './arithmetic.ts';
import { expandBraces } from './brace.ts';
import { Fields } from './fields.ts';
import { type Expanded, expandParameter, type Segment } from './parameter.ts';

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
          this.#unknown(
            /^[\w./:-]*\{-?\d+\.\.-?\d+\}[\w./:-]*$/.test(node.text) ? 'operands' : 'limit',
            node,
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
    if (node.parts === undefined) return this.#marked(node.text) ? undefined : node.text;
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
    return this.#marked(pattern) ? undefined : pattern;
  }

  /** The value of an arithmetic expression as a word. */
  arithmetic(
    expression: ArithmeticExpression | undefined,
    node: { pos: number; end: number; text?: string },
  ): Word {
    this.frame.recorder.step((node.end - node.pos) / 16);
    const value = evaluate(expression, this.#scope(node));
    return value === undefined ? this.#unknown('arithmetic', node, node.text) : word(value.toString());
  }

  /** What a command substitution's script writes, without trailing newlines. */
  substitution(script: ParsedScript | undefined, node: { pos: number; end: number; text: string }): Word {
    const output = this.#run(script, node);
    return output === undefined
      ? this.#unknown('substitution', node, headOf(node.text))
      : this.#noting(trimNewlines(output.some(hasNul) ? withoutNuls(output) : output), node);
  }

  /** Walks a substitution's script in a subshell. */
  #run(script: ParsedScript | undefined, node: { pos: number; end: number; text: string }): Output {
    if (!isClosed(node.text)) this.frame.recorder.unknown('parse', spanOf(this.frame, node));
    if (script === undefined) {
      this.frame.recorder.unknown('parse', spanOf(this.frame, node));
      return undefined;
    }
    const { recorder, parent } = this.frame;
    // The parser reads a substitution's text once more for each level it is nested in.
    recorder.step((node.end - node.pos) / 16);
    const before = recorder.invocations.length;
    const output = this.frame.engine.script(script, { ...this.frame, ...this.#subshell(script, node) });
    for (let index = before; index < recorder.invocations.length; index++)
      if (recorder.invocations[index]?.parent === parent) this.feeds.push(index);
    return output;
  }

  #subshell(script: ParsedScript, node: { pos: number; end: number }): Partial<Frame> {
    const { frame } = this;
    const base = { state: frame.state.fork(), depth: frame.depth + 1 };
    if (script.source === undefined) return base;
    // A back-tick body with escapes is text of its own: its spans index that.
    const from = spanOf(frame, node);
    return {
      ...base,
      source: frame.recorder.source({ kind: 'backtick', text: script.source, from }),
      within: undefined,
    };
  }

  #expand(node: WordNode, splits: boolean): Fields {
    this.frame.recorder.step();
    const fields = new Fields(ifsOf(this.frame), splits);
    if (node.parts === undefined) {
      const rest = this.#tilde(node.text, fields, node);
      if (rest !== '') fields.plain(this.literal(rest === node.text ? node.value : withoutBackslashes(rest)));
      return fields;
    }
    node.parts.forEach((part, index) => {
      this.frame.recorder.step();
      if (index === 0 && part.type === 'Literal') {
        const rest = this.#tilde(part.text, fields, node);
        if (rest !== '')
          fields.plain(this.literal(rest === part.text ? part.value : withoutBackslashes(rest)));
      } else this.#part(part, fields);
    });
    return fields;
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
        fields.plain(this.#process(part));
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
        if (value === undefined) return { word: this.#noting(unknownVariable(name), part) };
        if ((name === '@' || name === '*') && isArray(value))
          return { list: value.elements, separate: name === '@' };
        return { word: this.#noting(scalar(value), part) };
      }
      case 'ParameterExpansion':
        return expandParameter(part, this);
      case 'CommandExpansion':
        return { word: this.substitution(part.script, part) };
      case 'ArithmeticExpansion':
        return { word: this.arithmetic(part.expression, part) };
    }
  }

  /** A process substitution is a file name; what can be read there is kept under it. */
  #process(part: Extract<WordPart, { type: 'ProcessSubstitution' }>): Word {
    const output = this.#run(part.script, part);
    if (part.operator === '<') remember(processFile(part.text), output, false, this.frame);
    return hole('process', part.text);
  }

  /** The value of `[key]=value` among an array's elements, from where it begins in the word. */
  assigned(node: WordNode, from: number): Word {
    const command = parse(`_=${node.text.slice(from)}`).commands[0]?.command;
    const [only] = command?.type === 'Command' ? command.prefix : [];
    if (only?.type !== 'Assignment' || only.value.type !== 'Word') return this.literal(node.text.slice(from));
    const inner = new Expander({ ...this.frame, within: spanOf(this.frame, node) });
    const value = inner.one(only.value);
    this.feeds.push(...inner.feeds);
    return value;
  }

  /** A prompt's text: what is expanded when it is shown. */
  prompt(text: string, node: { pos: number; end: number }): Word {
    this.frame.recorder.step(1 + text.length / 16);
    const command = parse(`: "${text.replaceAll('"', '\\"')}"`).commands[0]?.command;
    const [only] = command?.type === 'Command' ? command.suffix : [];
    if (only?.type !== 'Word') return this.#unknown('operator', node, '@P');
    const value = new Expander({ ...this.frame, within: spanOf(this.frame, node) }).one(only);
    return text.includes('\\') ? this.#unknown('operator', node, '@P') : value;
  }

  /** Text of the source with the marks in it turned back into holes. */
  literal(text: string): Word {
    return unmark(text, this.frame.marks);
  }

  #marked(text: string): boolean {
    return hasHole(this.literal(text));
  }

  /** Expands a leading tilde-prefix into the fields; returns what follows it, or the text as it was. */
  #tilde(text: string, fields: Fields, node: { pos: number; end: number }): string {
    if (!text.startsWith('~')) return text;
    const slash = text.indexOf('/');
    const prefix = slash < 0 ? text : text.slice(0, slash);
    const home = this.#homeOf(prefix, node);
    if (home === undefined) return text;
    fields.quoted(home);
    return slash < 0 ? '' : text.slice(slash);
  }

  #homeOf(prefix: string, node: { pos: number; end: number }): Word | undefined {
    const value = (name: string): Word => scalar(lookup(name, this.frame) ?? unknownVariable(name));
    if (prefix === '~') return value('HOME');
    if (prefix === '~+') return value('PWD');
    if (prefix === '~-') return value('OLDPWD');
    if (prefix === '~root') return word('/root');
    return /^~[a-z_][\w-]*$/i.test(prefix) ? this.#unknown('tilde', node, prefix) : undefined;
  }

  /** Words that brace expansion made are raw text again. */
  #reread(text: string, node: WordNode): readonly Word[] {
    this.frame.recorder.step(1 + text.length / 16);
    const command = parse(`: ${text}`).commands[0]?.command;
    const [again] = command?.type === 'Command' ? command.suffix : [];
    if (again?.type !== 'Word') return text === '' ? [] : [this.literal(text)];
    const inner = new Expander({ ...this.frame, within: spanOf(this.frame, node) });
    const fields = inner.#expand(again, true).finish();
    this.feeds.push(...inner.feeds);
    return fields;
  }

  #scope(node: { pos: number; end: number }): ArithmeticScope {
    return {
      expand: (text, parts) => {
        if (parts !== undefined) return this.parts(parts);
        const name = /^\$([A-Za-z_]\w*|[\d@*#?!$-])$/.exec(text)?.[1];
        if (name === undefined) return this.literal(text);
        const value = lookup(name, this.frame);
        return value === undefined ? unknownVariable(name) : scalar(value);
      },
      run: expression => this.substitution(expression.script, expression),
      element: (name, index) => {
        const value = lookup(name, this.frame);
        const associative = this.frame.state.attributes.get(name) === 'associative';
        const key = associative ? index : literalText(this.arithmetic(parseArithmetic(index), node));
        const element = value === undefined ? undefined : isArray(value) ? elementAt(value, key) : value;
        return element === undefined || hasHole(element)
          ? undefined
          : this.#number(literalText(element), node);
      },
      variable: name => {
        const value = lookup(name, this.frame);
        const known = value === undefined ? EMPTY_WORD : scalar(value);
        return value === undefined || hasHole(known) ? undefined : this.#number(literalText(known), node);
      },
      assign: (name, value) =>
        assign(
          name,
          value === undefined ? this.#unknown('arithmetic', node, name) : word(value.toString()),
          this.frame,
        ),
    };
  }

  /** A variable's value in an expression is an expression again: in `x='a[$(rm y)]'` bash runs what it holds. */
  #number(text: string, node: { pos: number; end: number }): string {
    if (/^\s*(?:-?\d+)?\s*$/.test(text) || this.frame.depth > LIMITS.scanDepth) return text;
    const inner = { ...this.frame, within: spanOf(this.frame, node), depth: this.frame.depth + 1 };
    this.frame.recorder.step(1 + text.length / 16);
    return literalText(new Expander(inner).arithmetic(parseArithmetic(text), node));
  }

  #capped(of: Word, node: { pos: number; end: number }): Word {
    let bytes = 0;
    for (const part of of) if (!isHole(part)) bytes += part.lit.length;
    this.frame.recorder.step(bytes / 256);
    return bytes > LIMITS.wordBytes || of.length > LIMITS.wordParts ? this.#unknown('limit', node) : of;
  }

  /** A hole that the reader is told of, with its place. */
  #unknown(reason: HoleReason, node: { pos: number; end: number }, name?: string): Word {
    this.frame.recorder.unknown(reason, spanOf(this.frame, node), name);
    return hole(reason, name);
  }

  /** Notes the holes in a value where it is used. */
  #noting(value: Word, node: { pos: number; end: number }): Word {
    for (const part of value)
      if (isHole(part) && part.hole !== 'glob' && part.hole !== 'process')
        this.frame.recorder.unknown(part.hole, spanOf(this.frame, node), part.name);
    return value;
  }
}

function hasNul(part: Word[number]): boolean {
  return !isHole(part) && part.lit.includes('\udc00');
}

function withoutNuls(output: Word): Word {
  return output.map(part => (isHole(part) ? part : { lit: withoutNul(part.lit) }));
}

/** Whether a substitution's text ends where it should: the parser does not always say so. */
function isClosed(text: string): boolean {
  if (text.startsWith('`')) return text.length > 1 && text.endsWith('`');
  return text.endsWith(text.startsWith('${') ? '}' : ')');
}

function trimNewlines(output: Word): Word {
  const last = output.at(-1);
  if (last === undefined || isHole(last)) return output;
  const trimmed = last.lit.replace(/\n+$/, '');
  return trimmed === last.lit ? output : concat(output.slice(0, -1), word(trimmed));
}

/** The first word of a substitution's text, to name the hole it leaves. */
function headOf(text: string): string {
  return /^(?:\$\(|`)\s*([\w./-]+)/.exec(text)?.[1] ?? text.slice(0, 40);
}

/** Removes backslashes the way an unquoted word loses them. */
function withoutBackslashes(text: string): string {
  return text.replace(/\\(\n|[\s\S])/gu, (_, char: string) => (char === '\n' ? '' : char));
}
