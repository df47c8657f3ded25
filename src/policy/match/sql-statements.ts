/** What a rule can ask of SQL, and of what database shells do without it (`dropdb`, `db.dropDatabase()`). */
export const SQL_STATEMENTS = [
  'drop',
  'truncate',
  'delete-all',
  'update-all',
  'alter-drop',
  'change-rows',
  'grant',
  'shell',
] as const;
export type SqlStatement = (typeof SQL_STATEMENTS)[number];

/** Globs over the deeds that each comes to. */
export const SQL_DEEDS: Readonly<Record<SqlStatement, readonly string[]>> = {
  drop: ['drop-*'],
  truncate: ['truncate-*', 'flush-*'],
  'delete-all': ['delete-all'],
  'update-all': ['update-all'],
  'alter-drop': ['alter-drop'],
  'change-rows': ['change-rows', 'delete-rows', 'update-rows'],
  grant: ['grant', 'grant-superuser', 'alter-user'],
  shell: ['shell'],
};

export const SQL_WORDS: Readonly<Record<SqlStatement, string>> = {
  drop: 'dropping a database, a table or part of one',
  truncate: 'emptying a table or a store',
  'delete-all': 'deleting every row',
  'update-all': 'changing every row',
  'alter-drop': 'dropping a column or constraint',
  'change-rows': 'changing some rows',
  grant: 'giving somebody rights',
  shell: 'running a program on the server',
};
