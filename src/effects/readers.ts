import { isHole, literalText, textOf, type Word, word } from '../core/word.ts';
import { type Draft, onHost, onPath } from './draft.ts';
import { readMongo } from './mongo.ts';
import { readSql } from './sql.ts';

/** Operands and values that have to be read before it is known what is done. */
export const READERS = {
  /** SQL text. */
  sql: readSql,
  /** JavaScript for the MongoDB shell. */
  mongo: readMongo,
  /** A place that is copied from: here, or on another host. */
  from: (target: Word): Draft[] => [isRemote(target) ? onHost('download', target) : onPath('read', target)],
  /** A place that is copied to. */
  to: (target: Word): Draft[] => [isRemote(target) ? onHost('send', target) : onPath('write', target)],
  /** `@file`, `name@file`: read; any other text stands for itself. */
  'at-file': (value: Word): Draft[] => fileAfter(value, /^@|^[^=@]*@/),
  /** `name=@file`, `name=<file` of a form. */
  'form-file': (value: Word): Draft[] => fileAfter(value, /=[@<]/),
  /** `file://path` and `fileb://path`: read. */
  'file-url': (value: Word): Draft[] => fileAfter(value, /^fileb?:\/\//),
  /** A URL that is fetched, if it is one. */
  url: (target: Word): Draft[] => (URL_LIKE.test(literalText(target)) ? [onHost('download', target)] : []),
  /** A path if it looks like one: a package name or a directory. */
  'maybe-path': (target: Word): Draft[] =>
    URL_LIKE.test(literalText(target))
      ? [onHost('download', target)]
      : /^(?:\.{0,2}\/|\.$|~)/.test(literalText(target))
        ? [onPath('read', target)]
        : [],
  /** Commands of ftp and its kin: `put file` reads it. */
  transfer: (text: Word): Draft[] =>
    [
      ...literalText(text).matchAll(
        /(?:^|[;\n])\s{0,8}(?:m?put|send|append|reput|mirror\s{1,8}-R)\s{1,8}(?:-\w+\s{1,8})?([^\s;]{1,4096})/g,
      ),
    ].map(([, file = '']) => onPath('read', word(file))),
  /** A database file, by its path or as SQLite's `file:path?option`. */
  database: (target: Word): Draft[] => [onPath('read', databaseFile(target))],
  /** `host:path` of a mount, with what is on this side: `-v /:/host`. */
  bind: readBind,
  /** `type=bind,source=/,target=/host`. */
  'bind-fields': (value: Word): Draft[] => {
    const source = /(?:^|,)(?:source|src)=([^,]*)/.exec(literalText(value))?.[1];
    return source === undefined ? [] : bound(word(source));
  },
} as const satisfies Record<string, (target: Word) => readonly Draft[]>;

export type ReaderName = keyof typeof READERS;

export function isReader(name: string): name is ReaderName {
  return Object.hasOwn(READERS, name);
}

export const URL_LIKE = /^[a-z][a-z0-9+.-]*:\/\//i;

/** `scheme://…`, `host:path`, `user@host:path`, `bucket:path`. */
export function isRemote(target: Word): boolean {
  return /^[^/]*:/.test(literalText(target));
}

function databaseFile(target: Word): Word {
  const [head, ...tail] = target;
  if (head === undefined || isHole(head) || !head.lit.startsWith('file:')) return target;
  return [head, ...tail].flatMap((part, at) => {
    if (isHole(part)) return [part];
    return word((at === 0 ? part.lit.replace(/^file:(?:\/\/(?=\/))?/, '') : part.lit).replace(/\?.*$/su, ''));
  });
}

/** The rest of the word after a mark in its literal beginning. */
function fileAfter(value: Word, mark: RegExp): Draft[] {
  const [head, ...tail] = value;
  if (head === undefined || isHole(head)) return [];
  const found = mark.exec(head.lit);
  if (found === null) return [];
  // curl: what follows a semicolon in a form is the type of the file.
  const file = [...word(head.lit.slice(found.index + found[0].length).replace(/;.*$/su, '')), ...tail];
  return textOf(file) === '-' || file.length === 0 ? [] : [onPath('read', file)];
}

function readBind(value: Word): Draft[] {
  const [head, ...tail] = value;
  if (head === undefined || isHole(head)) return [];
  const colon = head.lit.indexOf(':');
  const source = colon < 0 ? [head, ...tail] : word(head.lit.slice(0, colon));
  if (!/^[./~]/.test(literalText(source))) return [];
  // What every user of the host may read, and the container cannot change.
  if (WORLD_READABLE.test(literalText(source)) && /:(?:[\w,]*,)?ro(?:,|$)/.test(literalText(value)))
    return [onPath('read', source)];
  return bound(source);
}

/** Whoever is root in a container writes what is mounted there as root of the host. */
function bound(source: Word): Draft[] {
  const path = literalText(source).replace(/\/+$/, '') || '/';
  const powerful = HOST_POWER.test(path);
  return [
    onPath('mount', source, powerful ? { deed: 'host-path' } : {}),
    ...(powerful ? [{ kind: 'escalate', target: source, on: 'resource', deed: 'host-mount' } as const] : []),
  ];
}

const WORLD_READABLE =
  /^\/etc\/(?:localtime|timezone|hosts|hostname|resolv\.conf|passwd|group|machine-id|os-release|ssl\/certs(?:\/.*)?|ca-certificates(?:\/.*)?|pki\/(?!.*private).*)$/;

const HOST_POWER =
  /^\/(?:$|(?:etc|root|boot|dev|proc|sys|usr|bin|sbin|lib|lib64|home|var|var\/lib|run|var\/run)$|etc\/|(?:var\/)?run\/(?:docker|containerd|crio|podman)[./]|var\/lib\/(?:docker|kubelet)|root\/)/;
