import type { Family } from '../model.ts';

export const SECRETS: Family = {
  names:
    'vault bao op bw lpass 1password keepassxc-cli kpcli bws rbw keeper passbolt pass gopass passage tessen prs gpg gpg2 age rage sops ejson doppler infisical chamber aws-vault aws-okta saml2aws envkey teller summon berglas credstash vals akeyless conjur security unshadow john hashcat secret-tool kwallet-query keyring gnome-keyring-daemon keyctl cmdkey pypykatz gcore',
  models: () => ({
    'vault|bao': {
      options:
        'address= namespace= ca-cert= format= field= mount= wrap-ttl= token= method= force+force versions= policy= ttl= recovery-token= key-shares= key-threshold=',
      dash: 'single',
      verbs: {
        'kv get|read|list': 'inspect-secrets:secret+',
        'read|unwrap': 'inspect-secrets:secret+',
        'kv put|patch|write|rollback': 'configure:secret+',
        write: 'configure:secret+',
        'kv delete|destroy|metadata': 'infra-destroy:secret+',
        'kv metadata delete': 'infra-destroy:delete-secret+',
        delete: 'infra-destroy:secret+',
        'lease revoke': 'infra-destroy:lease+ ; prefix+recursive',
        'secrets|auth|audit disable': 'infra-destroy:delete-engine+',
        'secrets|auth|audit enable|tune|move': 'configure:engine+',
        'policy write|delete': 'escalate:policy+',
        'token create': 'escalate:token+',
        'token lookup|capabilities': '',
        'token revoke': 'infra-destroy:token+',
        'operator seal|step-down|raft|rekey|rotate|generate-root': 'infra-destroy:operator+',
        'operator init|unseal': 'inspect-secrets:unseal+',
        print: 'inspect-secrets:token+',
        'login|logout': 'configure:login+',
        'status|version|list|server|agent|path-help|secrets|auth|audit|policy|namespace|events|monitor|kv':
          '',
      },
      examples: {
        'vault status': '',
        'vault kv get secret/x': 'inspect-secrets',
        'vault kv destroy -versions=1 secret/x': 'infra-destroy',
        'vault policy write x y.hcl': 'escalate',
      },
    },
    'op|bw|lpass|1password|keepassxc-cli|kpcli|bws|rbw|keeper|passbolt': {
      options:
        'account= vault= format= session= fields= f= o|out-file=write output=write q folderid= search= clip c a|attributes= k|key-file= s|show-protected reveal',
      verbs: {
        'read|inject|run|get|show|export|clip|password|username|ls-passwords|code|totp|backup':
          'inspect-secrets:password+',
        'item get|share': 'inspect-secrets:password+',
        'document get': 'inspect-secrets:document+',
        'secret get|list': 'inspect-secrets:secret+',
        'item delete': 'infra-destroy:delete-password+',
        'vault|user|group|document delete': 'infra-destroy:vault+',
        'delete|rm|remove': 'infra-destroy:delete-password+',
        'item create|edit|move': 'configure:password+',
        'create|edit|add|generate|import|mv': 'configure:password+',
        'signin|signout|login|logout|unlock|lock|account|whoami|status|list|ls|search|sync|version|item|vault|--version|config|serve':
          '',
        'list items': 'inspect-secrets:password+',
      },
      examples: {
        'op whoami': '',
        'op read op://v/x/password': 'inspect-secrets',
        'op item delete x': 'infra-destroy',
      },
    },
    'pass|gopass|passage|tessen|prs': {
      options: 'c|clip q n f|force+force r|recursive+recursive o|password i m|multiline p=',
      verbs: {
        'show|cat|otp|export': 'inspect-secrets:password+',
        'rm|remove|delete': 'infra-destroy:delete-password+',
        'insert|generate|edit|mv|cp|add|move|copy|rename': 'configure:password+',
        'git push': 'send@res',
        'init|recipients': 'configure:store+',
        'ls|list|find|search|grep|help|version|git|sync|audit': '',
      },
      does: 'inspect-secrets:password*',
      examples: { 'pass ls': '', 'pass web/x': 'inspect-secrets', 'pass rm -rf web': 'infra-destroy' },
    },
    'gpg|gpg2': {
      options:
        'a|armor b|detach-sign c|symmetric d|decrypt e|encrypt s|sign k|list-keys K|list-secret-keys o|output=write r|recipient= R= u|local-user= t v q homedir= batch yes+force passphrase= passphrase-fd= passphrase-file= pinentry-mode= keyserver= import>configure:trusted-key@res,read recv-keys|receive-keys>download:key@res search-keys>_ refresh-keys send-keys!publish:key export>_ export-secret-keys!inspect-secrets:private-key export-secret-subkeys!inspect-secrets:private-key export-ssh-key>_ delete-keys|delete-key!infra-destroy:key delete-secret-keys|delete-secret-key|delete-secret-and-public-key!infra-destroy:private-key gen-key generate-key full-generate-key quick-gen-key edit-key>configure:key@res list-packets verify fingerprint keyring=read no-default-keyring trust-model= dearmor enarmor status-fd= logger-fd= cipher-algo=',
      does: 'read*',
      examples: {
        'gpg --list-secret-keys': '',
        'gpg --verify a.sig a': '',
        'gpg --export-secret-keys me': 'inspect-secrets',
        'gpg --delete-secret-keys me': 'infra-destroy',
      },
    },
    'age|rage|sops|ejson': {
      options:
        'd|decrypt e|encrypt i|identity= r|recipient= R|recipients-file=read o|output=write p a in-place k= f= input-type= output-type= extract=',
      verbs: {
        'decrypt|exec-env|exec-file': 'inspect-secrets:decrypt+',
        'encrypt|rotate|updatekeys|edit|set': 'read*',
        publish: 'send@res',
      },
      does: 'read*',
      examples: { 'age --version': '', 'age -e -r x ~/.netrc': 'credential-access' },
    },
    'doppler|infisical|chamber|aws-vault|aws-okta|saml2aws|envkey|teller|summon|berglas|credstash|vals|akeyless|conjur':
      {
        options:
          'p|project= c|config= t|token= e|env= format= s= f|file=read plain json output= no-session duration= prompt= backend=',
        verbs: {
          'secrets|get|read|export|dump|history|list-credentials|show': 'inspect-secrets:secret+',
          'secrets get|download': 'inspect-secrets:secret+',
          'secrets set|upload': 'configure:secret+',
          'secrets delete': 'infra-destroy:secret+',
          'write|set|put|import|add|login|configure|setup|edit|rotate|init|push': 'configure:secret+',
          'delete|remove|rm': 'infra-destroy:secret+',
          'run|exec|hook|status|version|--version|reload|deny|prune|stdlib': '',
        },
        examples: { 'doppler --version': '', 'doppler secrets': 'inspect-secrets', 'doppler run -- ls': '' },
      },
    security: {
      options: 'a= s= w g l= D= k= p= c= t= r= i= o=write f= x h+ask P= T= A U d',
      verbs: {
        'find-generic-password|find-internet-password|find-key|dump-keychain|export|authorize':
          'inspect-secrets:keychain+',
        'delete-keychain|delete-certificate|delete-generic-password|delete-internet-password|delete-identity':
          'infra-destroy:keychain+',
        'add-trusted-cert|trust-settings-import': 'configure:trusted-certificate+',
        'import|add-certificates|set-key-partition-list|set-keychain-settings|unlock-keychain|default-keychain|add-generic-password|add-internet-password|remove-trusted-cert|create-keychain':
          'configure:keychain+',
        'find-identity|find-certificate|list-keychains|verify-cert|show-keychain-info|cms|error|help|login-keychain':
          '',
      },
      examples: {
        'security find-identity -v': '',
        'security find-generic-password -s App -w': 'inspect-secrets',
        'security delete-keychain x': 'infra-destroy',
      },
    },
    'unshadow|john|hashcat': {
      options: 'wordlist=read r|rules-file=read m= a= o|outfile=write session= format= show pot=read w=',
      does: 'read*',
      examples: { 'unshadow --help': '', 'unshadow /etc/passwd /etc/shadow': 'credential-access' },
    },
    'secret-tool|kwallet-query|keyring|gnome-keyring-daemon|keyctl|cmdkey|pypykatz|gcore': {
      options: 'r|read-password=inspect-secrets:password@res l= f= a all p= o=write unlock',
      verbs: {
        'lookup|search|get|print|read|all|pipe': 'inspect-secrets:keyring+',
        'store|set|add|update': 'configure:keyring+',
        'clear|del|unlink|purge|revoke': 'infra-destroy:keyring+',
        'list|show|--list|describe|session|padd|newring|search-keyring|request|timeout|setperm': '',
      },
      does: 'inspect-secrets:dump+',
      examples: { 'secret-tool --help': '', 'secret-tool lookup a b': 'inspect-secrets' },
    },
  }),
};
