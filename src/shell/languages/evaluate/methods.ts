import { LIMITS } from '../../../core/limits.ts';
import { textOf } from '../../../core/word.ts';
import type { Api, Call } from './call.ts';
import { code } from './characters.ts';
import { decodeValue } from './codecs.ts';
import { COLLECTION_METHODS } from './collections.ts';
import { filledIn, joinedBy, operate, reversed } from './operate.ts';
import { replacedIn, transliterated } from './regex.ts';
import { knownText, list, text, UNKNOWN, type Value, wordOf } from './value.ts';

/** Methods of text and lists, under the names that any of the languages has for them. */
export const METHODS: ReadonlyMap<string, Api> = new Map<string, Api>([
  ...named(
    'strip trim chomp',
    onText(one => one.trim()),
  ),
  ...named(
    'lstrip trimStart',
    onText(one => one.trimStart()),
  ),
  ...named(
    'rstrip trimEnd',
    onText(one => one.trimEnd()),
  ),
  ...named(
    'lower toLowerCase downcase',
    onText(one => one.toLowerCase()),
  ),
  ...named(
    'upper toUpperCase upcase',
    onText(one => one.toUpperCase()),
  ),
  ...named('encode toString to_s to_str to_path valueOf', recoded),
  ...named('decode', call =>
    call.args.length === 0 && call.self?.kind === 'text' ? text(call.self.word) : recoded(call),
  ),
  ...named('concat', call => [...call.args].reduce((whole, one) => operate('+', whole, one), itself(call))),
  ...named('append push unshift', call =>
    call.self?.kind === 'list' ? list([...call.self.items, ...call.args], call.self.open) : UNKNOWN,
  ),
  ...named('extend', call => operate('+', itself(call), call.args[0] ?? UNKNOWN)),
  ...named('insert', call => (call.self?.kind === 'list' ? list(call.self.items, true) : UNKNOWN)),
  ...named('join', call =>
    call.self?.kind === 'list' ? joinedBy(separatorOf(call), call.self) : joinedBy(call.self, call.args[0]),
  ),
  ...named('reverse toReversed reverse!', call => reversed(call.self)),
  ...named('split', split),
  ...named('chars', call => characters(call.self)),
  ...named('chr', call => code({ ...call, args: [itself(call)] })),
  ...named('partition', call => parted(call, one => one.indexOf(knownText(call.args[0]) ?? ''))),
  ...named('rpartition', call => parted(call, one => one.lastIndexOf(knownText(call.args[0]) ?? ''))),
  ...named('padStart', call => padded(call, (one, length, fill) => one.padStart(length, fill))),
  ...named('padEnd', call => padded(call, (one, length, fill) => one.padEnd(length, fill))),
  ...named('translate', translated),
  ...named('tr', call => {
    const known = call.self?.kind === 'text' ? textOf(call.self.word) : undefined;
    const [from, to] = call.args.map(knownText);
    const after =
      known === undefined || from === undefined || to === undefined
        ? undefined
        : transliterated(known, from, to);
    return after === undefined ? UNKNOWN : text(after);
  }),
  ...named('format', call =>
    call.self === undefined ? UNKNOWN : filledIn(wordOf(call.self), call.args, call.named),
  ),
  ...named('replace replaceAll gsub sub', replaced),
  ...named('repeat', call => operate('*', itself(call), call.args[0] ?? UNKNOWN)),
  ...named(
    'slice substring',
    onRange((one, from, to) => one.slice(from, to)),
  ),
  ...named(
    'substr',
    onRange((one, from, length) => one.slice(from, length === undefined ? undefined : from + length)),
  ),
  ...named('map collect flat_map flatMap', mapped),
  ...named('forEach each select filter', call => {
    mapped(call);
    return itself(call);
  }),
  ...named('filter select uniq compact flat to_a flatten', itself),
  ...COLLECTION_METHODS,
  ...named('then catch finally', call => {
    for (const one of call.args) call.apply(one, [itself(call)]);
    return UNKNOWN;
  }),
  ...named('unpack1 unpack', call => packed(call, call.self)),
  ...named('pack', call => packed(call, call.self)),
  ...named('get fetch', call => {
    const key = knownText(call.args[0]);
    return call.self?.kind === 'table' && key !== undefined
      ? (call.self.entries.get(key) ?? UNKNOWN)
      : UNKNOWN;
  }),
]);

function named(names: string, api: Api): [string, Api][] {
  return names.split(' ').map(name => [name, api]);
}

function itself({ self }: Call): Value {
  return self ?? UNKNOWN;
}

function onText(change: (one: string) => string): Api {
  return ({ self }) => {
    const known = self?.kind === 'text' ? textOf(self.word) : undefined;
    return known === undefined ? UNKNOWN : text(change(known));
  };
}

function onRange(change: (one: string, from: number, to: number | undefined) => string): Api {
  return ({ self, args: [from, to] }) => {
    const known = self?.kind === 'text' ? textOf(self.word) : undefined;
    if (self?.kind === 'list') return list(self.items, true);
    if (known === undefined || from?.kind !== 'number' || (to !== undefined && to.kind !== 'number'))
      return UNKNOWN;
    return text(change(known, from.value, to?.value));
  };
}

