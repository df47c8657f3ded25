import { literalText, type Word } from '../../core/word.ts';
import type { Draft } from '../draft.ts';
import type { Family } from '../model.ts';

/** NSS trust flags: `C` and `T` make an authority, `P` a trusted peer (certutil(1)). */
function trusted(argv: readonly Word[]): Draft[] {
  const texts = argv.map(literalText);
  const flags = texts.indexOf('-t');
  const adds = texts.some(one => /^-[AM]$/.test(one));
  return adds && flags > 0 && /[CT]/.test(texts[flags + 1] ?? '')
    ? [{ kind: 'configure', target: argv[0] ?? [], on: 'resource', deed: 'trusted-certificate' }]
    : [];
}

/** Certificates, signatures and the stores they are trusted from. */
export const KEYS: Family = {
  names:
    'certutil trust keytool codesign notarytool altool stapler productsign jarsigner apksigner signtool osslsigncode minisign signify rekor-cli step cfssl easyrsa xca pki',
  models: () => ({
    certutil: {
      options:
        'A L K D!delete:certificate M F!delete:private-key d= n= t= i=read o=write f=read a r w= v= x s= S h=',
      special: trusted,
      examples: {
        'certutil -L -d .': '',
        'certutil -A -n x -t ",," -i a.crt -d .': '',
        'certutil -A -n x -t "C,," -i a.crt -d .': 'configure',
      },
    },
    trust: {
      verbs: { anchor: 'configure:trusted-certificate+ ; remove', 'list|extract|dump|check': '' },
      examples: { 'trust list': '', 'trust anchor x.crt': 'configure' },
    },
    keytool: {
      options:
        'keystore=read alias= file=read storepass= keypass= genkeypair genkey list exportcert export importcert!configure:key-store import!configure:key-store delete!configure:key-store storepasswd keypasswd keyalg= keysize= validity= dname= srckeystore=read destkeystore=write storetype= noprompt v trustcacerts',
      dash: 'single',
      examples: { 'keytool -list -keystore a.jks': '', 'keytool -importcert -file a.crt': 'configure' },
    },
    'codesign|notarytool|altool|stapler|productsign|jarsigner|apksigner|signtool|osslsigncode|minisign|signify|rekor-cli':
      {
        options:
          's|sign= f|force+force o|options= entitlements=read v|verify d|display keychain= u= p= key= keystore=read out=write in=read',
        verbs: { submit: 'send:upload@res,read@path*' },
        examples: { 'codesign -dv x.app': '', 'codesign submit x.zip': 'send' },
      },
    'step|cfssl|easyrsa|xca|pki': {
      options:
        'f|force+force ca= ca-key=read root=read out=write password-file=read provisioner= config=read',
      verbs: {
        'ca init|certificate|renew|revoke|token': 'configure:certificate+',
        'certificate install': 'configure:trusted-certificate+',
        'certificate uninstall|create|sign': 'configure:certificate+',
        'crypto|ssh|oauth': '',
        'certificate inspect|verify|lint|fingerprint': '',
        'gencert|sign|serve|revoke|init-pki|build-ca|gen-req|sign-req': 'configure:certificate+',
        'version|info|certinfo|help|show-ca': '',
      },
      examples: {
        'step version': '',
        'step revoke x': 'configure',
        'step certificate install x': 'configure',
      },
    },
  }),
};
