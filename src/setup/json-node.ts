import { type Position, RampartError } from '../core/error.ts';

/** A piece of JSON text and where it stands: [start, end) in UTF-16 units. */
export type JsonNode = ObjectNode | ArrayNode | ScalarNode;

interface Placed {
  readonly start: number;
  readonly end: number;
}

export interface ObjectNode extends Placed {
  readonly kind: 'object';
  readonly members: readonly Member[];
}

export interface ArrayNode extends Placed {
  readonly kind: 'array';
  readonly items: readonly JsonNode[];
}

export interface ScalarNode extends Placed {
  readonly kind: 'scalar';
  readonly value: string | number | boolean | null;
}

/** One name and its value; it begins at the name. */
export interface Member extends Placed {
  readonly name: string;
  readonly value: JsonNode;
}

/** The member of this name. Where a name stands twice, readers take the last one. */
export function memberOf(node: ObjectNode, name: string): Member | undefined {
  return node.members.findLast(member => member.name === name);
}

/** What a node stands for, as `JSON.parse` would give it. */
export function plainValue(text: string, { start, end }: JsonNode): unknown {
  return JSON.parse(text.slice(start, end));
}

/** Line and column, from 1, of a place in a file's text. */
function positionIn(file: string, text: string, offset: number): Position {
  const before = text.slice(0, offset);
  const line = before.split('\n').length;
  return { file, line, column: offset - before.lastIndexOf('\n') };
}

/** An error at a place in a file. */
export function misplaced(
  file: string,
  text: string,
  offset: number,
  message: string,
  hint: string,
): RampartError {
  return new RampartError('E_INPUT', message, { hint, position: positionIn(file, text, offset) });
}
