import type { Span } from '../../core/span.ts';
import { concat, EMPTY_WORD, isHole, join, textOf, type Word, word } from '../../core/word.ts';
import { dispatch } from '../dispatch.ts';
import { Expander } from '../expand/expander.ts';
import { type Frame, type Output, spanOf } from '../frame.ts';
import type { Assignment, Command } from '../parse.ts';
import { readInput } from '../state/descriptors.ts';
import { isArray, isReference } from '../state/value.ts';
import { assign } from '../state/variables.ts';
import { assignedTo } from './assignment.ts';
import { captured } from './outputs.ts';
import { startedBy } from './pipeline.ts';
import { runReaders } from './readers.ts';
import {
  descriptorAt,
  divert,
  openFor,
  type Redirects,
  readRedirects,
  whileOpen,
  write,
} from './redirects.ts';
import { runsInput } from './runs.ts';

/** Walks a simple command: words, then redirects, then assignments, as bash does; then what it runs. */
export function walkSimple(parsed: Command, frame: Frame): Output {
  const node = withProcessAssigned(parsed);
  const undecided = splitsDifferently(node, frame);
  if (undecided !== undefined) return eachValue(undecided, node, frame);
  const { readers, recorder, state } = frame;
  const from = readers.length;
  const expander = new Expander(runsInput(node) ? { ...frame, runs: true } : frame);
  const argv = node.name === undefined ? [] : [...expander.fields(node.name)];
  for (const one of node.args)
    argv.push(...(one.type === 'Word' ? expander.fields(one) : [declared(one, argv, expander)]));
  const redirects = readRedirects(node.redirects, expander);
  const prefix = node.prefix.filter(one => one.type === 'Assignment');
  if (argv.length === 0) return bare(node, prefix, redirects, expander);
  const before = recorder.invocations.length;
  const run = (inner: Frame): Output =>
    withVariables(prefix, expander, () => {
      runAlias(argv, inner, spanOf(frame, node));
      return dispatch(argv, inner, {
        span: spanOf(frame, node),
        names: 'all',
        env: prefix.map(one => one.name),
        reads: redirects.reads,
        writes: redirects.writes,
        feeds: expander.feeds,
      });
    });
  const stays = isBareExec(argv);
  if (stays) {
    openFor(redirects.opened, state);
    run(frame);
  }
  const output = stays
    ? EMPTY_WORD
    : whileOpen(redirects.opened, state, () => {
        const to = descriptorAt(1, frame).output;
        return to === frame.pipe ? run(frame) : divert(captured(frame, run), to, frame);
      });
  runReaders(from, startedBy(frame, before), stays, frame);
  const last = argv.at(-1);
  if (last !== undefined) state.lastArgument = last;
  return output;
}

/** `X=<(code) cmd`: the parser takes what is assigned for the command. */
function withProcessAssigned(node: Command): Command {
  const { args, name, prefix, suffix } = node;
  const last = prefix.at(-1);
  if (name?.parts?.[0]?.type !== 'ProcessSubstitution' || last?.type !== 'Assignment') return node;
  const [first, ...others] = args;
  if (last.end !== name.pos || !last.text.endsWith('=') || (first !== undefined && first.type !== 'Word'))
    return node;
  const assigned: Assignment = {
    type: 'Assignment',
    pos: last.pos,
    end: name.end,
    text: last.text + name.text,
    name: last.name,
    value: name,
    append: last.append,
    index: last.index,
  };
  // The parser makes some of a node's parts when they are asked for: a spread would lose them.
  return {
    type: 'Command',
    pos: node.pos,
    end: node.end,
    prefix: [...prefix.slice(0, -1), assigned],
    name: first,
    args: others,
    redirects: node.redirects,
    suffix: suffix.filter(one => one !== first),
  };
}

/** `exec 3<file` runs nothing: its redirects are the shell's own from then on. */
function isBareExec(argv: readonly Word[]): boolean {
  const at = argv.findIndex(one => !/^(?:command|builtin|-p)$/.test(textOf(one) ?? ''));
  return (
    textOf(argv[at] ?? []) === 'exec' && argv.slice(at + 1).every(one => /^-[cl]*-?$/.test(textOf(one) ?? ''))
  );
}

