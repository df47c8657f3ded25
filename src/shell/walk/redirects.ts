import { resolvePath } from '../../core/path.ts';
import { concat, isHole, textOf, type Word, word } from '../../core/word.ts';
import type { Expander } from '../expand/expander.ts';
import { readFile, readOpened } from '../files/files.ts';
import { remember } from '../files/written.ts';
import { type Frame, type Output, spanOf } from '../frame.ts';
import type { HereDoc, Redirection } from '../parse.ts';
import {
  addAside,
  closed,
  type Descriptor,
  type Descriptors,
  type Destination,
  descriptorOf,
  INHERITED,
  type Input,
  readable,
  writable,
} from '../state/descriptors.ts';
import type { State } from '../state/state.ts';
import { assign, elementAt, lookup, scalar } from '../state/variables.ts';

/** What a command's redirects do. */
export interface Redirects {
  readonly reads: readonly Word[];
  readonly writes: readonly Word[];
  /** What they open, by number. */
  readonly opened: Descriptors;
}

/** A target that is a descriptor, not a file: `3`, `-` (closes), `3-` (moves). */
const DESCRIPTOR = /^(\d{0,4})(-?)$/;

/** The first number bash gives to `{name}>file`. */
const NAMED = 10;

export function readRedirects(redirections: readonly Redirection[], expander: Expander): Redirects {
  const { frame } = expander;
  const reads: Word[] = [];
  const writes: Word[] = [];
  const opened = new Map<number, Descriptor>();
  const open = (number: number): Descriptor => opened.get(number) ?? descriptorAt(number, frame);
  for (const one of redirections) {
    const isInput = one.type !== 'Redirect' || one.operator.startsWith('<');
    const number = numberOf(one, isInput ? 0 : 1, opened, frame);
    const set = (descriptor: Descriptor): void => {
      if (number !== undefined) opened.set(number, descriptor);
    };
    if (one.type === 'HereDoc') {
      if (one.delimiter === undefined) frame.recorder.unknown('parse', spanOf(frame, one), 'here-document');
      set(readable({ text: hereDocument(one, expander) }));
      continue;
    }
    if (one.target === undefined) continue;
    const before = expander.feeds.length;
    const target = expander.one(one.target);
    if (one.type === 'HereString') {
      set(readable({ text: concat(target, word('\n')) }));
      continue;
    }
    const known = textOf(target);
    const path = resolvePath(target, frame.state.cwd);
    const device = known === undefined ? undefined : descriptorOf(known);
    const from = expander.feeds.slice(before);
    switch (one.operator) {
      case '<':
        reads.push(path);
        if (device !== undefined) set(open(device));
        else if (known === '/dev/null') set(readable({ text: [] }));
        else {
          // What is known is read line by line; a file on disk only when what is in it is run.
          const text = readFile(target, frame, spanOf(frame, one), 'written');
          const load: Input['load'] = () => readOpened(target, frame, spanOf(frame, one));
          set(readable({ text, ...(text === undefined ? { load } : {}), from }));
        }
        break;
      case '<>':
        reads.push(path);
        writes.push(path);
        set(device === undefined ? writable({ kind: 'file', path, append: true }) : open(device));
        break;
      case '<&':
      case '>&': {
        const [, digits, dash] = known === undefined || known === '' ? [] : (DESCRIPTOR.exec(known) ?? []);
        if (digits !== undefined) {
          set(digits === '' ? closed() : open(Number(digits)));
          if (digits !== '' && dash === '-') opened.set(Number(digits), closed());
        } else if (one.operator === '<&') {
          reads.push(path);
          set(INHERITED);
        } else {
          writes.push(path);
          const both = writable({ kind: 'file', path, append: false });
          set(both);
          if (one.descriptor === undefined) opened.set(2, both);
          // Where it goes is not known: to any of what is open.
          if (known === undefined) spoil(opened, frame);
        }
        break;
      }
      case '>':
      case '>|':
      case '>>':
      case '&>':
      case '&>>': {
        writes.push(path);
        const to =
          device === undefined
            ? writable({ kind: 'file', path, append: one.operator.endsWith('>>') })
            : open(device);
        set(to);
        if (one.operator.startsWith('&')) opened.set(2, to);
        break;
      }
    }
  }
  return { reads, writes, opened };
}

