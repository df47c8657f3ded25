import { LIMITS } from '../../../core/limits.ts';
import { concat, textOf, word } from '../../../core/word.ts';
import type { Api, World } from '../evaluate/call.ts';
import { decodeValue } from '../evaluate/codecs.ts';
import { bound } from '../evaluate/collections.ts';
import type { Library } from '../evaluate/library.ts';
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
import { argument, option, truth } from './arguments.ts';
import { content, joinPath, open, writeToFile, writeWhole } from './files.ts';
import { calls, evaluates, same } from './functions.ts';
import { callsWith, changeDirectory, runArgv, runShell, shell, startOptions } from './starts.ts';
import { named } from './table.ts';
import { decode, print } from './texts.ts';
import { between, onSelf, request, touch, touchAll, touchValue } from './touches.ts';

/** `spawn(file, [args], {shell})` (Node.js, "Child process"): with `shell` all of it is joined to code. */
const spawn: Api = call => {
  const [file, args] = call.args;
  const rest =
    args?.kind === 'list'
      ? wordsOf(args)
      : args === undefined || args.kind === 'table'
        ? []
        : wordsOf(list([args], true));
  const viaShell = truth(option(call, 'shell'));
  const options = startOptions(call);
  if (viaShell === false) return runArgv(call, [wordOf(file), ...rest], options);
  return runShell(call, concat(wordOf(file), ...rest.flatMap(one => [word(' '), one])), options);
};

/** A program of Node's own: `fork(file, [args])`. */
const fork: Api = call =>
  runArgv(call, [
    word('node'),
    wordOf(call.args[0]),
    ...(call.args[1]?.kind === 'list' ? wordsOf(call.args[1]) : []),
  ]);

/** One argument vector (`Bun.spawn`, `Deno.run`), as a list or as `cmd` of a table. */
const vector: Api = call => {
  const given = call.args[0]?.kind === 'list' ? call.args[0] : option(call, 'cmd');
  return runArgv(call, wordsOf(given), startOptions(call));
};

const command: Api = call => {
  const args = option(call, 'args');
  return runArgv(
    call,
    [wordOf(call.args[0]), ...(args === undefined ? [] : wordsOf(args))],
    startOptions(call),
  );
};

/** `execa.command('a b')` and zx's `$`: words at blanks, no shell but close to one. */
const template: Api = call => {
  const [only] = call.args;
  return only === undefined || only.kind === 'table' ? UNKNOWN : runShell(call, wordOf(only));
};

const requires: Api = call => {
  const name = knownText(call.args[0]);
  if (name !== undefined) return { kind: 'outside', path: name.replace(/^node:/, '').replaceAll('/', '.') };
  call.world.computed(call.place, call.name);
  return UNKNOWN;
};

const remove: Api = call => {
  touchValue(call, 'delete', call.args[0], truth(option(call, 'recursive')) !== false);
  return UNKNOWN;
};

const removeTree = touchAll('delete', true);

const write: Api = call => writeWhole(call, call.args[0], call.args[1]);
const append: Api = call => writeWhole(call, call.args[0], call.args[1], true);

const read: Api = call => {
  touchValue(call, 'read', call.args[0]);
  return content(call, call.args[0]);
};

const fetches: Api = call => {
  const method = knownText(option(call, 'method'));
  const first = call.args[0];
  const address =
    first?.kind === 'table'
      ? (first.entries.get('url') ?? first.entries.get('hostname') ?? first.entries.get('host'))
      : first;
  const sends = option(call, 'body') !== undefined || option(call, 'data') !== undefined;
  return request(call, address, sends || (method !== undefined && !/^(?:GET|HEAD)$/i.test(method)));
};

const posts: Api = call => request(call, call.args[0], true);

const connects: Api = call => {
  const host = option(call, 'host') ?? call.args.find(one => one.kind === 'text');
  return host === undefined ? UNKNOWN : request(call, host, true);
};

const buffer: Api = call => {
  const encoding = knownText(call.args[1]);
  const first = call.args[0];
  if (encoding !== undefined && /^(?:base64|base64url|hex)$/.test(encoding))
    return decodeValue(first, encoding, call);
  if (first?.kind !== 'list') return first ?? UNKNOWN;
  return characters(first);
};

