import type { Family } from '../model.ts';
import { cloudGrants } from './cloud-grants.ts';

export const STORAGE: Family = {
  names:
    's3cmd s5cmd s4cmd gof3r gsutil rclone mc mcli b2 azcopy ossutil coscmd obsutil gdrive dbxcli ipfs uplink',
  models: () => ({
    's3cmd|s5cmd|s4cmd|gof3r': {
      options:
        'c|config= access_key= secret_key= r|recursive+recursive f|force+force n|dry-run+dry delete-removed!infra-destroy:sync-delete exclude= include= P host= region= storage-class= endpoint-url= profile=',
      verbs: {
        'put|cp|mv|sync|pipe|modify': 'from* to',
        'get|cat': 'download@res write@path',
        'del|rm|rb|expire|abortmp|delpolicy|dellifecycle|delcors': 'infra-destroy:delete-objects+',
        'setacl|setpolicy|accesslog': 'escalate:bucket-policy+',
        'ls|la|du|info|mb|signurl|multipart|head|version|select': '',
      },
      examples: {
        's3cmd ls s3://b': '',
        's3cmd put ~/.netrc s3://b/': 'credential-access send',
        's3cmd del -r s3://b/x': 'infra-destroy',
      },
    },
    gsutil: {
      options: 'm q D o= h= u= i= n+dry r|R+recursive f+force d!infra-destroy:sync-delete',
      verbs: {
        'cp|mv|rsync': 'from* to',
        'rm|rb': 'infra-destroy:delete-objects+ ; r|R+recursive a d',
        'iam ch|set|get': 'escalate:bucket-policy+',
        'acl|defacl ch|set': 'escalate:bucket-policy+',
        'ls|cat|du|stat|version|hash|mb|versioning|lifecycle|logging|label': '',
      },
      special: cloudGrants,
      examples: {
        'gsutil iam ch allUsers:objectViewer gs://b': 'escalate',
        'gsutil ls gs://b': '',
        'gsutil cp ~/.ssh/id_rsa gs://b/': 'credential-access send',
        'gsutil rm -r gs://b': 'infra-destroy',
      },
    },
    rclone: {
      options:
        'config= n|dry-run+dry i|interactive transfers= checkers= bwlimit= filter= include= exclude= files-from=read log-file=write max-age= min-age= max-size= password-command=execute:program@res v P q',
      verbs: {
        'copy|copyto|copyurl|bisync': 'from to',
        'move|moveto': 'from to',
        sync: 'from to ; delete-before delete-during delete-after',
        'delete|purge|deletefile|rmdir|rmdirs|cleanup|dedupe':
          'infra-destroy:delete-objects+ ; rmdirs+recursive',
        'serve|rcd|mount|nfsmount': 'listen:server+',
        'config show|dump|reveal': 'inspect-secrets:config+',
        reveal: 'inspect-secrets:config+',
        'config create|update|delete|password|edit|reconnect': 'configure:remotes+',
        'rcat|link': 'send:upload@res',
        'ls|lsd|lsl|lsf|lsjson|size|check|cat|tree|about|version|listremotes|md5sum|sha1sum|hashsum|cryptcheck|mkdir|touch|help|ncdu|test':
          '',
      },
      examples: {
        'rclone ls r:b': '',
        'rclone copy ~/.netrc r:b': 'credential-access send',
        'rclone purge r:b': 'infra-destroy',
        'rclone purge -n r:b': '',
      },
    },
    'mc|mcli': {
      options:
        'C|config-dir= r|recursive+recursive force+force dangerous+force fake+dry json q insecure newer-than= older-than= attr= remove!infra-destroy:sync-delete overwrite exclude=',
      verbs: {
        'cp|mv|mirror|put': 'from* send:upload@res',
        pipe: 'send:upload@res',
        'rm|rb|undo': 'infra-destroy:delete-objects+',
        'admin user|policy|group add|attach|set|create': 'escalate:grant+',
        'admin user|policy|bucket|service remove|stop|disable': 'infra-destroy+',
        'anonymous|policy set': 'escalate:bucket-policy+',
        'alias set|import|remove': 'configure:alias+',
        'ls|cat|stat|du|find|diff|head|tree|ready|ping|version|share|watch|mb|tag|admin|sql|get|alias|event|ilm':
          '',
      },
      examples: {
        'mc ls a/b': '',
        'mc cp ~/.netrc a/b': 'credential-access send',
        'mc rm -r --force a/b': 'infra-destroy',
      },
    },
    'b2|azcopy|ossutil|coscmd|obsutil|gdrive|dbxcli|ipfs|uplink': {
      options:
        'r|recursive+recursive f|force+force recursive? dry-run+dry delete-destination? parent= p= n= threads= access= config=',
      verbs: {
        'copy|cp|sync|upload|put|mv|push|upload-file|add|upload_file|import|share|upload-dir':
          'from* send:upload@res',
        'file upload': '_ from send:upload@res',
        'rm|remove|delete|del|delete-bucket|delete-file-version|rb|delete_bucket|trash':
          'infra-destroy:delete-objects+',
        'download|get|download-file|cat|download-file-by-name': 'download@res',
        'login|logout|account|authorize-account|auth': 'configure:login+',
        'ls|list|list-buckets|jobs|env|stat|du|get-bucket|info|version|id|about': '',
      },
      does: '',
      examples: {
        'b2 ls': '',
        'b2 sync ~/.ssh b2://x': 'credential-access send',
        'b2 rm --recursive b2://x': 'infra-destroy',
      },
    },
  }),
};
