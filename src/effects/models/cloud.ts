import type { Family } from '../model.ts';
import { cloudGrants } from './cloud-grants.ts';
import { openedPorts } from './cloud-ports.ts';

const AWS =
  '...= profile= region= output= query= endpoint-url= ca-bundle= cli-read-timeout= color= debug no-sign-request no-verify-ssl no-paginate dry-run+dry dryrun+dry force+force recursive+recursive delete!infra-destroy:sync-delete quiet only-show-errors body=read zip-file=file-url cli-input-json=file-url template-body=file-url policy-document=file-url user-data=file-url secret-string=file-url secret-binary=file-url parameters=file-url skip-final-snapshot+force no-skip-final-snapshot force-delete-without-recovery+force with-decryption!inspect-secrets:parameter no-cli-pager generate-cli-skeleton+ask';

const DELETES = 'delete|rm|remove|destroy|purge|terminate|reset|deprovision|uninstall|nuke|del';

export const CLOUD: Family = {
  names:
    'aws awslocal gcloud az doctl linode-cli hcloud scw oci ibmcloud openstack vultr-cli exo civo upctl yc aliyun tccli huaweicloud ovhai metal cf heroku flyctl fly vercel netlify wrangler firebase railway surge supabase neonctl pscale turso convex sentry-cli stripe twilio shopify eas fastlane dokku kamal koyeb platform upsun terminus wp drush modal huggingface-cli hf kaggle wandb dvc databricks bq prisma drizzle-kit sequelize knex alembic flyway liquibase rails dbmate goose migrate atlas hasura',
  models: () => ({
    'aws|awslocal': {
      options: AWS,
      verbs: {
        's3 cp': 'from to',
        's3 mv': 'from to',
        's3 sync': 'from to',
        's3 rm': 'infra-destroy:delete-objects+',
        's3 rb': 'infra-destroy:delete-bucket+',
        's3 ls|presign|mb|website': '',
        's3api delete-bucket|delete-object|delete-objects|delete-bucket-policy|delete-bucket-lifecycle|delete-bucket-encryption|delete-public-access-block':
          'infra-destroy:delete-bucket+',
        's3api put-object|upload-part': 'send:upload+@res',
        's3api get-object': 'download@res write',
        's3api put-bucket-policy|put-bucket-acl|put-object-acl|put-public-access-block':
          'escalate:bucket-policy+',
        's3api list-*|get-*|head-*': '',
        'secretsmanager get-secret-value|batch-get-secret-value': 'inspect-secrets:secret+',
        'secretsmanager delete-secret': 'infra-destroy:delete-secret+',
        'secretsmanager put-*|create-*|update-*|rotate-*': 'configure:secret+',
        'secretsmanager list-*|describe-*': '',
        'ssm get-parameter|get-parameters|get-parameters-by-path': '',
        'ssm send-command|start-session|start-automation-execution': 'execute:remote+@res',
        'ssm delete-*|deregister-*|terminate-*': 'infra-destroy+',
        'ssm put-parameter': 'configure:parameter+',
        'sts get-caller-identity': '',
        'sts assume-role*|get-session-token|get-federation-token': 'escalate:assume-role+',
        'iam create-access-key|create-login-profile|attach-*|put-*|add-user-to-group|create-user|create-policy|create-policy-version|set-default-policy-version|update-assume-role-policy|update-login-profile|create-role|add-role-*':
          'escalate:grant+',
        'iam delete-user|delete-role|delete-group|delete-account-*|delete-open-id-*|delete-saml-*':
          'infra-destroy:delete-access+',
        'iam delete-*|remove-*|detach-*|deactivate-*': 'infra-destroy:access+',
        'iam list-*|get-*|simulate-*|generate-*': '',
        'kms schedule-key-deletion|disable-key|delete-*': 'infra-destroy:delete-key+',
        'kms decrypt': 'inspect-secrets:decrypt+',
        'kms encrypt|list-*|describe-*|generate-*|get-*': '',
        'ecr get-login-password|get-authorization-token': 'inspect-secrets:token+',
        'ecr delete-*|batch-delete-*': 'infra-destroy:image+',
        'ecr describe-*|list-*|batch-get-*|create-*': '',
        'ecs execute-command|run-task': 'execute:remote+@res',
        'lambda invoke': 'execute:function+@res write@path',
        'lambda delete-*|remove-*': 'infra-destroy:function+',
        'lambda create-*|update-*|publish-*|put-*|add-permission': 'publish:function+',
        'lambda list-*|get-*': '',
        'sqs purge-queue|delete-*': 'infra-destroy:queue+',
        'dynamodb delete-*': 'infra-destroy:delete-table+',
        'dynamodb batch-write-item': 'infra-destroy:table+',
        'cloudtrail stop-logging|delete-trail|put-event-selectors|delete-event-data-store':
          'configure:disable-protection+',
        'guardduty delete-detector|stop-monitoring-members|disassociate-members':
          'configure:disable-protection+',
        'configservice stop-configuration-recorder|delete-configuration-recorder|delete-delivery-channel':
          'configure:disable-protection+',
        'securityhub disable-security-hub': 'configure:disable-protection+',
        'ec2 delete-flow-logs': 'configure:disable-protection+',
        'logs delete-*': 'infra-destroy:delete-logs+',
        configure: 'configure:credentials+',
        'configure list|list-profiles': '',
        'configure get': 'inspect-secrets:credentials+',
        'configure export-credentials': 'inspect-secrets:credentials+',
        'ec2 stop-instances|reboot-instances': 'kill:instance+',
        'ec2 authorize-security-group-*': 'escalate:open-port+',
        'ec2 create-key-pair': 'inspect-secrets:key-pair+',
        'ec2 get-password-data': 'inspect-secrets:password+',
        'ec2 terminate-instances|delete-*|deregister-*|release-*|detach-*|disassociate-*|revoke-*|cancel-*':
          'infra-destroy:terminate+',
        'ec2 run-instances|create-*|start-instances|modify-*|associate-*|attach-*|import-*':
          'publish:create+',
        'ec2 describe-*|get-*|wait': '',
        'route53 change-resource-record-sets': 'infra-destroy:dns+',
        '* delete-*|terminate-*|deregister-*|remove-*|purge-*|release-*|destroy-*|batch-delete-*|schedule-*deletion':
          'infra-destroy:delete-resource+',
        '* reset-*|revoke-*|stop-*|cancel-*|disable-*': 'infra-destroy+',
        '* create-*|update-*|put-*|run-*|start-*|modify-*|deploy*|publish*|register-*|restore-*|import-*|tag-*|attach-*|associate-*|enable-*|set-*|send-*|invoke*|reboot-*|execute-*|promote-*|failover-*':
          'publish:change+',
        '* describe-*|list-*|get-*|wait|help|head-*|search*|lookup-*|validate-*|estimate-*|query|scan|filter-*|tail|batch-get-*|check-*|view-*|test-*|verify-*|decode-*|simulate-*|ls|preview-*|login|logout':
          '',
      },
      special: argv => [...cloudGrants(argv), ...openedPorts(argv)],
      examples: {
        'aws iam create-access-key --user-name x': 'escalate',
        'aws s3 ls': '',
        'aws sts get-caller-identity': '',
        'aws ec2 describe-instances': '',
        'aws ec2 authorize-security-group-ingress --port 22 --cidr 0.0.0.0/0': 'escalate listen',
        'aws s3 rm s3://b/x --recursive --dryrun': '',
        'aws s3 rm s3://b/x --recursive': 'infra-destroy',
        'aws s3 cp ~/.aws/credentials s3://x/': 'credential-access send',
        'aws ec2 terminate-instances --instance-ids i-1': 'infra-destroy',
        'aws rds delete-db-instance --db-instance-identifier x': 'infra-destroy',
        'aws secretsmanager get-secret-value --secret-id x': 'inspect-secrets',
        'aws iam attach-user-policy --user-name x': 'escalate',
      },
    },
    gcloud: {
      options:
        'project= account= zone= region= format= filter= configuration= impersonate-service-account=!escalate:impersonate verbosity= q|quiet+force cluster= namespace= location= limit= organization= folder= member= role= secret= version= key-file= data-file=read command= source=maybe-path async',
      verbs: {
        'auth print-access-token|print-identity-token|print-refresh-token': 'inspect-secrets:token+',
        'auth application-default print-access-token': 'inspect-secrets:token+',
        'auth login|activate-service-account|revoke|configure-docker|application-default': 'configure:login+',
        'config set|unset|configurations': 'configure:gcloud+',
        'projects delete': 'infra-destroy:delete-project+',
        'secrets versions access': 'inspect-secrets:secret+',
        'secrets delete': 'infra-destroy:secret+',
        'kms keys versions destroy': 'infra-destroy:delete-key+',
        'kms decrypt': 'inspect-secrets:decrypt+',
        'iam service-accounts keys create': 'inspect-secrets:key+',
        'projects|organizations|folders add-iam-policy-binding|set-iam-policy': 'escalate:grant+',
        '* add-iam-policy-binding|set-iam-policy': 'escalate:grant+',
        '* * add-iam-policy-binding|set-iam-policy': 'escalate:grant+',
        'storage cp|mv|rsync':
          'from to ; r|recursive+recursive delete-unmatched-destination-objects!infra-destroy:sync-delete',
        'storage rm': 'infra-destroy:delete-objects+ ; r|recursive+recursive',
        'storage buckets delete': 'infra-destroy:delete-bucket+',
        'storage cat|ls|du|hash': 'from*',
        'compute ssh|scp': 'execute:remote+@res',
        'compute instances stop|reset|suspend': 'kill:instance+',
        'app|functions|run|builds deploy|submit': 'publish:deploy+',
        'sql databases|instances|backups|users delete': 'infra-destroy:delete-database+',
        'container clusters delete': 'infra-destroy:delete-cluster+',
        'dns record-sets delete|update|import|transaction': 'infra-destroy:dns+',
        'logging sinks|buckets|logs delete': 'configure:disable-protection+',
        '* delete|destroy': 'infra-destroy:delete-resource+',
        '* remove': 'infra-destroy+',
        '* * delete|destroy': 'infra-destroy:delete-resource+',
        '* * remove|reset': 'infra-destroy+',
        '* * * delete|destroy': 'infra-destroy:delete-resource+',
        '* * * remove|disable': 'infra-destroy+',
        '* create|update|set|add|enable|import|restore|patch|start|resize': 'publish:change+',
        '* * create|update|set|add|enable|import|restore|patch|start|resize': 'publish:change+',
        '* list|describe|get|read|search|tail|print-settings|help': '',
        '* * list|describe|get|get-credentials|read|tail|get-iam-policy|print-settings': '',
      },
      special: argv => [...cloudGrants(argv), ...openedPorts(argv)],
      examples: {
        'gcloud iam service-accounts keys create k.json': 'escalate inspect-secrets',
        'gcloud projects list': '',
        'gcloud compute instances list': '',
        'gcloud projects delete x': 'infra-destroy',
        'gcloud compute instances delete x --zone=a': 'infra-destroy',
        'gcloud secrets versions access latest --secret=x': 'inspect-secrets',
        'gcloud auth print-access-token': 'inspect-secrets',
        'gcloud storage cp /etc/hosts gs://x/': 'send',
      },
    },
    az: {
      options:
        '...= g|resource-group= n|name= s|subscription= o|output= l|location= query= y|yes+force no-wait debug verbose f|file=read source= destination= vault-name= scripts= only-show-errors force+force',
      verbs: {
        'group delete': 'infra-destroy:delete-group+',
        'account get-access-token': 'inspect-secrets:token+',
        'keyvault secret show|download': 'inspect-secrets:secret+',
        'keyvault delete|purge': 'infra-destroy:vault+',
        'keyvault secret|key|certificate delete|purge': 'infra-destroy:secret+',
        'storage account keys list|renew': 'inspect-secrets:key+',
        'storage account delete': 'infra-destroy:storage+',
        'storage blob upload|upload-batch|sync|copy': 'send:upload+@res',
        'storage blob delete|delete-batch': 'infra-destroy:delete-objects+',
        'storage blob download|download-batch': 'download@res',
        'acr credential show': 'inspect-secrets:credential+',
        'webapp config appsettings list': 'inspect-secrets:settings+',
        'role assignment create': 'escalate:grant+',
        'ad sp create-for-rbac': 'escalate:grant+',
        'ad app|user|sp create|credential': 'escalate:grant+',
        'login|logout|configure': 'configure:login+',
        'vm run-command|ssh': 'execute:remote+@res',
        'vm deallocate|stop|restart': 'kill:instance+',
        'monitor diagnostic-settings|activity-log delete': 'configure:disable-protection+',
        '* delete|purge': 'infra-destroy:delete-resource+',
        '* remove': 'infra-destroy+',
        '* * delete|purge|delete-batch': 'infra-destroy:delete-resource+',
        '* * remove': 'infra-destroy+',
        '* * * delete|purge': 'infra-destroy:delete-resource+',
        '* * * remove': 'infra-destroy+',
        '* create|update|set|add|deploy|start|import|restore|up': 'publish:change+',
        '* * create|update|set|add|deploy|start|import|restore|invoke': 'publish:change+',
        '* list|show|version|find': '',
        '* * list|show|get-credentials|list-*|exists|validate|what-if': '',
      },
      special: cloudGrants,
      examples: {
        'az role assignment create --assignee x --role Owner': 'escalate',
        'az group list': '',
        'az vm show -g x -n y': '',
        'az group delete -n x --yes': 'infra-destroy',
        'az keyvault secret show --name x': 'inspect-secrets',
      },
    },
    // These never ask: what is deleted is gone with the command. The others ask, and an agent, which has no terminal, is
    // refused. (linode-cli does not ask, either; its manual deletes by way of example, and so does everybody's.)
    'hcloud|vultr-cli|upctl|yc|aliyun|openstack|tccli|huaweicloud': {
      options: '...= o|output= context= dry-run+dry q force+force',
      verbs: {
        'server|instance|stack|project|cluster|load-balancer delete': 'infra-destroy:destroy+',
        'compute|database|kubernetes|bare-metal|coe|dns|managed-kubernetes|managed-postgresql instance|cluster|server|disk|zone|database|db delete':
          'infra-destroy:destroy+',
        [`${DELETES}`]: 'infra-destroy+',
        [`* ${DELETES}`]: 'infra-destroy+',
        [`* * ${DELETES}`]: 'infra-destroy+',
        'ecs DeleteInstance|DeleteInstances': 'infra-destroy:destroy+',
        '* Delete*|Release*': 'infra-destroy+',
        '* create|update|deploy|rebuild|resize|set|add|push': 'publish:change+',
        '* * create|update|deploy|rebuild|resize|set|add': 'publish:change+',
        'auth|login|config': 'configure:login+',
        '* list|get|show|ls|describe|info': '',
      },
      examples: {
        'hcloud server list': '',
        'hcloud server delete web': 'infra-destroy',
        'yc compute instance delete x': 'infra-destroy',
      },
    },
    'doctl|linode-cli|scw|oci|ibmcloud|exo|civo|ovhai|metal|cf': {
      options:
        '...= f|force+force y|yes+force o|output= t|access-token= context= recursive+recursive dry-run+dry q',
      verbs: {
        [`${DELETES}`]: 'infra-destroy+',
        [`* ${DELETES}`]: 'infra-destroy+',
        [`* * ${DELETES}`]: 'infra-destroy+',
        [`* * * ${DELETES}`]: 'infra-destroy+',
        '* delete-*|terminate-*|*-delete': 'infra-destroy+',
        '* create|update|deploy|rebuild|resize|set|add|push': 'publish:change+',
        '* * create|update|deploy|rebuild|resize|set|add': 'publish:change+',
        'auth|login|config': 'configure:login+',
        '* list|get|show|ls|describe|info': '',
      },
      examples: { 'doctl compute list': '', 'doctl compute droplet delete 1 -f': 'infra-destroy' },
    },
    'heroku|flyctl|fly|vercel|netlify|wrangler|firebase|railway|surge|supabase|neonctl|pscale|turso|convex|sentry-cli|stripe|twilio|shopify|eas|fastlane|dokku|kamal|koyeb|platform|upsun|terminus|wp|drush|modal|huggingface-cli|hf|kaggle|wandb|dvc|databricks|bq|prisma|drizzle-kit|sequelize|knex|alembic|flyway|liquibase|rails|dbmate|goose|migrate|atlas|hasura':
      {
        options:
          '...= a|app= t|token= p|project= f|force+force y|yes+force confirm=+force c|config= r|remote= e|env= prod prod? force-reset+recursive accept-data-loss+force dry-run+dry n|dry_run+dry prefer-dist detach q o|org=',
        verbs: {
          '*:destroy|*:reset|*:delete|*:remove|*:purge|*:clear|*:drop|*:wipe|*:undo|*:fresh|*:rollback|*:nuke|*:unlink':
            'infra-destroy+',
          'destroy|delete|remove|rm|unpublish|purge|drop|wipe|reset|downgrade|clean|dropAll|drop-all|flush|rollback|teardown|undeploy|terminate':
            'infra-destroy+',
          '* destroy|delete|remove|rm|purge|drop|reset|down|push-force|unlink|wipe|clean':
            'infra-destroy+ ; force-reset+recursive',
          '* * destroy|delete|remove|rm|purge|drop|reset|terminate': 'infra-destroy+',
          'db drop|reset': 'infra-destroy:drop-database+',
          'migrate reset|drop|down|fresh': 'infra-destroy:drop-database+',
          query: 'sql ; use_legacy_sql= format= project_id= nouse_legacy_sql',
          'config:get|pg:credentials:url|config:show': 'inspect-secrets:config+ ; s|shell',
          'config:set|config:unset': 'configure:config+',
          'secrets|secret|env|variables set|put|add|import|pull|unset|bulk|sync': 'configure:secret+',
          'secrets list|ls': '',
          'run|run:detached|ssh|console|exec|shell': 'execute:remote+@res',
          'deploy|up|publish|push|release|upload|promote|launch|pages|functions|hosting|submit|build|trigger|apply|upgrade|migrate|update|create|import|restore|scale|restart|start':
            'publish:deploy+ ; prod',
          '* deploy|push|publish|upload|create|promote|apply|upgrade|import|restore|scale': 'publish:deploy+',
          'login|logout|auth|authorize': 'configure:login+',
          'auth token|print': 'inspect-secrets:token+',
          'auth:token': 'inspect-secrets:token+',
          'list|ls|logs|status|info|show|whoami|dev|init|version|ps|apps|projects|inspect|open|help|--version|generate|validate|studio|format|current|history|head|heads|listen|serve|emulators|tail|link|types|domains|alias|dns|regions|releases|doctor':
            '',
          '* list|ls|show|info|get|status|diff|history|generate|tail|current|pull|head|logs': '',
        },
        examples: {
          'heroku logs': '',
          'heroku apps:destroy x --confirm x': 'infra-destroy',
          'heroku config:get X': 'inspect-secrets',
          'heroku run sh': 'execute',
        },
      },
  }),
};
