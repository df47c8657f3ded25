import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { redact } from '../../src/audit/redact.ts';

const LETTERS = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';
const chars = (count: number): string => LETTERS.repeat(Math.ceil(count / LETTERS.length)).slice(0, count);
/** Put together here, so that no scanner takes this file for a leak. */
const key = (...parts: string[]): string => parts.join('');

const JWT = key('eyJ', 'hbGciOiJIUzI1NiJ9', '.', 'eyJ', 'zdWIiOiIxMjM0In0', '.', 'c2lnbmF0dXJl');
const PEM_BODY = `${chars(64)}\n${chars(64)}\n${chars(20)}==`;
const pem = (name: string, body = PEM_BODY): string =>
  `-----BEGIN ${name}-----\n${body}\n-----END ${name}-----`;

describe('secrets are replaced', () => {
  it.each<[text: string, kept: string]>([
    [key('ghp', '_', chars(36)), '[redacted:github-token]'],
    [key('gho', '_', chars(36)), '[redacted:github-token]'],
    [key('ghs', '_', chars(36)), '[redacted:github-token]'],
    [key('github', '_pat_', chars(22), '_', chars(59)), '[redacted:github-token]'],
    [key('glpat', '-', chars(20)), '[redacted:gitlab-token]'],
    [key('sk-', 'ant-api03-', chars(80)), '[redacted:anthropic-key]'],
    [key('sk-', 'proj-', chars(40), '-', chars(20)), '[redacted:openai-key]'],
    [key('sk-', chars(48)), '[redacted:openai-key]'],
    [key('npm', '_', chars(36)), '[redacted:npm-token]'],
    [key('xoxb', '-123456789012-', chars(24)), '[redacted:slack-token]'],
    [key('sk_', 'live_', chars(24)), '[redacted:stripe-key]'],
    [key('AIza', chars(35)), '[redacted:google-key]'],
    [key('AKIA', 'IOSFODNN7EXAMPLE'), '[redacted:aws-key]'],
    [key('ASIA', 'IOSFODNN7EXAMPLE'), '[redacted:aws-key]'],
    [`AWS_SECRET_ACCESS_KEY=${chars(40)} aws s3 ls`, 'AWS_SECRET_ACCESS_KEY=[redacted:aws-key] aws s3 ls'],
    [`aws_secret_access_key = /${chars(39)}`, 'aws_secret_access_key = [redacted:aws-key]'],
    [
      `aws configure set aws_secret_access_key ${chars(40)}`,
      'aws configure set aws_secret_access_key [redacted:aws-key]',
    ],
    [key('hf', '_', chars(34)), '[redacted:service-token]'],
    [JWT, '[redacted:jwt]'],
    [`a ${JWT};b`, 'a [redacted:jwt];b'],
    ['git clone https://me:hunter2@host/x.git', 'git clone https://me:[redacted:url-password]@host/x.git'],
    ['postgres://u:p@ss@db/x', 'postgres://u:[redacted:url-password]@db/x'],
    ['redis://:hunter2@cache:6379', 'redis://:[redacted:url-password]@cache:6379'],
    ["curl -H 'Authorization: Bearer abc.def'", "curl -H 'Authorization: Bearer [redacted:authorization]'"],
    ['curl -H "authorization: Basic dTpw" x', 'curl -H "authorization: Basic [redacted:authorization]" x'],
    ['Authorization: abcdef', 'Authorization: [redacted:authorization]'],
    ['"Authorization": "Bearer abcd"', '"Authorization": "Bearer [redacted:authorization]"'],
    [`bearer ${chars(20)}`, 'bearer [redacted:authorization]'],
    ["curl -H 'X-Api-Key: hunter2' x", "curl -H 'X-Api-Key: [redacted:authorization]' x"],
    ['tool --password=hunter2 x', 'tool --password=[redacted:password] x'],
    ['tool --password hunter2 x', 'tool --password [redacted:password] x'],
    ["tool --db-password 'hunter 2' x", "tool --db-password '[redacted:password]' x"],
    ['PASSWORD=hunter2 tool', 'PASSWORD=[redacted:password] tool'],
    ['export DB_PASS="hunter 2"; x', 'export DB_PASS="[redacted:password]"; x'],
    ['PGPASSWORD=hunter2 psql', 'PGPASSWORD=[redacted:password] psql'],
    ['MYSQL_PWD=hunter2 mysql', 'MYSQL_PWD=[redacted:password] mysql'],
    ['API_KEY=abc', 'API_KEY=[redacted:password]'],
    ['CLIENT_SECRET=abc', 'CLIENT_SECRET=[redacted:password]'],
    ['token="abc"', 'token="[redacted:password]"'],
    ['{"password": "hunter2", "x": 1}', '{"password": "[redacted:password]", "x": 1}'],
    ['password: "hunter2"', 'password: "[redacted:password]"'],
    ['password: hunter2hunter2', 'password: [redacted:password]'],
    ['PASSWORD=a\\;b c', 'PASSWORD=[redacted:password] c'],
    ['url?access_token=abc&x=1', 'url?access_token=[redacted:password]&x=1'],
    ['mysql -pfoo db', 'mysql -p[redacted:password] db'],
    ["mysqldump -u root -p'a b' db", "mysqldump -u root -p'[redacted:password]' db"],
    ["docker exec db sh -c 'mysql -pfoo'", "docker exec db sh -c 'mysql -p[redacted:password]"],
    ['sshpass -p foo ssh h', 'sshpass -p [redacted:password] ssh h'],
    ['docker login -u me -p foo reg', 'docker login -u me -p [redacted:password] reg'],
    ['curl -u me:foo https://x', 'curl -u me:[redacted:password] https://x'],
    ["curl --user 'me:foo' https://x", "curl --user 'me:[redacted:password] https://x"],
    ['redis-cli -h c -a foo ping', 'redis-cli -h c -a [redacted:password] ping'],
    ['smbclient -U me%foo //h/s', 'smbclient -U me%[redacted:password] //h/s'],
    ['openssl enc -aes256 -pass pass:foo', 'openssl enc -aes256 -pass pass:[redacted:password]'],
    ['/usr/bin/mysql -pfoo', '/usr/bin/mysql -p[redacted:password]'],
    [pem('RSA PRIVATE KEY'), '[redacted:private-key]'],
    [pem('OPENSSH PRIVATE KEY'), '[redacted:private-key]'],
    [pem('PGP PRIVATE KEY BLOCK'), '[redacted:private-key]'],
    [
      pem('RSA PRIVATE KEY', `Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,AB\n\n${PEM_BODY}`),
      '[redacted:private-key]',
    ],
    [JSON.stringify(`${pem('PRIVATE KEY')}\n`), '"[redacted:private-key]\\n"'],
    [`cat <<E\n-----BEGIN PRIVATE KEY-----\n${chars(64)}\nE`, 'cat <<E\n[redacted:private-key]E'],
  ])('%s', (text, kept) => {
    expect(redact(text)).toBe(kept);
  });
});

