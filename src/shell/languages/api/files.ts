import { EMPTY_WORD, literalText, word } from '../../../core/word.ts';
import type { Api, Call } from '../evaluate/call.ts';
import { isBlank, knownText, text, UNKNOWN, type Value, wordOf } from '../evaluate/value.ts';
import { touchValue } from './touches.ts';

/** `open(path, mode)`; the file it returns remembers its path. */
export function open(call: Call, path: Value | undefined, mode: Value | undefined): Value {
  const known = mode === undefined ? 'r' : knownText(mode);
  const writes = known === undefined || /[wax+]/.test(known);
  const reads = known === undefined || /r|\+/.test(known) || !writes;
  if (reads) touchValue(call, 'read', path);
  if (writes) touchValue(call, 'write', path);
  const target = wordOf(path);
  if (writes) call.world.wrote(target, EMPTY_WORD, known !== undefined && /a/.test(known));
  return { kind: 'object', type: 'file', word: target };
}

/** A whole file's content, where this command wrote it. */
export function content(call: Call, path: Value | undefined): Value {
  const written = call.world.written(wordOf(path));
  return written === undefined ? UNKNOWN : text(written);
}

/** Writes all of a file: path and content. */
export function writeWhole(
  call: Call,
  path: Value | undefined,
  written: Value | undefined,
  append = false,
): Value {
  touchValue(call, 'write', path);
  call.world.wrote(
    wordOf(path),
    written === undefined || written.kind === 'unknown' ? undefined : wordOf(written),
    append,
  );
  return UNKNOWN;
}

/** `file.write(text)`. */
export const writeToFile: Api = call => {
  if (call.self !== undefined)
    call.world.wrote(wordOf(call.self), call.args[0] === undefined ? undefined : wordOf(call.args[0]), true);
  return UNKNOWN;
};

/** Joins path segments: an absolute one begins anew. */
export function joinPath(call: Call): Value {
  const parts = call.args.map(wordOf);
  const from = parts.findLastIndex(one => literalText(one).startsWith('/') && !isBlank(one.slice(0, 1)));
  const kept = parts.slice(Math.max(from, 0));
  return text(
    kept.flatMap((one, at) =>
      at === 0 || one.length === 0
        ? one
        : [...word(literalText(kept[at - 1] ?? []).endsWith('/') ? '' : '/'), ...one],
    ),
  );
}
