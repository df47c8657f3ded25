import fc from 'fast-check';
import { expect, it } from 'vitest';
import { concat, displayWord, hole, word } from '../../src/core/word.ts';
import { readSql } from '../../src/effects/sql.ts';

function read(text: string): readonly string[] {
  return readSql(word(text)).map(
    ({ kind, target, deed, recursive }) =>
      `${kind}${deed === undefined ? '' : `:${deed}`} ${displayWord(target)}${recursive === true ? ' recursive' : ''}`,
  );
}

it.each<[sql: string, effects: readonly string[]]>([
  ['select 1; show tables', []],
  ['DROP TABLE IF EXISTS users', ['infra-destroy:drop-table users']],
  ['drop database prod', ['infra-destroy:drop-database prod recursive']],
  ['drop schema s cascade;', ['infra-destroy:drop-schema s recursive']],
  ['drop/**/table/* x */users', ['infra-destroy:drop-table users']],
  ['/*!50000 drop table users */', ['infra-destroy:drop-table users']],
  ['TRUNCATE TABLE logs', ['infra-destroy:truncate-table logs']],
  ['delete from users', ['infra-destroy:delete-all users']],
  ['delete from users where 1=1', ['infra-destroy:delete-all users']],
  ['delete from users where true', ['infra-destroy:delete-all users']],
  ['delete from users where id = 3', ['write:delete-rows users']],
  ['delete from users limit 1', ['write:delete-rows users']],
  ['update users set admin = 1', ['infra-destroy:update-all users']],
  ['update users set admin = 1 where id = 3', ['write:update-rows users']],
  ['with x as (select 1) delete from users', ['infra-destroy:delete-all users']],
  ['explain delete from users', []],
  ['explain analyze delete from users', ['infra-destroy:delete-all users']],
  ['alter table users drop column name', ['infra-destroy:alter-drop users']],
  ['alter table users add column name text', ['write:alter users']],
  ['alter role eve superuser', ['escalate:grant-superuser eve']],
  ["grant all on *.* to 'eve'", ['escalate:grant eve']],
  ["copy t to program 'sh'", ['execute:shell sh']],
  ["copy t to '/etc/x'", ['write /etc/x']],
  ["select * from t into outfile '/etc/x'", ['write /etc/x']],
  ["select load_file('/etc/shadow')", ['read /etc/shadow']],
  ["select pg_read_file('/etc/shadow')", ['read /etc/shadow']],
  ["exec xp_cmdshell 'dir'", ['execute:shell database server']],
  ['select * from mysql.user', ['inspect-secrets:password-hashes mysql.user']],
  ['\\! sh', ['execute:shell sh']],
  ['.shell sh', ['execute:shell sh']],
  ["\\copy t to program 'sh'", ['execute:shell sh']],
  ['.output /etc/x', ['write /etc/x']],
  ["select 'drop table users'", []],
  ['select "drop table users"', []],
  ['select $$ ; drop table users; $$', []],
  ['-- drop table users\nselect 1', []],
  ["insert into notes values ('; drop table users')", ['write:change-rows notes']],
])('%s', (sql, effects) => {
  expect(read(sql)).toEqual(effects);
});

it('reads around what is not known', () => {
  const effects = readSql(concat(word('drop table '), hole('variable', 'T')));
  expect(effects).toMatchObject([{ kind: 'infra-destroy', deed: 'drop-table' }]);
});

it('never throws', () => {
  const piece = fc.constantFrom(
    "'",
    '"',
    '$$',
    '$a$',
    '/*',
    '*/',
    '--',
    ';',
    '\\',
    '`',
    '[',
    'drop',
    'table',
    'where',
    '\n',
    '1=1',
    ' ',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string())), pieces => {
      expect(Array.isArray(read(pieces.join('')))).toBe(true);
    }),
  );
});
