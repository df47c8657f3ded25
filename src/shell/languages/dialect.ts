import { AWK } from './syntax/awk.ts';
import { JAVASCRIPT } from './syntax/javascript.ts';
import { PERL } from './syntax/perl.ts';
import { PHP } from './syntax/php.ts';
import { PYTHON } from './syntax/python.ts';
import { RUBY } from './syntax/ruby.ts';
import type { Syntax } from './syntax/syntax.ts';

export type Language = 'python' | 'javascript' | 'perl' | 'ruby' | 'php' | 'awk';

/** How a language's tokens make expressions and statements, as far as it is read here. */
export interface Dialect {
  readonly language: Language;
  readonly syntax: Syntax;
  /** Operators behind which a member's name stands. */
  readonly members: ReadonlySet<string>;
  /** Words that begin a function. */
  readonly functions: ReadonlySet<string>;
  /** Words passed over: what follows them is read as if they were not there. */
  readonly passed: ReadonlySet<string>;
  /** Words that only stand before an operand. */
  readonly prefixes: ReadonlySet<string>;
  /** Words between two operands. */
  readonly infixes: ReadonlySet<string>;
  /** Names that take arguments without parentheses: these, or (`all`) any. */
  readonly bareCalls: ReadonlySet<string> | 'all';
}

const words = (text: string): ReadonlySet<string> => new Set(text === '' ? [] : text.split(' '));

const STRUCTURE =
  'if else elif elseif elsif unless while until switch case default try catch except finally do begin end ensure rescue then loop and or not class module interface namespace struct enum extends implements export public private protected static abstract final readonly declare pass break continue del go async BEGIN END';

export const DIALECTS: Readonly<Record<Language, Dialect>> = {
  python: {
    language: 'python',
    syntax: PYTHON,
    members: words('.'),
    functions: words('def'),
    passed: words(`${STRUCTURE} with raise match assert global nonlocal`),
    prefixes: words('not await yield from async'),
    infixes: words('or and in is not'),
    bareCalls: words('exec print'),
  },
  javascript: {
    language: 'javascript',
    syntax: JAVASCRIPT,
    members: words('. ?.'),
    functions: words('function'),
    passed: words(`${STRUCTURE} throw type`),
    prefixes: words('new await typeof void delete yield async const let var'),
    infixes: words('in of instanceof as satisfies'),
    bareCalls: words(''),
  },
  php: {
    language: 'php',
    syntax: PHP,
    members: words('-> ::'),
    functions: words('function fn'),
    passed: words(`${STRUCTURE} throw const var global`),
    prefixes: words('new clone yield'),
    infixes: words('instanceof or and xor'),
    bareCalls: words('echo print include include_once require require_once exit die'),
  },
  perl: {
    language: 'perl',
    syntax: PERL,
    members: words('->'),
    functions: words('sub'),
    passed: words(`${STRUCTURE} my our local state`),
    prefixes: words('not my our local state new defined ref'),
    infixes: words('or and xor x eq ne lt gt le ge cmp isa'),
    bareCalls: 'all',
  },
  ruby: {
    language: 'ruby',
    syntax: RUBY,
    members: words('. :: &.'),
    functions: words('def'),
    passed: words(`${STRUCTURE} when in`),
    prefixes: words('not defined?'),
    infixes: words('or and'),
    bareCalls: 'all',
  },
  awk: {
    language: 'awk',
    syntax: AWK,
    members: words(''),
    functions: words('function func'),
    passed: words(`${STRUCTURE} next delete BEGINFILE ENDFILE`),
    prefixes: words(''),
    infixes: words('in'),
    bareCalls: words('print printf'),
  },
};