/** JSON as values. */
function parsed(json: string): Value {
  try {
    return valueOfJson(JSON.parse(json), 0);
  } catch {
    return UNKNOWN;
  }
}

function valueOfJson(of: unknown, depth: number): Value {
  if (depth > LIMITS.programDepth) return UNKNOWN;
  if (typeof of === 'string') return text(of);
  if (typeof of === 'number') return { kind: 'number', value: of };
  if (Array.isArray(of)) return list(of.map(one => valueOfJson(one, depth + 1)));
  if (typeof of !== 'object' || of === null) return UNKNOWN;
  return table(Object.entries(of).map(([key, one]) => [key, valueOfJson(one, depth + 1)]));
}

function characters(of: Extract<Value, { kind: 'list' }>): Value {
  const codes = of.items.map(one =>
    one.kind === 'number' ? String.fromCharCode(one.value & 0xffff) : undefined,
  );
  return of.open || codes.includes(undefined) ? UNKNOWN : text(codes.join(''));
}

const fileSystem = (names: string): string =>
  names
    .split(' ')
    .flatMap(name => [
      `fs.${name}`,
      `fs.${name}Sync`,
      `fs.promises.${name}`,
      `fs-extra.${name}`,
      `fs-extra.${name}Sync`,
    ])
    .join(' ');

