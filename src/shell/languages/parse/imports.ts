import type { Cursor } from './cursor.ts';
import { NOTHING, type Node } from './node.ts';

/** A statement that makes names of another module known here; undefined when there is none. The cursor stands behind it. */
export function imported(cursor: Cursor): Node | undefined {
  const { language } = cursor.dialect;
  const { text } = cursor.token();
  if (language === 'python' && text === 'import') return pythonImport(cursor);
  if (language === 'python' && text === 'from') return pythonFrom(cursor);
  if (language === 'javascript' && text === 'import' && !cursor.isOp('(', 1) && !cursor.isOp('.', 1))
    return javascriptImport(cursor);
  if ((language === 'perl' || language === 'php') && text === 'use') return skipStatement(cursor);
  return undefined;
}

function assign(name: string, path: string): Node {
  return { kind: 'assign', target: { kind: 'name', name }, operator: '=', value: { kind: 'module', path } };
}

/** `import a.b as c, d`. */
function pythonImport(cursor: Cursor): Node {
  cursor.at++;
  const body: Node[] = [];
  do {
    const path = dotted(cursor);
    if (path === '') break;
    if (cursor.take('as')) {
      body.push(assign(cursor.token().text, path));
      cursor.at++;
    } else {
      const first = path.split('.')[0] ?? path;
      body.push(assign(first, first));
    }
  } while (cursor.take(','));
  return sequence(body);
}

/** `from a.b import c as d, e`. */
function pythonFrom(cursor: Cursor): Node {
  cursor.at++;
  const path = dotted(cursor);
  const body: Node[] = [];
  if (!cursor.take('import')) return NOTHING;
  cursor.take('(');
  while (cursor.token().type === 'name') {
    const name = cursor.token().text;
    cursor.at++;
    const known = cursor.take('as') ? cursor.token().text : name;
    if (known !== name) cursor.at++;
    body.push(assign(known, `${path}.${name}`));
    if (!cursor.take(',')) break;
  }
  if (cursor.take('*'))
    body.push({
      kind: 'assign',
      target: { kind: 'name', name: '*' },
      operator: '=',
      value: { kind: 'module', path },
    });
  return sequence(body);
}

function dotted(cursor: Cursor): string {
  let path = '';
  for (;;) {
    const { type, text } = cursor.token();
    const isDots = type === 'op' && /^\.+$/.test(text);
    // `from . import x`: the word is no part of the path.
    if (!isDots && (type !== 'name' || text === 'import' || text === 'as')) return path;
    path += text;
    cursor.at++;
    if (!isDots && !cursor.isOp('.')) return path;
  }
}

/** `import a, { b as c } from 'd'`, `import * as a from 'd'`. */
function javascriptImport(cursor: Cursor): Node {
  const from = cursor.at;
  let end = from + 1;
  while (
    end - from < 256 &&
    cursor.token(end - from).type !== 'text' &&
    cursor.token(end - from).type !== 'end' &&
    !cursor.isOp(';', end - from) &&
    !cursor.isOp('(', end - from)
  )
    end++;
  if (cursor.token(end - from).type !== 'text') {
    cursor.at++;
    return NOTHING;
  }
  const path = cursor.token(end - from).text;
  const body: Node[] = [];
  let braces = false;
  for (let at = from + 1; at < end; at++) {
    const { type, text } = cursor.token(at - from);
    if (text === '{' || text === '}') braces = text === '{';
    if (type !== 'name' || text === 'from' || text === 'as' || text === 'type') continue;
    const renamed = cursor.token(at + 1 - from).text === 'as' ? cursor.token(at + 2 - from).text : undefined;
    const member = braces && text !== 'default' ? `${path}.${text}` : path;
    body.push(assign(renamed ?? text, member));
    if (renamed !== undefined) at += 2;
  }
  cursor.at = end + 1;
  return sequence(body.map(one => withoutScheme(one)));
}

function withoutScheme(node: Node): Node {
  return node.kind === 'assign' && node.value.kind === 'module'
    ? { ...node, value: { kind: 'module', path: node.value.path.replace(/^node:/, '').replaceAll('/', '.') } }
    : node;
}

function skipStatement(cursor: Cursor): Node {
  while (!cursor.isOp(';') && cursor.token().type !== 'end') cursor.at++;
  return NOTHING;
}

function sequence(body: readonly Node[]): Node {
  const [only] = body;
  // Not a block: what it assigns is certain.
  return body.length === 1 && only !== undefined ? only : { kind: 'list', items: body };
}
