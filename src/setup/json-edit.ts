import type { ArrayNode, JsonNode, ObjectNode } from './json-node.ts';

/** How a file is written: its unit of indentation and its line end. */
interface Layout {
  readonly unit: string;
  readonly eol: string;
}

/** Two spaces and a line feed where the text does not show otherwise. */
function layoutOf(text: string): Layout {
  const eol = /\r?\n/.exec(text)?.[0] ?? '\n';
  const unit = /\n([ \t]+)[^\s]/.exec(text)?.[1] ?? '  ';
  return { unit, eol };
}

/** Adds a member at the end of an object, laid out as its neighbours are. */
export function withMember(text: string, node: ObjectNode, name: string, value: unknown): string {
  return withEntry(text, node, node.members, inner => `${JSON.stringify(name)}: ${inner(value)}`);
}

/** Adds an item at the end of a list, laid out as its neighbours are. */
export function withItem(text: string, node: ArrayNode, value: unknown): string {
  return withEntry(text, node, node.items, inner => inner(value));
}

/** Takes a member, or an item, out of the object or list that holds it, with the comma that tied it in. */
export function without(text: string, node: ObjectNode | ArrayNode, index: number): string {
  const entries: readonly { readonly start: number; readonly end: number }[] =
    node.kind === 'object' ? node.members : node.items;
  const before = entries[index - 1];
  const taken = entries[index];
  const after = entries[index + 1];
  if (taken === undefined) return text;
  if (before !== undefined) return cut(text, before.end, taken.end);
  if (after !== undefined) return cut(text, taken.start, after.start);
  return cut(text, node.start + 1, node.end - 1);
}

function cut(text: string, from: number, to: number): string {
  return text.slice(0, from) + text.slice(to);
}

type Entry = Pick<JsonNode, 'start' | 'end'>;

function withEntry(
  text: string,
  node: ObjectNode | ArrayNode,
  entries: readonly Entry[],
  written: (inner: (value: unknown) => string) => string,
): string {
  const { unit, eol } = layoutOf(text);
  const last = entries.at(-1);
  if (last !== undefined) {
    // What stands before the last entry says whether each has a line of its own, and how far in.
    const gap = /\s*$/.exec(text.slice(node.start + 1, last.start))?.[0] ?? '';
    const entry = gap.includes('\n')
      ? written(value => block(value, indentOf(gap), unit, eol))
      : written(value => JSON.stringify(value));
    return `${text.slice(0, last.end)},${gap}${entry}${text.slice(last.end)}`;
  }
  const outer = /^[ \t]*/.exec(text.slice(text.lastIndexOf('\n', node.start) + 1))?.[0] ?? '';
  const indent = outer + unit;
  const entry = written(value => block(value, indent, unit, eol));
  return `${text.slice(0, node.start + 1)}${eol}${indent}${entry}${eol}${outer}${text.slice(node.end - 1)}`;
}

function indentOf(gap: string): string {
  return gap.slice(gap.lastIndexOf('\n') + 1);
}

/** A value over several lines, its later ones indented. */
function block(value: unknown, indent: string, unit: string, eol: string): string {
  return JSON.stringify(value, null, unit).replaceAll('\n', eol + indent);
}
