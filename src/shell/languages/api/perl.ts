import { EMPTY_WORD, literalText, textOf, type Word, word } from '../../../core/word.ts';
import type { Api, Call, World } from '../evaluate/call.ts';
import { code, codeOf } from '../evaluate/characters.ts';
import type { Library } from '../evaluate/library.ts';
import { packed } from '../evaluate/methods.ts';
import { formatted, joinedBy, reversed } from '../evaluate/operate.ts';
import { either, knownText, list, text, UNKNOWN, type Value, wordOf, wordsOf } from '../evaluate/value.ts';
import { argumentsFrom } from './arguments.ts';
import { content, open } from './files.ts';
import { evaluates, same } from './functions.ts';
import { changeDirectory, runArgv, runShell, shell } from './starts.ts';
import { named } from './table.ts';
import { decode, print } from './texts.ts';
import { between, request, touch, touchAll, touchValue } from './touches.ts';

/** `system`, `exec`: one argument is code for a shell, several are an argument vector (perlfunc). */
const systemCall: Api = call => {
  const words = argumentsFrom(call, 0);
  const [only] = words;
  return words.length === 1 && only !== undefined ? runShell(call, only) : runArgv(call, words);
};

/** `open FH, '<', path`, `open FH, ">path"`, `open FH, '-|', cmd, args` (perlopentut). */
const opens: Api = call => {
  const mode = call.args[1];
  const path = call.args[2];
  const known = knownText(mode);
  if (path === undefined) return mode === undefined ? UNKNOWN : openedByOne(call, mode);
  if (known === undefined) return open(call, path, UNKNOWN);
  if (known.includes('|')) {
    const words = argumentsFrom(call, 2);
    return words.length === 1 ? runShell(call, words[0] ?? EMPTY_WORD) : runArgv(call, words);
  }
  return open(call, path, text(modeOf(known)));
};

function openedByOne(call: Call, given: Value): Value {
  const of = wordOf(given);
  const [, before = ''] = /^\s*(\+?[<>]{1,2}|\||)\s*/.exec(literalText(of)) ?? [];
  const tail = literalText(of.slice(-1));
  if (before === '|' || /\|\s*$/.test(tail)) return runShell(call, withoutPipes(of));
  return open(call, text(withoutMode(of)), text(modeOf(before)));
}

function withoutPipes(of: Word): Word {
  return of.flatMap((part, at) => {
    if (!('lit' in part)) return [part];
    const head = at === 0 ? part.lit.replace(/^\s*\|/, '') : part.lit;
    return word(at === of.length - 1 ? head.replace(/\|\s*$/, '') : head);
  });
}

function withoutMode([head, ...tail]: Word): Word {
  return head !== undefined && 'lit' in head
    ? [...word(head.lit.replace(/^\s*\+?[<>]{0,2}\s*/, '')), ...tail]
    : head === undefined
      ? []
      : [head, ...tail];
}

function modeOf(mode: string): string {
  if (mode.startsWith('+')) return 'r+';
  return mode.includes('>>') ? 'a' : mode.includes('>') ? 'w' : 'r';
}

const shifted: Api = call => {
  const given = call.args[0];
  return given?.kind === 'list' ? (given.items[0] ?? UNKNOWN) : UNKNOWN;
};

/** Between what it prints stands `$,`, and behind it `$\\`; a handle may stand before it. */
function printing(end: string): Api {
  return call => {
    const plain = call.lookup('$,') === undefined && call.lookup('$\\') === undefined;
    const [first, ...rest] = call.args;
    const toOutput = first?.kind === 'outside' && first.path === 'STDOUT';
    return print(end, '')({ ...call, args: plain ? (toOutput ? rest : call.args) : [UNKNOWN] });
  };
}

const printed: Api = printing('');

