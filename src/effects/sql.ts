import { isHole, type Word, word } from '../core/word.ts';
import { type Draft, onPath } from './draft.ts';

/** A hole: an identifier or value that is not known. */
const HOLE = '\0';

/**
 * What SQL text does: reads statements as PostgreSQL, MySQL, SQLite and SQL Server write them, the shells' own
 * backslash and dot commands included. Strings and comments are not code; what changes nothing gives nothing.
 */
export function readSql(of: Word): Draft[] {
  let text = '';
  for (const part of of) text += isHole(part) ? HOLE : part.lit;
  return statementsOf(text).flatMap(statement => readStatement(statement));
}

interface Statement {
  /** Words in upper case; strings as `'`. */
  readonly tokens: readonly string[];
  /** The words as written, at the same places: names, and the contents of strings. */
  readonly texts: readonly string[];
}

const TOKEN =
  /--[^\n]*|^[ \t]*#[^\n]*|\/\*(?:[^*]|\*(?!\/))*(?:\*\/|\*?(?![\s\S]))|'(?:[^'\\]|''|\\[\s\S])*(?:'|\\?(?![\s\S]))|\$(\w*)\$[\s\S]*?(?:\$\1\$|(?![\s\S]))|"(?:[^"]|"")*(?:"|(?![\s\S]))|`[^`]*(?:`|(?![\s\S]))|\[[\w ]+\]|^[ \t]*[\\.][^\n]*|[\p{L}\w\0@.*]+|[;(),=<>]/gmu;

