import { join, literalText, type Word, word } from '../../core/word.ts';
import type { Draft } from '../draft.ts';
import type { Family } from '../model.ts';
import { optionReader } from '../option-reader.ts';

const KUBE =
  'n|namespace= context= kubeconfig= cluster= user= token= as= as-group= s|server= l|selector= field-selector= o|output= f|filename=maybe-path k|kustomize=read:config@path c|container= v= request-timeout= certificate-authority= client-certificate= client-key= dry-run+dry dry-run?+dry help+ask all+recursive all-namespaces+recursive A+recursive force+force grace-period= timeout= cascade= template= sort-by=';

/** Secrets in clear text: asked for in a format that prints them. */
function secrets(argv: readonly Word[]): Draft[] {
  const texts = argv.map(literalText);
  const at = texts.findIndex(one => /^(?:get|describe|view|edit)$/.test(one));
  const what = texts.slice(at + 1).find(one => !one.startsWith('-')) ?? '';
  const format = texts.some(
    (one, index) =>
      /^(?:-o|--output)$/.test(texts[index - 1] ?? '') || /^(?:-o.|--output=|--template)/.test(one),
  );
  return at >= 0 && /(?:^|,)secrets?(?:$|[,/])/.test(what) && format && texts[at] !== 'describe'
    ? [
        {
          kind: 'inspect-secrets',
          target: word('cluster secrets'),
          on: 'resource',
          // Of every namespace at once: nobody needs that for one program.
          deed: texts.some(one => /^(?:-A|--all-namespaces)$/.test(one)) ? 'dump' : 'secret',
        },
      ]
    : [];
}

const readKube = optionReader(KUBE);

/** Objects of a cluster. A pod by its name is made again by whatever made it: that is how people restart one. */
function deleted(argv: readonly Word[]): Draft[] {
  const { given, operands } = readKube(argv);
  const [verb, kinds, ...names] = operands;
  const dry = argv.some(one => /^--(?:dry-run(?!=none)|help)/.test(literalText(one)));
  if (literalText(verb ?? []) !== 'delete' || dry) return [];
  const mild = given.every(([{ name }]) => !/^(?:all|force|f|filename|k|kustomize)$/.test(name));
  const ofPods = (one: Word): boolean => /^(?:po|pods?)\/./.test(literalText(one));
  const pods =
    kinds !== undefined &&
    (/^(?:po|pods?)$/.test(literalText(kinds)) ? names.length > 0 : [kinds, ...names].every(ofPods));
  const target = join(operands.slice(1), ' ');
  return [
    {
      kind: 'infra-destroy',
      target,
      on: 'resource',
      deed: mild && pods ? 'restart' : 'delete-objects',
    },
  ];
}

/** What others run in goes with it: a namespace, a node, a volume. */
function weight(argv: readonly Word[]): Draft[] {
  const texts = argv.map(literalText);
  const at = texts.indexOf('delete');
  if (at < 0 || texts.some(one => /^--dry-run(?!=none)/.test(one))) return [];
  const whole = texts
    .slice(at + 1)
    .find(one =>
      /^(?:ns|namespaces?|nodes?|no|pv|persistentvolumes?|pvc|persistentvolumeclaims?|crds?|customresourcedefinitions?)(?:\/|$)/.test(
        one,
      ),
    );
  return whole === undefined
    ? []
    : [
        {
          kind: 'infra-destroy',
          target: word(texts.slice(at + 1).join(' ')),
          on: 'resource',
          deed: /^n[so]?|^node/.test(whole) ? 'delete-namespace' : 'delete-storage',
          recursive: true,
        },
      ];
}

