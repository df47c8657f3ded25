import { LinkParser } from './links.ts';
import { NOTHING, type Node } from './node.ts';
import { ASSIGNMENT, CHOICE, CHOOSES, levelOf } from './operators.ts';

/**
 * Reads expressions by precedence. It is forgiving: what it does not know it passes over, because a program that is
 * wrong does not run, and one that is newer than this file must not hide what it calls.
 */
export abstract class ExpressionParser extends LinkParser {
  expression(level = ASSIGNMENT): Node {
    return this.deeper(() => this.#binary(level));
  }

  #binary(level: number): Node {
    let left = this.#unary();
    for (;;) {
      const operator = this.token();
      const binds = levelOf(operator, this.dialect);
      if (binds === undefined) {
        const appended = level <= 7 ? this.#juxtaposed(left) : undefined;
        if (appended !== undefined) {
          left = appended;
          continue;
        }
        if (level > CHOICE || this.dialect.language !== 'python' || !this.isWord('if')) return left;
        this.at++;
        this.expression(CHOICE + 1);
        if (!this.take('else')) return left;
        left = { kind: 'choice', options: [left, this.expression(CHOICE)] };
        continue;
      }
      if (binds < level) return left;
      if (this.dialect.language === 'awk' && this.#awkRedirect()) {
        if (!operator.text.startsWith('|') || !this.isWord('getline', 1)) return left;
        this.at += 2;
        if (this.token().type === 'name') this.at++;
        left = { kind: 'shell', command: left, place: operator };
        continue;
      }
      this.at++;
      this.skipLines();
      left = this.#joined(left, operator.text, binds);
    }
  }

  #joined(left: Node, operator: string, binds: number): Node {
    if (binds === ASSIGNMENT)
      return { kind: 'assign', target: left, operator, value: this.deeper(() => this.#binary(ASSIGNMENT)) };
    if (operator === '?') {
      const yes = this.isOp(':') ? left : this.expression();
      this.skipLines();
      if (!this.take(':')) return yes;
      this.skipLines();
      return { kind: 'choice', options: [yes, this.expression(CHOICE)] };
    }
    const right = this.#binary(binds + 1);
    if (CHOOSES.has(operator) && !(operator === '//' && this.dialect.language === 'python')) {
      const options = left.kind === 'choice' ? left.options : [left];
      return { kind: 'choice', options: [...(options.length > 32 ? [] : options), right] };
    }
    return extended(left, operator, right);
  }

  /** Two strings side by side are one in Python and Ruby, any two values in awk. */
  #juxtaposed(left: Node): Node | undefined {
    const { type, text } = this.token();
    const { language } = this.dialect;
    const string = type === 'text' || type === 'quote';
    const joins =
      language === 'awk'
        ? string ||
          type === 'number' ||
          (type === 'name' && !this.#endsOperand(text)) ||
          (text === '$' && type === 'op')
        : (language === 'python' || language === 'ruby') && string && isString(left);
    if (!joins) return undefined;
    const right = this.#unary();
    return extended(left, '+', right);
  }

  /** Perl's `@{ … }`: what the expression refers to. */
  #dereferenced(): Node {
    const end = this.closeOf(this.at);
    this.at++;
    const [only = NOTHING] = this.elements(end);
    this.at = end + 1;
    return only;
  }

  #endsOperand(name: string): boolean {
    const { passed, bareCalls, infixes } = this.dialect;
    return (
      passed.has(name) ||
      infixes.has(name) ||
      name === 'getline' ||
      (bareCalls !== 'all' && bareCalls.has(name))
    );
  }

  /** `print x > "file"` and `"cmd" | getline`, which the statement reads. */
  #awkRedirect(): boolean {
    return this.isOp('>') || this.isOp('>>') || this.isOp('|') || this.isOp('|&');
  }

  #unary(): Node {
    let negative = false;
    let field = false;
    let yields = false;
    for (;;) {
      const { type, text } = this.token();
      const prefix =
        type === 'op'
          ? /^(?:!|-|\+|~|&|\\|@|\$|\*|\*\*|\+\+|--|%)$/.test(text)
          : type === 'name' && this.dialect.prefixes.has(text);
      if (!prefix || this.isOp('=>', 1) || (type === 'name' && this.isOp(':', 1))) {
        const operand = this.postfix(this.primary());
        if (field) return FIELD;
        if (yields) return { kind: 'yield', value: operand };
        return negative && operand.kind === 'number' ? { kind: 'number', value: -operand.value } : operand;
      }
      if (this.dialect.language === 'perl' && /^[@$%&]$/.test(text) && this.isOp('{', 1)) {
        this.at++;
        return this.postfix(this.#dereferenced());
      }
      negative = text === '-';
      yields ||= text === 'yield' && type === 'name';
      field ||= text === '$' && this.dialect.language === 'awk';
      this.at++;
    }
  }
}

/** `$1` in awk: something of the line. */
const FIELD: Node = { kind: 'filled', parts: [NOTHING] };

/** The operation with one more operand: the same node, because copying a long one each time would be quadratic. */
function extended(left: Node, operator: string, right: Node): Node {
  if (left.kind !== 'operation') return { kind: 'operation', first: left, rest: [[operator, right]] };
  left.rest.push([operator, right]);
  return left;
}

function isString(node: Node): boolean {
  return (
    node.kind === 'text' ||
    node.kind === 'filled' ||
    (node.kind === 'operation' && isString(node.rest.at(-1)?.[1] ?? node))
  );
}
