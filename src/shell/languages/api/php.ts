import type { Api, World } from '../evaluate/call.ts';
import { code, codeOf } from '../evaluate/characters.ts';
import type { Library } from '../evaluate/library.ts';
import { packed } from '../evaluate/methods.ts';
import { formatted, joinedBy, reversed } from '../evaluate/operate.ts';
import { knownText, list, table, text, UNKNOWN, type Value, wordOf, wordsOf } from '../evaluate/value.ts';
import { content, open, writeToFile, writeWhole } from './files.ts';
import { evaluates, same } from './functions.ts';
import { changeDirectory, runArgv, runShell, shell } from './starts.ts';
import { named } from './table.ts';
import { decode, decodedAddress, print } from './texts.ts';
import { between, request, touch, touchValue } from './touches.ts';

const included: Api = call => {
  touchValue(call, 'read', call.args[0]);
  return UNKNOWN;
};

/** A method of text as a function: PHP's take what they work on as an argument. */
function onArgument(name: string, at = 0): Api {
  return call =>
    call.method(
      call.args[at] ?? UNKNOWN,
      name,
      call.args.filter((_, index) => index !== at),
    );
}

const FUNCTIONS: readonly (readonly [string, Api])[] = [
  ...named('system exec shell_exec passthru popen', shell(0)),
  ...named('proc_open', call =>
    call.args[0]?.kind === 'list'
      ? runArgv(call, wordsOf(call.args[0]))
      : runShell(call, wordOf(call.args[0])),
  ),
  ...named('pcntl_exec', call => runArgv(call, [wordOf(call.args[0]), ...wordsOf(call.args[1] ?? list([]))])),
  ...named('unlink rmdir', touch('delete')),
  ...named('rename move_uploaded_file', between(['read', 'delete'], 'write')),
  ...named('copy symlink link', between(['read'], 'write')),
  ...named('mkdir chmod chown chgrp touch tempnam', touch('write')),
  ...named('file_put_contents', call => writeWhole(call, call.args[0], call.args[1])),
  ...named('file_get_contents', call => {
    touchValue(call, 'read', call.args[0]);
    return content(call, call.args[0]);
  }),
  ...named(
    'readfile file fpassthru parse_ini_file simplexml_load_file scandir opendir highlight_file show_source',
    touch('read'),
  ),
  ...named('fopen SplFileObject gzopen', call => open(call, call.args[0], call.args[1])),
  ...named('fwrite fputs', call => writeToFile({ ...call, self: call.args[0], args: call.args.slice(1) })),
  ...named('include include_once require require_once', included),
  ...named('eval assert create_function', evaluates),
  ...named('call_user_func call_user_func_array', call => {
    const [callee, ...args] = call.args;
    const name = knownText(callee);
    if (name === undefined) {
      if (callee?.kind !== 'function') call.world.computed(call.place, call.name);
      return callee === undefined ? UNKNOWN : call.apply(callee, args);
    }
    const flat = call.name.endsWith('_array') && args[0]?.kind === 'list' ? args[0].items : args;
    return call.apply({ kind: 'outside', path: name }, flat);
  }),
  ...named('array_map', call => {
    const [callee, items] = call.args;
    const function_: Value | undefined =
      callee?.kind === 'text' ? { kind: 'outside', path: knownText(callee) ?? '' } : callee;
    if (function_ === undefined || items?.kind !== 'list' || items.items.length > 64) return UNKNOWN;
    return list(
      items.items.map(one => call.apply(function_, [one])),
      items.open,
    );
  }),
  ...named('curl_init', call => (call.args.length === 0 ? UNKNOWN : request(call, call.args[0], false))),
  ...named('curl_setopt', call => {
    const [, name, value] = call.args;
    if (name?.kind === 'outside' && name.path === 'CURLOPT_URL') return request(call, value, true);
    return UNKNOWN;
  }),
  ...named('fsockopen pfsockopen stream_socket_client', call => request(call, call.args[0], true)),
  ...named('base64_decode', decode('base64')),
  ...named('hex2bin', decode('hex')),
  ...named('str_rot13', decode('rot13')),
  ...named('gzinflate', decode('deflate')),
  ...named('gzuncompress', decode('zlib')),
  ...named('gzdecode', decode('gzip')),
  ...named('convert_uudecode', () => UNKNOWN),
  ...named('strrev array_reverse', call => reversed(call.args[0])),
  ...named('implode join', call =>
    call.args[0]?.kind === 'list'
      ? joinedBy(call.args[1], call.args[0])
      : joinedBy(call.args[0], call.args[1]),
  ),
  ...named('explode', onArgument('split', 1)),
  ...named('str_replace', onArgument('replaceAll', 2)),
  ...named('str_split', onArgument('chars')),
  ...named('strtolower', onArgument('lower')),
  ...named('strtoupper', onArgument('upper')),
  ...named('trim rtrim ltrim chop', onArgument('strip')),
  ...named('substr', onArgument('substr')),
  ...named('str_repeat', onArgument('repeat')),
  ...named('sprintf vsprintf', call =>
    formatted(wordOf(call.args[0]), call.args[1]?.kind === 'list' ? call.args[1].items : call.args.slice(1)),
  ),
  ...named('chdir', changeDirectory),
  ...named('glob', call => {
    const known = knownText(call.args[0]);
    touchValue(call, 'read', call.args[0]);
    return known === undefined ? UNKNOWN : list([text([{ hole: 'glob', name: known }])], true);
  }),
  ...named('define', call => {
    const name = knownText(call.args[0]);
    if (name !== undefined) call.assign(name, call.args[1] ?? UNKNOWN);
    return UNKNOWN;
  }),
  ...named('pack', call => packed({ ...call, name: 'pack' }, list(call.args.slice(1)))),
  ...named('urldecode rawurldecode', call => decodedAddress(call.args[0])),
  ...named('strtr', call =>
    call.args.length === 3 ? call.method(call.args[0] ?? UNKNOWN, 'tr', call.args.slice(1)) : UNKNOWN,
  ),
  ...named('ReflectionFunction', call => {
    const [of] = call.args;
    const path = of === undefined ? undefined : knownText(of);
    return path === undefined
      ? UNKNOWN
      : table([['invoke', { kind: 'native', run: args => call.apply({ kind: 'outside', path }, args) }]]);
  }),
  ...named('chr', code),
  ...named('ord', codeOf),
  ...named('array', call => list(call.args)),
  ...named('escapeshellarg', call => {
    const known = knownText(call.args[0]);
    return known === undefined ? UNKNOWN : text(`'${known.replaceAll("'", "'\\''")}'`);
  }),
  ...named('escapeshellcmd strval realpath', same),
  ...named('dirname', call => {
    const known = knownText(call.args[0]);
    return known === undefined ? UNKNOWN : text(known.replace(/\/?[^/]*$/, '') || '/');
  }),
  ...named('getenv', ({ args, world }) => {
    const known = world.variable(knownText(args[0]) ?? '');
    return known === undefined ? UNKNOWN : text(known);
  }),
  ...named('getcwd', ({ world }) => text(world.cwd)),
  ...named('sys_get_temp_dir', () => text('/tmp')),
  ...named('echo print', print('', '')),
  ...named('printf vprintf', call =>
    print('', '')({ ...call, args: [formatted(wordOf(call.args[0]), call.args.slice(1))] }),
  ),
  ...named('register_shutdown_function', call => {
    const path = knownText(call.args[0]);
    const callee: Value | undefined = path === undefined ? call.args[0] : { kind: 'outside', path };
    return callee === undefined ? UNKNOWN : call.apply(callee, call.args.slice(1));
  }),
  ...named('array_walk usort', call => {
    const [items, callee] = call.args;
    if (callee === undefined || callee.kind === 'text') return UNKNOWN;
    for (const one of items?.kind === 'list' ? items.items : [UNKNOWN]) call.apply(callee, [one]);
    return UNKNOWN;
  }),
];

export const PHP_LIBRARY: Library = {
  functions: new Map(FUNCTIONS),
  constants: new Map<string, (world: World) => Value>([
    [
      '$argv',
      world => list([text(world.script ?? 'Standard input code'), ...world.arguments.map(one => text(one))]),
    ],
    ['__DIR__', world => text(world.cwd)],
    ['__FILE__', world => (world.script === undefined ? UNKNOWN : text(world.script))],
    ['DIRECTORY_SEPARATOR', () => text('/')],
    ['PHP_EOL', () => text('\n')],
    ['$_ENV', () => ({ kind: 'outside', path: '$_ENV' })],
    ['$_SERVER', () => ({ kind: 'outside', path: '$_SERVER' })],
    ['STDIN', () => UNKNOWN],
  ]),
  shell: shell(0),
  environment: ['$_ENV.', '$_SERVER.'],
};
