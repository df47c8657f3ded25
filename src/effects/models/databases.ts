import { literalText, type Word, word } from '../../core/word.ts';
import type { Draft } from '../draft.ts';
import type { Family } from '../model.ts';
import { optionReader } from '../option-reader.ts';

/** Commands of Redis that change more than a key, and what they do (redis.io/commands). */
const REDIS: Readonly<Record<string, readonly [kind: Draft['kind'], deed: string]>> = {
  flushall: ['infra-destroy', 'flush-all'],
  flushdb: ['infra-destroy', 'flush-db'],
  del: ['write', 'delete-keys'],
  unlink: ['write', 'delete-keys'],
  set: ['write', 'set'],
  shutdown: ['kill', 'shutdown'],
  eval: ['execute', 'script'],
  evalsha: ['execute', 'script'],
  script: ['execute', 'script'],
  function: ['execute', 'script'],
  module: ['execute', 'library'],
  slaveof: ['configure', 'replication'],
  replicaof: ['configure', 'replication'],
  failover: ['configure', 'replication'],
  debug: ['configure', 'debug'],
  monitor: ['inspect-secrets', 'traffic'],
};

const readRedis = optionReader(
  'h= p= s= a= u= n= r= i= d= x X= c t= pass= user= askpass sni= cacert= cert= key= pattern= raw no-raw csv json stat latency bigkeys memkeys hotkeys scan rdb=write functions-rdb=write pipe eval=execute cluster=',
  { posix: true },
);

function redis(argv: readonly Word[]): Draft[] {
  const { given, operands } = readRedis(argv);
  const [command = '', second = ''] = operands.map(one => literalText(one).toLowerCase());
  const target = word(operands.map(literalText).join(' '));
  const make = (kind: Draft['kind'], deed: string): Draft[] => [{ kind, target, on: 'resource', deed }];
  if (command === 'config') return /^(?:set|rewrite)$/.test(second) ? make('configure', 'config-set') : [];
  if (command === 'acl') return /^(?:setuser|deluser|load)$/.test(second) ? make('escalate', 'acl') : [];
  if (command === 'cluster')
    return /^(?:reset|forget|flushslots|failover)$/.test(second)
      ? make('infra-destroy', 'cluster-reset')
      : [];
  if ((command === 'script' || command === 'function') && second === 'flush')
    return make('infra-destroy', 'script-flush');
  const named = (name: string): string => literalText(given.find(([one]) => one.name === name)?.[1] ?? []);
  // A numbered database of a server of one's own is where tests put things.
  if (command === 'flushdb' && /^[1-9]/.test(named('n')) && /^(?:|localhost|127\..*)$/.test(named('h')))
    return make('infra-destroy', 'scratch');
  const found = Object.hasOwn(REDIS, command) ? REDIS[command] : undefined;
  return found === undefined ? [] : make(found[0], found[1]);
}

/** `sqlite3 db "sql"`: the file is written when the text changes something; without text it is interactive. */
const CLIENT =
  'h|host= p|port= U|username= d|dbname= c|command=sql f|file=read o|output=write L|log-file=write v|set|variable= P|pset= F|field-separator= R|record-separator= T|table-attr= q w W e E n s S t x X A H b a 1 l|list csv html no-psqlrc single-transaction';