/** What is open under a number; where nothing was opened here, what the caller has there. */
export function descriptorAt(number: number, { state, pipe }: Frame): Descriptor {
  return state.descriptors.get(number) ?? (number === 1 ? writable(pipe) : INHERITED);
}

/** The descriptor a redirect is about; `{name}` is given the next free number, or keeps its own when it is closed. */
function numberOf(
  { descriptor, type, ...one }: Redirection,
  otherwise: number,
  opened: Descriptors,
  frame: Frame,
): number | undefined {
  if (descriptor === undefined) return otherwise;
  if (descriptor.type === 'FileDescriptor') return descriptor.value;
  const target = type === 'Redirect' && 'target' in one ? one.target : undefined;
  if (target?.text === '-') return storedNumber(descriptor.name, frame);
  let free = NAMED;
  while (frame.state.descriptors.has(free) || opened.has(free)) free++;
  assign(descriptor.name, word(String(free)), frame);
  return free;
}

/** `{fd}>&-`, `{COPROC[1]}>&-`: the number the variable holds. */
function storedNumber(name: string, frame: Frame): number | undefined {
  const [, variable = name, key] = /^(\w+)\[(\d+)\]$/.exec(name) ?? [];
  const value = lookup(variable, frame);
  if (value === undefined) return undefined;
  const text = textOf(
    key !== undefined && 'elements' in value ? (elementAt(value, key) ?? []) : scalar(value),
  );
  return text !== undefined && /^\d{1,4}$/.test(text) ? Number(text) : undefined;
}

/** What is written to a descriptor nobody can tell may be written to any. */
function spoil(opened: Descriptors, frame: Frame): void {
  for (const [number, { output }] of [...frame.state.descriptors, ...opened])
    if (number > 2) write(output, undefined, frame);
}

/** Opens what the redirects open, for as long as the command runs. */
export function whileOpen<T>(opened: Descriptors, state: State, run: () => T): T {
  if (opened.size === 0) return run();
  const before = state.descriptors;
  openFor(opened, state);
  const result = run();
  // What the command itself opened for the shell (`exec 3<x` in a function) stays.
  const after = new Map(state.descriptors);
  for (const number of opened.keys()) {
    const earlier = before.get(number);
    if (earlier === undefined) after.delete(number);
    else after.set(number, earlier);
  }
  state.descriptors = after;
  return result;
}

/** `exec 3<file`: what is opened stays open. */
export function openFor(opened: Descriptors, state: State): void {
  if (opened.size > 0) state.descriptors = new Map([...state.descriptors, ...opened]);
}

/**
 * Sends what a command wrote where its standard output goes.
 * @returns what is left for whoever takes the output here
 */
export function divert(output: Output, to: Destination, frame: Frame): Output {
  if (to === frame.pipe) return output;
  write(to, output, frame);
  return [];
}

export function write(to: Destination, output: Output, frame: Frame): void {
  switch (to.kind) {
    case 'pipe':
      addAside(to, output);
      return;
    case 'file':
      remember(to.path, output, to.append, frame);
      to.append = true;
      return;
    case 'nowhere':
      return;
  }
}

/** A here-document's text: expanded unless its delimiter is quoted; `<<-` takes the tabs off the start of lines. */
function hereDocument({ body, delimiter, operator }: HereDoc, expander: Expander): Word {
  const text =
    body.parts !== undefined
      ? expander.parts(body.parts)
      : expander.literal(
          delimiter?.quoted === true ? body.text : body.text.replace(/\\([\\$`\n])/gu, unescaped),
        );
  if (operator === '<<') return text;
  return text.map((part, index) =>
    isHole(part) ? part : { lit: part.lit.replace(index === 0 ? /(^|\n)\t+/gu : /(\n)\t+/gu, '$1') },
  );
}

function unescaped(_whole: string, char: string): string {
  return char === '\n' ? '' : char;
}