/** `kubectl debug node/x` is root on the node; a binding to `cluster-admin` is root everywhere. */
function nodeShell(argv: readonly Word[]): Draft[] {
  const texts = argv.map(literalText);
  if (texts.includes('debug') && texts.some(one => /^nodes?\//.test(one)))
    return [{ kind: 'escalate', target: word('node'), on: 'resource', deed: 'privileged-container' }];
  return texts.some(
    (one, at) =>
      one === '--clusterrole=cluster-admin' || (one === 'cluster-admin' && texts[at - 1] === '--clusterrole'),
  )
    ? [{ kind: 'escalate', target: word('cluster'), on: 'resource', deed: 'grant-superuser' }]
    : [];
}

/** `--overrides` with the powers of the node it will run on. */
function hostPods(argv: readonly Word[]): Draft[] {
  const overrides = argv.find((one, at) => /^--overrides=|^\s*\{/.test(literalText(one)) && at > 0);
  return overrides !== undefined &&
    /"?(?:privileged|hostPID|hostNetwork|hostIPC)"?\s{0,8}:\s{0,8}true|"?hostPath"?\s{0,8}:/.test(
      literalText(overrides),
    )
    ? [{ kind: 'escalate', target: word('pod'), on: 'resource', deed: 'privileged-container' }]
    : [];
}

export const CLUSTER: Family = {
  names:
    'kubectl oc k kubecolor helm helmfile helm3 kustomize skaffold tilt argocd flux istioctl linkerd velero kubeseal kubectx kubens stern k9s tkn kn crossplane cilium calicoctl ktunnel telepresence werf okteto devspace garden rancher odo fluxctl kyverno opa conftest popeye kube-bench kube-score kubeval kubeconform cmctl kargo argo karmadactl vcluster kubie etcdctl etcdutl consul nomad zkCli.sh serf',
  models: () => ({
    'kubectl|oc|k|kubecolor': {
      options: KUBE,
      verbs: {
        delete: '',
        drain: 'infra-destroy:drain+ ; delete-emptydir-data ignore-daemonsets disable-eviction',
        replace: 'publish:apply+',
        'apply|create|patch|set|edit|annotate|label|expose|autoscale|taint|cordon|uncordon':
          'publish:apply+ ; from-literal= from-file=at-file from-env-file=read image= p|patch= type= prune!infra-destroy:prune',
        scale: 'publish:scale+ ; replicas=',
        'rollout restart|undo|pause|resume': 'publish:rollout+',
        'rollout status|history': '',
        exec: ' ; i|stdin t|tty',
        cp: 'from to',
        run: 'execute:pod+@res ; image= env= overrides= restart= privileged!escalate:privileged-container',
        debug: 'escalate:debug+ ; image= target= profile=',
        'port-forward|proxy': 'listen:tunnel+ ; address= port=',
        'config set|set-context|set-credentials|set-cluster|use-context|delete-context|delete-cluster|rename-context|unset':
          'configure+:kubeconfig',
        'config view': ' ; raw!inspect-secrets:kubeconfig',
        'create clusterrolebinding|rolebinding|clusterrole|role|token':
          'escalate:grant+ ; clusterrole= serviceaccount= user= group= verb= resource=',
        'adm policy|groups': 'escalate:grant+',
        'certificate approve': 'escalate:certificate+',
        'login|logout|project': 'configure:login+',
        'get|describe|logs|top|explain|api-resources|api-versions|cluster-info|version|auth|diff|wait|events|completion|kustomize|plugin|options|status|whoami|projects':
          '',
      },
      special: argv => [
        ...secrets(argv),
        ...deleted(argv),
        ...weight(argv),
        ...hostPods(argv),
        ...nodeShell(argv),
      ],
      examples: {
        'kubectl get pods': '',
        'kubectl logs web': '',
        'kubectl get secret x': '',
        'kubectl get secret x -o yaml': 'inspect-secrets',
        'kubectl delete ns prod': 'infra-destroy',
        'kubectl delete pod web --dry-run=client': '',
        'kubectl -n prod delete deploy --all': 'infra-destroy',
        'kubectl apply -f ./x.yaml': 'publish',
        'kubectl create clusterrolebinding x --clusterrole=cluster-admin': 'escalate',
        'kubectl port-forward svc/x 80': 'listen',
      },
    },
    'helm|helmfile|helm3': {
      options:
        'n|namespace= kube-context= kubeconfig= f|values|file=read set= set-string= set-file= version= repo= d|destination=write o|output= e|environment= l|selector= dry-run+dry dry-run?+dry username= password= key-file= post-renderer=execute:program@res',
      verbs: {
        'uninstall|delete|un|del|destroy': 'infra-destroy:release+',
        'install|upgrade|rollback|apply|sync': 'publish:release+ ; i|install force+force',
        push: 'publish:chart+',
        'repo add|remove|update': 'configure:chart-repository+',
        'plugin install|update': 'install:plugin+',
        'pull|fetch|dependency|dep': 'download:chart@res',
        'registry login|logout': 'configure:registry-login+',
        'get values|all|manifest|notes': '',
        'list|ls|status|history|search|show|inspect|template|lint|version|env|test|package|create|verify|diff|completion':
          '',
      },
      examples: {
        'helm list': '',
        'helm template x ./c': '',
        'helm uninstall web': 'infra-destroy',
        'helm upgrade web ./c': 'publish',
        'helm upgrade web ./c --dry-run': '',
      },
    },
    'kustomize|skaffold|tilt|argocd|flux|istioctl|linkerd|velero|kubeseal|kubectx|kubens|stern|k9s|tkn|kn|crossplane|cilium|calicoctl|ktunnel|telepresence|werf|okteto|devspace|garden|rancher|odo|fluxctl|kyverno|opa|conftest|popeye|kube-bench|kube-score|kubeval|kubeconform|cmctl|kargo|argo|karmadactl|vcluster|kubie':
      {
        options:
          'n|namespace= context= f|filename=read p= o= l= dry-run+dry yes+force y+force cascade+recursive',
        verbs: {
          'app delete': 'infra-destroy:application+',
          'app sync|set|create|rollback|patch': 'publish:deploy+',
          'delete|uninstall|destroy|dismiss|purge|clean|remove|terminate': 'infra-destroy:cluster+',
          'delete source|kustomization|helmrelease|backup|restore|schedule': 'infra-destroy:cluster+',
          'backup delete': 'infra-destroy:backup+',
          'restore create': 'publish:restore+',
          'run|dev|deploy|up|apply|sync|install|upgrade|bootstrap|reconcile|submit|create|resume|suspend|start|service':
            'publish:deploy+',
          'repo|cluster|proj add|rm': 'configure:argocd+',
          'connect|intercept|dashboard': 'listen:tunnel+',
          'login|logout': 'configure:login+',
          'build|render|get|list|ls|status|check|version|logs|diff|describe|analyze|proxy-status|inspect|test|eval|verify|lint|validate|--version|ui':
            '',
        },
        examples: { 'kustomize build .': '', 'kustomize delete x': 'infra-destroy' },
      },
    'etcdctl|etcdutl|consul|nomad|zkCli.sh|serf': {
      options:
        'endpoints= cacert= cert= key= user= password= http-addr= token= address= namespace= region= prefix+recursive from-key+recursive recurse+recursive purge+recursive datacenter=',
      verbs: {
        'del|rm|rmr|delete|deleteall':
          'infra-destroy:keys+ ; prefix!infra-destroy:delete-keys from-key!infra-destroy:delete-keys',
        'kv delete': 'infra-destroy:keys+ ; recurse!infra-destroy:delete-keys',
        'kv put|import': 'write:keys+@res',
        'put|set|mk': 'write:keys+@res',
        'job stop': 'infra-destroy:job+ ; purge+recursive',
        'job run|dispatch': 'publish:job+',
        stop: 'infra-destroy:job+ ; purge+recursive',
        run: 'publish:job+',
        'system gc': 'infra-destroy:gc+',
        'snapshot restore': 'infra-destroy:restore+',
        'snapshot save|inspect|status': 'write@path',
        'member remove': 'infra-destroy:member+',
        'leave|force-leave': 'infra-destroy:member+',
        'acl|auth|user|role': 'escalate:access+',
        'alloc exec|exec': 'execute:remote+@res',
        'get|ls|list|status|watch|version|endpoint|members|info|catalog|kv|job|node|server|operator|alloc|plan|validate|fmt|inspect|monitor':
          '',
      },
      dash: 'single',
      examples: { 'etcdctl get x': '', 'etcdctl del --prefix x': 'infra-destroy' },
    },
  }),
};