export const DATABASES: Family = {
  names:
    'psql pgcli ysqlsh usql mysql mariadb mycli clickhouse-client clickhouse tidb mysqlsh singlestore litecli sqlite3 sqlite duckdb sqlcipher litestream sqlcmd osql isql bsqldb mssql-cli sqlplus impala-shell beeline hive trino presto spark-sql snowsql cqlsh db2 vsql influx cypher-shell surreal mongosh mongo redis-cli valkey-cli keydb-cli iredis dropdb dropuser pg_dropcluster mysqladmin mariadb-admin createdb createuser pg_createcluster initdb mysql_secure_installation mysql_install_db mysqld pg_dump pg_dumpall mysqldump mariadb-dump mongodump mongoexport pg_basebackup mydumper pg_restore mongorestore mongoimport mysqlimport pg_rewind pg_resetwal pg_upgrade myloader pg_checksums pg_archivecleanup mysqlpump pg_repack vacuumdb reindexdb clusterdb pg_ctl pg_ctlcluster mongod redis-server nodetool memcflush memcrm elasticdump curator curator_cli elasticsearch-users elasticsearch-reset-password elasticsearch-keystore',
  models: () => ({
    'psql|pgcli|ysqlsh|usql': {
      options: CLIENT,
      stdin: 'sql',
      examples: {
        'psql -c "select 1"': '',
        'psql -c "DELETE FROM t WHERE id=1"': 'write',
        'psql -c "DROP TABLE users"': 'infra-destroy',
        'psql -c "DELETE FROM users"': 'infra-destroy',
        "psql <<< 'truncate table x'": 'infra-destroy',
        'psql -c "COPY x TO PROGRAM \'sh\'"': 'execute',
        "psql -c 'ALTER USER x SUPERUSER'": 'escalate',
      },
    },
    'mysql|mariadb|mycli|clickhouse-client|clickhouse|tidb|mysqlsh|singlestore|litecli': {
      options:
        'h|host= P|port= u|user= p|password? D|database= e|execute=sql q|query=sql S|socket= init-command=sql pager=execute:pager@res tee=write default-character-set= ssl-ca= ssl-cert= ssl-key= defaults-file=read defaults-extra-file=read d= B N s t v A f|force+force queries-file=read multiquery format=',
      stdin: 'sql',
      examples: {
        "mysql -e 'show tables'": '',
        "mysql -e 'drop database prod'": 'infra-destroy',
        'mysql -uroot -psecret db -e "UPDATE t SET a=1"': 'infra-destroy',
        'mysql -e "select 1 into outfile \'/etc/x\'"': 'write',
      },
    },
    'sqlite3|sqlite|duckdb|sqlcipher|litestream': {
      options:
        'cmd=sql init=read separator= nullvalue= newline= c=sql s=sql header noheader batch readonly json csv line column html list markdown table box bail echo interactive stats append A|archive',
      dash: 'single',
      does: 'database sql*',
      stdin: 'sql',
      examples: {
        'sqlite3 a.db "select 1"': '',
        'sqlite3 a.db "drop table t"': 'infra-destroy',
        "sqlite3 /dev/null '.shell sh'": 'execute',
        "sqlite3 'file:/home/user/.netrc?mode=ro' .dump": 'credential-access',
      },
    },
    'sqlcmd|osql|isql|bsqldb|mssql-cli|sqlplus|impala-shell|beeline|hive|trino|presto|spark-sql|snowsql|cqlsh|db2|vsql|influx|cypher-shell|surreal':
      {
        options:
          'S|server= U|user= P|password= d|database= Q=sql q|query=sql e|execute=sql i|input=read f|file=read o|output=write u= n= p= c= h= k|keyspace= t|token= host= port= org= bucket=',
        verbs: { 'bucket delete': 'infra-destroy:bucket+', delete: 'infra-destroy:delete+', query: 'sql' },
        does: '_ sql*',
        stdin: 'sql',
        examples: { 'sqlcmd -Q "select 1"': '', 'sqlcmd -Q "drop table x"': 'infra-destroy' },
      },
    'mongosh|mongo': {
      options:
        'eval=mongo f|file=execute host= port= u|username= p|password= authenticationDatabase= quiet nodb norc shell tls ssl tlsCAFile= tlsCertificateKeyFile=',
      stdin: 'mongo',
      examples: {
        "mongosh --eval 'db.x.find()'": '',
        "mongosh prod --eval 'db.dropDatabase()'": 'infra-destroy',
        "mongosh --eval 'db.x.deleteMany({})'": 'infra-destroy',
        "mongosh --eval 'db.x.deleteOne({a:1})'": 'write',
      },
    },
    'redis-cli|valkey-cli|keydb-cli|iredis': {
      special: redis,
      examples: {
        'redis-cli get flush': '',
        'redis-cli -h prod FLUSHALL': 'infra-destroy',
        'redis-cli config set dir /etc': 'configure',
        'redis-cli --pass x shutdown': 'kill',
      },
    },
    'dropdb|dropuser|pg_dropcluster': {
      options: 'h= p= U= e i f|force+force w W if-exists maintenance-db=',
      does: 'infra-destroy:drop-database+',
      examples: { 'dropdb --help': '', 'dropdb prod': 'infra-destroy' },
    },
    'mysqladmin|mariadb-admin': {
      options: 'h= P= u= p? S= f|force+force i= r= c=',
      verbs: {
        drop: 'infra-destroy:drop-database+',
        'shutdown|kill': 'kill:database+',
        'password|flush-privileges|flush-hosts|reload|refresh': 'configure:database+',
        'create|status|ping|processlist|version|variables|extended-status': '',
      },
      examples: { 'mysqladmin status': '', 'mysqladmin -f drop prod': 'infra-destroy' },
    },
    'createdb|createuser|pg_createcluster|initdb|mysql_secure_installation|mysql_install_db|mysqld': {
      options: 'h= p= U= O= E= T= e s|superuser!escalate:grant-superuser P w W l= D= A=',
      does: 'configure:database+',
      examples: { 'createdb --help': '', 'createdb x': 'configure', 'createdb -s x': 'configure escalate' },
    },
    'pg_dump|pg_dumpall|mysqldump|mariadb-dump|mongodump|mongoexport|pg_basebackup|mydumper': {
      options:
        'h|host= p|port= U|username= d|db|database= f|file=write o|out=write t|table= n= N= T= S= F|format= j= D|pgdata=write u= c|collection= q|query= P|password? r|result-file=write uri= archive? gzip clean databases all-databases v',
      does: 'inspect-secrets:database+',
      examples: { 'pg_dump --help': '', 'pg_dump -f x.sql prod': 'inspect-secrets write' },
    },
    'pg_restore|mongorestore|mongoimport|mysqlimport|pg_rewind|pg_resetwal|pg_upgrade|myloader|pg_checksums|pg_archivecleanup|mysqlpump|pg_repack|vacuumdb|reindexdb|clusterdb':
      {
        options:
          'h|host= p|port= U|username= d|dbname|db= f|file=write c|clean!infra-destroy:restore-clean drop!infra-destroy:restore-clean C|create j= n= t|table= L= u= l|list+ask n+dry D=configure:database@res nsInclude= archive? uri= collection= type= f+force',
        does: 'read*',
        examples: { 'pg_restore -l x.dump': '', 'pg_restore --clean -d prod x.dump': 'infra-destroy' },
      },
    'pg_ctl|pg_ctlcluster|mongod|redis-server|nodetool': {
      options: 'D|pgdata= l|log=write m|mode= o= p|port= U= t= w W s config=read dbpath= h= u=',
      verbs: {
        'stop|restart|kill|immediate': 'kill:database+',
        'start|reload|promote|init|initdb': 'execute:database+@res',
        'drain|decommission|removenode|assassinate|disablebackup|clearsnapshot|truncatehints':
          'infra-destroy:node+',
        'status|info|ring|describecluster|tpstats|version|netstats': '',
      },
      examples: { 'pg_ctl status': '', 'pg_ctl stop -m immediate': 'kill' },
    },
    'memcflush|memcrm': {
      options: 'servers=',
      does: 'infra-destroy:cache+',
      examples: { 'memcflush --help': '', 'memcflush --servers=x': 'infra-destroy' },
    },
    'elasticdump|curator|curator_cli|elasticsearch-users|elasticsearch-reset-password|elasticsearch-keystore':
      {
        options: 'input= output=send:export@res u|user= p= i= b= a= s= config=read dry-run+dry url= batch',
        verbs: {
          'delete_indices|delete-indices|delete_snapshots|remove': 'infra-destroy:index+',
          'useradd|passwd|roles|reset-password|add': 'escalate:grant+',
          'show_indices|list|version|cat|show': '',
        },
        does: '',
        examples: { 'elasticdump list': '', 'elasticdump --output=http://x.test/i --input=a': 'send' },
      },
  }),
};
