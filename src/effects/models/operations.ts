import type { Family } from '../model.ts';

const NAMES = 'n= c|config=read f|file=read zone= t|token= o|output= y|yes+force force+force dry-run+dry';

/** Queues, names and delivery, build systems: what others depend on. */
export const OPERATIONS: Family = {
  names:
    'rabbitmqctl rabbitmqadmin rabbitmq-queues rabbitmq-plugins kafka-topics kafka-topics.sh kafka-configs kafka-configs.sh kafka-consumer-groups kafka-consumer-groups.sh kafka-acls kafka-acls.sh kafka-delete-records kafka-delete-records.sh kafka-streams-application-reset nats rpk pulsar-admin kcat kafkacat kaf mosquitto_pub mosquitto_sub celery temporal tctl airflow prefect nsupdate rndc pdnsutil pdns_control knotc dnscontrol octodns-sync flarectl cli4 cloudflare-cli lexicon certbot acme.sh lego mkcert unbound-control fastly akamai varnishadm jenkins-cli circleci travis drone buildkite-agent gitlab-runner act woodpecker-cli codecov sem dagger earthly nx turbo lerna changeset semantic-release release-it goreleaser release-please',
  models: () => ({
    'rabbitmqctl|rabbitmqadmin|rabbitmq-queues|rabbitmq-plugins': {
      options:
        'n|node= p|vhost= q t|timeout= H|host= u|username= P|port= V|vhost= l force+force longnames name=',
      verbs: {
        'reset|force_reset': 'infra-destroy:destroy+',
        'delete_queue|purge_queue|delete_vhost|delete_user|clear_permissions|delete_exchange|forget_cluster_node|clear_policy|clear_parameter|close_all_connections':
          'infra-destroy:queue+',
        'delete|purge queue|exchange|vhost|user|policy': 'infra-destroy:queue+',
        'delete|purge': 'infra-destroy:queue+',
        'stop|stop_app|shutdown': 'kill:broker+',
        'add_user|set_permissions|set_user_tags|change_password|set_topic_permissions': 'escalate:grant+',
        'export_definitions|export': 'inspect-secrets:definitions+',
        'set_policy|set_parameter|import_definitions|enable|disable|import|declare|add_vhost':
          'configure:broker+',
        'list_queues|list_users|status|list_vhosts|list|show|list_connections|node_health_check|cluster_status|list_exchanges|list_bindings|get|version|help':
          '',
      },
      examples: { 'rabbitmqctl list_queues': '', 'rabbitmqctl delete_queue x': 'infra-destroy' },
    },
    'kafka-topics|kafka-topics.sh|kafka-configs|kafka-configs.sh|kafka-consumer-groups|kafka-consumer-groups.sh|kafka-acls|kafka-acls.sh|kafka-delete-records|kafka-delete-records.sh|kafka-streams-application-reset':
      {
        options:
          'bootstrap-server= zookeeper= topic= group= command-config=read config= add-config= delete-config= entity-type= entity-name= partitions= replication-factor= offset-json-file=read delete!infra-destroy:delete-topic create!configure:topic alter!configure:topic reset-offsets!infra-destroy:offsets execute!infra-destroy:offsets list+ask describe+ask dry-run+dry add!escalate:acl remove!infra-destroy:acl to-datetime= shift-by=',
        examples: {
          'kafka-topics --list --bootstrap-server x': '',
          'kafka-topics --delete --topic x --bootstrap-server y': 'infra-destroy',
        },
      },
    'nats|rpk|pulsar-admin|kcat|kafkacat|kaf|mosquitto_pub|mosquitto_sub|celery|temporal|tctl|airflow|prefect':
      {
        options: `${NAMES} s|server= h= p= b|brokers= m= topic= A|app= Q= d= u= P= q i= l= t= C= L`,
        verbs: {
          'purge|delete|flush|rm|terminate|reset|cancel|drop|empty': 'infra-destroy:queue+',
          'stream|consumer|kv|object|topic|group|topics|namespaces|tenants|subscriptions|workflow|namespace|dags|cluster|db|pools|connections|variables|deployment|flow|job rm|delete|purge|del|terminate|reset|clear|cancel|drop|clean|unload|skip-all|clear-backlog|trim-prefix|delete-tasks':
            'infra-destroy:queue+',
          'connections|variables get|export|list': 'inspect-secrets:connections+',
          'pub|publish|produce|send|request|trigger|enqueue|signal': 'send:message@res',
          'dags trigger|backfill|test': 'execute:workflow+@res',
          'users create|add-role': 'escalate:grant+',
          'worker|beat|scheduler|server|run|start': 'execute:worker+@res',
          'stream|topic|list|ls|info|status|describe|inspect|sub|consume|report|version|help|get|stats|events|show':
            '',
        },
        examples: { 'nats info': '', 'nats stream rm x': 'infra-destroy' },
      },
    'nsupdate|rndc|pdnsutil|pdns_control|knotc|dnscontrol|octodns-sync|flarectl|cli4|cloudflare-cli|lexicon|certbot|acme.sh|lego|mkcert|unbound-control':
      {
        options: `${NAMES} k=read y= l p= s= d|domain= w|webroot= a|app= doit+force cert-name= email= m= agree-tos path= domains=`,
        verbs: {
          'delzone|delete-zone|delete-rrset|delete|remove|zone-purge|zone-unset|zone-reset|zone-remove|flush|revoke|unregister|rm|reset':
            'infra-destroy:zone+',
          'dns|zone|zones|firewall|record|user|ca|domain delete|remove|purge|d|rm|demote':
            'infra-destroy:zone+',
          'push|sync|add-record|replace-rrset|create-zone|addzone|reconfig|reload|zone-set|zone-commit|import|set|load-zone|increase-serial':
            'configure:zone+',
          'dns|zone|record|user create|c|update|u|add|create-or-update|setpassword': 'configure:zone+',
          'stop|halt|freeze': 'kill:name-server+',
          'certonly|renew|install|issue|run|--issue|--renew|certificate|enhance|obtain':
            'configure:certificate+',
          '-install|--install|trust': 'configure:trusted-certificate+',
          'status|list|check|preview|list-all-zones|show|check-zone|certificates|plugins|zone-status|zone-read|dumpdb|version|stats|get|inspect|zone-check|conf-check|help':
            '',
        },
        does: 'configure:zone+',
        examples: { 'nsupdate --help': '', 'nsupdate x': 'configure' },
      },
    'fastly|akamai|varnishadm': {
      options: `${NAMES} s|service-id= all+recursive T= S= a=`,
      verbs: {
        'purge|ban|ban.url|delete|clear|invalidate': 'infra-destroy:cache+',
        'service|backend|domain|dictionary|acl|vcl|compute delete|purge': 'infra-destroy:service+',
        'service|backend|domain|vcl|compute|acl create|update|activate|deploy|publish': 'publish:deploy+',
        stop: 'kill:cache+',
        'vcl.load|vcl.use|vcl.discard|param.set': 'configure:cache+',
        'list|status|service|whoami|version|stats|panic.show|vcl.list|ping|backend.list': '',
      },
      examples: { 'fastly whoami': '', 'fastly purge --all': 'infra-destroy' },
    },
    'jenkins-cli|circleci|travis|drone|buildkite-agent|gitlab-runner|act|woodpecker-cli|codecov|sem|dagger|earthly|nx|turbo|lerna|changeset|semantic-release|release-it|goreleaser|release-please':
      {
        options: `${NAMES} s= t= r|repo= auth= u|url= p= e=  P= W= secret-file=read env-file=read C= d|dry-run|dryRun|snapshot+dry skip-publish+dry`,
        verbs: {
          'delete-job|delete-builds|delete-node|delete-credentials|delete-view|delete|rm|unregister|cancel|disable|wipe-workspace|quiet-down':
            'infra-destroy:pipeline+',
          'job|repo|secret|orgsecret|project|context|build|pipeline|env|application|agent delete|rm|remove|remove-secret|disable|cancel|purge|stop|kill':
            'infra-destroy:pipeline+',
          'context store-secret': 'configure:secret+',
          'secret|orgsecret|env add|set|update|create': 'configure:secret+',
          'groovy|groovysh|console|exec|shell': 'execute:script+@res',
          'build|run|trigger|restart|start|promote|submit|do|local|job|workflow|step|bootstrap|affected|run-many|test':
            'execute:pipeline+@res',
          'create-job|update-job|install-plugin|register|set-pipeline|reload-configuration|safe-restart|restart|import-credentials-as-xml|update-credentials-by-xml|enable|encrypt|settings|setup|cancel-quiet-down':
            'configure:pipeline+',
          'publish|release|upload|artifact': 'publish:release+',
          'list-credentials|list-credentials-as-xml|get-credentials-as-xml|get-credentials-domain-as-xml|token':
            'inspect-secrets:credentials+',
          'list-jobs|list|ls|info|get-job|config|validate|version|status|logs|console-log|check|verify|lint|help|diagnostic|show|who-am-i|graph|init|bump|changed|--list|-l|repo|env|history|whoami|report-issue':
            '',
        },
        examples: {
          'jenkins-cli list-jobs': '',
          'jenkins-cli delete-job x': 'infra-destroy',
          'jenkins-cli groovy x': 'execute',
        },
      },
  }),
};
