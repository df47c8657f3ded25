import { literalText, word } from '../../../core/word.ts';
import type { Api, Call, World } from '../evaluate/call.ts';
import type { Library } from '../evaluate/library.ts';
import { formatted, under } from '../evaluate/operate.ts';
import { knownText, list, text, UNKNOWN, type Value, wordOf, wordsOf } from '../evaluate/value.ts';
import { content, joinPath, open, writeToFile, writeWhole } from './files.ts';
import { evaluates, same } from './functions.ts';
import { changeDirectory, environmentOf, runArgv, runShell, shell, startOptions } from './starts.ts';
import { named } from './table.ts';
import { decode, print } from './texts.ts';
import { between, onSelf, request, touch, touchAll, touchValue } from './touches.ts';

/** `system`, `exec`, `spawn`: one argument is code for a shell, several an argument vector (Ruby, "Process"). */
const systemCall: Api = call => {
  const args = call.args.filter(one => one.kind !== 'table' && one.kind !== 'function');
  const [first, ...rest] = args;
  if (first === undefined) return UNKNOWN;
  // `system({'A' => 'b'}, 'cmd')` has its environment before the command.
  const options = { ...startOptions(call), ...environmentOf(call.args[0]) };
  if (rest.length === 0 && first.kind !== 'list') return runShell(call, wordOf(first), options);
  return runArgv(call, [wordsOf(first)[0] ?? [], ...rest.flatMap(wordsOf)], options);
};

/** `IO.popen`: a list is an argument vector. */
const popen: Api = call => {
  const [first] = call.args;
  return first?.kind === 'list' ? runArgv(call, wordsOf(first)) : runShell(call, wordOf(first));
};

/** `open(path, mode)`; one that begins with a bar is a command, and an address is fetched (open-uri). */
const opens: Api = call => {
  const [path, mode, ...rest] = call.args;
  const head = literalText(wordOf(path));
  if (head.startsWith('|') && !call.name.startsWith('File')) {
    const of = wordOf(path);
    const [first, ...tail] = of;
    return runShell(
      call,
      first !== undefined && 'lit' in first ? [...word(first.lit.slice(1)), ...tail] : of,
    );
  }
  const file = open(call, path, mode?.kind === 'function' ? undefined : mode);
  for (const one of [mode, ...rest]) if (one?.kind === 'function') call.apply(one, [file]);
  return file;
};

const sends: Api = call => {
  const name = knownText(call.args[0]);
  if (name !== undefined) return call.apply({ kind: 'outside', path: name }, call.args.slice(1));
  call.world.computed(call.place, call.name);
  return UNKNOWN;
};

const dirEntries: Api = call => {
  const known = knownText(call.args[0]);
  touchValue(call, 'read', call.args[0]);
  return known === undefined ? UNKNOWN : list([text([{ hole: 'glob', name: known }])]);
};

const path = (of: Value | undefined): Value => ({ kind: 'object', type: 'path', word: wordOf(of) });

function within(call: Call): Value {
  return path(call.args.reduce<Value>((base, one) => text(under(wordOf(base), one)), call.self ?? UNKNOWN));
}

const both = (names: string): string =>
  names
    .split(' ')
    .flatMap(name => [`File.${name}`, `IO.${name}`, `File::${name}`])
    .join(' ');

