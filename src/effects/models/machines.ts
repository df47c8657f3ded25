import type { Family } from '../model.ts';

/** Machines from below: their management controllers, hypervisors, and storage that many of them share. */
export const MACHINES: Family = {
  names:
    'ipmitool racadm idracadm7 hponcfg ilorest esxcli vim-cmd pvesh pveum xe ceph rados rbd radosgw-admin gluster sg_sanitize sg_wr_mode sdparm tpm2_clear blkzone dc3dd ddrescue partclone.restore smartctl',
  models: () => ({
    ipmitool: {
      options: 'I= H= U= P= f=read L= C= E v c t= b= p=',
      verbs: {
        'chassis|power power': '',
        'chassis power off|cycle|reset|soft|diag': 'kill:shutdown+',
        'power off|cycle|reset|soft|diag': 'kill:shutdown+',
        'mc reset': 'kill:controller+',
        'sel clear': 'delete:logs+',
        'user set|enable|disable|priv': 'configure:login-password+',
        'raw|lan|chassis set|bootdev|bootparam': 'configure:controller+',
        raw: 'configure:controller+',
        'sdr|sensor|fru|sel|status|info|list|show': '',
      },
      examples: { 'ipmitool sdr list': '', 'ipmitool power off': 'kill', 'ipmitool sel clear': 'delete' },
    },
    'racadm|idracadm7|hponcfg|ilorest': {
      options: 'r= u= p= f=read',
      verbs: {
        'serveraction powerdown|powercycle|hardreset|graceshutdown': 'kill:shutdown+',
        'racresetcfg|racreset|systemerase|storage': 'infra-destroy:destroy-controller+',
        'clrsel|clrraclog|lclog': 'delete:logs+',
        'set|config|jobqueue|update': 'configure:controller+',
        'getsysinfo|get|getconfig|getsel|getraclog|serveraction|help': '',
      },
      examples: { 'racadm getsysinfo': '', 'racadm serveraction powerdown': 'kill' },
    },
    'esxcli|vim-cmd|pvesh|pveum|xe': {
      options: 'f|force+force y|yes+force node= vmid= purge+recursive',
      verbs: {
        '* * kill|destroy|delete|remove|uninstall': 'infra-destroy:machine+ ; force+force',
        'vmsvc/destroy|vmsvc/unregister|delete|vm-destroy|vm-uninstall|vdi-destroy|sr-destroy|sr-forget':
          'infra-destroy:delete-machine+',
        'vmsvc/power.off|vmsvc/power.reset|vm-shutdown|host-shutdown|host-reboot': 'kill:machine+',
        'set|create|vm-start|vmsvc/power.on|user|acl': 'configure:hypervisor+',
        'system|network|vm|get|ls|vm-list|host-list|sr-list|vmsvc/getallvms|hostsvc/hostsummary|usage|help':
          '',
      },
      examples: { 'esxcli system': '', 'esxcli delete /x': 'infra-destroy' },
    },
    'ceph|rados|rbd|radosgw-admin|gluster': {
      options:
        'c|conf=read p|pool= n|name= k|keyring=read format= yes-i-really-mean-it+force yes-i-really-really-mean-it+force force+force i=read o=write',
      verbs: {
        'osd pool delete|rm': 'infra-destroy:pool+',
        'osd purge|destroy|rm|out|down|lost': 'infra-destroy:device+',
        'fs rm|fail|reset|volume': 'infra-destroy:file-system+',
        'rm|rmpool|purge|cppool': 'infra-destroy:objects+',
        'snap rm|purge': 'infra-destroy:snapshot+',
        'trash purge|rm': 'infra-destroy:snapshot+',
        'volume delete|stop|reset': 'infra-destroy:volume+',
        'bucket|user|object rm':
          'infra-destroy:delete-objects+ ; purge-data+recursive purge-objects+recursive',
        'auth del|rm': 'infra-destroy:access+',
        'auth get|get-key|print-key|export|ls': 'inspect-secrets:keyring+',
        'config|tell|osd set|unset|crush|reweight': 'configure:storage+',
        'status|health|df|osd|pg|mon|ls|list|info|du|stat|fs|volume|peer|version|-s|snap|trash|auth|bucket|user':
          '',
      },
      examples: {
        'ceph status': '',
        'ceph osd pool delete x x --yes-i-really-really-mean-it': 'infra-destroy',
      },
    },
    'sg_sanitize|sg_wr_mode|sdparm|tpm2_clear|blkzone|dc3dd|ddrescue|partclone.restore': {
      options:
        'o|output=write s|source=read f|force+force C|crypto B|block O|overwrite hof=write of=write v q',
      does: 'format*:wipe',
      examples: { 'sg_sanitize --help': '', 'sg_sanitize --crypto /dev/sdb': 'format' },
    },
    smartctl: {
      options: 'a i H x A l= t=configure:self-test@res X s=configure:drive@res d= n= c',
      examples: { 'smartctl -a /dev/sda': '', 'smartctl -s off /dev/sda': 'configure' },
    },
  }),
};
