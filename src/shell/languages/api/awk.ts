import { literalText } from '../../../core/word.ts';
import type { Api, World } from '../evaluate/call.ts';
import type { Library } from '../evaluate/library.ts';
import { formatted } from '../evaluate/operate.ts';
import { knownText, list, text, UNKNOWN, type Value, wordOf } from '../evaluate/value.ts';
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
  ...named('print', print('\n', ' ')),
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
