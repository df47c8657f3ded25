import {
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  visit,
} from 'yaml';
import { messageOf, type Position } from '../../core/error.ts';
import { LIMITS } from '../../core/limits.ts';
import { finding, type PolicyFinding, quoted, wholeFile } from '../finding.ts';
import { refuseShape } from './yaml-shape.ts';

export type Path = readonly (string | number)[];

/** A YAML file as plain values that know where they stood. */
export interface YamlSource {
  readonly file: string;
  readonly value: unknown;
  /** Where the value at this path stands; of the nearest one above it that exists. */
  at(path: Path): Position;
  /** Where the key that leads to this path stands. */
  atKey(path: Path): Position;
}

export interface ReadYaml {
  readonly source?: YamlSource;
  readonly findings: readonly PolicyFinding[];
}

/**
 * Reads one YAML 1.2 document. Refused: what is not UTF-8, NUL, nesting and aliases past the caps, duplicate keys, tags
 * and directives, more than one document. Whoever wrote the file may be hostile: a repository brings its own.
 */
export function readYaml(file: string, bytes: Uint8Array, maxBytes: number): ReadYaml {
  if (bytes.length > maxBytes)
    return refused(
      'size',
      wholeFile(file),
      `file is ${bytes.length} bytes long, at most ${maxBytes} are read`,
    );
  const text = decoded(bytes);
  if (text === undefined) return refused('encoding', wholeFile(file), 'file is not UTF-8');
  const lines = new LineCounter();
  const nul = text.indexOf('\0');
  if (nul >= 0) return refused('encoding', positionIn(text, nul, file), 'file contains a NUL character');
  const shape = refuseShape(text);
  if (shape !== undefined) return refused(shape.code, positionIn(text, shape.offset, file), shape.message);

  const place = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  // The parser's own check for duplicate keys compares every pair, which a file can make slow.
  const document = withoutStacks(() =>
    parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: false,
      merge: false,
      version: '1.2',
    }),
  );
  const findings = [...document.errors, ...document.warnings]
    .slice(0, LIMITS.policyFindings)
    .map(one => finding('syntax', place(one.pos[0]), plain(one.message)));
  if (findings.length > 0) return { findings };
  findings.push(...keyFindings(document, place));
  if (findings.length > 0) return { findings: findings.slice(0, LIMITS.policyFindings) };
  try {
    const value: unknown = document.toJS({ maxAliasCount: LIMITS.policyAliases });
    const source: YamlSource = {
      file,
      value,
      at: path => place(offsetAt(document, path)),
      atKey: path => place(keyOffsetAt(document, path)),
    };
    return { source, findings: [] };
  } catch (thrown) {
    return refused('alias', place(firstAlias(document)), plain(messageOf(thrown)));
  }
}

/** The parser makes an error of every fault, and a file can have a million: without stacks they cost next to nothing. */
function withoutStacks<T>(action: () => T): T {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    return action();
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

function refused(code: PolicyFinding['code'], at: Position, message: string): ReadYaml {
  return { findings: [finding(code, at, message)] };
}

function decoded(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** For text the YAML parser has not seen. */
function positionIn(text: string, offset: number, file: string): Position {
  const before = text.slice(0, offset);
  return { file, line: before.split('\n').length, column: offset - before.lastIndexOf('\n') };
}

/** The parser's messages are sentences; ours are not. */
function plain(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/, '');
}

function keyFindings(document: Document, place: (offset: number) => Position): PolicyFinding[] {
  const findings: PolicyFinding[] = [];
  visit(document, {
    Map(_, map) {
      const seen = new Set<string>();
      for (const { key } of map.items) {
        if (!isScalar(key)) {
          const offset = isNode(key) ? (key.range?.[0] ?? 0) : 0;
          findings.push(finding('schema', place(offset), 'a key has to be a word'));
          continue;
        }
        const name = String(key.value);
        if (seen.has(name))
          findings.push(
            finding('duplicate-key', place(key.range?.[0] ?? 0), `key given twice: ${quoted(name)}`),
          );
        seen.add(name);
      }
      return findings.length > LIMITS.policyFindings ? visit.BREAK : undefined;
    },
  });
  return findings;
}

function firstAlias(document: Document): number {
  let offset = 0;
  visit(document, {
    Alias(_, alias) {
      offset = alias.range?.[0] ?? 0;
      return visit.BREAK;
    },
  });
  return offset;
}

function offsetAt(document: Document, path: Path): number {
  let node: unknown = document.contents;
  let offset = rangeStart(node);
  for (const step of path) {
    if (isAlias(node)) node = node.resolve(document);
    const next: unknown = isMap(node) || isSeq(node) ? node.get(step, true) : undefined;
    if (!isNode(next)) break;
    node = next;
    offset = rangeStart(node);
  }
  return offset;
}

function keyOffsetAt(document: Document, path: Path): number {
  const name = path.at(-1);
  let node: unknown = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
  if (isAlias(node)) node = node.resolve(document);
  const pair = isMap(node)
    ? node.items.find(({ key }) => isScalar(key) && String(key.value) === String(name))
    : undefined;
  return isNode(pair?.key) ? rangeStart(pair.key) : offsetAt(document, path);
}

function rangeStart(node: unknown): number {
  return isNode(node) ? (node.range?.[0] ?? 0) : 0;
}
