import { literalText } from '../../../core/word.ts';
import type { Api, World } from '../evaluate/call.ts';
import type { Library } from '../evaluate/library.ts';
import { formatted } from '../evaluate/operate.ts';
import { replacedIn } from '../evaluate/regex.ts';
import { knownText, list, table, text, UNKNOWN, type Value, wordOf } from '../evaluate/value.ts';
import { shell } from './starts.ts';
import { named } from './table.ts';
import { print } from './texts.ts';
import { touch, touchValue } from './touches.ts';

/** Names that awk itself opens as what is already open (gawk manual, "Special FD"). */
const OPENED = /^\/dev\/(?:stdin|stdout|stderr|fd\/\d+|null|tty)$|^-$/;

const printTo: Api = call => {
  const [target] = call.args;
  const known = literalText(wordOf(target));
  const [, host, port] = /^\/inet[46]?\/(?:tcp|udp)\/[^/]*\/([^/]+)\/([^/]+)$/.exec(known) ?? [];
  if (host !== undefined) touchValue(call, 'send', text(`${host}:${port}`));
  else if (!OPENED.test(known)) touchValue(call, 'write', target);
  return UNKNOWN;
};

/** Between what it prints stands `OFS`, and behind it `ORS`. */
const printsFields: Api = call => {
  const [separator, end] = ['OFS', 'ORS'].map((name, at) => {
    const set = call.lookup(name);
    return set === undefined ? [' ', '\n'][at] : knownText(set);
  });
  const known = separator !== undefined && end !== undefined;
  return print(end ?? '', separator ?? '')({ ...call, args: known ? call.args : [UNKNOWN] });
};

/** `sub(pattern, by, target)` changes the variable it is given. */
const substitutes: Api = call => {
  const [pattern, by, of] = call.args;
  const target = call.names[2];
  const [known, written] = [knownText(of), knownText(by)];
  const regex =
    pattern?.kind === 'regex'
      ? pattern.regex
      : { operator: 'substitute' as const, pattern: knownText(pattern) ?? '', replacement: '', flags: '' };
  const after =
    known === undefined || written === undefined
      ? undefined
      : replacedIn(known, regex, written, call.name === 'gsub');
  if (target !== undefined) call.assign(target, after === undefined ? UNKNOWN : text(after));
  return UNKNOWN;
};

const FUNCTIONS: readonly (readonly [string, Api])[] = [
  ...named('system', shell(0)),
  ...named('print-to', printTo),
  ...named('getline-from', touch('read')),
  ...named('sprintf', call => formatted(wordOf(call.args[0]), call.args.slice(1))),
  ...named('tolower', call => {
    const known = knownText(call.args[0]);
    return known === undefined ? UNKNOWN : text(known.toLowerCase());
  }),
  ...named('toupper', call => {
    const known = knownText(call.args[0]);
    return known === undefined ? UNKNOWN : text(known.toUpperCase());
  }),
  ...named('substr', ({ args: [of, from, length] }) => {
    const known = knownText(of);
    if (known === undefined || from?.kind !== 'number' || (length !== undefined && length.kind !== 'number'))
      return UNKNOWN;
    return text(
      known.slice(
        Math.max(0, from.value - 1),
        length === undefined ? undefined : from.value - 1 + length.value,
      ),
    );
  }),
  ...named('split', call => {
    const [, into] = call.names;
    const [of, , by] = call.args;
    const parts = of === undefined ? UNKNOWN : call.method(of, 'split', by === undefined ? [] : [by]);
    if (into !== undefined)
      call.assign(
        into,
        parts.kind === 'list' ? table(parts.items.map((one, at) => [String(at + 1), one])) : UNKNOWN,
      );
    return UNKNOWN;
  }),
  ...named('sub gsub', substitutes),
  ...named('print', printsFields),
  ...named('printf', call => {
    const shown = formatted(wordOf(call.args[0]), call.args.slice(1));
    return print('', '')({ ...call, args: [shown] });
  }),
];

export const AWK_LIBRARY: Library = {
  functions: new Map(FUNCTIONS),
  constants: new Map<string, (world: World) => Value>([
    ['ENVIRON', () => ({ kind: 'outside', path: 'ENVIRON' })],
    ['ARGV', world => list([text('awk'), ...world.arguments.map(one => text(one))])],
    ['ORS', () => text('\n')],
    ['OFS', () => text(' ')],
  ]),
  shell: call =>
    shell(0)(call.self === undefined ? call : { ...call, named: new Map([['input', call.self]]) }),
  environment: ['ENVIRON.'],
};
