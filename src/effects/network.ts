import { readArguments } from '../core/options.ts';
import { isHole, literalText, textOf, type Word, word } from '../core/word.ts';
import { type Draft, onHost, onPath } from './draft.ts';

const path = onPath;
const remote = onHost;

const CURL = {
  short: 'AbCcDdEeFHhKmoPQrTtUuwXxYyz',
  long: [
    'abstract-unix-socket',
    'cacert',
    'cert',
    'config',
    'connect-timeout',
    'cookie',
    'cookie-jar',
    'data',
    'data-ascii',
    'data-binary',
    'data-raw',
    'data-urlencode',
    'dump-header',
    'form',
    'form-string',
    'header',
    'json',
    'key',
    'max-time',
    'output',
    'output-dir',
    'proxy',
    'range',
    'referer',
    'request',
    'resolve',
    'retry',
    'retry-delay',
    'unix-socket',
    'upload-file',
    'url',
    'user',
    'user-agent',
    'write-out',
  ],
};

/** curl reads a file named after `@` (and after `=@` or `=<` in a form), or after `-T`; anything else of it is sent as it stands. */
function curl(argv: readonly Word[]): readonly Draft[] {
  const { given, operands } = readArguments(argv, CURL);
  const drafts: Draft[] = [];
  let sends = false;
  for (const [name, value] of given.pairs) {
    if (value === undefined) continue;
    if (['T', 'upload-file'].includes(name)) {
      sends = true;
      if (textOf(value) !== '-') drafts.push(path('read', value));
    } else if (
      ['d', 'data', 'data-ascii', 'data-binary', 'data-urlencode', 'json', 'F', 'form'].includes(name)
    ) {
      sends = true;
      const file = afterMark(value, name === 'F' || name === 'form' ? /=[@<]/ : /^@|^[^=@]*@/);
      if (file !== undefined) drafts.push(path('read', file));
    } else if (['data-raw', 'form-string'].includes(name)) sends = true;
    else if (['o', 'output', 'D', 'dump-header', 'c', 'cookie-jar'].includes(name))
      drafts.push(path('write', value));
    else if (['K', 'config'].includes(name)) drafts.push(path('read', value));
    else if (name === 'url') drafts.push(remote('download', value));
  }
  return [...drafts, ...operands.map(url => remote(sends ? 'send' : 'download', url))];
}

const WGET = {
  short: 'aBDeIiOoPQRtTUwAlX',
  long: [
    'post-data',
    'post-file',
    'body-data',
    'body-file',
    'output-document',
    'output-file',
    'append-output',
    'directory-prefix',
    'header',
    'user',
    'password',
    'user-agent',
    'input-file',
    'tries',
    'timeout',
    'method',
  ],
};

function wget(argv: readonly Word[]): readonly Draft[] {
  const { given, operands } = readArguments(argv, WGET);
  const posted = given.value('post-file', 'body-file');
  const sends = posted !== undefined || given.has('post-data', 'body-data');
  const output = given.value('O', 'output-document');
  return [
    ...(posted === undefined ? [] : [path('read', posted)]),
    ...(output === undefined || textOf(output) === '-' ? [] : [path('write', output)]),
    ...operands.map(url => remote(sends ? 'send' : 'download', url)),
  ];
}

/** `host:path` and `user@host:path` are elsewhere; a source here with a target there is sent. */
function copyRemote(argv: readonly Word[]): readonly Draft[] {
  const { operands } = readArguments(argv, {
    short: 'cDFiJloPSXeBfT',
    long: [
      'rsh',
      'exclude',
      'include',
      'exclude-from',
      'include-from',
      'files-from',
      'port',
      'bwlimit',
      'log-file',
      'compare-dest',
      'link-dest',
      'password-file',
      'chmod',
      'chown',
    ],
  });
  const target = operands.at(-1);
  const there = target !== undefined && isRemote(target);
  return operands.map((one, index) => {
    const last = index === operands.length - 1;
    if (isRemote(one)) return remote(last ? 'send' : 'download', one);
    return path(last && !there ? 'write' : 'read', one);
  });
}

function isRemote(operand: Word): boolean {
  return /^[^/]*:/.test(literalText(operand));
}

/** The first operand is a host. */
function connect(argv: readonly Word[]): readonly Draft[] {
  const { operands } = readArguments(argv, { short: 'cegGiIlLmoOpPqsTwWXxBbDEFJQRS', long: [] });
  const host = operands[0];
  return host === undefined ? [] : [onHost('send', host, { deed: 'connect' })];
}

export const NETWORK: ReadonlyMap<string, (argv: readonly Word[]) => readonly Draft[]> = new Map([
  ['curl', curl],
  ['wget', wget],
  ['scp', copyRemote],
  ['rsync', copyRemote],
  ['sftp', connect],
  ['ssh', connect],
  ['nc', connect],
  ['ncat', connect],
  ['netcat', connect],
  ['telnet', connect],
]);

/** The rest of the word after a mark in its literal beginning: the file in `@file`. */
function afterMark(value: Word, mark: RegExp): Word | undefined {
  const [head, ...tail] = value;
  if (head === undefined || isHole(head)) return undefined;
  const found = mark.exec(head.lit);
  if (found === null) return undefined;
  const file = [...word(head.lit.slice(found.index + found[0].length).replace(/[;].*$/su, '')), ...tail];
  return textOf(file) === '-' ? undefined : file;
}
