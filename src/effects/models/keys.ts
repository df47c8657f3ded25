import type { Family } from '../model.ts';

/** Certificates, signatures and the stores they are trusted from. */
export const KEYS: Family = {
  names:
    'trust keytool codesign notarytool altool stapler productsign jarsigner apksigner signtool osslsigncode minisign signify rekor-cli step cfssl easyrsa xca pki',
  models: () => ({
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
