import { literalText, type Word, word } from '../../core/word.ts';
import { type Draft, onPath } from '../draft.ts';
import type { Family } from '../model.ts';

/** sfdisk, sgdisk, parted and their like: looking at a table is one option away from rewriting it. */
function partitions(argv: readonly Word[]): Draft[] {
  const texts = argv.slice(1).map(literalText);
  const looks = texts.some(one =>
    /^(?:-l|--list|-p|--print|-d|--dump|-J|--json|-V|--verify|-v|--version|-h|--help|-i.*|--info.*|-s|--show-\w+|-n|--no-act|--dry-run|-T|print|help|quit|unit|version|-P|--pretend|-F|--list-free|-x|-g|--show-geometry)$/.test(
      one,
    ),
  );
  const edits = texts.some(one =>
    /^(?:mklabel|mktable|mkpart|rm|resizepart|set|rescue|name|toggle|disk_set|-Z|--zap.*|-o|--clear|--delete.*|--append|--wipe.*|eraseDisk|eraseVolume|partitionDisk|reformat|zeroDisk|randomDisk|secureErase|deleteVolume|-a|--all|-f|--force)$/.test(
      one,
    ),
  );
  const targets = argv.slice(1).flatMap(one => {
    const text = literalText(one);
    // diskutil takes a disk's name without its directory.
    if (/^r?disk\d+(?:s\d+)?$/.test(text)) return [word(`/dev/${text}`)];
    return /^\/dev\//.test(text) || /\.(?:img|iso|raw|qcow2)$/.test(text) ? [one] : [];
  });
  if (looks && !edits) return targets.map(one => onPath('read', one, { deed: 'list' }));
  return targets.map(one => onPath('format', one, { deed: 'partition' }));
}

const FS =
  't|type= L= b= N= i= m= O= U= E= T= F+force f+force q v n+dry K= d= s= l= V+ask c j I= M= R= S= C= r= w= p= label=';