function statementsOf(text: string): Statement[] {
  const statements: Statement[] = [];
  let tokens: string[] = [];
  let texts: string[] = [];
  const end = (): void => {
    if (tokens.length > 0) statements.push({ tokens, texts });
    tokens = [];
    texts = [];
  };
  for (const [token] of text.matchAll(TOKEN)) {
    if (/^(?:--|#|\/\*)/.test(token)) {
      // MySQL runs what stands in `/*! … */`.
      if (/^\/\*!\d*/.test(token)) statements.push(...statementsOf(token.replace(/^\/\*!\d*|\*\/$/g, '')));
    } else if (token === ';') end();
    else if (/^[ \t]*[\\.][a-zA-Z!]/.test(token)) {
      end();
      const [command = '', ...rest] = token.trim().split(/\s+/);
      statements.push({ tokens: [command.toLowerCase()], texts: [rest.join(' ')] });
    } else if (token.startsWith("'") || /^\$\w*\$/.test(token)) {
      tokens.push("'");
      texts.push(token.replace(/^(?:'|\$\w*\$)|(?:'|\$\w*\$)$/g, ''));
    } else {
      const name = token.replace(/^["`[]|["`\]]$/g, '');
      tokens.push(name === token ? token.toUpperCase() : '"');
      texts.push(name);
    }
  }
  end();
  return statements;
}

function about(kind: Draft['kind'], name: string, deed: string, recursive = false): Draft {
  return { kind, target: word(name), on: 'resource', deed, recursive };
}

/** Words between a verb and the name of what it is about. */
const NOISE = new Set(
  'IF EXISTS NOT ONLY CONCURRENTLY TEMPORARY TEMP UNLOGGED TABLE FROM INTO LOW_PRIORITY QUICK IGNORE PUBLIC'.split(
    ' ',
  ),
);

function readStatement({ tokens, texts }: Statement): Draft[] {
  const [first = ''] = tokens;
  if (/^[\\.]/.test(first)) return shellCommand(first, texts[0] ?? '');
  const nameFrom = (at: number): string => {
    for (let index = at; index < tokens.length; index++)
      if (!NOISE.has(tokens[index] ?? '')) return texts[index] ?? '';
    return '';
  };
  const has = (name: string): boolean => tokens.includes(name);
  const drafts = escapes({ tokens, texts });
  switch (first) {
    case 'DROP': {
      const what = tokens[1] ?? '';
      const whole = what === 'DATABASE' || what === 'SCHEMA' || what === 'KEYSPACE';
      return [
        ...drafts,
        about('infra-destroy', nameFrom(2), `drop-${what.toLowerCase()}`, whole || has('CASCADE')),
      ];
    }
    case 'TRUNCATE':
      return [...drafts, about('infra-destroy', nameFrom(1), 'truncate-table', has('CASCADE'))];
    case 'DELETE':
      return [...drafts, rows('DELETE', nameFrom(1), tokens, texts)];
    case 'UPDATE':
      return [...drafts, rows('UPDATE', nameFrom(1), tokens, texts)];
    case 'ALTER': {
      const what = tokens[1] ?? '';
      if (/^(?:USER|ROLE|LOGIN)$/.test(what))
        return [
          ...drafts,
          about('escalate', nameFrom(2), has('SUPERUSER') ? 'grant-superuser' : 'alter-user'),
        ];
      if (what === 'SYSTEM') return [...drafts, about('configure', 'database server', 'alter-system')];
      return [
        ...drafts,
        has('DROP')
          ? about('infra-destroy', nameFrom(2), 'alter-drop')
          : about('write', nameFrom(2), 'alter'),
      ];
    }
    case 'GRANT':
      return [...drafts, about('escalate', texts.at(-1) ?? '', 'grant')];
    case 'CREATE':
      return [
        ...drafts,
        about(/^(?:USER|ROLE|LOGIN)$/.test(tokens[1] ?? '') ? 'escalate' : 'write', nameFrom(2), 'create'),
      ];
    case 'INSERT':
    case 'REPLACE':
    case 'MERGE':
      return [...drafts, about('write', nameFrom(1), 'change-rows')];
    case 'SET':
      return has('GLOBAL') || has('PERSIST')
        ? [...drafts, about('configure', 'database server', 'set-global')]
        : drafts;
    case 'SHUTDOWN':
      return [...drafts, about('kill', 'database server', 'shutdown')];
    case 'KILL':
      return [...drafts, about('kill', `connection ${texts[1] ?? ''}`, 'kill-connection')];
    case 'SOURCE':
      return [...drafts, onPath('execute', word(texts[1] ?? ''))];
    case 'SYSTEM':
      return [...drafts, about('execute', texts.slice(1).join(' '), 'shell')];
    case 'WITH':
    case 'BEGIN':
    case 'EXPLAIN':
    case 'DO': {
      if (first === 'EXPLAIN' && !has('ANALYZE') && !has('ANALYSE')) return drafts;
      const at = tokens.findIndex(
        (token, index) => index > 0 && /^(?:DROP|TRUNCATE|DELETE|UPDATE|INSERT|ALTER)$/.test(token),
      );
      return at < 0
        ? drafts
        : [...drafts, ...readStatement({ tokens: tokens.slice(at), texts: texts.slice(at) })];
    }
    default:
      return drafts;
  }
}

/** Every row, unless a condition says which: `WHERE 1=1` says nothing. */
function rows(
  verb: 'DELETE' | 'UPDATE',
  name: string,
  tokens: readonly string[],
  texts: readonly string[],
): Draft {
  const where = tokens.indexOf('WHERE');
  const condition =
    where < 0
      ? ''
      : texts
          .slice(where + 1)
          .join('')
          .toLowerCase();
  const all = where < 0 || /^(?:true|1|(\d+)=\1)$/.test(condition);
  const narrowed = tokens.includes('LIMIT');
  const what = verb.toLowerCase();
  return all && !narrowed
    ? about('infra-destroy', name, `${what}-all`)
    : about('write', name, `${what}-rows`);
}

/** Ways out of the database: programs, files, stored passwords. */
function escapes({ tokens, texts }: Statement): Draft[] {
  const drafts: Draft[] = [];
  tokens.forEach((token, at) => {
    const next = texts[at + 1] ?? '';
    const string = tokens[at + 1] === "'";
    if (token === 'PROGRAM' && string) drafts.push(about('execute', next, 'shell'));
    else if ((token === 'OUTFILE' || token === 'DUMPFILE') && string)
      drafts.push(onPath('write', word(next)));
    else if (token === 'INFILE' && string) drafts.push(onPath('read', word(next)));
    else if (tokens[0] === 'COPY' && token === 'TO' && string) drafts.push(onPath('write', word(next)));
    else if (tokens[0] === 'COPY' && token === 'FROM' && string) drafts.push(onPath('read', word(next)));
    else if (/^(?:LOAD_FILE|PG_READ_FILE|PG_READ_BINARY_FILE|READFILE)$/.test(token))
      drafts.push(onPath('read', word(texts[at + 2] ?? '')));
    else if (/^(?:LO_EXPORT|WRITEFILE)$/.test(token)) drafts.push(about('write', 'server file', 'export'));
    else if (/XP_CMDSHELL$|^SYS_EXEC$|^SYS_EVAL$|^LOAD_EXTENSION$/.test(token))
      drafts.push(about('execute', 'database server', 'shell'));
    else if (/^(?:PG_SHADOW|PG_AUTHID|MYSQL\.USER|SYS\.SQL_LOGINS)$/.test(token))
      drafts.push(about('inspect-secrets', token.toLowerCase(), 'password-hashes'));
  });
  return drafts;
}

/** Commands of psql (`\\!`), mysql (`\\!`) and sqlite3 (`.shell`) themselves. */
function shellCommand(command: string, rest: string): Draft[] {
  switch (command) {
    case '\\!':
    case '.shell':
    case '.system':
      return [about('execute', rest, 'shell')];
    case '\\i':
    case '\\ir':
    case '\\include':
    case '.read':
      return [onPath('read', word(rest))];
    case '\\o':
    case '\\w':
    case '.output':
    case '.once':
    case '.backup':
    case '.save':
      return rest === ''
        ? []
        : [rest.startsWith('|') ? about('execute', rest, 'shell') : onPath('write', word(rest))];
    case '\\copy':
      return escapes(copied(rest));
    case '.load':
      return [about('execute', rest, 'library')];
    default:
      return [];
  }
}

function copied(rest: string): Statement {
  const [only] = statementsOf(`COPY ${rest}`);
  return only ?? { tokens: [], texts: [] };
}