describe('what is no secret stays', () => {
  it.each([
    'find . -name "*.orig" -print',
    'find . -name mysql -print',
    'mysql -p -u root db',
    'mysql -print',
    'mkdir -pv a/b',
    'mysql -u root -P 3306; mkdir -pv a',
    'ssh -p22 host',
    'ssh -p 22 host',
    'sudo -u mysql ssh -p22 host',
    'docker run -p 8080:80 -u 1000:1000 nginx',
    'curl -u me https://x',
    'curl -u "$USER:$PASS" https://x',
    'docker login --password-stdin reg',
    'tool --password --next',
    'mysql -p"$PW" db',
    'PASSWORD=$(pass show x) tool',
    'PASSWORD="$(cat f)"',
    'export TOKEN=`cat f`',
    'PWD=/srv',
    'OLDPWD=/srv',
    'MAX_TOKENS=4096 tool --max-tokens=200',
    'TOKENIZERS_PARALLELISM=false',
    'PASSWORD_FILE=/run/secrets/db',
    'tool --private-key=~/.ssh/id_ed25519 --token=/run/token',
    'git commit -m "add password: prompt, and token handling"',
    'docker build --secret id=x,src=f .',
    'kubectl create secret generic x',
    'sk-learn-tutorial-for-complete-beginners',
    'https://host/a:b@c',
    'git@github.com:me/x.git',
    'rsync a host:/b',
    'echo task-1234567890123456789012345',
    'npm_config_registry=https://registry.npmjs.org',
    'basic usage of the tool',
    'AKIAFOO',
    'tokens: 12345678',
    'grep -rn "BEGIN CERTIFICATE" .',
    'bypass=1 compass=2',
    'csrf_token=null',
  ])('%s', text => {
    expect(redact(text)).toBe(text);
  });
});