export const DISKS: Family = {
  names:
    'mkfs mkfs.ext2 mkfs.ext3 mkfs.ext4 mkfs.xfs mkfs.btrfs mkfs.vfat mkfs.fat mkfs.ntfs mkfs.exfat mkfs.f2fs mke2fs mkntfs mkdosfs newfs mkswap mkfs.minix mkfs.jfs mkfs.reiserfs mkudffs newfs_apfs newfs_hfs newfs_msdos fdisk sfdisk cfdisk gdisk sgdisk cgdisk parted partprobe diskutil gpart partx growpart wipefs blkdiscard badblocks hdparm nvme sg_format scrub nwipe mount mount.nfs mount.cifs sshfs fusermount s3fs gcsfuse bindfs encfs gocryptfs hdiutil udisksctl pmount umount eject fstrim e4defrag losetup kpartx dmsetup cryptsetup veracrypt zpool zfs btrfs lvcreate vgcreate pvcreate lvresize lvreduce lvextend vgreduce mdadm multipath bcachefs stratis tune2fs resize2fs xfs_growfs xfs_repair fsck e2fsck fsck.ext4 ntfsfix xfs_db e2label lvchange vgchange drbdadm lvremove vgremove pvremove debugfs quotaon quotaoff edquota setquota',
  models: () => ({
    'mkfs|mkfs.ext2|mkfs.ext3|mkfs.ext4|mkfs.xfs|mkfs.btrfs|mkfs.vfat|mkfs.fat|mkfs.ntfs|mkfs.exfat|mkfs.f2fs|mke2fs|mkntfs|mkdosfs|newfs|mkswap|mkfs.minix|mkfs.jfs|mkfs.reiserfs|mkudffs|newfs_apfs|newfs_hfs|newfs_msdos':
      {
        options: FS,
        does: 'format*',
        examples: { 'mkfs -V': '', 'mkfs disk.img': 'format', 'mkfs -t ext4 /dev/sdb1': 'format' },
      },
    'fdisk|sfdisk|cfdisk|gdisk|sgdisk|cgdisk|parted|partprobe|diskutil|gpart|partx|growpart': {
      special: partitions,
      examples: { 'fdisk -l': '', 'fdisk -l /dev/sda': '', 'fdisk /dev/sda': 'format' },
    },
    'wipefs|blkdiscard|badblocks|hdparm|nvme|sg_format|scrub|nwipe': {
      options:
        'a|all+force f|force+force n|no-act+dry o|offset= t|types= b= c= w s v J|json+ask l= z security-erase=format:erase@res security-set-pass= I+dry i+dry T+dry g+dry',
      verbs: { 'list|id-ctrl|id-ns|smart-log|version|help': '', 'format|sanitize|delete-ns|reset': 'format' },
      does: 'format:wipe*',
      examples: { 'wipefs -n /dev/sda': '', 'wipefs -a /dev/sda': 'format' },
    },
    'mount|mount.nfs|mount.cifs|sshfs|fusermount|s3fs|gcsfuse|bindfs|encfs|gocryptfs|hdiutil|udisksctl|pmount':
      {
        options:
          't|types= o|options= L= U= l+ask a r w n f+dry v bind rbind R B M move target= source= u|unmount k= b= d',
        verbs: {
          'info|status|list|imageinfo|verify|help|pmap': '',
          'attach|mount|create|detach|unmount|power-off|loop-setup|convert|eject|resize|erasekeys':
            'mount:volume*',
        },
        does: 'mount*',
        special: argv => {
          const over = argv.at(-1);
          const hides =
            over !== undefined &&
            /^\/(?:(?:usr\/)?(?:s?bin|lib\d*)\/|etc\/|proc\/\d)/.test(literalText(over));
          const bind = argv.some(one =>
            /^(?:--r?bind|(?:-o)?r?bind)$|(?:^|,)r?bind(?:,|$)/.test(literalText(one)),
          );
          const root = argv.some(one => literalText(one) === '/');
          return bind && (root || hides)
            ? [{ kind: 'escalate', target: argv[0] ?? [], on: 'resource', deed: 'host-mount' }]
            : [];
        },
        examples: {
          'mount -l': '',
          mount: '',
          'mount /dev/sdb1 /mnt': 'mount',
          'mount --bind / /x': 'escalate mount',
          'mount --bind /x /bin/mount': 'escalate mount',
        },
      },
    'umount|eject|fstrim|e4defrag|losetup|kpartx|dmsetup|cryptsetup|veracrypt|zpool|zfs|btrfs|lvcreate|vgcreate|pvcreate|lvresize|lvreduce|lvextend|vgreduce|mdadm|multipath|bcachefs|stratis|tune2fs|resize2fs|xfs_growfs|xfs_repair|fsck|e2fsck|fsck.ext4|ntfsfix|xfs_db|e2label|lvchange|vgchange|drbdadm':
      {
        options:
          'l|lazy f|force+force r|recursive+recursive R+recursive a|all t= o= n+dry y+force p v T+dry type= L= U= i= c= m= O= E= zero-superblock=format:wipe stop=kill:array@res remove=configure:array@res create=format:array fail=configure:array@res detail+ask examine+ask d= size= name= offset= w x list+ask D|detail-platform dry-run+dry',
        verbs: {
          'luksFormat|luksErase|erase|labelclear|format|reformat|create-md|wipe-md|pvcreate':
            'format:volume*',
          'destroy|luksKillSlot|luksRemoveKey|remove_all|wipe_table': 'infra-destroy:destroy-volume+',
          'remove|delete|rollback': 'infra-destroy:volume+',
          'subvolume|device|snapshot|filesystem|pool delete|remove|resize|destroy': 'infra-destroy:volume+',
          'create|add|attach|replace|clone|promote|rename|set|inherit|receive|import|export|mount|unmount|open|luksOpen|close|luksClose|up|down|upgrade|scrub|send|detach|offline|online|clear|luksAddKey|luksChangeKey|suspend|resume|reload|allow|change-key|load-key':
            'configure:volume+',
          'luksDump|luksHeaderBackup': 'inspect-secrets:disk-key+',
          'list|status|get|iostat|history|info|ls|table|deps|isLuks|luksUUID|diff|holds|version|snapshot': '',
          'subvolume list|show|snapshot|create': '',
          'filesystem show|df|usage|du': '',
        },
        does: 'configure:volume+',
        examples: {
          'umount --help': '',
          'umount /mnt': 'configure',
          'zpool destroy tank': 'infra-destroy',
          'zfs list': '',
        },
      },
    'lvremove|vgremove|pvremove': {
      options: 'f|force+force y|yes+force t|test+dry q v S|select= nolocking',
      does: 'infra-destroy:destroy-volume+',
      examples: { 'lvremove --help': '', 'lvremove -f vg0/data': 'infra-destroy' },
    },
    debugfs: {
      options: 'w>write*:debug R= f=read i c b= s= V+ask',
      does: 'read:list*',
      examples: { 'debugfs /dev/sda1': '', 'debugfs -w /dev/sda1': 'write' },
    },
    'quotaon|quotaoff|edquota|setquota': {
      options: 'a u g v p= t f',
      does: 'configure:quota+',
      examples: { 'quotaon --help': '', 'quotaon -a': 'configure' },
    },
  }),
};
