import { textOf, type Word } from '../../core/word.ts';
import type { ArithmeticExpression, WordPart } from '../parse.ts';

/** What evaluating an expression needs of the shell around it. */
export interface ArithmeticScope {
  /** The text a word in the expression expands to; runs the substitutions in it. */
  expand(text: string, parts: readonly WordPart[] | undefined): Word;
  run(expression: Extract<ArithmeticExpression, { type: 'ArithmeticCommandExpansion' }>): Word;
  variable(name: string): string | undefined;
  /** The text of an array's element; its index is an expression too, or a key. */
  element(name: string, index: string): string | undefined;
  /** Sets a variable, or the element of an array: its index is an expression, and what is in that runs. */
  assign(name: string, index: string | undefined, value: bigint | undefined): void;
}

const BITS = 64;

/**
 * The value of an arithmetic expression, in bash's 64-bit integers, or undefined when something in it is not known.
 * Every operand is visited even then: a substitution in it runs. Both sides of `&&`, `||` and `?:` count as evaluated.
 */
export function evaluate(
  expression: ArithmeticExpression | undefined,
  scope: ArithmeticScope,
): bigint | undefined {
  if (expression === undefined) return undefined;
  switch (expression.type) {
    case 'ArithmeticGroup':
      return evaluate(expression.expression, scope);
    case 'ArithmeticWord':
      return numberOf(scope.expand(expression.value, expression.parts), scope);
    case 'ArithmeticCommandExpansion':
      return numberOf(scope.run(expression), scope);
    case 'ArithmeticTernary': {
      const test = evaluate(expression.test, scope);
      const yes = evaluate(expression.consequent, scope);
      const no = evaluate(expression.alternate, scope);
      return test === undefined ? undefined : test !== 0n ? yes : no;
    }
    case 'ArithmeticUnary':
      return unary(expression, scope);
    case 'ArithmeticBinary':
      return binary(expression, scope);
  }
}

function numberOf(of: Word, scope: ArithmeticScope): bigint | undefined {
  const text = textOf(of)?.trim();
  if (text === undefined) return undefined;
  if (text === '') return 0n;
  const [, name, index] = /^([A-Za-z_]\w*)(?:\[([\s\S]+)\])?$/.exec(text) ?? [];
  if (name !== undefined) {
    const value = (index === undefined ? scope.variable(name) : scope.element(name, index))?.trim();
    if (value === '') return 0n;
    return value !== undefined && /^-?\d+$/.test(value) ? BigInt.asIntN(BITS, BigInt(value)) : undefined;
  }
  if (/^0x[0-9a-f]{1,16}$/i.test(text)) return BigInt.asIntN(BITS, BigInt(text));
  if (/^0[0-7]+$/.test(text)) return BigInt.asIntN(BITS, BigInt(`0o${text.slice(1)}`));
  const [, base, digits] = /^(\d{1,2})#([0-9A-Za-z@_]{1,64})$/.exec(text) ?? [];
  if (base !== undefined && digits !== undefined) return inBase(Number(base), digits);
  return /^-?[1-9]\d{0,18}$|^0$/.test(text) ? BigInt.asIntN(BITS, BigInt(text)) : undefined;
}

/** What the digits of bases above 36 are worth. */
const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ@_';

/** `base#digits`; up to base 36 letters of either case are the same digit. */
function inBase(base: number, digits: string): bigint | undefined {
  if (base < 2 || base > 64) return undefined;
  let value = 0n;
  for (const digit of digits) {
    const worth = base <= 36 ? Number.parseInt(digit, 36) : DIGITS.indexOf(digit);
    if (worth < 0) return undefined;
    if (worth >= base) return undefined;
    value = value * BigInt(base) + BigInt(worth);
  }
  return BigInt.asIntN(BITS, value);
}

function unary(
  { operator, operand, prefix }: Extract<ArithmeticExpression, { type: 'ArithmeticUnary' }>,
  scope: ArithmeticScope,
): bigint | undefined {
  const value = evaluate(operand, scope);
  if (operator === '++' || operator === '--') {
    const changed = value === undefined ? undefined : value + (operator === '++' ? 1n : -1n);
    assignTo(operand, changed, scope);
    return prefix ? changed : value;
  }
  if (value === undefined) return undefined;
  switch (operator) {
    case '+':
      return value;
    case '-':
      return BigInt.asIntN(BITS, -value);
    case '!':
      return value === 0n ? 1n : 0n;
    case '~':
      return ~value;
    default:
      return undefined;
  }
}

function binary(
  { operator, left, right }: Extract<ArithmeticExpression, { type: 'ArithmeticBinary' }>,
  scope: ArithmeticScope,
): bigint | undefined {
  const assigns = operator === '=' || /^(?:[-+*/%&^|]|<<|>>)=$/.test(operator);
  const a = operator === '=' ? undefined : evaluate(left, scope);
  const b = evaluate(right, scope);
  if (!assigns) return compute(operator, a, b);
  const value = operator === '=' ? b : compute(operator.slice(0, -1), a, b);
  assignTo(left, value, scope);
  return value;
}

function compute(operator: string, a: bigint | undefined, b: bigint | undefined): bigint | undefined {
  if (operator === ',') return b;
  if (a === undefined || b === undefined) return undefined;
  const truth = (holds: boolean): bigint => (holds ? 1n : 0n);
  const wrap = (value: bigint): bigint => BigInt.asIntN(BITS, value);
  switch (operator) {
    case '+':
      return wrap(a + b);
    case '-':
      return wrap(a - b);
    case '*':
      return wrap(a * b);
    case '/':
      return b === 0n ? undefined : wrap(a / b);
    case '%':
      return b === 0n ? undefined : a % b;
    case '**':
      return b < 0n || b > 64n ? undefined : wrap(a ** b);
    case '<<':
      return wrap(a << (b & 63n));
    case '>>':
      return a >> (b & 63n);
    case '&':
      return a & b;
    case '|':
      return a | b;
    case '^':
      return a ^ b;
    case '&&':
      return truth(a !== 0n && b !== 0n);
    case '||':
      return truth(a !== 0n || b !== 0n);
    case '==':
      return truth(a === b);
    case '!=':
      return truth(a !== b);
    case '<':
      return truth(a < b);
    case '<=':
      return truth(a <= b);
    case '>':
      return truth(a > b);
    case '>=':
      return truth(a >= b);
    default:
      return undefined;
  }
}

function assignTo(to: ArithmeticExpression, value: bigint | undefined, scope: ArithmeticScope): void {
  if (to.type !== 'ArithmeticWord') return;
  const text = textOf(scope.expand(to.value, to.parts));
  const [, name, index] = /^([A-Za-z_]\w*)(?:\[([\s\S]+)\])?$/.exec(text?.trim() ?? '') ?? [];
  if (name !== undefined) scope.assign(name, index, value);
}
