import { textOf, word } from '../../../core/word.ts';
import type { Api, Call, World } from '../evaluate/call.ts';
import { code, codeOf } from '../evaluate/characters.ts';
import { decodeValue } from '../evaluate/codecs.ts';
import { bound, reduced, sorted } from '../evaluate/collections.ts';
import type { Library } from '../evaluate/library.ts';
import { member } from '../evaluate/members.ts';
import { bytesOf, under } from '../evaluate/operate.ts';
import {
  isBlank,
  knownText,
  list,
  table,
  text,
  UNKNOWN,
  type Value,
  wordOf,
  wordsOf,
} from '../evaluate/value.ts';
import { argument, argumentsFrom, option, truth } from './arguments.ts';
import { content, joinPath, open, writeToFile, writeWhole } from './files.ts';
import { evaluates, same } from './functions.ts';
import { callsWith, changeDirectory, runArgv, runShell, shell, startOptions } from './starts.ts';
import { named } from './table.ts';
import { decode, print } from './texts.ts';
import { between, onSelf, request, touch, touchAll, touchValue } from './touches.ts';

/** `subprocess.run(args, shell=…)` (Python library, "subprocess"): a list is an argument vector, text with `shell` is code. */
const subprocess: Api = call => {
  const args = argument(call, 0, 'args') ?? UNKNOWN;
  const options = startOptions(call);
  const viaShell = truth(call.named.get('shell'));
  if (viaShell !== false || (args.kind !== 'list' && viaShell === undefined)) {
    const [first = [], ...rest] = wordsOf(args);
    if (viaShell === true && isBlank(first)) call.world.computed(call.place, 'system');
    if (rest.length === 0) return runShell(call, first, options);
    return runArgv(call, [word('sh'), word('-c'), first, ...rest], options);
  }
  const program = call.named.get('executable');
  const words = wordsOf(args);
  return runArgv(call, program === undefined ? words : [wordOf(program), ...words.slice(1)], options);
};

/** `os.execl(path, arg0, arg1, …)`, after `skip` other arguments. */
function listed(skip: number, dropsEnvironment: boolean): Api {
  return call => {
    const path = wordOf(call.args[skip]);
    const rest = argumentsFrom(call, skip + 2);
    return runArgv(call, [path, ...(dropsEnvironment ? rest.slice(0, -1) : rest)]);
  };
}

/** `os.execv(path, [arg0, arg1, …])`. */
function vectored(skip: number): Api {
  return call => runArgv(call, [wordOf(call.args[skip]), ...wordsOf(call.args[skip + 1]).slice(1)]);
}

const path = (of: Value): Value => ({ kind: 'object', type: 'path', word: wordOf(of) });

function makePath(call: Call): Value {
  const [first = text('.'), ...rest] = call.args;
  return path(rest.reduce<Value>((base, one) => text(under(wordOf(base), one)), first));
}

function expandUser(of: Value | undefined, world: World): Value {
  const known = knownText(of);
  return known !== undefined && /^~(?=\/|$)/.test(known)
    ? text(world.home + known.slice(1))
    : (of ?? UNKNOWN);
}

const attribute: Api = call => {
  const name = knownText(call.args[1]);
  const of = call.args[0] ?? UNKNOWN;
  if (name !== undefined) return member(of, name);
  if (of.kind === 'outside' && /^(?:os|subprocess|shutil|pty|builtins|__builtins__)$/.test(of.path))
    call.world.computed(call.place, call.name);
  return UNKNOWN;
};

const module: Api = call => {
  const name = knownText(call.args[0]);
  if (name !== undefined) return { kind: 'outside', path: name };
  call.world.computed(call.place, call.name);
  return UNKNOWN;
};

const range: Api = call => {
  const numbers = call.args.map(one => (one.kind === 'number' ? one.value : undefined));
  const [from, to, step = 1] = numbers.length === 1 ? [0, numbers[0]] : numbers;
  if (from === undefined || to === undefined || step <= 0 || (to - from) / step > 256) return UNKNOWN;
  const items: Value[] = [];
  for (let value = from; value < to; value += step) items.push({ kind: 'number', value });
  return list(items);
};

