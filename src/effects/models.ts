import type { Grammar } from '../core/options.ts';

/** What a program does with its operands. */
export type Operands = 'read' | 'write' | 'delete' | 'chmod' | 'copy' | 'move' | 'none';

/** How a program's arguments become effects. Data: a program is added here, not in code. */
export interface Model extends Grammar {
  readonly operands: Operands;
  /** Operands before the paths: the pattern of `grep`, the mode of `chmod`. */
  readonly skip?: number;
  /** Options after which nothing is skipped (`grep -e pattern`). */
  readonly skipUnless?: readonly string[];
  /** Options that make it reach below directories. */
  readonly recursive?: readonly string[];
  readonly force?: readonly string[];
  /** Options whose value is a path, and what is done with it. */
  readonly paths?: Readonly<Record<string, 'read' | 'write'>>;
  /** Options with which operands are written, not read (`sed -i`). */
  readonly inPlace?: readonly string[];
}

function model(operands: Operands, rest: Partial<Model> = {}): Model {
  return { short: '', long: [], operands, ...rest };
}

const READERS =
  'cat tac less more most bat batcat nl od xxd hexdump strings file stat wc md5sum sha1sum sha256sum sha512sum shasum cksum base64 base32 rev paste comm diff cmp zcat zless bzcat xzcat readlink realpath ls dir tree du';

const GREP = model('read', {
  short: 'eABCfmd',
  long: [
    'regexp',
    'after-context',
    'before-context',
    'context',
    'file',
    'max-count',
    'include',
    'exclude',
    'exclude-dir',
    'color',
  ],
  skip: 1,
  skipUnless: ['e', 'f', 'regexp', 'file'],
  paths: { f: 'read', file: 'read' },
  recursive: ['r', 'R', 'recursive'],
});

const REMOVE = { recursive: ['r', 'R', 'recursive'], force: ['f', 'force'] };

export const MODELS: ReadonlyMap<string, Model> = new Map<string, Model>([
  ...READERS.split(' ').map((name): [string, Model] => [name, model('read')]),
  ['head', model('read', { short: 'nc', long: ['lines', 'bytes'] })],
  ['tail', model('read', { short: 'ncs', long: ['lines', 'bytes', 'pid', 'sleep-interval'] })],
  [
    'cut',
    model('read', {
      short: 'dfbc',
      long: ['delimiter', 'fields', 'bytes', 'characters', 'output-delimiter'],
    }),
  ],
  [
    'sort',
    model('read', {
      short: 'koStT',
      long: ['key', 'output', 'buffer-size', 'field-separator'],
      paths: { o: 'write', output: 'write' },
    }),
  ],
  ['uniq', model('read', { short: 'fsw' })],
  ...['grep', 'egrep', 'fgrep', 'zgrep', 'rg', 'ag', 'ack'].map((name): [string, Model] => [name, GREP]),
  [
    'awk',
    model('read', {
      short: 'fFv',
      long: ['file', 'field-separator', 'assign'],
      skip: 1,
      skipUnless: ['f', 'file'],
      paths: { f: 'read', file: 'read' },
    }),
  ],
  [
    'sed',
    model('read', {
      short: 'ef',
      long: ['expression', 'file'],
      skip: 1,
      skipUnless: ['e', 'f', 'expression', 'file'],
      inPlace: ['i', 'in-place'],
      paths: { f: 'read', file: 'read' },
    }),
  ],
  ['jq', model('read', { short: 'fL', skip: 1, skipUnless: ['f', 'from-file'] })],
  ['rm', model('delete', REMOVE)],
  ['rmdir', model('delete')],
  ['unlink', model('delete')],
  [
    'shred',
    model('delete', { short: 'ns', long: ['iterations', 'size', 'random-source'], force: ['f', 'force'] }),
  ],
  ['srm', model('delete', REMOVE)],
  ['trash', model('none')],
  [
    'cp',
    model('copy', {
      short: 'tS',
      long: ['target-directory', 'suffix'],
      ...REMOVE,
      recursive: ['r', 'R', 'a', 'recursive', 'archive'],
      paths: { t: 'write', 'target-directory': 'write' },
    }),
  ],
  [
    'mv',
    model('move', {
      short: 'tS',
      long: ['target-directory', 'suffix'],
      force: ['f', 'force'],
      paths: { t: 'write', 'target-directory': 'write' },
    }),
  ],
  [
    'ln',
    model('copy', {
      short: 'tS',
      long: ['target-directory', 'suffix'],
      force: ['f', 'force'],
      paths: { t: 'write', 'target-directory': 'write' },
    }),
  ],
  [
    'install',
    model('copy', {
      short: 'gmotS',
      long: ['group', 'mode', 'owner', 'target-directory'],
      paths: { t: 'write', 'target-directory': 'write' },
    }),
  ],
  ['tee', model('write')],
  ['touch', model('write', { short: 'drt', long: ['date', 'reference', 'time'] })],
  ['truncate', model('write', { short: 'rs', long: ['reference', 'size'] })],
  ['mkdir', model('write', { short: 'm', long: ['mode'] })],
  ['mkfifo', model('write', { short: 'm', long: ['mode'] })],
  ...['chmod', 'chown', 'chgrp'].map((name): [string, Model] => [
    name,
    model('chmod', {
      long: ['reference', 'from'],
      skip: 1,
      skipUnless: ['reference'],
      recursive: ['R', 'recursive'],
      force: ['f', 'silent', 'quiet'],
    }),
  ]),
  ...[
    'echo',
    'printf',
    'kill',
    'sleep',
    'test',
    '[',
    'expr',
    'seq',
    'basename',
    'dirname',
    'export',
    'git',
    'trap',
    'set',
    'eval',
    'which',
    'cd',
    'pushd',
    'popd',
    'type',
  ].map((name): [string, Model] => [name, model('none')]),
]);
