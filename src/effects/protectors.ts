import type { Effect } from '../core/effect.ts';
import { baseName } from '../core/options.ts';
import type { Scan } from '../core/scan.ts';
import { isHole, literalText, textOf } from '../core/word.ts';
import type { Draft } from './draft.ts';

/** What watches or protects the machine: to stop it is more than to stop a service. */
export const PROTECTS =
  /auditd|\baudit(?:\.service)?$|syslog|journald|firewalld|ufw|apparmor|selinux|fail2ban|falcon-sensor|falcond|falconctl|com\.falcon|\bfalco\b|osquery|clamd|clamav|freshclam|cbdaemon|cbagent|CbDefense|CbOsx|wazuh|nftables|iptables|crowdsec|crowdstrike|sentinel(?:one|agent|ctl|d\b)|com\.sentinel|xagt|defender|mdatp|ossec|tetragon|opendns|umbrella|santad|sophos|symantec|mcafee|cylance|tanium|suricata|zeek|sysmon|snort|samhain|tripwire|\baide\b|auditbeat|elastic-(?:agent|endpoint)|LuLu|BlockBlock|Little ?Snitch|nessusd|com\.apple\.(?:alf|XProtect|MRT|security\.syspolicy|syspolicyd|auditd)|rampart/i;

/** Where programs and their settings are installed, as against logs and documents that carry a name. */
const INSTALLED = /^\/(?:(?:usr\/)?(?:local\/)?(?:s?bin|lib\w*|libexec)|opt|etc|Applications|Library)\//;
/** Settings that are edited in the ordinary way have rules of their own. */
const GONE: ReadonlySet<Effect['kind']> = new Set(['delete', 'move']);

const PACKAGERS = /^(?:apt|apt-get|aptitude|dpkg|yum|dnf|microdnf|rpm|zypper|pacman|apk|brew|pkg|snap)$/;
const REMOVES =
  /^(?:remove|purge|autoremove|erase|uninstall|rm|del|delete|-r|-P|-e|-R\w*|--remove|--purge|--erase)$/;

/** Protection that is taken away: its files or packages are, or its process is ended by a number that another program looks up. */
export function withoutProtection(
  { invocations, pipelines }: Scan,
  effects: readonly Effect[],
): (readonly [index: number, draft: Draft])[] {
  const off = (target: Draft['target']): Draft => ({
    kind: 'configure',
    target,
    on: 'resource',
    deed: 'disable-protection',
  });
  const files = effects.flatMap(({ kind, on, target, invocation }): (readonly [number, Draft])[] => {
    const path = on === 'path' && GONE.has(kind) ? literalText(target) : '';
    return INSTALLED.test(path) && PROTECTS.test(path) ? [[invocation, off(target)]] : [];
  });
  const looked = invocations.flatMap(({ program, argv }, index): (readonly [number, Draft])[] => {
    const asked = argv.find((one, at) => at > 0 && PROTECTS.test(literalText(one)));
    if (!/^(?:pgrep|pidof)$/.test(baseName(program) ?? '') || asked === undefined) return [];
    const stages = pipelines.find(one => one.includes(index)) ?? [];
    const ended = invocations.findIndex(
      (other, at) =>
        at > index &&
        baseName(other.program) === 'kill' &&
        textOf(other.argv[1] ?? []) !== '-0' &&
        (other.argv.some(one =>
          one.some(part => isHole(part) && /^(?:pgrep|pidof)$/.test(part.name ?? '')),
        ) ||
          stages.includes(other.parent ?? -1)),
    );
    return ended < 0 ? [] : [[ended, off(asked)]];
  });
  const removed = invocations.flatMap(({ program, argv }, index): (readonly [number, Draft])[] => {
    const path = literalText(program);
    const words = argv.map(literalText);
    // `/etc/init.d/auditd stop`, `apt-get remove auditd`
    if (/^\/etc\/(?:init|rc)\.d\//.test(path) && PROTECTS.test(path))
      return words.some(one => /^(?:stop|disable)$/.test(one)) ? [[index, off(program)]] : [];
    if (!PACKAGERS.test(baseName(program) ?? '') || !words.some(one => REMOVES.test(one))) return [];
    const target = argv.find((one, at) => at > 0 && PROTECTS.test(literalText(one)));
    return target === undefined || words.some(one => /^(?:-s|--simulate|--dry-run|-p)$/.test(one))
      ? []
      : [[index, off(target)]];
  });
  return [...files, ...looked, ...removed];
}
