import { literalText, type Word, word } from '../../core/word.ts';
import type { Draft } from '../draft.ts';
import type { Family } from '../model.ts';

/** Keys of `defaults write` that start something by themselves, and ones that protect. */
const STARTS =
  /^(?:LoginHook|LogoutHook|AutoLaunchedApplicationDictionary|TALAppsToRelaunchAtLogin|ProgramArguments)$/;
const PROTECTS =
  /^(?:globalstate|LSQuarantine|GKAutoRearm|AutomaticCheckEnabled|CriticalUpdateInstall|EnableFirewall)$/;

function preferences(argv: readonly Word[]): Draft[] {
  const texts = argv.map(literalText);
  if (!texts.some(one => /^(?:write|-c|import|delete)$/.test(one))) return [];
  const starts = argv.find((_, at) => STARTS.test(texts[at] ?? ''));
  if (starts !== undefined && !texts.includes('delete'))
    return [{ kind: 'persist', target: starts, on: 'resource', deed: 'service' }];
  const protects = argv.find((_, at) => PROTECTS.test(texts[at] ?? ''));
  const off = texts.some(one => /^(?:0|false|no|NO|FALSE|delete)$/.test(one));
  return protects !== undefined && off
    ? [{ kind: 'configure', target: protects, on: 'resource', deed: 'disable-protection' }]
    : [];
}

/** `dscl . -append /Groups/admin GroupMembership eve`, `sysadminctl -addUser eve -admin`. */
function directory(argv: readonly Word[]): Draft[] {
  const texts = argv.map(literalText);
  const at = texts.findIndex(one =>
    /^-?(?:create|append|merge|passwd|delete|change|addUser|deleteUser|resetPasswordFor|newPassword)$/.test(
      one,
    ),
  );
  const hash = argv.find(one => /\b(?:ShadowHashData|AuthenticationHint)$/.test(literalText(one)));
  if (hash !== undefined)
    return [{ kind: 'inspect-secrets', target: hash, on: 'resource', deed: 'password-hashes' }];
  const guest = texts.indexOf('-guestAccount');
  if (guest > 0 && texts[guest + 1] === 'on')
    return [{ kind: 'configure', target: word('guest'), on: 'resource', deed: 'remote-login' }];
  if (at < 0) return [];
  const target = argv[at + 1] ?? argv[at] ?? [];
  const verb = (texts[at] ?? '').replace('-', '');
  const powerful =
    texts.includes('-admin') ||
    texts.some(one => /^\/Groups\/(?:admin|wheel|sudo|staff)$/.test(one)) ||
    (texts.includes('PrimaryGroupID') && /^(?:0|80)$/.test(texts.at(-1) ?? '')) ||
    (texts.includes('UniqueID') && texts.at(-1) === '0');
  if (powerful && verb !== 'delete' && verb !== 'deleteUser')
    return [{ kind: 'escalate', target, on: 'resource', deed: 'privileged-group' }];
  if (/^(?:passwd|resetPasswordFor|newPassword)$/.test(verb))
    return [{ kind: 'configure', target, on: 'resource', deed: 'login-password' }];
  if (/^delete(?:User)?$/.test(verb))
    return /^\/Users\//.test(literalText(target)) || verb === 'deleteUser'
      ? [{ kind: 'delete', target, on: 'resource', deed: 'remove-account' }]
      : [{ kind: 'configure', target, on: 'resource', deed: 'account' }];
  return [
    {
      kind: 'configure',
      target,
      on: 'resource',
      deed: texts.includes('IsHidden') ? 'login-password' : 'account',
    },
  ];
}

/** Whether logins from elsewhere are let in from now on. */
function remoteLogin(argv: readonly Word[]): Draft[] {
  const texts = argv.map(literalText);
  const at = texts.findIndex(one => /^-?set(?:remotelogin|remoteappleevents)$/i.test(one));
  const kickstart =
    /kickstart$/.test(texts[0] ?? '') && texts.some(one => /^-(?:activate|configure)$/.test(one));
  return kickstart || (at > 0 && texts[at + 1] === 'on')
    ? [{ kind: 'configure', target: word('remote login'), on: 'resource', deed: 'remote-login' }]
    : [];
}

const READS =
  'read|export|find|domains|list-schemas|list-keys|list-recursively|get|list|show|status|dump|query|-read|-list|-search|print|lint|-lint|-p|-convert|-extract';

/** What macOS and desktops keep their settings and accounts in. */
export const SETTINGS: Family = {
  names:
    'defaults plutil PlistBuddy scutil networksetup gsettings dconf kwriteconfig5 xfconf-query profiles softwareupdate dsenableroot mdutil dscl sysadminctl dsimport systemsetup kickstart pmset',
  models: () => ({
    'defaults|plutil|PlistBuddy|scutil|networksetup|gsettings|dconf|kwriteconfig5|xfconf-query': {
      options: 'c=configure:plist@res e=execute:script@res l= get+ask f= currentHost o=write get-dns+ask dns',
      verbs: {
        'write|delete|import|set|reset|rename|-setproxy|-setdnsservers|-setwebproxy|-setsecurewebproxy|-setautoproxyurl|-replace|load':
          'configure:settings+',
        [READS]: '',
      },
      does: '',
      special: preferences,
      examples: {
        'defaults read x': '',
        'defaults write x y z': 'configure',
        'defaults write com.apple.loginwindow LoginHook /x': 'configure persist',
        'defaults write /Library/Preferences/com.apple.alf globalstate -int 0': 'configure',
      },
    },
    'softwareupdate|mdutil': {
      options: 'l|list+ask i|install!install:update a d|download!install:update r E!configure:index s+ask',
      examples: { 'softwareupdate --list': '', 'softwareupdate -i -a': 'install' },
    },
    'dscl|sysadminctl|dsimport': {
      options: 'u= P= q raw',
      does: '',
      special: directory,
      examples: {
        'dscl . -list /Users': '',
        'dscl . -read /Users/eve dsAttrTypeNative:ShadowHashData': 'inspect-secrets',
        'dscl . -create /Users/eve': 'configure',
        'dscl . -append /Groups/admin GroupMembership eve': 'escalate',
        'dscl . -delete /Users/eve': 'delete',
      },
    },
    // A profile can add a certificate that everything trusts, a proxy, or a manager of the machine.
    profiles: {
      options: 'path= type= user= F= I!configure:trusted-certificate h+ask',
      dash: 'single',
      verbs: { install: 'configure:trusted-certificate+', 'remove|list|show|status|validate|renew|sync': '' },
      examples: { 'profiles list': '', 'profiles install -path=x.mobileconfig': 'configure' },
    },
    dsenableroot: {
      options: 'u= p= r= d+ask',
      does: 'escalate:grant-superuser+',
      examples: { 'dsenableroot -d': '', 'dsenableroot -u admin': 'escalate' },
    },
    'systemsetup|kickstart': {
      does: '',
      options: '',
      special: remoteLogin,
      examples: { 'systemsetup -getremotelogin': '', 'systemsetup -setremotelogin on': 'configure' },
    },
    pmset: {
      options: 'a b c u g+ask',
      verbs: { 'sleepnow|displaysleepnow|restoredefaults|schedule|repeat|touch|noidle': 'configure:power+' },
      examples: { 'pmset -g': '', 'pmset repeat wake M 8:00': 'configure' },
    },
  }),
};