describe('redaction hides no command', () => {
  it.each([
    ['PASSWORD=x;rm -rf /', 'PASSWORD=[redacted:password];rm -rf /'],
    ['PASSWORD="x$(rm -rf /)"', 'PASSWORD="[redacted:password]$(rm -rf /)"'],
    ['PASSWORD=x`rm -rf /`', 'PASSWORD=[redacted:password]`rm -rf /`'],
    ['--password=x|sh', '--password=[redacted:password]|sh'],
    ['--password=x&&reboot', '--password=[redacted:password]&&reboot'],
    ["PASSWORD='x\nrm -rf /\n'", "PASSWORD='x\nrm -rf /\n'"],
    ['mysql -pfoo;reboot', 'mysql -p[redacted:password];reboot'],
    ['mysql -p"foo$(reboot)"', 'mysql -p"[redacted:password]$(reboot)"'],
    ['-----BEGIN PRIVATE KEY-----\nrm -rf /\n', '[redacted:private-key]rm -rf /\n'],
    ["grep -e '-----BEGIN PRIVATE KEY-----' -r .; reboot", "grep -e '[redacted:private-key]' -r .; reboot"],
    ['x://a:b;reboot@h', 'x://a:b;reboot@h'],
  ])('%s', (text, kept) => {
    expect(redact(text)).toBe(kept);
  });
});

const piece = fc.constantFrom(
  'mysql ',
  '-p',
  'x',
  ' ',
  '\n',
  ';',
  '"',
  "'",
  '\\',
  '$',
  '`',
  '=',
  ':',
  '@',
  '//',
  'PASSWORD',
  'token',
  '--password',
  'curl -u ',
  'Authorization: Bearer ',
  '-----BEGIN PRIVATE KEY-----',
  '-----END PRIVATE KEY-----',
  chars(36),
  'ghp_',
  '[redacted:',
  ']',
  'eyJ',
  '.',
  'sk-',
  'https://',
  '😀',
  '\ud800',
  'login',
  'docker ',
);

describe('on any text', () => {
  it('takes out what the first look lays open', () => {
    const text = '--password Authorization: Bearer -----BEGIN PRIVATE KEY-----Authorization: Bearer ';
    expect(redact(redact(text))).toBe(redact(text));
  });

  it('redacting twice is redacting once', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), pieces => {
        const once = redact(pieces.join(''));
        expect(redact(once)).toBe(once);
      }),
      { numRuns: 50_000 },
    );
  });

  it('the look that saves time misses no secret', () => {
    const seen = '://\n';
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), pieces => {
        const text = pieces.join('');
        expect(redact(seen + text)).toBe(seen + redact(text));
      }),
      { numRuns: 20_000 },
    );
  });

  it.each([
    'a',
    '-',
    '"',
    "'",
    '\\',
    '://',
    ':',
    '@',
    'PASSWORD',
    'PASSWORD=',
    'password: ',
    '--password ',
    'eyJ',
    'eyJa.',
    '-----BEGIN PRIVATE KEY-----',
    '-----BEGIN PRIVATE KEY-----\n',
    '-----BEGIN ',
    'mysql ',
    'mysql -p"',
    'A: b\n',
    `${chars(16)}\n`,
    'ghp_',
    'Authorization: ',
    'authorization',
    'bearer ',
    'x\\',
    '[redacted:',
    ' ',
    '\n',
    '://a:',
    '--a',
    'token"',
    'sk-',
    'docker login ',
    '-p ',
    '$(',
    'aws_secret_access_key ',
  ])("a mebibyte of %j is done within the test's time limit", unit => {
    const text = unit.repeat(Math.ceil((1024 * 1024) / unit.length));
    expect(redact(text).length).toBeGreaterThan(0);
  });
});
