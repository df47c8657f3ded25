import { isHole, literalText, type Word, word } from '../../core/word.ts';
import type { Draft } from '../draft.ts';
import type { Family } from '../model.ts';

const RUN =
  'v|volume=bind mount=bind-fields e|env= env-file=read name= p|publish= P w|workdir= u|user= h|hostname= l|label= label-file=read network= net= link= m|memory= c|cpus= cpu-shares= entrypoint= restart= device=mount:device@path cap-add= cap-drop= security-opt= pid= ipc= uts= userns= cgroupns= ulimit= tmpfs= dns= add-host= platform= pull= runtime= gpus= shm-size= stop-signal= stop-timeout= log-driver= log-opt= volumes-from= cidfile=write expose= ip= mac-address= sysctl= annotation= attach= a= detach-keys= health-cmd= init rm d|detach i|interactive t|tty privileged!escalate:privileged-container read-only';

const RUN_VERB = `download:image@res ; ${RUN}`;

/** Options that give a container the power of the host. */
function powers(argv: readonly Word[]): Draft[] {
  return argv.flatMap((one, at): Draft[] => {
    const text = literalText(one);
    const option = /^--(pid|ipc|userns|uts|network|net|cap-add|security-opt|device)(?:=(.*))?$/.exec(text);
    if (option === null) return [];
    const value = (option[2] ?? literalText(argv[at + 1] ?? [])).toLowerCase();
    const raises =
      (option[1] === 'pid' && value === 'host') ||
      (option[1] === 'cap-add' &&
        /^(?:cap_)?(?:all|sys_admin|sys_ptrace|sys_module|dac_read_search|sys_rawio)$/.test(value)) ||
      (option[1] === 'device' && /^\/dev\/(?:sd|hd|vd|xvd|nvme|mmcblk|dm-|mapper|mem|kmem)/.test(value)) ||
      (option[1] === 'security-opt' && /unconfined|label[=:]disable/.test(value));
    return raises
      ? [
          {
            kind: 'escalate',
            target: word(`container ${text}`),
            on: 'resource',
            deed: 'privileged-container',
          },
        ]
      : [];
  });
}

/** Miners by the names their images have, and the address of a pool. */
function mines(argv: readonly Word[]): Draft[] {
  const found = argv.find((one, at) => at > 1 && MINER.test(literalText(one)));
  return found === undefined
    ? []
    : [{ kind: 'resource-exhaustion', target: found, on: 'resource', deed: 'miner' }];
}

const MINER =
  /^(?:[\w.-]{1,64}\/){0,2}(?:xmrig|monero-miner|minerd|cpuminer|kinsing|nanominer)(?:-\w{1,32})?(?::[\w.-]{1,64})?$/;

/** `docker volume rm $(docker volume ls -q)`: the data of every container there is. */
function everyVolume(argv: readonly Word[]): Draft[] {
  const texts = argv.map(literalText);
  const at = texts.indexOf('volume');
  const all =
    at > 0 &&
    /^(?:rm|remove)$/.test(texts[at + 1] ?? '') &&
    argv
      .slice(at + 2)
      .some(one => one.some(part => isHole(part) && /^(?:docker|podman|nerdctl)$/.test(part.name ?? '')));
  return all
    ? [
        {
          kind: 'infra-destroy',
          target: word('all volumes'),
          on: 'resource',
          deed: 'delete-volumes',
          recursive: true,
        },
      ]
    : [];
}

/** `machinectl shell` without a container is a login on this machine. */
function hostShell(argv: readonly Word[]): Draft[] {
  const [program = '', ...words] = argv.map(literalText);
  const at = words.findIndex(one => /^(?:shell|login)$/.test(one));
  const where = words.slice(at + 1).find(one => !one.startsWith('-')) ?? '';
  return /(?:^|\/)machinectl$/.test(program) && at >= 0 && /^(?:(?:root)?@?|(?:root@)?\.host)$/.test(where)
    ? [{ kind: 'escalate', target: word(where === '' ? '.host' : where), on: 'resource', deed: 'root-shell' }]
    : [];
}

/** `lxc config set c security.privileged true`, `lxc config device add c d disk source=/ path=/mnt`. */
function lxcPowers(argv: readonly Word[]): Draft[] {
  return argv.flatMap((one, at): Draft[] => {
    const text = literalText(one);
    const privileged =
      /^security\.privileged(?:=(?:true|1))$/.test(text) ||
      (text === 'security.privileged' && /^(?:true|1)$/.test(literalText(argv[at + 1] ?? [])));
    const root = /^source=\/(?:$|(?:etc|root|boot|dev|proc|home|var)(?:\/|$))/.test(text);
    return privileged || root
      ? [{ kind: 'escalate', target: one, on: 'resource', deed: 'privileged-container' }]
      : [];
  });
}

