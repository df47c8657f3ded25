import type { Position } from '../../core/error.ts';

/** A value in a call's arguments. */
export type Value =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'list'; readonly items: readonly Value[] }
  | { readonly kind: 'name'; readonly name: string };

/** `name(key = value, …)` at the top level of a file. */
export interface Call {
  readonly name: string;
  readonly at: Position;
  readonly args: Readonly<Record<string, Value>>;
}

export interface ReadCalls {
  readonly calls: readonly Call[];
  /** Where reading stopped, and on what. */
  readonly stopped?: { readonly at: Position; readonly expected: string };
}

/** Lists inside each other; a rule needs three. */
const DEPTH = 16;

const TOKEN =
  /(?<space>[ \t\r\n]+|#[^\n]*)|(?<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')|(?<name>[A-Za-z_]\w*)|(?<mark>[()[\],=])/y;

class Stop extends Error {
  readonly expected: string;
  constructor(expected: string) {
    super(expected);
    this.expected = expected;
  }
}

/**
 * Reads the part of Starlark that Codex's rules are written in: calls at the top level, whose arguments are strings and
 * lists, all by name. Anything else ends the reading with its place: a program is not guessed at.
 */
export function readCalls(file: string, text: string): ReadCalls {
  const calls: Call[] = [];
  let at = 0;
  let token: { kind: string; text: string; start: number } | undefined;
  const place = (offset: number): Position => {
    const before = text.slice(0, offset);
    return { file, line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
  };
  const next = (): void => {
    token = undefined;
    while (at < text.length) {
      TOKEN.lastIndex = at;
      const groups = TOKEN.exec(text)?.groups;
      const [kind, found] = Object.entries(groups ?? {}).find(([, one]) => one !== undefined) ?? [];
      if (kind === undefined || found === undefined) throw new Stop('a call with named arguments');
      const start = at;
      at += found.length;
      if (kind === 'space') continue;
      token = { kind, text: found, start };
      return;
    }
  };
  const take = (mark: string): void => {
    if (token?.text !== mark) throw new Stop(mark);
    next();
  };
  const value = (depth: number): Value => {
    const now = token;
    if (now === undefined || depth > DEPTH) throw new Stop('a string or a list');
    if (now.kind === 'text') {
      next();
      return { kind: 'text', text: unquoted(now.text) };
    }
    if (now.kind === 'name') {
      next();
      return { kind: 'name', name: now.text };
    }
    take('[');
    const items: Value[] = [];
    while (token?.text !== ']') {
      items.push(value(depth + 1));
      if (token?.text === ',') next();
      else if (token?.text !== ']') throw new Stop('a comma or ]');
    }
    next();
    return { kind: 'list', items };
  };
  try {
    next();
    while (token !== undefined) {
      const head = token;
      if (head.kind !== 'name') throw new Stop('a call with named arguments');
      next();
      take('(');
      const args: Record<string, Value> = {};
      while (token?.text !== ')') {
        const key = token;
        if (key?.kind !== 'name') throw new Stop('the name of an argument');
        next();
        take('=');
        args[key.text] = value(0);
        if (token?.text === ',') next();
        else if (token?.text !== ')') throw new Stop('a comma or )');
      }
      next();
      calls.push({ name: head.text, at: place(head.start), args });
    }
    return { calls };
  } catch (thrown) {
    if (!(thrown instanceof Stop)) throw thrown;
    return { calls, stopped: { at: place(token?.start ?? at), expected: thrown.expected } };
  }
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' };

function unquoted(text: string): string {
  return text.slice(1, -1).replace(/\\(.)/gs, (_, char: string) => ESCAPES[char] ?? char);
}