const FUNCTIONS: readonly (readonly [string, Api])[] = [
  ...named('system exec CORE::system CORE::exec CORE::GLOBAL::system', systemCall),
  ...named('readpipe', shell(0)),
  ...named('IPC::Open3::open3 open3', call => {
    const words = argumentsFrom(call, 3);
    return words.length === 1 ? runShell(call, words[0] ?? EMPTY_WORD) : runArgv(call, words);
  }),
  ...named('IPC::Open2::open2 open2', call => {
    const words = argumentsFrom(call, 2);
    return words.length === 1 ? runShell(call, words[0] ?? EMPTY_WORD) : runArgv(call, words);
  }),
  ...named('IPC::System::Simple::capture capture IPC::Run::run', systemCall),
  ...named('open', opens),
  ...named('sysopen', call => open(call, call.args[1], text('w'))),
  ...named('unlink', touchAll('delete')),
  ...named('rmdir', touch('delete')),
  ...named(
    'rmtree remove_tree File::Path::rmtree File::Path::remove_tree pathrmdir',
    touchAll('delete', true),
  ),
  ...named('rename', between(['read', 'delete'], 'write')),
  ...named('link symlink copy File::Copy::copy cp', between(['read'], 'write')),
  ...named('move File::Copy::move mv', between(['read', 'delete'], 'write')),
  ...named('mkdir make_path mkpath truncate', touch('write')),
  ...named('chmod', touchAll('write', false, 1)),
  ...named('chown utime', touchAll('write', false, 2)),
  ...named('opendir', touch('read', 1)),
  ...named('read_file File::Slurp::read_file slurp do', call => {
    touchValue(call, 'read', call.args[0]);
    return content(call, call.args[0]);
  }),
  ...named('write_file File::Slurp::write_file', touch('write')),
  ...named('require', same),
  ...named('glob', call => {
    const pattern = wordOf(call.args[0]);
    const known = textOf(pattern);
    return known === undefined ? UNKNOWN : list([text([{ hole: 'glob', name: known }])]);
  }),
  ...named('path Path::Tiny::path', call => ({ kind: 'object', type: 'path', word: wordOf(call.args[0]) })),
  ...named('<path>.remove', call => {
    touchValue(call, 'delete', call.self);
    return UNKNOWN;
  }),
  ...named('<path>.remove_tree', call => {
    touchValue(call, 'delete', call.self, true);
    return UNKNOWN;
  }),
  ...named('<path>.spew <path>.append <path>.touch', call => {
    touchValue(call, 'write', call.self);
    return UNKNOWN;
  }),
  ...named('<path>.slurp <path>.lines', call => {
    touchValue(call, 'read', call.self);
    return UNKNOWN;
  }),
  ...named('eval', evaluates),
  ...named(
    'get getprint getstore LWP::Simple::get LWP::Simple::getprint LWP::Simple::getstore <any>.get',
    call => {
      // A hash has a `get` too.
      if (!/^https?:/i.test(literalText(wordOf(call.args[0])))) return UNKNOWN;
      if (call.args[1] !== undefined && call.name.endsWith('getstore'))
        touchValue(call, 'write', call.args[1]);
      return request(call, call.args[0], false);
    },
  ),
  ...named('<any>.post <unknown>.post', call =>
    /^https?:/i.test(literalText(wordOf(call.args[0]))) ? request(call, call.args[0], true) : UNKNOWN,
  ),
  ...named('IO::Socket::INET.new IO::Socket::SSL.new', call => {
    const address = call.named.get('PeerAddr') ?? call.named.get('PeerHost') ?? call.args[0];
    return request(call, address, true);
  }),
  ...named('decode_base64 MIME::Base64::decode_base64 MIME::Base64::decode', decode('base64')),
  ...named('pack', call => packed({ ...call, name: 'pack' }, list(call.args.slice(1)))),
  ...named('unpack', call => packed({ ...call, name: 'unpack' }, call.args[1])),
  ...named('chr', code),
  ...named('ord', codeOf),
  ...named('lc uc lcfirst ucfirst', call => {
    const known = knownText(call.args[0]);
    return known === undefined
      ? UNKNOWN
      : text(call.name.startsWith('lc') ? known.toLowerCase() : known.toUpperCase());
  }),
  ...named('join', call => joinedBy(call.args[0], list(call.args.slice(1)))),
  ...named('reverse', call => {
    const [only] = call.args;
    // In a list the one text stays as it is.
    return call.args.length === 1 && only?.kind === 'text'
      ? either(reversed(only), only)
      : list(call.args.toReversed());
  }),
  ...named('scalar', call =>
    call.names[0]?.startsWith('@') || call.args.length !== 1
      ? { kind: 'number', value: call.args.length }
      : (call.args[0] ?? UNKNOWN),
  ),
  ...named('sort uniq grep', call => (call.args.length === 1 ? (call.args[0] ?? UNKNOWN) : list(call.args))),
  ...named('map', call => {
    const [callee, ...items] = call.args;
    return callee?.kind === 'function'
      ? list(items.map(one => call.apply(callee, [one])))
      : list([UNKNOWN], true);
  }),
  ...named('sprintf', call => formatted(wordOf(call.args[0]), call.args.slice(1))),
  ...named('shift', shifted),
  ...named('cwd getcwd Cwd::getcwd Cwd::cwd', ({ world }) => text(world.cwd)),
  ...named('chdir', changeDirectory),
  ...named('readdir', () => list([text([{ hole: 'glob', name: '*' }])], true)),
  ...named('substr', ({ args: [of, from, length] }) => {
    const known = knownText(of);
    if (known === undefined || from?.kind !== 'number' || (length !== undefined && length.kind !== 'number'))
      return UNKNOWN;
    const start = from.value < 0 ? known.length + from.value : from.value;
    return text(known.slice(start, length === undefined ? undefined : start + length.value));
  }),
  ...named('split', call => {
    const [by, of] = call.args;
    const known = knownText(of);
    const separator = by?.kind === 'regex' ? by.regex.pattern : knownText(by);
    if (known === undefined || separator === undefined || /[\\^$.|?*+()[\]{}]/.test(separator))
      return UNKNOWN;
    return call.method(text(known), 'split', separator === ' ' ? [] : [text(separator)]);
  }),
  ...named('print', printed),
  ...named('say', printing('\n')),
  ...named('printf', call => {
    const [format, ...values] = call.args;
    return print('', '')({ ...call, args: [formatted(wordOf(format), values)] });
  }),
  ...named('qw', call => list(call.args)),
];

export const PERL_LIBRARY: Library = {
  functions: new Map(FUNCTIONS),
  constants: new Map<string, (world: World) => Value>([
    ['@ARGV', world => list(world.arguments.map(one => text(one)))],
    ['%ENV', () => ({ kind: 'outside', path: '%ENV' })],
    ['$0', world => (world.script === undefined ? text('-e') : text(world.script))],
    ['$^X', world => text(world.program)],
    [
      'readline',
      world => {
        const known = world.stdin();
        return known === undefined ? UNKNOWN : text(known);
      },
    ],
  ]),
  shell: call => runShell(call, wordsOf(call.args[0])[0] ?? EMPTY_WORD),
  environment: ['%ENV.'],
};
