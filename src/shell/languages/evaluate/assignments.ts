import { textOf, word } from '../../../core/word.ts';
import type { Language } from '../dialect.ts';
import type { Node, Place } from '../parse/node.ts';
import type { Regex } from '../syntax/token.ts';
import { ChainFollower } from './chains.ts';
import { NOWHERE } from './follower.ts';
import { member } from './members.ts';
import { operate } from './operate.ts';
import { replacedIn, transliterated } from './regex.ts';
import { either, knownText, list, table, text, UNKNOWN, type Value } from './value.ts';

/** Follows what changes names and elements: assignments, and operators that change what stands before them. */
export abstract class AssignmentFollower extends ChainFollower {
  protected key(key: string | Node | undefined): string | undefined {
    return typeof key === 'object' ? knownText(this.evaluate(key)) : key;
  }

  protected assigned({ target, operator, value: node }: Extract<Node, { kind: 'assign' }>): Value {
    const value = this.evaluate(node);
    if (target.kind === 'name' && target.name === '*' && value.kind === 'outside')
      this.stars.push(value.path);
    else if (operator === '=' || operator === ':=') this.give(target, value);
    else this.give(target, combined(operator, this.evaluate(target), value, this.language));
    return value;
  }

  protected give(target: Node, value: Value): void {
    switch (target.kind) {
      case 'name':
        this.assign(target.name, value);
        return;
      case 'list':
        target.items.forEach((one, at) => {
          if (one.kind === 'spread')
            this.give(one.of, value.kind === 'list' ? list(value.items.slice(at), value.open) : UNKNOWN);
          else this.give(one, value.kind === 'list' ? (value.items[at] ?? UNKNOWN) : UNKNOWN);
        });
        return;
      case 'table':
        for (const { key, value: inner } of target.entries) {
          const name = this.key(key);
          if (name !== undefined) this.give(inner, this.constant(member(value, name)));
        }
        return;
      case 'assign':
        this.give(target.target, value);
        return;
      case 'chain': {
        const fields = target.links.map(link => ('member' in link ? link.member : undefined));
        if (target.head.kind === 'name' && fields.every(one => one !== undefined))
          this.assign([target.head.name, ...fields].join('.'), value);
        else this.#giveElement(target, value);
        return;
      }
      default:
        return;
    }
  }

  /** `x[key] = value`. */
  #giveElement({ head, links: [link, ...more] }: Extract<Node, { kind: 'chain' }>, value: Value): void {
    if (head.kind !== 'name' || link === undefined || !('index' in link || 'from' in link) || more.length > 0)
      return;
    const name = this.elementOf(head.name);
    const at = 'index' in link ? link.index[0] : link.from;
    const key = at === undefined ? undefined : this.evaluate(at);
    const before = this.memory.find(name);
    const written = key === undefined ? undefined : knownText(key);
    if (before?.kind === 'list') {
      const known = key?.kind === 'number' && key.value >= 0 && key.value < before.items.length;
      this.assign(
        name,
        known ? list(before.items.with(key.value, value), before.open) : list(before.items, true),
      );
    } else if (written !== undefined && (before === undefined || before.kind === 'table'))
      this.assign(name, table([...(before?.entries ?? []), [written, value]]));
    else if (before !== undefined) this.assign(name, UNKNOWN);
  }

  protected operation({ first, rest }: Extract<Node, { kind: 'operation' }>): Value {
    let value = this.evaluate(first);
    for (const [operator, right] of rest) {
      const operand = this.evaluate(right);
      if (operator === '=~' && operand.kind === 'regex')
        value = this.#matched(first, value, operand.regex, right);
      else {
        value = operate(operator, value, operand, this.language);
        // Ruby's `text << more` and `list << item` change what stands before them.
        if (operator === '<<' && this.language === 'ruby' && first.kind === 'name')
          this.assign(first.name, value);
      }
    }
    return value;
  }

  /** `$x =~ s/a/b/` changes the variable. */
  #matched(target: Node, before: Value, regex: Regex, node: Node): Value {
    if (regex.operator === 'match') return UNKNOWN;
    const known = before.kind === 'text' ? textOf(before.word) : undefined;
    const { pattern, replacement, flags } = regex;
    let after: string | undefined;
    if (flags.includes('e')) this.#run(replacement, node.kind === 'regex' ? node.place : NOWHERE);
    else if (known !== undefined)
      after =
        regex.operator === 'substitute'
          ? replacedIn(known, regex, replacement, flags.includes('g'))
          : flags === ''
            ? transliterated(known, pattern, replacement)
            : undefined;
    const value = after === undefined ? UNKNOWN : text(after);
    if (!flags.includes('r')) this.give(target, value);
    return flags.includes('r') ? value : UNKNOWN;
  }

  /** Perl's `(?{ code })` runs while a pattern is matched. */
  protected codeIn(pattern: string, place: Place): void {
    if (this.language !== 'perl') return;
    for (const [, code = ''] of pattern.matchAll(/\(\?\??\{([\s\S]*?)\}\)/g)) this.#run(code, place);
  }

  #run(code: string, place: Place): void {
    this.maybe(() => this.evaluateText(word(code), place));
  }
}

/** What `target operator= value` leaves in the target. */
function combined(operator: string, before: Value, value: Value, language: Language): Value {
  if (operator === '+=' || operator === '.=') return operate('+', before, value, language);
  return /^(?:\|\||\?\?|\/\/|&&)=$/.test(operator) ? either(before, value) : UNKNOWN;
}
