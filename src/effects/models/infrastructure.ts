import type { Family } from '../model.ts';

export const INFRASTRUCTURE: Family = {
  names:
    'terraform tofu terragrunt pulumi cdk cdktf sam sls serverless amplify copilot eb chalice zappa sst architect arc claudia ecs-cli rain sceptre ansible ansible-playbook ansible-pull ansible-console salt salt-call salt-ssh puppet chef-client knife chef-solo cf-agent fab pyinfra dsh pdsh pssh clush parallel-ssh mussh ansible-galaxy ansible-vault packer waypoint boundary juju kubespray spacectl env0 infracost tflint tfsec checkov driftctl terraformer cloud-nuke aws-nuke gcp-nuke azure-nuke cloud-custodian custodian leapp steampipe prowler scoutsuite',
  models: () => ({
    'terraform|tofu|terragrunt': {
      options:
        'chdir= var= var-file=read state=write state-out=write backup=write target= replace= parallelism= lock-timeout= out=write backend-config= plugin-dir= from-module= input= compact-warnings auto-approve+force json no-color refresh-only destroy!infra-destroy:destroy terragrunt-working-dir=',
      dash: 'single',
      verbs: {
        destroy: 'infra-destroy:destroy+ ; auto-approve+force target=',
        plan: ' ; destroy out=write var-file=read',
        apply: 'publish:apply+ ; auto-approve+force destroy!infra-destroy:destroy',
        'run-all destroy': 'infra-destroy:destroy+',
        'run-all apply': 'publish:apply+',
        'state rm|mv|push|replace-provider': 'infra-destroy:state+ ; dry-run+dry',
        'state list|show|pull': '',
        'workspace delete': 'infra-destroy:workspace+ ; force+force',
        'workspace list|show|select|new': '',
        taint: 'infra-destroy:taint+',
        untaint: '',
        import: 'write:state@res',
        'force-unlock': 'configure:state-lock+ ; force+force',
        'init|get|providers': 'install:providers+ ; upgrade backend-config= reconfigure migrate-state',
        'login|logout': 'configure:login+',
        console: '',
        output: ' ; raw!inspect-secrets:output',
        'fmt|validate|show|graph|version|test|metadata|hclfmt': '',
      },
      examples: {
        'terraform plan -destroy': '',
        'terraform -chdir=x validate': '',
        'terraform destroy -auto-approve': 'infra-destroy',
        'terraform apply -destroy': 'infra-destroy publish',
        'terraform apply': 'publish',
        'terraform state rm a.b': 'infra-destroy',
      },
    },
    pulumi: {
      options:
        's|stack= C|cwd= p|parallel= m|message= c|config= t|target= config-file=read y|yes+force skip-preview+force f|force+force',
      verbs: {
        'destroy|down': 'infra-destroy:destroy+ ; preview-only+dry remove+recursive',
        'up|update': 'publish:apply+',
        cancel: 'configure:stack+',
        'refresh|import': 'write:state@res',
        'stack rm': 'infra-destroy:stack+',
        'state delete': 'infra-destroy:state+ ; all+recursive',
        'config set|rm': 'configure:stack+ ; secret plaintext path',
        'config get': ' ; show-secrets!inspect-secrets:config',
        config: ' ; show-secrets!inspect-secrets:config',
        'login|logout': 'configure:login+',
        'plugin install|install': 'install:plugins+',
        'new|preview|pre|stack|logs|version|about|whoami|watch|history|schema|org': '',
      },
      examples: { 'pulumi preview': '', 'pulumi destroy --yes': 'infra-destroy', 'pulumi up': 'publish' },
    },
    'cdk|cdktf|sam|sls|serverless|amplify|copilot|eb|chalice|zappa|sst|architect|arc|claudia|ecs-cli|rain|sceptre':
      {
        options:
          'a|app= c|context= o|output=write profile= region= r= s|stage= require-approval= stack-name= t|template=read e= n|name= f|force+force y|yes+force no-prompts+force all+recursive dry-run+dry dryrun+dry terminate_app+recursive',
        verbs: {
          'destroy|remove|delete|undeploy|terminate|rm|purge': 'infra-destroy:stack+',
          'app|env|svc|job|pipeline delete': 'infra-destroy:stack+',
          'deploy|push|publish|bootstrap|update|launch|sync|package|create|rollback|dev': 'publish:deploy+',
          'invoke|local': 'execute:function+@res',
          'ls|list|diff|synth|synthesize|doctor|init|validate|build|logs|status|info|print|metadata|docs|acknowledge|context|--version':
            '',
        },
        examples: {
          'cdk ls': '',
          'cdk diff': '',
          'cdk destroy --force': 'infra-destroy',
          'cdk deploy': 'publish',
        },
      },
    'ansible|ansible-playbook|ansible-pull|ansible-console|salt|salt-call|salt-ssh|puppet|chef-client|knife|chef-solo|cf-agent|fab|pyinfra|dsh|pdsh|pssh|clush|parallel-ssh|mussh':
      {
        options:
          'i|inventory=read m|module-name= a|args= e|extra-vars=at-file l|limit= t|tags= skip-tags= u|user= k K f|forks= c|connection= private-key= vault-password-file= vault-id= b|become!escalate:become become-user= become-method= C|check+dry D|diff list-hosts+ask list-tasks+ask list-tags+ask syntax-check+ask noop+dry w= h= H= U= d= test+dry U=',
        verbs: {
          'apply|agent': 'execute:remote+@res ; noop+dry test',
          'facts|facter|resource|config|module|describe|show|help|cert|parser': '',
        },
        does: 'execute:remote+@res',
        examples: {
          'ansible --version': '',
          'ansible all --list-hosts': '',
          'ansible all -m apt -a "name=x"': 'execute',
          'ansible all -b -m ping': 'escalate execute',
        },
      },
    'ansible-galaxy|ansible-vault': {
      options:
        'r|role-file=read p|roles-path=write vault-password-file= vault-id= output=write f|force+force n= s= api-key= token=',
      verbs: {
        install: 'install:role+',
        'collection install|download|verify': 'install:collection+',
        'collection publish': 'publish+',
        'role install|import': 'install:role+',
        'role remove|delete': 'configure:uninstall+',
        'remove|delete': 'configure:uninstall+',
        'view|decrypt': 'inspect-secrets:vault+',
        'encrypt|rekey|edit|create|encrypt_string': 'write*',
        'list|search|info|init|setup': '',
      },
      examples: { 'ansible-galaxy list': '', 'ansible-galaxy install x': 'install' },
    },
    'packer|waypoint|boundary|juju|kubespray|spacectl|env0|infracost|tflint|tfsec|checkov|driftctl|terraformer|cloud-nuke|aws-nuke|gcp-nuke|azure-nuke|cloud-custodian|custodian|leapp|steampipe|prowler|scoutsuite':
      {
        options:
          'var= var-file=read only= except= on-error= c|config=read o|output=write force+force no-dry-run+force dry-run+dry dryrun+dry m= f= d=',
        verbs: {
          'build|deploy|up|apply|bootstrap|add-model': 'publish:deploy+',
          'destroy|nuke|remove-application|destroy-model|destroy-controller|kill-controller|remove-unit|remove-machine':
            'infra-destroy:nuke+ ; destroy-all-models+recursive destroy-storage+recursive',
          run: 'execute:policy+@res',
          'validate|inspect|fmt|init|version|status|breakdown|diff|scan|query|check|show|plugins|console|--version':
            '',
        },
        examples: { 'packer validate x': '', 'packer destroy x': 'infra-destroy' },
      },
  }),
};
