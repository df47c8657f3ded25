import { LIMITS } from '../core/limits.ts';
import { type JsonNode, type Member, misplaced } from './json-node.ts';

const BLANKS = /[ \t\r\n]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const NAME = /true|false|null/y;

/**
 * Reads JSON (RFC 8259, nothing more) into nodes that know their places, so that it can be edited without being
 * written anew. A byte order mark may come first, as hosts allow it.
 * @param file its name, for errors
 * @throws RampartError E_INPUT, with its place, at the first thing that is no JSON
 */
export function readJson(file: string, text: string): JsonNode {
  let at = text.startsWith('\ufeff') ? 1 : 0;
  const root = value(0);
  blanks();
  if (at < text.length) fail('something stands after the end of the settings');
  return root;

  function value(depth: number): JsonNode {
    blanks();
    if (depth > LIMITS.settingsDepth) fail(`more than ${LIMITS.settingsDepth} levels inside each other`);
    const start = at;
    if (text[at] === '{') {
      const members = list('}', () => member(depth + 1));
      return { kind: 'object', start, end: at, members };
    }
    if (text[at] === '[') {
      const items = list(']', () => value(depth + 1));
      return { kind: 'array', start, end: at, items };
    }
    const found = take(STRING) ?? take(NUMBER) ?? take(NAME);
    if (found === undefined) fail('a JSON value is missing');
    return { kind: 'scalar', start, end: at, value: JSON.parse(found) };
  }

  function member(depth: number): Member {
    const start = at;
    const name = take(STRING);
    if (name === undefined) fail('a name in double quotes is missing');
    blanks();
    if (text[at] !== ':') fail('a colon is missing');
    at += 1;
    const found = value(depth);
    return { name: JSON.parse(name), start, end: at, value: found };
  }

  function list<Item>(close: string, item: () => Item): Item[] {
    at += 1;
    blanks();
    const items: Item[] = [];
    while (text[at] !== close || items.length > 0) {
      items.push(item());
      blanks();
      if (text[at] === close) break;
      if (text[at] !== ',') fail(`a comma or ${close} is missing`);
      at += 1;
      blanks();
      if (text[at] === close) fail('a comma with nothing after it');
    }
    at += 1;
    return items;
  }

  function blanks(): void {
    take(BLANKS);
    if (text.startsWith('//', at) || text.startsWith('/*', at)) fail('a comment is no JSON');
  }

  function take(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    const [found] = pattern.exec(text) ?? [];
    if (found !== undefined) at += found.length;
    return found;
  }

  function fail(message: string): never {
    throw misplaced(file, text, at, message, 'the host ignores the whole file as it is; mend it first');
  }
}
