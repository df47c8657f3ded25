import type { Family } from '../model.ts';

/** Stores that are neither SQL by themselves nor a cloud's, with their administration. */
export const STORES: Family = {
  names:
    'cockroach couchbase-cli cbbackupmgr couchbackup couchrestore arangosh arangorestore arangodump arangoimport dgraph orientdb rethinkdb riak-admin aerospike asinfo tarantool foundationdb fdbcli scylla tigergraph gsql ravendb neo4j-admin neo4j minio garage weed seaweedfs juicefs longhornctl linstor lizardfs-admin azd func swa appwrite nhost deployctl pocketbase directus strapi expo render zeabur sevalla clever scalingo northflank dokploy coolify caprover fleek begin defang',
  models: () => ({
    cockroach: {
      options:
        'url= host= u|user= d|database= e|execute=sql f|file=read insecure certs-dir= format= p= store=',
      verbs: {
        sql: 'sql*',
        'node drain|decommission|recommission': 'infra-destroy:node+',
        quit: 'kill:database+',
        'start|start-single-node|demo|init': 'listen:server+',
        'debug zip|pebble': 'inspect-secrets:database+',
        'version|node|statement-diag|workload|gen|help|cert': '',
      },
      examples: { 'cockroach version': '', "cockroach sql -e 'DROP DATABASE x'": 'infra-destroy' },
    },
    'couchbase-cli|cbbackupmgr|couchbackup|couchrestore': {
      options: 'c|cluster= u|username= p|password= bucket= a= r= force+force archive= repo=',
      verbs: {
        'bucket-delete|bucket-flush|collection-manage|failover|reset-cipher-suites|server-remove|remove':
          'infra-destroy:delete-bucket+',
        'user-manage|reset-admin-password': 'configure:login-password+',
        'bucket-create|bucket-edit|setting-cluster|rebalance|restore|config': 'configure:store+',
        'bucket-list|server-list|server-info|info|list|help|host-list|backup': '',
      },
      examples: { 'couchbase-cli bucket-list': '', 'couchbase-cli bucket-delete x': 'infra-destroy' },
    },
    'arangosh|arangorestore|arangodump|arangoimport|dgraph|orientdb|rethinkdb|riak-admin|aerospike|asinfo|tarantool|foundationdb|fdbcli|scylla|tigergraph|gsql|ravendb':
      {
        options:
          'server.endpoint= server.password= execute-string=execute:code@res exec=execute:code@res c|connect= p= u= f|file=read overwrite+force clear+recursive h= v=',
        dash: 'single',
        verbs: { 'drop|wipe|truncate|clear|delete': 'infra-destroy:destroy+' },
        examples: { 'arangosh --version': '', 'arangosh drop x': 'infra-destroy' },
      },
    'neo4j-admin|neo4j': {
      options: 'to-path=write from-path=read overwrite-destination+force force+force verbose expand-commands',
      verbs: {
        'dbms set-initial-password|set-default-admin': 'configure:login-password+',
        'database load|restore|import|copy|migrate': 'write:restore@res',
        'database dump|backup': 'inspect-secrets:database+',
        'start|restart|console': 'execute:service+@res',
        'stop|server': '',
        'status|version|database|server-report': '',
      },
      examples: { 'neo4j-admin version': '', 'neo4j-admin database dump x': 'inspect-secrets' },
    },
    'minio|garage|weed|seaweedfs|juicefs|longhornctl|linstor|lizardfs-admin': {
      options: 'address= console-address= config-dir= dir= f|force+force y|yes+force',
      verbs: {
        'server|gateway|master|volume|filer|mount|webdav': 'listen:server+',
        'destroy|format|bucket|gc|rmr|delete': 'infra-destroy:store+',
        'status|stats|info|ls|version|shell|bench|help|list': '',
      },
      examples: { 'minio version': '', 'minio server /data': 'listen', 'minio destroy x': 'infra-destroy' },
    },
    'azd|func|swa|appwrite|nhost|deployctl|pocketbase|directus|strapi|expo|render|zeabur|sevalla|clever|scalingo|northflank|dokploy|coolify|caprover|fleek|begin|defang':
      {
        options:
          '...= y|yes|no-prompt+force f|force+force purge+recursive p|project= e|environment= o|output= a|app=',
        verbs: {
          'down|delete|destroy|remove': 'infra-destroy+ ; force+force purge+recursive',
          '* delete|destroy|remove|rm|down': 'infra-destroy+',
          'up|deploy|publish|provision|push|release': 'publish:deploy+',
          '* deploy|publish|push': 'publish:deploy+',
          'login|logout|auth': 'configure:login+',
          'init|new|list|ls|status|logs|monitor|show|version|help|start|env|fetch-app-settings': '',
        },
        examples: { 'azd version': '', 'azd down --force': 'infra-destroy' },
      },
  }),
};