/** `encode`, `decode` and `toString` with the name of an encoding, or without. */
function recoded(call: Call): Value {
  const self = itself(call);
  const encoding = knownText(call.args[0] ?? call.named.get('encoding'))?.toLowerCase();
  if (self.kind !== 'text')
    return self.kind === 'number' || self.kind === 'object' ? text(wordOf(self)) : UNKNOWN;
  if (encoding === 'base64' || encoding === 'hex') {
    if (call.name === 'decode') return decodeValue(self, encoding, call);
    const known = textOf(self.word);
    return known === undefined
      ? UNKNOWN
      : text(Buffer.from(self.bytes ?? Buffer.from(known)).toString(encoding));
  }
  if (encoding !== undefined && /^(?:zlib|zip|rot_?13|bz2)$/.test(encoding))
    return decodeValue(self, encoding, call);
  return encoding !== undefined && /utf-?16/.test(encoding) ? UNKNOWN : text(self.word);
}

function separatorOf({ args, language }: Call): Value {
  return args[0] ?? text(language === 'javascript' ? ',' : '');
}

function characters(value: Value | undefined): Value {
  const known = knownText(value);
  return known === undefined ? UNKNOWN : list([...known].map(char => text(char)));
}

function split(call: Call): Value {
  const known = call.self?.kind === 'text' ? textOf(call.self.word) : undefined;
  if (known === undefined) return UNKNOWN;
  const separator = call.args[0] === undefined ? ' ' : knownText(call.args[0]);
  if (separator === '') return characters(call.self);
  if (separator === undefined) return UNKNOWN;
  const parts = call.args[0] === undefined ? known.trim().split(/\s+/u) : known.split(separator);
  return parts.length > 1_000 ? UNKNOWN : list(parts.map(one => text(one)));
}

function replaced(call: Call): Value {
  const known = call.self?.kind === 'text' ? textOf(call.self.word) : undefined;
  const [pattern] = call.args;
  const to = knownText(call.args[1]);
  if (pattern?.kind === 'regex' && known !== undefined && to !== undefined) {
    const all = call.language === 'ruby' ? call.name === 'gsub' : pattern.regex.flags.includes('g');
    const after = replacedIn(known, pattern.regex, to, all);
    return after === undefined ? UNKNOWN : text(after);
  }
  const from = knownText(pattern);
  // `os.rename` and its like are other functions; a pattern is not followed.
  if (known === undefined || from === undefined || to === undefined || from === '') return UNKNOWN;
  const first =
    (call.language === 'javascript' && call.name === 'replace') ||
    (call.language === 'ruby' && call.name === 'sub');
  return text(first ? known.replace(from, () => to) : known.replaceAll(from, () => to));
}

function mapped(call: Call): Value {
  const [given] = call.args;
  if (given === undefined) return UNKNOWN;
  // Ruby's `&:name` calls the method on each.
  const method = given.kind === 'text' ? textOf(given.word) : undefined;
  const callee: Value =
    method === undefined
      ? given
      : { kind: 'native', run: ([item, ...args]) => call.method(item ?? UNKNOWN, method, args) };
  if (call.self?.kind === 'list' && !call.self.open && call.self.items.length <= 64)
    return list(call.self.items.map(item => call.apply(callee, [item])));
  const item = call.self?.kind === 'list' && call.self.items.length === 1 ? call.self.items[0] : undefined;
  return list([call.apply(callee, item === undefined ? [] : [item])], true);
}

/** Ruby's and Perl's `pack` and `unpack` with `H*`, `m` and `c*`. */
export function packed(call: Call, of: Value | undefined): Value {
  const template = knownText(call.args[0]) ?? '';
  const input = of?.kind === 'list' ? of.items[0] : of;
  if (/^[Hh]\*?\d*$/.test(template)) return call.name === 'pack' ? decodeValue(input, 'hex', call) : UNKNOWN;
  if (/^m0?$/.test(template))
    return call.name.startsWith('unpack') ? decodeValue(input, 'base64', call) : UNKNOWN;
  if (/^[cCUu]\*$/.test(template) && of?.kind === 'list') {
    const codes = of.items.map(item =>
      item.kind === 'number' ? String.fromCodePoint(Math.abs(item.value) % 0x110000) : undefined,
    );
    return codes.includes(undefined) ? UNKNOWN : text(codes.join(''));
  }
  return UNKNOWN;
}

/** `'a-b'.partition('-')`: what stands before, the separator, what stands behind. */
function parted(call: Call, find: (one: string) => number): Value {
  const known = call.self?.kind === 'text' ? textOf(call.self.word) : undefined;
  const separator = knownText(call.args[0]);
  if (known === undefined || separator === undefined) return UNKNOWN;
  const at = find(known);
  const parts =
    at < 0 ? [known, '', ''] : [known.slice(0, at), separator, known.slice(at + separator.length)];
  return list(parts.map(one => text(one)));
}

function padded(call: Call, pad: (one: string, length: number, fill: string) => string): Value {
  const known = call.self?.kind === 'text' ? textOf(call.self.word) : undefined;
  const [length, fill] = call.args;
  const filler = fill === undefined ? ' ' : knownText(fill);
  return known === undefined ||
    filler === undefined ||
    length?.kind !== 'number' ||
    length.value > LIMITS.foldBytes
    ? UNKNOWN
    : text(pad(known, length.value, filler));
}

/** Python's `translate` with a table from codes to texts or codes. */
function translated(call: Call): Value {
  const known = call.self?.kind === 'text' ? textOf(call.self.word) : undefined;
  const [map] = call.args;
  if (known === undefined || map?.kind !== 'table') return UNKNOWN;
  const characters = [...known].map(char => {
    const to = map.entries.get(String(char.codePointAt(0)));
    if (to === undefined) return char;
    return to.kind === 'number' ? String.fromCodePoint(Math.abs(to.value) % 0x110000) : knownText(to);
  });
  return characters.includes(undefined) ? UNKNOWN : text(characters.join(''));
}