export const CONTAINERS: Family = {
  names:
    'docker podman nerdctl docker-compose podman-compose ctr crictl lxc incus runc crun machinectl buildah skopeo crane oras regctl kaniko img ko cosign dive trivy grype syft snyk vagrant virsh VBoxManage vboxmanage multipass qm pct lima limactl colima minikube kind k3d microk8s orb tart utmctl prlctl vmrun xl govc qemu-img virt-install talosctl k3s k0s kubeadm rke kops eksctl clusterctl crc firectl',
  models: () => ({
    'docker|podman|nerdctl': {
      options: 'H|host= c|context= config= l|log-level= f|format= filter= D',
      verbs: {
        'run|create': RUN_VERB,
        'container run|create': RUN_VERB,
        exec: ' ; e|env= w|workdir= u|user= env-file=read privileged!escalate:privileged-container i t d',
        'container exec': ' ; e|env= w|workdir= u|user= i t d',
        pull: 'download:image@res*',
        'image pull': 'download:image@res*',
        push: 'publish:image*',
        'image push': 'publish:image*',
        'manifest push': 'publish:image*',
        'login|logout': 'configure:registry-login+ ; u|username= p|password= password-stdin',
        build:
          'read:context*@path ; f|file=read t|tag= build-arg= target= o|output=write secret= ssh= cache-from= cache-to= platform= iidfile=write network= push!publish:image',
        'buildx build|bake':
          'read*@path ; f|file=read t|tag= build-arg= target= platform= o|output=write secret= cache-from= cache-to= set= push!publish:image',
        'buildx prune': 'infra-destroy:build-cache+ ; f|force+force a|all+recursive filter=',
        'builder prune': 'infra-destroy:build-cache+ ; f|force+force a|all+recursive filter=',
        rm: 'infra-destroy:container+ ; f|force+force v|volumes+recursive',
        'container rm|prune': 'infra-destroy:container+ ; f|force+force v|volumes+recursive filter=',
        rmi: 'infra-destroy:image+ ; f|force+force no-prune',
        'image rm|prune': 'infra-destroy:image+ ; f|force+force a|all+recursive filter=',
        'volume prune': 'infra-destroy:prune+ ; f|force+force a|all+recursive filter=',
        'volume rm': 'infra-destroy:volume+ ; f|force+force a|all+recursive filter=',
        'network rm|prune': 'infra-destroy:network+ ; f|force+force filter=',
        'system prune|reset':
          'infra-destroy:prune+ ; f|force+force a|all+recursive volumes+recursive filter=',
        'pod rm|prune': 'infra-destroy:pod+ ; f|force+force a|all+recursive',
        'swarm leave|ca': 'infra-destroy:swarm+ ; f|force+force',
        'stack rm|down': 'infra-destroy:stack+',
        'service rm': 'infra-destroy:service+',
        'node rm|demote': 'infra-destroy:node+ ; f|force+force',
        'secret|config|context|plugin rm': 'infra-destroy+ ; f|force+force',
        'kill|stop|restart|pause': 'kill:container+ ; s|signal= t|time=',
        'container kill|stop|restart': 'kill:container+ ; s|signal= t|time=',
        cp: 'from to ; a L q',
        'container cp': 'from to',
        'save|export': ' ; o|output=write',
        'image save': ' ; o|output=write',
        'load|import': 'maybe-path ; i|input=read',
        'compose up':
          'execute:services+@res ; f|file=read p|project-name= build d|detach scale= t|timeout= V v',
        'compose run|exec': 'execute:services+@res ; e|env= u|user= w|workdir= v|volume=bind name= p= T',
        'compose down': 'kill:services+ ; v|volumes!infra-destroy:volume rmi= t|timeout= remove-orphans',
        'compose rm': 'infra-destroy:container+ ; f|force+force s v!infra-destroy:volume',
        'compose stop|kill|restart': 'kill:services+ ; t|timeout=',
        'compose pull|push|build|create': 'download:image@res',
        'compose ps|logs|config|images|top|ls|version|port|events': '',
        'ps|images|logs|inspect|top|stats|info|version|port|diff|history|search|events|wait|attach|start|rename|update|tag|commit|ls':
          '',
      },
      special: argv => [...powers(argv), ...everyVolume(argv), ...mines(argv)],
      examples: {
        'docker ps': '',
        'docker logs web': '',
        'docker build -t x .': '',
        'docker run -v /srv/data:/data alpine ls': 'download mount',
        'docker run -v /:/host alpine chroot /host': 'download escalate mount',
        'docker run --privileged alpine ls': 'download escalate',
        'docker system prune -af --volumes': 'infra-destroy',
        'docker volume rm data': 'infra-destroy',
        'docker push x/y': 'publish',
      },
    },
    'docker-compose|podman-compose': {
      options: 'f|file=read p|project-name= env-file=read profile= project-directory= context=',
      verbs: {
        'up|run|exec|start': 'execute:services+@res ; v|volume=bind e= u= w= name= build d|detach',
        down: 'kill:services+ ; v|volumes!infra-destroy:volume rmi= remove-orphans t=',
        rm: 'infra-destroy:container+ ; f|force+force s v!infra-destroy:volume',
        'stop|kill|restart': 'kill:services+',
        'pull|build|create': 'download:image@res',
        push: 'publish:image+',
        'ps|logs|config|images|top|ls|version|port': '',
      },
      examples: { 'docker-compose ps': '', 'docker-compose down -v': 'infra-destroy kill' },
    },
    'ctr|crictl|lxc|incus|runc|crun|machinectl': {
      options:
        'n= a|address= namespace= D=read M= b|boot mount=bind-fields bind=bind property= f|force+force',
      verbs: {
        'images|image pull|load': 'download:image@res',
        'rm|rmi|rmp|delete|remove|destroy': 'infra-destroy:container+',
        'containers|tasks|snapshots|images|image|container|network|volume|storage rm|delete|remove':
          'infra-destroy:container+',
        'kill|stop|stopp|terminate|poweroff|reboot': 'kill:container+',
        'shell|exec|login|start|launch': 'execute:container+@res',
        'ls|list|ps|info|inspect|logs|stats|version|status|show|images|pods|config': '',
      },
      special: argv => [...lxcPowers(argv), ...hostShell(argv)],
      examples: {
        'ctr ls': '',
        'ctr rm x': 'infra-destroy',
        'machinectl shell root@.host': 'escalate execute',
        'ctr init x -c security.privileged=true': 'escalate',
      },
    },
    'buildah|skopeo|crane|oras|regctl|kaniko|img|ko|cosign|dive|trivy|grype|syft|snyk': {
      options: 'f|file=read t|tag= authfile=read creds= dest-creds= src-creds= o|output=write key=read',
      verbs: {
        'push|copy|sync|cp|publish|append|mutate|attach|sign|attest|apply|resolve': 'publish:image+',
        'pull|from|export|image|fs|repo|scan': 'download:image@res',
        'delete|rm|rmi|prune|tag-delete': 'infra-destroy:image+ ; a|all+recursive f|force+force',
        'login|logout|auth': 'configure:registry-login+',
        'bud|build|run|commit': 'execute:build+@res',
        'images|inspect|ls|list|manifest|list-tags|digest|config|version|containers|verify|tree|catalog|validate|blob':
          '',
      },
      examples: { 'buildah images': '', 'buildah push x y': 'publish', 'buildah rmi -a': 'infra-destroy' },
    },
    'vagrant|virsh|VBoxManage|vboxmanage|multipass|qm|pct|lima|limactl|colima|minikube|kind|k3d|microk8s|orb|tart|utmctl|prlctl|vmrun|xl|govc|qemu-img|virt-install|talosctl|k3s|k0s|kubeadm|rke|kops|eksctl|clusterctl|crc|firectl':
      {
        options:
          'f|force+force n= p|profile= c= name= domain= config=read storage= cluster= region= y|yes|auto-approve+force all+recursive purge+recursive remove-all-storage+recursive',
        verbs: {
          'destroy|delete|undefine|unregistervm|purge|rm|remove|reset|down': 'infra-destroy:machine+',
          'delete cluster|nodegroup': 'infra-destroy:cluster+',
          'cluster delete|stop': 'infra-destroy:cluster+',
          'vol-delete|pool-delete|pool-destroy|snapshot-delete|net-destroy|vol-wipe|closemedium':
            'infra-destroy:volume+',
          'stop|halt|shutdown|suspend|poweroff|reboot|restart|controlvm|drain': 'kill:machine+',
          'ssh|exec|shell|provision|console': 'execute:machine+@res',
          'up|start|create|launch|init|install|join|run|import|clone|define|createvm': 'install:machine+',
          'create|get|list|ls|info|status|dominfo|version|logs|global-status|validate|port|image|images|ip|profile|config|dumpxml|check|kubectl|addons|dashboard|box|plugin|ssh-config|showvminfo|context':
            '',
          'create cluster|nodegroup': 'install:cluster+',
        },
        examples: { 'vagrant status': '', 'vagrant destroy -f': 'infra-destroy' },
      },
  }),
};
