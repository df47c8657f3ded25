import type { Position } from '../../core/error.ts';

export type TomlValue = string | number | boolean | readonly TomlValue[];

/** A table of `[[name]]`, with the place of each key. */
export interface TomlTable {
  readonly name: string;
  readonly at: Position;
  readonly values: Readonly<Record<string, TomlValue>>;
  readonly places: Readonly<Record<string, Position>>;
}

export interface ReadToml {
  readonly tables: readonly TomlTable[];
  /** Lines that are no TOML of this kind. */
  readonly wrong: readonly Position[];
}

const STRING = /^(?:"""([\s\S]*?)"""|'''([\s\S]*?)'''|"((?:[^"\\\n]|\\.)*)"|'([^'\n]*)')/;

/**
 * Reads the part of TOML 1.0 that policy files are written in: arrays of tables whose values are strings, numbers,
 * booleans and lists of these. A line it cannot read is named, and its key is missing.
 */
export function readToml(file: string, text: string): ReadToml {
  const tables: {
    name: string;
    at: Position;
    values: Record<string, TomlValue>;
    places: Record<string, Position>;
  }[] = [];
  const wrong: Position[] = [];
  let rest = text;
  let line = 1;
  const eat = (count: number): void => {
    line += rest.slice(0, count).split('\n').length - 1;
    rest = rest.slice(count);
  };
  while (rest !== '') {
    const blank = /^(?:[ \t\r]*(?:#[^\n]*)?(?:\n|$))/.exec(rest)?.[0];
    if (blank !== undefined) {
      eat(Math.max(blank.length, rest.startsWith('\n') ? 1 : 0) || rest.length);
      continue;
    }
    const at: Position = { file, line, column: 1 + (/^[ \t]*/.exec(rest)?.[0].length ?? 0) };
    const head = /^[ \t]*\[{1,2}[ \t]*([\w.-]+)[ \t]*\]{1,2}[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/.exec(rest);
    if (head !== null) {
      tables.push({ name: head[1] ?? '', at, values: {}, places: {} });
      eat(head[0].length);
      continue;
    }
    const key = /^[ \t]*("?)([\w.-]+)\1[ \t]*=[ \t]*/.exec(rest);
    const read = key === null ? undefined : valueAt(rest.slice(key[0].length), 0);
    const after = key === null || read === undefined ? '' : rest.slice(key[0].length + read.length);
    const end = /^[ \t]*(?:#[^\n]*)?(?:\r?\n|$)/.exec(after);
    const table = tables.at(-1);
    if (key === null || read === undefined || end === null || table === undefined) {
      wrong.push(at);
      eat(rest.indexOf('\n') < 0 ? rest.length : rest.indexOf('\n') + 1);
      continue;
    }
    table.values[key[2] ?? ''] = read.value;
    table.places[key[2] ?? ''] = at;
    eat(key[0].length + read.length + end[0].length);
  }
  return { tables, wrong };
}

/** Lists inside each other. */
const DEPTH = 8;

function valueAt(text: string, depth: number): { value: TomlValue; length: number } | undefined {
  const string = STRING.exec(text);
  if (string !== null) {
    const [all, basicLong, literalLong, basic, literal] = string;
    const plain = literalLong ?? literal;
    const value = plain ?? unescaped(basicLong ?? basic ?? '');
    return {
      value: all.startsWith('"""') || all.startsWith("'''") ? value.replace(/^\r?\n/, '') : value,
      length: all.length,
    };
  }
  const simple = /^(?:true|false|[+-]?\d[\d_]*(?:\.\d+)?)(?![\w.])/.exec(text)?.[0];
  if (simple !== undefined)
    return {
      value: /^[tf]/.test(simple) ? simple === 'true' : Number(simple.replaceAll('_', '')),
      length: simple.length,
    };
  return text.startsWith('[') && depth < DEPTH ? listAt(text, depth) : undefined;
}

function listAt(text: string, depth: number): { value: TomlValue; length: number } | undefined {
  const items: TomlValue[] = [];
  const space = /^(?:\s|#[^\n]*\n)*/;
  let at = 1;
  const skip = (): void => {
    at += space.exec(text.slice(at))?.[0].length ?? 0;
  };
  for (skip(); text[at] !== ']'; skip()) {
    const item = valueAt(text.slice(at), depth + 1);
    if (item === undefined) return undefined;
    items.push(item.value);
    at += item.length;
    skip();
    if (text[at] === ',') at++;
    else if (text[at] !== ']') return undefined;
  }
  return { value: items, length: at + 1 };
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9a-fA-F]{4})|(.))/gs, (_, code: string | undefined, char: string) =>
    code === undefined ? (ESCAPES[char] ?? char) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}
