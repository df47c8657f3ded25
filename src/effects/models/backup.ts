import { join, literalText, type Word } from '../../core/word.ts';
import type { Draft } from '../draft.ts';
import type { Family } from '../model.ts';

/** restic(1): `forget` by rules of what is kept is how backups rotate; without them it takes the snapshots that are named. */
function forgets(argv: readonly Word[]): Draft[] {
  const texts = argv.map(literalText);
  const at = texts.indexOf('forget');
  if (at < 0 || texts.some(one => /^(?:-n|--dry-run|-h|--help)$/.test(one))) return [];
  const rotates = texts.some(one => /^--keep-/.test(one));
  const target = join(argv.slice(at), ' ');
  return [{ kind: 'infra-destroy', target, on: 'resource', deed: rotates ? 'rotate' : 'snapshot' }];
}

export const BACKUP: Family = {
  names:
    'restic rustic borg borgmatic duplicity duply kopia duplicacy tarsnap bupstash bup attic zbackup wal-g wal-e pgbackrest barman rdiff-backup rsnapshot timeshift snapper tmutil proxmox-backup-client autorestic pg_probackup',
  models: () => ({
    'restic|rustic': {
      options:
        'r|repo= repository-file=read p|password-file= password-command=execute:program@res e|exclude= tag= host= H= cacert= o|option= q v json n|dry-run+dry keep-last= keep-daily= keep-weekly= keep-monthly= keep-yearly= keep-within= path= t|target=write i|include= files-from=read',
      verbs: {
        backup: 'send:backup@res,read@path*',
        // By what is to be kept, or by name.
        forget: '',
        prune: 'infra-destroy:compact+',
        restore: 'write:restore@res',
        mount: 'mount:backup',
        'key remove|passwd': 'infra-destroy:key+',
        'key add|list': '',
        unlock: 'configure:lock+ ; remove-all',
        'rebuild-index|repair|rewrite|migrate': 'configure:repository+ ; forget!infra-destroy:snapshot',
        dump: 'download@res',
        'snapshots|ls|check|stats|diff|find|cat|list|version|init|copy|cache|tag|generate|self-update': '',
      },
      special: forgets,
      examples: {
        'restic snapshots': '',
        'restic forget 79766175': 'infra-destroy',
        'restic forget --keep-last 1 --prune': 'infra-destroy',
        'restic forget -n --keep-last 1': '',
        'restic backup ~/.ssh': 'credential-access send',
      },
    },
    'borg|borgmatic': {
      options:
        'r|repo= a|glob-archives= P|prefix= e|exclude= C|compression= n|dry-run+dry s|stats list keep-daily= keep-weekly= keep-monthly= keep-last= force+force rsh=execute:rsh@res remote-path= config=read',
      verbs: {
        create: '_ send:backup@res,read@path*',
        'delete|rdelete': 'infra-destroy:delete-archive+',
        // By what is to be kept.
        prune: 'infra-destroy:rotate+',
        compact: 'infra-destroy:compact+',
        recreate: 'infra-destroy:recreate+',
        'extract|restore|export-tar': 'write:restore@res',
        mount: 'mount:backup',
        'key export': 'inspect-secrets:key+',
        'break-lock|config|upgrade|key|change-passphrase': 'configure:repository+',
        'list|info|check|diff|init|rlist|rinfo|version|umount|--version|help|benchmark|serve': '',
      },
      examples: {
        'borg list': '',
        'borg delete repo::x': 'infra-destroy',
        'borg prune -n --keep-daily 7': '',
      },
    },
    'duplicity|duply|kopia|duplicacy|tarsnap|bupstash|bup|attic|zbackup|wal-g|wal-e|pgbackrest|barman|rdiff-backup|rsnapshot|timeshift|snapper|tmutil|proxmox-backup-client|autorestic|pg_probackup':
      {
        options:
          'c|config=read stanza= repo= keep= keep-last= f= d= i= u= l= snapshot= snapshot-device= n|dry-run+dry force+force yes+force confirm+force all+recursive delete-all+recursive target-dir=write o= p= delete!infra-destroy:snapshot create!write:backup list+ask restore!write:restore remove-older-than=infra-destroy:backup@res',
        verbs: {
          'remove-older-than|remove-all-but-n-full|remove-all-inc-of-but-n-full|cleanup|collection-cleanup|delete|prune|expire|remove|forget|rm|purge|nuke|stanza-delete|wipe|gc':
            'infra-destroy:backup+',
          'snapshot|policy|repository delete': 'infra-destroy:snapshot+',
          'deletelocalsnapshots|disable|disablelocal|delete-config|removedestination|removeexclusion':
            'infra-destroy:backup+',
          'restore|recover|backup-fetch|undochange|rollback|switch': 'write:restore@res',
          'backup|full|incr|inc|create|save|push|backup-push|wal-push|archive-push|cron|sync|startbackup|localsnapshot|daily|weekly|monthly|hourly|alpha|beta|gamma':
            'send:backup@res',
          'list|status|info|verify|check|collection-status|list-backups|show-backup|snapshot|ls|configtest|stop|setdestination|addexclusion|destinationinfo|latestbackup|listbackups|listlocalsnapshots|enable|version|isexcluded|machinedirectory|help|list-configs':
            '',
        },
        examples: { 'duplicity list': '', 'duplicity remove-all-but-n-full 1 x': 'infra-destroy' },
      },
  }),
};