const FUNCTIONS: readonly (readonly [string, Api])[] = [
  ...named('system exec spawn Kernel.system Kernel.exec Kernel.spawn Process.spawn Process.exec', systemCall),
  ...named('IO.popen PTY.spawn', popen),
  ...named(
    'Open3.capture2 Open3.capture2e Open3.capture3 Open3.popen2 Open3.popen2e Open3.popen3 Open3.pipeline Open3.pipeline_r',
    systemCall,
  ),
  ...named('open Kernel.open URI.open File.open IO.open File.new', opens),
  ...named(both('delete unlink'), touchAll('delete')),
  ...named(
    'Dir.rmdir Dir.delete Dir.unlink FileUtils.rm FileUtils.rm_f FileUtils.remove FileUtils.rmdir FileUtils.safe_unlink',
    touchAll('delete'),
  ),
  ...named(
    'FileUtils.rm_r FileUtils.rm_rf FileUtils.rmtree FileUtils.remove_dir FileUtils.remove_entry FileUtils.remove_entry_secure FileUtils.remove_file',
    touchAll('delete', true),
  ),
  ...named('rm_rf rm_r rmtree', touchAll('delete', true)),
  ...named(`${both('rename')} FileUtils.mv FileUtils.move`, between(['read', 'delete'], 'write')),
  ...named(
    `${both('link symlink copy_stream')} FileUtils.cp FileUtils.copy FileUtils.ln FileUtils.ln_s FileUtils.ln_sf FileUtils.install`,
    between(['read'], 'write'),
  ),
  ...named('FileUtils.cp_r FileUtils.copy_entry', between(['read'], 'write', true)),
  ...named(
    'Dir.mkdir FileUtils.mkdir FileUtils.mkdir_p FileUtils.touch File.truncate File.mkfifo',
    touch('write'),
  ),
  ...named('File.chmod FileUtils.chmod FileUtils.chmod_R', touchAll('write', false, 1)),
  ...named('File.chown FileUtils.chown FileUtils.chown_R', touchAll('write', false, 2)),
  ...named(both('write binwrite'), call => writeWhole(call, call.args[0], call.args[1])),
  ...named(both('read binread readlines foreach'), call => {
    touchValue(call, 'read', call.args[0]);
    return content(call, call.args[0]);
  }),
  ...named('Dir.entries Dir.children Dir.each_child YAML.load_file CSV.read', touch('read')),
  ...named('load require_relative', touch('read')),
  ...named('Dir.glob Dir.[]', dirEntries),
  ...named('Pathname.new Pathname', call => path(call.args[0])),
  ...named('<path>.delete <path>.unlink <path>.rmdir', onSelf('delete')),
  ...named('<path>.rmtree', onSelf('delete', true)),
  ...named('<path>.write <path>.mkdir <path>.mkpath', onSelf('write')),
  ...named('<path>.read <path>.readlines <path>.children', onSelf('read')),
  ...named('<path>.join <path>.+', within),
  ...named('<file>.write <file>.puts <file>.print <file>.<<', writeToFile),
  ...named('<file>.read', call => content(call, call.self)),
  ...named('eval instance_eval class_eval Kernel.eval binding.eval TOPLEVEL_BINDING.eval', evaluates),
  ...named('send public_send __send__ <any>.send <any>.public_send <any>.__send__ <unknown>.send', sends),
  ...named('method Kernel.method <any>.method', call => {
    const path = knownText(call.args[0]);
    return path === undefined
      ? UNKNOWN
      : { kind: 'native', run: args => call.apply(call.lookup(path) ?? { kind: 'outside', path }, args) };
  }),
  ...named('Object.const_get const_get Kernel.const_get', call => {
    const path = knownText(call.args[0]);
    return path === undefined ? UNKNOWN : { kind: 'outside', path };
  }),
  ...named('format sprintf', call => formatted(wordOf(call.args[0]), call.args.slice(1))),
  ...named('proc lambda Proc.new', call => call.args[0] ?? UNKNOWN),
  ...named('Dir.chdir', call => {
    const before = call.world.cwd;
    changeDirectory(call);
    const block = call.args.find(one => one.kind === 'function');
    if (block === undefined) return UNKNOWN;
    const value = call.apply(block, []);
    call.world.enter(before);
    return value;
  }),
  ...named('require', same),
  ...named('Net::HTTP.get Net::HTTP.get_response Net::HTTP.get_print', call =>
    request(call, call.args[0], false),
  ),
  ...named(
    'Net::HTTP.post Net::HTTP.post_form Net::HTTP.start TCPSocket.new TCPSocket.open Socket.tcp HTTParty.post Faraday.post',
    call => request(call, call.args[0], true),
  ),
  ...named('URI URI.parse', same),
  ...named('Base64.decode64 Base64.strict_decode64 Base64.urlsafe_decode64', decode('base64')),
  ...named('Zlib::Inflate.inflate Zlib.inflate', decode('zlib')),
  ...named('Zlib.gunzip', decode('gzip')),
  ...named('File.join', joinPath),
  ...named('File.expand_path', call => {
    const known = knownText(call.args[0]);
    return known !== undefined && /^~(?=\/|$)/.test(known)
      ? text(call.world.home + known.slice(1))
      : (call.args[0] ?? UNKNOWN);
  }),
  ...named('Dir.home', ({ world }) => text(world.home)),
  ...named('Dir.pwd Dir.getwd', ({ world }) => text(world.cwd)),
  ...named('ENV.fetch', ({ args, world }) => {
    const known = world.variable(knownText(args[0]) ?? '');
    return known === undefined ? UNKNOWN : text(known);
  }),
  ...named('Shellwords.escape Shellwords.shellescape', call => {
    const known = knownText(call.args[0]);
    return known === undefined ? UNKNOWN : text(`'${known.replaceAll("'", "'\\''")}'`);
  }),
  ...named('STDIN.read $stdin.read gets STDIN.gets ARGF.read', ({ world }) => {
    const known = world.stdin();
    return known === undefined ? UNKNOWN : text(known);
  }),
  ...named('puts $stdout.puts STDOUT.puts', call => {
    // A line end is added only where there is none.
    const plain = call.args.every(one => !(knownText(one) ?? '\n').endsWith('\n'));
    return print('\n', '\n')({ ...call, args: plain ? call.args : [UNKNOWN] });
  }),
  ...named('printf $stdout.printf', call =>
    print('', '')({ ...call, args: [formatted(wordOf(call.args[0]), call.args.slice(1))] }),
  ),
  ...named('print $stdout.print $stdout.write', print('', '')),
  ...named('at_exit loop Thread.new fork Process.fork', call => {
    for (const one of call.args) if (one.kind === 'function') call.apply(one, []);
    return call.args[0] ?? UNKNOWN;
  }),
];

/** Ruby names constants with `::` and methods with a dot; the reader makes both a dot. */
function dotted(functions: readonly (readonly [string, Api])[]): Map<string, Api> {
  return new Map(functions.map(([name, api]) => [name.replaceAll('::', '.'), api]));
}

export const RUBY_LIBRARY: Library = {
  functions: dotted(FUNCTIONS),
  constants: new Map<string, (world: World) => Value>([
    ['$stdout', () => ({ kind: 'outside', path: '$stdout' })],
    ['ARGV', world => list(world.arguments.map(one => text(one)))],
    ['$0', world => (world.script === undefined ? text('-e') : text(world.script))],
    ['__FILE__', world => (world.script === undefined ? text('-e') : text(world.script))],
    ['__dir__', world => text(world.cwd)],
    ['Dir.home', world => text(world.home)],
    ['Dir.pwd', world => text(world.cwd)],
  ]),
  shell: shell(0),
  environment: ['ENV.'],
};
