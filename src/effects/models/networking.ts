import { literalText, word } from '../../core/word.ts';
import type { Family } from '../model.ts';

const TABLES =
  't|table= A|append!configure:firewall I|insert!configure:firewall D|delete!configure:firewall R|replace!configure:firewall F|flush!configure:disable-protection X|delete-chain!configure:firewall N|new-chain!configure:firewall P|policy!configure:firewall Z|zero L|list+ask S|list-rules+ask n v C|check+ask p= s= d= j= i= o= m= dport= sport= line-numbers w';

export const NETWORKING: Family = {
  names:
    'iptables ip6tables iptables-legacy iptables-nft ebtables arptables iptables-restore ip6tables-restore nft ipset iptables-apply pfctl ipfw ipf conntrack shorewall ufw firewall-cmd csf fwconsole firewalld fail2ban-client cscli ip ifconfig route arp iwconfig iw ethtool tc brctl bridge ovs-vsctl wg wg-quick openvpn nmcli netplan ifup ifdown dhclient udhcpc wpa_cli rfkill macchanger ipvsadm vconfig mii-tool networkctl connmanctl netstat ss nsenter unshare capsh setpriv bwrap firejail pivot_root switch_root',
  models: () => ({
    'iptables|ip6tables|iptables-legacy|iptables-nft|ebtables|arptables': {
      options: TABLES,
      examples: {
        'iptables -L': '',
        'iptables -S': '',
        'iptables -F': 'configure',
        'iptables -A INPUT -j DROP': 'configure',
      },
    },
    'iptables-restore|ip6tables-restore|nft|ipset|iptables-apply|pfctl|ipfw|ipf|conntrack|shorewall': {
      options:
        'f|file=configure:firewall@res F=configure:disable-protection@res d!configure:disable-protection e s= sr+ask ss+ask t|test+ask T= c|check+ask j a i n vnr',
      verbs: {
        'flush|destroy|delete|reset|clear|swap|stop|-f': 'configure:disable-protection+',
        'flush ruleset|table|chain|set': 'configure:disable-protection+',
        'add|insert|create|replace|rename|del|restore|disable|enable|zero|start': 'configure:firewall+',
        'list|show|save|export|monitor|describe|test|get|check|status': '',
      },
      does: 'configure:firewall+',
      examples: { 'nft list ruleset': '', 'iptables-restore rules': 'configure' },
    },
    'ufw|firewall-cmd|csf|fwconsole|firewalld|fail2ban-client|cscli': {
      options:
        'dry-run+dry force+force permanent reload!configure:firewall complete-reload!configure:firewall add-port=configure:firewall@res add-service=configure:firewall@res remove-service=configure:firewall@res remove-port=configure:firewall@res add-rich-rule=configure:firewall@res remove-rich-rule=configure:firewall@res set-default-zone=configure:firewall@res panic-on!configure:firewall panic-off!configure:firewall state+ask list-all+ask get-zones+ask get-active-zones+ask list-ports+ask list-services+ask query-service= zone= x!configure:disable-protection e a=configure:firewall@res l+ask',
      verbs: {
        'disable|reset|stop|unban': 'configure:disable-protection+',
        'logging off': 'configure:disable-protection+',
        'allow|deny|reject|limit|delete|insert|route|enable|reload|default|start|set|logging|prepend':
          'configure:firewall+',
        'status|show|version|app|ping|get|banned|decisions|alerts|metrics': '',
      },
      examples: { 'ufw status': '', 'ufw disable': 'configure', 'ufw allow 22': 'configure' },
    },
    ip: {
      options:
        'n|netns= f|family= 4 6 o|oneline br|brief c? j|json s|stats d|details b|batch=configure:network@res r',
      dash: 'single',
      verbs: {
        'link|l|addr|address|a|route|r|rule|neigh|neighbor|n|tunnel|netns|maddr|xfrm|vrf|tuntap|nexthop|token add|a|del|delete|d|set|s|flush|f|change|replace|append|prepend|chg':
          'configure:network+',
        'netns exec': 'execute:namespace+@res',
        'link|l|addr|address|a|route|r|rule|neigh|n|netns|tunnel show|list|ls|get|sh|lst|help|monitor|save|identify|pids':
          '',
        monitor: '',
      },
      examples: { 'ip addr': '', 'ip route show': '', 'ip link set eth0 down': 'configure' },
    },
    'ifconfig|route|arp|iwconfig|iw|ethtool|tc|brctl|bridge|ovs-vsctl|wg|wg-quick|openvpn|nmcli|netplan|ifup|ifdown|dhclient|udhcpc|wpa_cli|rfkill|macchanger|ipvsadm|vconfig|mii-tool|networkctl|connmanctl|netstat|ss':
      {
        options: 'n a v i= r d s w A= t u l p e o x z h+ask config= S!configure:network K!configure:network',
        verbs: {
          'add|del|delete|flush|set|change|replace|up|down|apply|try|connect|disconnect|modify|addbr|delbr|addif|delif|add-br|del-br|add-port|del-port|genkey|setconf|syncconf|reload|block|unblock|start|stop|restart|reconfigure|renew':
            'configure:network+',
          '* up|down|add|del|mtu|netmask|hw|promisc|scan': 'configure:network+',
          'connection|con|c|device|dev|d|radio|networking|general|n|r up|down|add|modify|delete|edit|import|clone|load|connect|disconnect|set|wifi|off|on|hostname':
            'configure:network+',
          'qdisc|class|filter|link|fdb|vlan add|del|change|replace': 'configure:network+',
          'show|list|status|get|info|generate|pubkey|showconf|--help|statusall|qdisc|device|connection|general|class|filter|link|fdb|vlan|dev|phy|event|reg|list-br':
            '',
        },
        examples: { 'ifconfig -a': '', 'ifconfig eth0': '', 'ifconfig eth0 down': 'configure' },
      },
    nsenter: {
      options:
        't|target=escalate:namespace@res m|mount? u|uts? i|ipc? n|net? p|pid? C|cgroup? U|user? T|time? r|root? w|wd? F a|all S|setuid= G|setgid= Z',
      posix: true,
      special: argv => {
        const host = argv.some(
          (one, at) =>
            (/^(?:-\w*t|--target)$/.test(literalText(argv[at - 1] ?? [])) && literalText(one) === '1') ||
            /^(?:-t1|--target=1|--(?:mount|pid)=\/proc\/1\/.*)$/.test(literalText(one)),
        );
        return host
          ? [{ kind: 'escalate', target: word('the host'), on: 'resource', deed: 'host-namespace' }]
          : [];
      },
      examples: { 'nsenter --help': '', 'nsenter -t 12 -n ls': 'escalate', 'nsenter -t 1 -m ls': 'escalate' },
    },
    // They take power away; what they mount, nobody outside of them sees.
    bwrap: {
      options:
        'bind= ro-bind= dev-bind= bind-try= ro-bind-try= dev= proc= tmpfs= dir= chdir= setenv= unsetenv= uid= gid= hostname= cap-add= cap-drop= symlink=',
      posix: true,
      examples: {
        'bwrap --ro-bind / / true': '',
        'bwrap --ro-bind / / rm -rf x': 'delete',
      },
    },
    firejail: {
      options: 'profile= whitelist= blacklist= private? net= caps.keep= join=',
      posix: true,
      examples: { 'firejail --net=none ls': '', 'firejail rm -rf x': 'delete' },
    },
    'unshare|capsh|setpriv|pivot_root|switch_root': {
      options:
        't|target=escalate:namespace@res m u i n p C U T r|map-root-user f F a|all S= G= R= w= W= bind=bind ro-bind=bind dev= proc= tmpfs= chdir= setenv= user= drop= keep= caps= reuid= regid= profile= print+ask l',
      posix: true,
      examples: { 'unshare --help': '', 'unshare --bind=/ ls': 'escalate mount' },
    },
  }),
};