/**
 * The variable of a command whose value decides how many arguments there are: `X="rm -rf"` in one branch and `X=ls` in
 * the other.
 */
function splitsDifferently(node: Command, frame: Frame): readonly [string, readonly string[]] | undefined {
  const words = [node.name, ...node.suffix];
  for (const one of words) {
    if (one?.type !== 'Word') continue;
    for (const part of one.parts ?? []) {
      const name =
        part.type === 'SimpleExpansion'
          ? part.text.slice(1)
          : part.type === 'ParameterExpansion' && part.operation === undefined && part.prefix === undefined
            ? part.parameter
            : undefined;
      const value = name === undefined ? undefined : frame.state.variables.get(name);
      if (name === undefined || value === undefined || isArray(value) || isReference(value)) continue;
      const [only] = value;
      if (only === undefined || !isHole(only) || only.values === undefined || value.length > 1) continue;
      if (only.open !== true && only.values.some(text => text === '' || /[\s*?[]/.test(text)))
        return [name, only.values];
    }
  }
  return undefined;
}

/** Runs the command once for each value a variable can have. */
function eachValue(
  [name, values]: readonly [string, readonly string[]],
  node: Command,
  frame: Frame,
): Output {
  const ends = values.map(value => {
    const state = frame.state.fork();
    state.setVariable(name, word(value));
    walkSimple(node, { ...frame, state });
    return state;
  });
  frame.state.join(ends);
  return undefined;
}

/** Variables set for one command are gone after it; what the command does to the shell stays. */
function withVariables(prefix: readonly Assignment[], expander: Expander, run: () => Output): Output {
  const { state } = expander.frame;
  if (prefix.length === 0) return run();
  const before = prefix.map(({ name }) => [name, state.variables.get(name)] as const);
  for (const one of prefix) {
    state.setVariable(one.name, assignedTo(one, expander));
    state.export(one.name);
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
  const words = rest.map(quoted);
  // After a blank at its end the next word is looked up too.
  const next = /\s$/.test(textOf(text) ?? '')
    ? frame.state.aliases.get(textOf(rest[0] ?? []) ?? '')
    : undefined;
  const code = join([text, ...(next === undefined ? words : [next, ...words.slice(1)])], ' ');
  frame.engine.code(code, { ...frame, calls: [...frame.calls, name] }, { kind: 'script', span });
}

/** The word in single quotes, so that reading it again gives it back. */
function quoted(of: Word): Word {
  return concat(...of.map(part => ('lit' in part ? word(`'${part.lit.replaceAll("'", "'\\''")}'`) : [part])));
}

/** No command words: assignments stay in this shell, and redirects create and empty files all the same. */
function bare(
  node: Command,
  prefix: readonly Assignment[],
  redirects: Redirects,
  expander: Expander,
): Output {
  const { frame } = expander;
  for (const one of prefix) assign(one.name, assignedTo(one, expander), frame);
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
  for (const { output } of redirects.opened.values())
    if (output.kind === 'file') write(output, EMPTY_WORD, frame);
  // `$(<file)` is the file's content.
  const input = redirects.opened.get(0)?.input;
  if (redirects.writes.length > 0 || input === undefined) return EMPTY_WORD;
  return frame.runs ? readInput(input) : input.text;
}

/** `NAME=value` among the arguments of a declaration builtin, as one word; an array is assigned at once. */
function declared(node: Assignment, argv: readonly Word[], expander: Expander): Word {
  if (node.value.type === 'ArrayValue') prepare(node.name, argv, expander.frame);
  const value = assignedTo(node, expander);
  if (isArray(value) || isReference(value)) {
    assign(node.name, value, expander.frame);
    return word(node.name);
  }
  return concat(word(`${node.name}=`), value);
}

/** What `local -A m=(…)` does before the array is there. */
function prepare(name: string, argv: readonly Word[], { state }: Frame): void {
  const [program, ...options] = argv.map(one => textOf(one) ?? '');
  const has = (letter: string): boolean => options.some(one => /^-\w/.test(one) && one.includes(letter));
  if (program === 'local' || ((program === 'declare' || program === 'typeset') && !has('g')))
    state.hide(name);
  if (has('A')) state.attribute(name, 'associative');
}
