import type { Span } from '../core/span.ts';
import { concat, EMPTY_WORD, join, textOf, type Word, word } from '../core/word.ts';
import { dispatch } from './dispatch.ts';
import { Expander } from './expand.ts';
import { readFile } from './files.ts';
import { type Frame, type Output, spanOf } from './frame.ts';
import type { Assignment, Command, WordNode } from './parse.ts';
import { divert, type Redirects, readRedirects } from './redirects.ts';
import { isArray, type Value } from './state.ts';
import { assign, lookup, scalar, unknownVariable } from './variables.ts';

/** Walks a simple command: words, then redirects, then assignments, as bash does; then what it runs. */
export function walkSimple(node: Command, frame: Frame): Output {
  const expander = new Expander(frame);
  const words: WordNode[] = node.name === undefined ? [] : [node.name];
  const argv = words.flatMap(one => expander.fields(one));
  for (const one of node.args)
    argv.push(...(one.type === 'Word' ? expander.fields(one) : [declared(one, expander)]));
  const redirects = readRedirects(node.redirects, expander);
  const prefix = node.prefix.filter(one => one.type === 'Assignment');
  const values = prefix.map(one => [one.name, assignedTo(one, expander)] as const);

  if (argv.length === 0) return bare(node, values, redirects, expander);
  const inner = redirects.stdin === undefined ? frame : { ...frame, stdin: redirects.stdin };
  const output = withVariables(values, frame, () => {
    runAlias(argv, inner, spanOf(frame, node));
    return dispatch(argv, inner, {
      span: spanOf(frame, node),
      names: 'all',
      env: values.map(([name]) => name),
      reads: redirects.reads,
      writes: redirects.writes,
      feeds: expander.feeds,
    });
  });
  return divert(output, redirects, frame);
}

/** Variables set for one command are gone after it; what the command does to the shell stays. */
function withVariables(
  values: readonly (readonly [string, Value])[],
  { state }: Frame,
  run: () => Output,
): Output {
  const before = values.map(([name]) => [name, state.variables.get(name)] as const);
  for (const [name, value] of values) {
    state.setVariable(name, value);
    state.export(name);
  }
  const output = run();
  for (const [name, value] of before) state.setVariable(name, value);
  return output;
}

/**
 * Whether bash expands an alias depends on options and line breaks, and sh and zsh differ; so both readings are
 * followed: the alias's text here, the word itself by the caller.
 */
function runAlias(argv: readonly Word[], frame: Frame, span: Span): void {
  const [first = EMPTY_WORD, ...rest] = argv;
  const name = textOf(first);
  const text = name === undefined ? undefined : frame.state.aliases.get(name);
  if (text === undefined || name === undefined || frame.calls.includes(name)) return;
  const code = join([text, ...rest.map(quoted)], ' ');
  frame.engine.code(code, { ...frame, calls: [...frame.calls, name] }, { kind: 'script', span });
}

/** The word in single quotes, so that reading it again gives it back. */
function quoted(of: Word): Word {
  return concat(...of.map(part => ('lit' in part ? word(`'${part.lit.replaceAll("'", "'\\''")}'`) : [part])));
}

/** No command words: assignments stay in this shell, and redirects create and empty files all the same. */
function bare(
  node: Command,
  values: readonly (readonly [string, Value])[],
  redirects: Redirects,
  expander: Expander,
): Output {
  const { frame } = expander;
  for (const [name, value] of values) assign(name, value, frame);
  if (redirects.reads.length + redirects.writes.length === 0) return EMPTY_WORD;
  const span = spanOf(frame, node);
  dispatch([], frame, {
    span,
    names: 'all',
    env: [],
    reads: redirects.reads,
    writes: redirects.writes,
    feeds: [],
  });
  // `$(<file)` is the file's content.
  if (redirects.writes.length > 0) return divert(EMPTY_WORD, redirects, frame);
  return redirects.stdin !== undefined && 'file' in redirects.stdin
    ? readFile(redirects.stdin.file, frame, span, 'written')
    : EMPTY_WORD;
}

/** `NAME=value` among the arguments of a declaration builtin, as one word; an array is assigned at once. */
function declared(node: Assignment, expander: Expander): Word {
  const value = assignedTo(node, expander);
  if (isArray(value)) {
    assign(node.name, value, expander.frame);
    return word(node.name);
  }
  return concat(word(`${node.name}=`), value);
}

function assignedTo(node: Assignment, expander: Expander): Value {
  const { frame } = expander;
  if (node.index !== undefined) expander.one(node.index);
  const before = node.append === true || node.index !== undefined ? lookup(node.name, frame) : undefined;
  if (node.value.type === 'ArrayValue') {
    const elements = node.value.elements.flatMap(one => expander.fields(one));
    return {
      elements:
        node.append === true && before !== undefined ? [...elementsOf(before), ...elements] : elements,
    };
  }
  const value = expander.one(node.value);
  if (node.index !== undefined)
    return withElement(before, textOf(expander.one(node.index)), value, node.name);
  return node.append === true
    ? concat(before === undefined ? unknownVariable(node.name) : scalar(before), value)
    : value;
}

function elementsOf(value: Value): readonly Word[] {
  return isArray(value) ? value.elements : [value];
}

/** `a[1]=x`: the array with that element, where the index is known and follows on. */
function withElement(before: Value | undefined, index: string | undefined, value: Word, name: string): Value {
  const elements = before === undefined ? [] : elementsOf(before);
  const at = index !== undefined && /^\d{1,4}$/.test(index) ? Number(index) : undefined;
  if (at === undefined || at > elements.length) return unknownVariable(name);
  return { elements: elements.toSpliced(at, 1, value) };
}