const globbed: Api = call => {
  const pattern = wordOf(call.args[0]);
  touchValue(call, 'read', call.args[0]);
  const known = textOf(pattern);
  return known === undefined
    ? UNKNOWN
    : list([text(known.includes('*') ? [{ hole: 'glob', name: known }] : pattern)]);
};

const writes: Api = call => writeWhole(call, call.self, call.args[0]);
const reads: Api = call => {
  touchValue(call, 'read', call.self);
  return content(call, call.self);
};

/** `print(…, sep=' ', end='\n')` to standard output; bytes are shown as Python writes them. */
const prints: Api = call => {
  const { named: options } = call;
  const [separator, end] = [options.get('sep'), options.get('end')].map(one =>
    one === undefined ? undefined : (knownText(one) ?? null),
  );
  const other = [...options.keys()].some(key => key !== 'sep' && key !== 'end' && key !== 'flush');
  const unknown =
    other || separator === null || end === null || call.args.some(one => bytesOf(one) !== undefined);
  return print(end ?? '\n', separator ?? ' ')({ ...call, args: unknown ? [UNKNOWN] : call.args });
};

const FUNCTIONS: readonly (readonly [string, Api])[] = [
  ...named(
    'os.system os.popen subprocess.getoutput subprocess.getstatusoutput commands.getoutput commands.getstatusoutput popen2.popen2 popen2.popen3',
    shell(0, 'cmd'),
  ),
  ...named('asyncio.create_subprocess_shell', shell(0, 'cmd')),
  ...named(
    'subprocess.run subprocess.call subprocess.check_call subprocess.check_output subprocess.Popen',
    subprocess,
  ),
  ...named('asyncio.create_subprocess_exec', call =>
    runArgv(call, argumentsFrom(call, 0), startOptions(call)),
  ),
  ...named('os.execl os.execlp', listed(0, false)),
  ...named('os.execle os.execlpe', listed(0, true)),
  ...named('os.spawnl os.spawnlp', listed(1, false)),
  ...named('os.spawnle os.spawnlpe', listed(1, true)),
  ...named('os.execv os.execvp os.execve os.execvpe os.posix_spawn os.posix_spawnp', vectored(0)),
  ...named('os.spawnv os.spawnvp os.spawnve os.spawnvpe', vectored(1)),
  ...named('pty.spawn pexpect.spawn pexpect.run', call => {
    const [first] = call.args;
    return first?.kind === 'list' ? runArgv(call, wordsOf(first)) : runShell(call, wordOf(first));
  }),
  ...named('os.remove os.unlink os.rmdir os.removedirs send2trash.send2trash', touch('delete')),
  ...named('shutil.rmtree', touch('delete', 0, true)),
  ...named('os.rename os.renames os.replace shutil.move', between(['read', 'delete'], 'write')),
  ...named('shutil.copy shutil.copy2 shutil.copyfile os.link os.symlink', between(['read'], 'write')),
  ...named('shutil.copytree', between(['read'], 'write', true)),
  ...named(
    'os.mkdir os.makedirs os.truncate os.chmod os.chown os.mkfifo os.utime shutil.chown',
    touch('write'),
  ),
  ...named('os.listdir', call => {
    touchValue(call, 'read', call.args[0] ?? text('.'));
    return list([text([{ hole: 'glob', name: '*' }])]);
  }),
  ...named('os.scandir os.walk shutil.unpack_archive linecache.getline numpy.loadtxt numpy.load', call => {
    touchValue(call, 'read', call.args[0] ?? text('.'));
    return UNKNOWN;
  }),
  ...named(
    'pandas.read_csv pandas.read_json pandas.read_excel pandas.read_parquet pd.read_csv pd.read_json pd.read_excel pd.read_parquet',
    touch('read'),
  ),
  ...named('glob.glob glob.iglob', globbed),
  ...named(
    'open io.open codecs.open gzip.open bz2.open lzma.open tarfile.open zipfile.ZipFile builtins.open __builtins__.open os.fdopen',
    call => open(call, argument(call, 0, 'file'), argument(call, 1, 'mode')),
  ),
  ...named('os.open', call => {
    const flags = call.args[1];
    const writable = flags !== undefined && !(flags.kind === 'outside' && flags.path === 'os.O_RDONLY');
    return open(call, call.args[0], text(writable ? 'w' : 'r'));
  }),
  ...named('pathlib.Path pathlib.PurePath pathlib.PosixPath Path', makePath),
  ...named('pathlib.Path.home Path.home', ({ world }) => path(text(world.home))),
  ...named('pathlib.Path.cwd Path.cwd', ({ world }) => path(text(world.cwd))),
  ...named('<path>.unlink <path>.rmdir', onSelf('delete')),
  ...named('<path>.write_text <path>.write_bytes', writes),
  ...named('<path>.read_text <path>.read_bytes', reads),
  ...named('<path>.touch <path>.mkdir <path>.chmod', onSelf('write')),
  ...named('<path>.iterdir', onSelf('read')),
  ...named('<path>.open', call => open(call, call.self, call.args[0])),
  ...named('<path>.rename <path>.replace', call => {
    touchValue(call, 'delete', call.self);
    touchValue(call, 'write', call.args[0]);
    return UNKNOWN;
  }),
  ...named('<path>.symlink_to <path>.hardlink_to', call => {
    touchValue(call, 'write', call.self);
    return UNKNOWN;
  }),
  ...named('<path>.joinpath', call =>
    path(call.args.reduce<Value>((base, one) => text(under(wordOf(base), one)), call.self ?? UNKNOWN)),
  ),
  ...named('<path>.glob <path>.rglob', call => {
    touchValue(call, 'read', call.self);
    const found = under(wordOf(call.self), text([{ hole: 'glob', name: knownText(call.args[0]) ?? '*' }]));
    return list([path(text(found))], true);
  }),
  ...named('<path>.expanduser', call => path(expandUser(call.self, call.world))),
  ...named('<path>.resolve <path>.absolute <path>.as_posix', call => call.self ?? UNKNOWN),
  ...named('<file>.write', writeToFile),
  ...named('<file>.read', call => content(call, call.self)),
  ...named('<file>.__enter__', call => call.self ?? UNKNOWN),
  ...named(
    'requests.get requests.head requests.options httpx.get httpx.head requests.Session().get httpx.Client().get urllib3.PoolManager().request',
    call =>
      request(
        call,
        argument(call, call.name.endsWith('.request') ? 1 : 0, 'url'),
        option(call, 'data') !== undefined,
      ),
  ),
  ...named(
    'requests.post requests.put requests.patch requests.delete httpx.post httpx.put httpx.patch requests.Session().post httpx.Client().post',
    call => request(call, argument(call, 0, 'url'), true),
  ),
  ...named('requests.request httpx.request', call =>
    request(
      call,
      argument(call, 1, 'url'),
      !/^(?:GET|HEAD|OPTIONS)$/i.test(knownText(argument(call, 0, 'method')) ?? ''),
    ),
  ),
  ...named('urllib.request.urlopen urllib2.urlopen urllib.urlopen urlopen', call => {
    const [address] = call.args;
    return request(call, address, call.args[1] !== undefined || call.named.has('data'));
  }),
  ...named('urllib.request.Request', call => {
    const sends =
      call.args[1] !== undefined ||
      call.named.has('data') ||
      /POST|PUT/.test(knownText(call.named.get('method')) ?? '');
    return sends ? request(call, call.args[0], true) : (call.args[0] ?? UNKNOWN);
  }),
  ...named('urllib.request.urlretrieve urllib.urlretrieve wget.download', between(['download'], 'write')),
  ...named('socket.create_connection', call => request(call, addressOf(call.args[0]), true)),
  ...named('socket.socket', () => ({ kind: 'object', type: 'socket', word: [] })),
  ...named('<socket>.connect <socket>.connect_ex', call => request(call, addressOf(call.args[0]), true)),
  ...named(
    'http.client.HTTPConnection http.client.HTTPSConnection smtplib.SMTP smtplib.SMTP_SSL ftplib.FTP telnetlib.Telnet',
    call => request(call, call.args[0], true),
  ),
  ...named('webbrowser.open', touch('download')),
  ...named('exec eval builtins.exec builtins.eval __builtins__.exec __builtins__.eval', evaluates),
  ...named('compile code.compile_command builtins.compile', same),
  ...named('__import__ importlib.import_module builtins.__import__', module),
  ...named('getattr', attribute),
  ...named('vars', same),
  ...named('runpy.run_path execfile', touch('read')),
  ...named(
    'base64.b64decode base64.standard_b64decode base64.urlsafe_b64decode base64.decodebytes base64.decodestring binascii.a2b_base64',
    decode('base64'),
  ),
  ...named('base64.b32decode', decode('base32')),
  ...named(
    'base64.b16decode binascii.unhexlify binascii.a2b_hex bytes.fromhex bytearray.fromhex',
    decode('hex'),
  ),
  ...named('zlib.decompress', decode('zlib')),
  ...named('gzip.decompress', decode('gzip')),
  ...named('codecs.decode', call => decodeValue(call.args[0], knownText(call.args[1]) ?? '', call)),
  ...named('str bytes bytearray int list tuple set', call => {
    const [first] = call.args;
    if (first?.kind !== 'list') return first?.kind === 'object' ? text(first.word) : (first ?? text(''));
    if (!/bytes|bytearray/.test(call.name)) return first;
    const codes = first.items.map(one =>
      one.kind === 'number' ? String.fromCharCode(one.value & 0xff) : undefined,
    );
    return first.open || codes.includes(undefined) ? UNKNOWN : text(codes.join(''));
  }),
  ...named('sorted', sorted),
  ...named('chr unichr', code),
  ...named('ord', codeOf),
  ...named('map', call => {
    const [callee, items] = call.args;
    if (callee === undefined) return UNKNOWN;
    if (items?.kind !== 'list' || items.items.length > 256) return list([call.apply(callee, [])], true);
    return list(
      items.items.map(one => call.apply(callee, [one])),
      items.open,
    );
  }),
  ...named('reversed', call => member(call.args[0] ?? UNKNOWN, 'reversed')),
  ...named('range', range),
  ...named('filter', call => call.args[1] ?? UNKNOWN),
  ...named('os.path.join', joinPath),
  ...named('os.path.expanduser', ({ args, world }) => expandUser(args[0], world)),
  ...named(
    'os.path.abspath os.path.realpath os.path.normpath os.fspath os.fsencode os.path.expandvars',
    same,
  ),
  ...named('os.getcwd', ({ world }) => text(world.cwd)),
  ...named('os.environ.get os.getenv os.environ', ({ args, world }) => {
    const name = knownText(args[0]);
    const known = name === undefined ? undefined : world.variable(name);
    return known === undefined ? UNKNOWN : text(known);
  }),
  ...named('shlex.split', call => {
    const known = knownText(call.args[0]);
    return known === undefined || /["'\\]/.test(known)
      ? UNKNOWN
      : list(
          known
            .trim()
            .split(/\s+/u)
            .map(one => text(one)),
        );
  }),
  ...named('shlex.quote pipes.quote', call => {
    const known = knownText(call.args[0]);
    return known === undefined ? UNKNOWN : text(`'${known.replaceAll("'", `'"'"'`)}'`);
  }),
  ...named('sys.stdin.read sys.stdin.buffer.read input sys.stdin.readline', ({ world }) => {
    const known = world.stdin();
    return known === undefined ? UNKNOWN : text(known);
  }),
  ...named('print', prints),
  ...named('sys.stdout.write sys.stdout.buffer.write', print('', '')),
  ...named('threading.Thread multiprocessing.Process', call => {
    const target = call.named.get('target');
    const args = call.named.get('args');
    if (target !== undefined) call.apply(target, args?.kind === 'list' ? args.items : []);
    return UNKNOWN;
  }),
  ...named('<any>.rmtree <unknown>.rmtree', touch('delete', 0, true)),
  ...named('<any>.exec_command <unknown>.exec_command', call => {
    call.world.computed(call.place, call.name);
    return UNKNOWN;
  }),
  ...named('atexit.register', call => call.later(() => callsWith(0)(call))),
  ...named('signal.signal', call => {
    for (const one of call.args) call.apply(one, []);
    return UNKNOWN;
  }),
  ...named('functools.partial partial', call => bound(call, call.args[0], call.args.slice(1))),
  ...named('functools.reduce reduce', call => reduced(call, call.args[0], call.args[1], call.args[2])),
  ...named('operator.methodcaller methodcaller', call => {
    const name = knownText(call.args[0]);
    return name === undefined
      ? UNKNOWN
      : { kind: 'native', run: ([self]) => call.method(self ?? UNKNOWN, name, call.args.slice(1)) };
  }),
  ...named('operator.attrgetter attrgetter', call => {
    const name = knownText(call.args[0]);
    return name === undefined ? UNKNOWN : { kind: 'native', run: ([self]) => member(self ?? UNKNOWN, name) };
  }),
  ...named('<any>.__getattribute__', call => {
    const name = knownText(call.args[0]);
    return name === undefined || call.self === undefined ? UNKNOWN : member(call.self, name);
  }),
  ...named('str.maketrans', maketrans),
  ...named('os.chdir', changeDirectory),
  ...named('shutil.make_archive', touchAll('read', true, 2)),
];

const LETTERS = 'abcdefghijklmnopqrstuvwxyz';

/** `str.maketrans('ab', 'xy')`, or one table whose keys may be characters. */
function maketrans({ args }: Call): Value {
  const [from, to] = args;
  if (from?.kind === 'table')
    return table(
      [...from.entries].map(([key, value]) => [
        [...key].length === 1 && !/\d/.test(key) ? String(key.codePointAt(0)) : key,
        value,
      ]),
    );
  const [keys, values] = [knownText(from), knownText(to)];
  if (keys === undefined || values === undefined || args.length > 2) return UNKNOWN;
  return table([...keys].map((key, at) => [String(key.codePointAt(0)), text([...values][at] ?? '')]));
}

/** `(host, port)` as `host:port`. */
function addressOf(value: Value | undefined): Value {
  if (value?.kind !== 'list') return value ?? UNKNOWN;
  const [host, port] = value.items;
  const where = knownText(host);
  const at = port === undefined ? undefined : knownText(port);
  return where === undefined ? UNKNOWN : text(at === undefined ? where : `${where}:${at}`);
}

export const PYTHON_LIBRARY: Library = {
  functions: new Map(FUNCTIONS),
  constants: new Map<string, (world: World) => Value>([
    ['sys.argv', world => list([text(world.script ?? '-c'), ...world.arguments.map(one => text(one))])],
    ['sys.executable', world => text(world.program)],
    ['string.ascii_lowercase', () => text(LETTERS)],
    ['string.ascii_uppercase', () => text(LETTERS.toUpperCase())],
    ['string.ascii_letters', () => text(LETTERS + LETTERS.toUpperCase())],
    ['string.digits', () => text('0123456789')],
    ['os.sep', () => text('/')],
    ['os.curdir', () => text('.')],
    ['os.pardir', () => text('..')],
    ['os.devnull', () => text('/dev/null')],
    ['__file__', world => (world.script === undefined ? UNKNOWN : text(world.script))],
    ['__name__', () => text('__main__')],
  ]),
  shell: shell(0),
  environment: ['os.environ.'],
};
