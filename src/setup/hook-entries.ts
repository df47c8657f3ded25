import { isDeepStrictEqual } from 'node:util';
import { RampartError } from '../core/error.ts';
import { withItem, withMember, without } from './json-edit.ts';
import {
  type ArrayNode,
  type JsonNode,
  memberOf,
  misplaced,
  type ObjectNode,
  plainValue,
} from './json-node.ts';
import { readJson } from './json-text.ts';

/** The entries a host is to have. */
export interface HookEntries {
  readonly events: readonly string[];
  /** What stands around the handler; its `hooks` list is empty here. */
  readonly group: Readonly<Record<string, unknown>>;
  readonly handler: Readonly<Record<string, unknown>> & { readonly command: string };
  /** Members that, when true, switch every hook off. */
  readonly switches: readonly string[];
}

/** Where a handler of ours stands in a host's settings. */
interface Found {
  readonly event: number;
  readonly group: number;
  readonly handler: number;
  /** It is as it should be. */
  readonly right: boolean;
}

/**
 * Puts the entries into the text of a settings file and changes nothing else of it. Text that has them comes back as it
 * is; entries of ours that are not as they should be are replaced.
 * @param file its name, for errors
 * @throws RampartError E_INPUT, with its place, for settings that are not understood or switch hooks off
 */
export function withEntries(file: string, text: string, entries: HookEntries): string {
  refuseSwitches(file, text, entries);
  let current = withoutStale(file, text, entries);
  for (const event of entries.events) {
    const { root, hooks } = settingsIn(file, current);
    const groups = hooks === undefined ? undefined : groupsOf(file, current, hooks, event);
    if (foundIn(file, current, entries).some(one => one.right && nameAt(hooks, one.event) === event))
      continue;
    const group = { ...entries.group, hooks: [entries.handler] };
    if (groups !== undefined) current = withItem(current, groups, group);
    else if (hooks !== undefined) current = withMember(current, hooks, event, [group]);
    else current = withMember(current, root, 'hooks', { [event]: [group] });
  }
  return current;
}

/**
 * Takes every entry of ours out again, and what is empty then, unless it was empty before there were any.
 * @param before the text from before, if it is known
 * @throws RampartError E_INPUT, with its place, for settings that are not understood
 */
export function withoutEntries(
  file: string,
  text: string,
  entries: HookEntries,
  before: string | undefined,
): string {
  const kept = before === undefined ? undefined : settingsIn(file, before).hooks;
  let current = text;
  for (let [found] = foundIn(file, current, entries); found; [found] = foundIn(file, current, entries))
    current = withoutHandler(file, current, found, kept);
  return current;
}

function withoutStale(file: string, text: string, entries: HookEntries): string {
  let current = text;
  for (;;) {
    const stale = foundIn(file, current, entries).find(({ right }) => !right);
    if (stale === undefined) return current;
    const { hooks } = settingsIn(file, current);
    current = withoutHandler(file, current, stale, hooks);
  }
}

/** @param kept the `hooks` whose empty lists stay, and which itself stays when it is empty */
function withoutHandler(file: string, text: string, found: Found, kept: ObjectNode | undefined): string {
  const { root, hooks } = settingsIn(file, text);
  const event = hooks?.members[found.event];
  if (hooks === undefined || event?.value.kind !== 'array') return text;
  const group = event.value.items[found.group];
  const handlers = group?.kind === 'object' ? memberOf(group, 'hooks')?.value : undefined;
  if (handlers?.kind !== 'array') return text;
  if (handlers.items.length > 1) return without(text, handlers, found.handler);
  const keepsEvent = kept !== undefined && memberOf(kept, event.name) !== undefined;
  if (event.value.items.length > 1 || keepsEvent) return without(text, event.value, found.group);
  if (hooks.members.length > 1 || kept !== undefined) return without(text, hooks, found.event);
  return without(
    text,
    root,
    root.members.findIndex(({ value }) => value === hooks),
  );
}

function foundIn(file: string, text: string, entries: HookEntries): Found[] {
  const { hooks } = settingsIn(file, text);
  if (hooks === undefined) return [];
  const seen = new Set<string>();
  return hooks.members.flatMap(({ name, value }, event) => {
    if (value.kind !== 'array') return [];
    return value.items.flatMap((group, at) =>
      handlersOf(group).flatMap((handler, index): Found[] => {
        if (commandOf(handler) !== entries.handler.command) return [];
        const right =
          entries.events.includes(name) && isRight(text, group, handler, entries) && !seen.has(name);
        if (right) seen.add(name);
        return [{ event, group: at, handler: index, right }];
      }),
    );
  });
}

function isRight(text: string, group: JsonNode, handler: JsonNode, entries: HookEntries): boolean {
  if (!isDeepStrictEqual(plainValue(text, handler), { ...entries.handler })) return false;
  const { hooks: _, ...around } = plainValue(text, group) as Record<string, unknown>;
  const { hooks: __, ...wanted } = entries.group;
  return isDeepStrictEqual(around, wanted);
}

function handlersOf(group: JsonNode): readonly JsonNode[] {
  const handlers = group.kind === 'object' ? memberOf(group, 'hooks')?.value : undefined;
  return handlers?.kind === 'array' ? handlers.items : [];
}

function commandOf(handler: JsonNode): unknown {
  const command = handler.kind === 'object' ? memberOf(handler, 'command')?.value : undefined;
  return command?.kind === 'scalar' ? command.value : undefined;
}

function nameAt(hooks: ObjectNode | undefined, index: number): string | undefined {
  return hooks?.members[index]?.name;
}

interface Settings {
  readonly root: ObjectNode;
  readonly hooks: ObjectNode | undefined;
}

function settingsIn(file: string, text: string): Settings {
  const root = readJson(file, text);
  if (root.kind !== 'object') throw misplaced(file, text, root.start, 'settings are an object', MEND);
  const hooks = single(file, text, root, 'hooks')?.value;
  if (hooks !== undefined && hooks.kind !== 'object')
    throw misplaced(file, text, hooks.start, 'hooks are an object', MEND);
  return { root, hooks };
}

function groupsOf(file: string, text: string, hooks: ObjectNode, event: string): ArrayNode | undefined {
  const groups = single(file, text, hooks, event)?.value;
  if (groups === undefined) return undefined;
  if (groups.kind !== 'array') throw misplaced(file, text, groups.start, `${event} is a list`, MEND);
  for (const group of groups.items) {
    const handlers = group.kind === 'object' ? single(file, text, group, 'hooks')?.value : undefined;
    if (handlers?.kind !== 'array')
      throw misplaced(
        file,
        text,
        group.start,
        `an entry of ${event} is an object with a list of hooks`,
        MEND,
      );
  }
  return groups;
}

/** Of two members of one name the host takes the last; which of them its owner means, nobody knows. */
function single(file: string, text: string, node: ObjectNode, name: string) {
  const [first, second] = node.members.filter(member => member.name === name);
  if (second !== undefined)
    throw misplaced(file, text, second.start, `${name} stands here a second time`, MEND);
  return first;
}

const MEND = 'mend the file, then run this again; nothing was changed';

function refuseSwitches(file: string, text: string, { switches }: HookEntries): void {
  const { root } = settingsIn(file, text);
  for (const name of switches) {
    const value = memberOf(root, name)?.value;
    if (value?.kind === 'scalar' && value.value === true)
      throw misplaced(file, text, value.start, `${name} switches every hook off`, `set ${name} to false`);
  }
}

/** @throws RampartError E_INPUT */
export function decoded(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new RampartError('E_INPUT', `not UTF-8: ${file}`, { hint: MEND, cause });
  }
}
