import { literalText, type Word } from '../core/word.ts';
import type { Draft } from './draft.ts';

const KEY =
  /^(?:registry::|microsoft\.powershell\.core[\\/]+registry::)?(?:hk(?:lm|cu|cr|u|cc)|hkey_\w+)(?::|[\\/]|$|(?=[a-z]))/i;

/** Below these something is started by Windows itself. */
const STARTS =
  /currentversion[\\/]*(?:policies[\\/]*explorer[\\/]*)?run(?:once|services)?|winlogon|image ?file ?execution|currentcontrolset[\\/]*services|userinit|appinit_dlls/i;
/** Where settings of what protects the machine stand. */
const PROTECTS =
  /windows ?defender|enablelua|disableantispyware|securityhealth|\bfirewallpolicy|amsi|scriptblocklogging|lsa[\\/]*runasppl|disabletaskmgr/i;
/** The hives that hold password hashes. */
const HASHES = /^hk(?:lm|ey_local_machine):?[\\/]*(?:sam|security|system)\b/i;

/** Whether a word names a key of the Windows registry; bash may have taken its backslashes. */
export function isRegistryKey(of: Word): boolean {
  return KEY.test(literalText(of));
}

/** What a change to a key comes to. */
export function changesKey(key: Word, value: Word | undefined, does: 'set' | 'delete'): readonly Draft[] {
  const text = `${literalText(key)}/${literalText(value ?? [])}`;
  const about = { target: key, on: 'resource' } as const;
  if (PROTECTS.test(text)) return [{ kind: 'configure', ...about, deed: 'disable-protection' }];
  if (does === 'set' && STARTS.test(text)) return [{ kind: 'persist', ...about, deed: 'service' }];
  return does === 'set'
    ? [{ kind: 'configure', ...about, deed: 'registry' }]
    : [{ kind: 'delete', ...about, deed: 'registry' }];
}

/** What writing a key to a file comes to. */
export function savesKey(key: Word): readonly Draft[] {
  return HASHES.test(literalText(key))
    ? [{ kind: 'inspect-secrets', target: key, on: 'resource', deed: 'password-hashes' }]
    : [];
}