const FUNCTIONS: readonly (readonly [string, Api])[] = [
  ...named(
    'child_process.exec child_process.execSync execa.command execa.commandSync execa.execaCommand execa.execaCommandSync shelljs.exec',
    shell(0),
  ),
  ...named(
    'child_process.spawn child_process.spawnSync child_process.execFile child_process.execFileSync execa execa.execa execa.execaSync execa.sync cross-spawn cross-spawn.sync cross-spawn.spawn',
    spawn,
  ),
  ...named('child_process.fork', fork),
  ...named('Bun.spawn Bun.spawnSync Deno.run', vector),
  ...named('Deno.Command', command),
  ...named('Bun.$ zx.$ bun.$ execa.$', template),
  ...named(
    'require module.require process.mainModule.require module.createRequire() process.getBuiltinModule module._load import globalThis.require',
    requires,
  ),
  ...named('module.createRequire', () => ({ kind: 'outside', path: 'require' })),
  ...named(fileSystem('unlink rmdir rm'), remove),
  ...named('Deno.remove Deno.removeSync', remove),
  ...named(
    'fs-extra.remove fs-extra.removeSync fs-extra.emptyDir fs-extra.emptyDirSync rimraf rimraf.sync rimraf.rimraf rimraf.rimrafSync del del.sync del.deleteAsync del.deleteSync',
    removeTree,
  ),
  ...named('shelljs.rm', call => {
    const flags = knownText(call.args[0]) ?? '';
    const recursive = /^-.*r/i.test(flags);
    for (const one of call.args)
      if (!(knownText(one) ?? '').startsWith('-')) touchValue(call, 'delete', one, recursive);
    return UNKNOWN;
  }),
  ...named(
    `${fileSystem('writeFile')} fs-extra.outputFile fs-extra.outputFileSync fs-extra.writeJson fs-extra.writeJsonSync Deno.writeTextFile Deno.writeTextFileSync Deno.writeFile Deno.writeFileSync Bun.write`,
    write,
  ),
  ...named(fileSystem('appendFile'), append),
  ...named(
    `${fileSystem('readFile')} Deno.readTextFile Deno.readTextFileSync Deno.readFile Deno.readFileSync`,
    read,
  ),
  ...named(
    `${fileSystem('readdir opendir readlink')} fs.createReadStream Deno.readDir Deno.readDirSync fs-extra.readJson fs-extra.readJsonSync`,
    touch('read'),
  ),
  ...named('Bun.file', call => ({ kind: 'object', type: 'file', word: wordOf(call.args[0]) })),
  ...named('<file>.text <file>.json <file>.arrayBuffer <file>.bytes', onSelf('read')),
  ...named('<file>.delete <file>.unlink', onSelf('delete')),
  ...named('<file>.write <file>.writeFile <file>.appendFile', writeToFile),
  ...named('<file>.then', call => {
    for (const one of call.args) call.apply(one, [call.self ?? UNKNOWN]);
    return UNKNOWN;
  }),
  ...named('fs.createWriteStream', call => open(call, call.args[0], text('w'))),
  ...named(fileSystem('open'), call => open(call, call.args[0], call.args[1] ?? text('r'))),
  ...named(
    `${fileSystem('mkdir truncate chmod chown utimes mkdtemp')} fs-extra.ensureDir fs-extra.ensureFile Deno.mkdir Deno.mkdirSync Deno.chmod`,
    touch('write'),
  ),
  ...named(
    `${fileSystem('rename')} fs-extra.move fs-extra.moveSync Deno.rename Deno.renameSync`,
    between(['read', 'delete'], 'write'),
  ),
  ...named(
    `${fileSystem('copyFile symlink link')} Deno.copyFile Deno.copyFileSync`,
    between(['read'], 'write'),
  ),
  ...named(`${fileSystem('cp')} fs-extra.copy fs-extra.copySync`, between(['read'], 'write', true)),
  ...named(
    'fetch globalThis.fetch node-fetch node-fetch.default http.get https.get http.request https.request axios axios.request got undici.fetch undici.request',
    fetches,
  ),
  ...named('axios.get axios.head got.get', call => request(call, call.args[0], false)),
  ...named('axios.post axios.put axios.patch axios.delete got.post got.put', posts),
  ...named('net.connect net.createConnection tls.connect net.Socket().connect', connects),
  ...named('WebSocket ws', posts),
  ...named(
    'eval globalThis.eval vm.runInThisContext vm.runInNewContext vm.runInContext vm.Script Function',
    call => {
      const code = call.name === 'Function' ? call.args.at(-1) : call.args[0];
      if (code === undefined || code.kind === 'function') return UNKNOWN;
      const value = call.evaluate(wordOf(code));
      return call.name === 'Function' ? UNKNOWN : value;
    },
  ),
  ...named('setTimeout setInterval', call => {
    const [callee, , ...args] = call.args;
    if (callee?.kind === 'text') return evaluates(call);
    return callee === undefined ? UNKNOWN : call.later(() => call.apply(callee, args));
  }),
  ...named('setImmediate process.nextTick queueMicrotask', call => call.later(() => callsWith(0)(call))),
  ...named('process.on process.once Promise.all', call => call.later(() => calls(call))),
  ...named('process.chdir', changeDirectory),
  ...named('JSON.parse', ({ args }) => {
    const known = knownText(args[0]);
    return known === undefined || known.length > LIMITS.foldBytes ? UNKNOWN : parsed(known);
  }),
  ...named('Object.values', call => call.method(call.args[0] ?? UNKNOWN, 'values', [])),
  ...named('Object.keys', call => call.method(call.args[0] ?? UNKNOWN, 'keys', [])),
  ...named('Object.entries', call => call.method(call.args[0] ?? UNKNOWN, 'entries', [])),
  ...named('TextDecoder().decode', call =>
    call.args[0]?.kind === 'list' ? characters(call.args[0]) : (call.args[0] ?? UNKNOWN),
  ),
  ...named('Buffer.from Buffer', buffer),
  ...named('Buffer.concat', call => {
    const [parts] = call.args;
    return parts?.kind === 'list' ? text(concat(...parts.items.map(wordOf))) : UNKNOWN;
  }),
  ...named('atob window.atob globalThis.atob', decode('base64')),
  ...named('btoa encodeURIComponent encodeURI escape', () => UNKNOWN),
  ...named('decodeURIComponent decodeURI unescape', call => {
    const known = knownText(call.args[0]);
    return known === undefined
      ? UNKNOWN
      : text(
          known.replace(/%([0-9A-Fa-f]{2})/gu, (_, hex: string) =>
            String.fromCharCode(Number.parseInt(hex, 16)),
          ),
        );
  }),
  ...named('String.fromCharCode String.fromCodePoint', call =>
    characters(
      call.args[0]?.kind === 'list' ? call.args[0] : { kind: 'list', items: call.args, open: false },
    ),
  ),
  ...named(
    'String String.raw Array.from Uint8Array Promise.resolve URL util.promisify require.resolve',
    same,
  ),
  ...named('path.join path.posix.join', call => {
    const parts = call.args.filter(one => textOf(wordOf(one)) !== '');
    return text(concat(...parts.flatMap((one, at) => (at === 0 ? [wordOf(one)] : [word('/'), wordOf(one)]))));
  }),
  ...named('path.resolve', call => {
    const joined = joinPath(call);
    const of = wordOf(joined);
    return of.length === 0 ? text(call.world.cwd) : joined;
  }),
  ...named('path.dirname', call => {
    const known = knownText(call.args[0]);
    return known === undefined ? UNKNOWN : text(known.replace(/\/?[^/]*$/, '') || '.');
  }),
  ...named('os.homedir', ({ world }) => text(world.home)),
  ...named('os.tmpdir', () => text('/tmp')),
  ...named('process.cwd Deno.cwd', ({ world }) => text(world.cwd)),
  ...named('Deno.env.get', ({ args, world }) => {
    const name = knownText(args[0]);
    const known = name === undefined ? undefined : world.variable(name);
    return known === undefined ? UNKNOWN : text(known);
  }),
  ...named('console.log console.info', call =>
    // Its first argument is a format, where others follow.
    print(
      '\n',
      ' ',
    )(call.args.length > 1 && knownText(call.args[0])?.includes('%') ? { ...call, args: [UNKNOWN] } : call),
  ),
  ...named('process.stdout.write', print('', '')),
  ...named('Reflect.get', call => {
    const name = knownText(argument(call, 1));
    const of = call.args[0];
    return name !== undefined && of?.kind === 'outside'
      ? { kind: 'outside', path: `${of.path}.${name}` }
      : UNKNOWN;
  }),
  ...named('Reflect.apply', call => {
    const [callee, , args] = call.args;
    return callee === undefined ? UNKNOWN : call.apply(callee, args?.kind === 'list' ? args.items : []);
  }),
  ...named('<any>.call', call => {
    const callee = call.self;
    if (callee?.kind !== 'outside') return UNKNOWN;
    return call.apply(callee, call.args.slice(1));
  }),
  ...named('<any>.apply', call => {
    const args = call.args[1];
    return call.self === undefined ? UNKNOWN : call.apply(call.self, args?.kind === 'list' ? args.items : []);
  }),
  ...named('<any>.bind', call => bound(call, call.self, call.args.slice(1))),
  ...named('<any>.default', call => (call.self === undefined ? UNKNOWN : call.apply(call.self, call.args))),
  ...named('<any>.then', call => {
    const value: Value = call.self?.kind === 'outside' ? call.self : UNKNOWN;
    for (const one of call.args)
      call.apply(one, [value.kind === 'outside' && value.path.endsWith('()') ? UNKNOWN : value]);
    return UNKNOWN;
  }),
];

const scriptArguments = (world: World): Value =>
  list([
    text('node'),
    ...(world.script === undefined ? [] : [text(world.script)]),
    ...world.arguments.map(one => text(one)),
  ]);

export const JAVASCRIPT_LIBRARY: Library = {
  functions: new Map(FUNCTIONS),
  constants: new Map<string, (world: World) => Value>([
    ['process.argv', scriptArguments],
    ['Deno.args', world => list(world.arguments.map(one => text(one)))],
    ['Bun.argv', scriptArguments],
    ['process.execPath', world => text(world.program)],
    ['process.argv0', world => text(world.program)],
    ['__dirname', world => text(world.script === undefined ? world.cwd : directoryOf(world))],
    ['__filename', world => (world.script === undefined ? UNKNOWN : text(world.script))],
    ['path.sep', () => text('/')],
  ]),
  shell: shell(0),
  environment: ['process.env.', 'Bun.env.', 'Deno.env.'],
};

function directoryOf({ script, cwd }: World): typeof cwd {
  const known = script === undefined || isBlank(script) ? undefined : textOf(script);
  if (known === undefined) return cwd;
  const slash = known.lastIndexOf('/');
  return slash < 0 ? cwd : word(known.slice(0, Math.max(slash, 1)));
}
