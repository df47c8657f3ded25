import { expect, it } from 'vitest';
import { hostClass, hostOf } from '../../src/core/host-class.ts';
import { concat, hole, word } from '../../src/core/word.ts';

it.each<[target: string, host: string, of: string]>([
  ['https://example.com/x?y#z', 'example.com', 'other'],
  ['HTTPS://User:pass@Example.COM.:8443/', 'example.com', 'other'],
  ['me@host.example:/tmp', 'host.example', 'other'],
  ['http://localhost:3000', 'localhost', 'loopback'],
  ['http://app.localhost', 'app.localhost', 'loopback'],
  ['127.1', '127.0.0.1', 'loopback'],
  ['http://[::1]:80/', '::1', 'loopback'],
  ['10.0.0.1', '10.0.0.1', 'private'],
  ['172.31.0.1', '172.31.0.1', 'private'],
  ['172.32.0.1', '172.32.0.1', 'other'],
  ['printer.local', 'printer.local', 'private'],
  ['db', 'db', 'private'],
  ['fd12:3456::1', 'fd12:3456::1', 'private'],
  ['http://2852039166/latest', '169.254.169.254', 'metadata'],
  ['http://0xa9fea9fe/', '169.254.169.254', 'metadata'],
  ['http://metadata.google.internal/', 'metadata.google.internal', 'metadata'],
  ['https://registry.npmjs.org/x', 'registry.npmjs.org', 'registry'],
  ['https://raw.githubusercontent.com/x', 'raw.githubusercontent.com', 'registry'],
  ['https://github.com.evil.example', 'github.com.evil.example', 'other'],
  ['https://transfer.sh/x', 'transfer.sh', 'drop'],
  ['https://a.b.ngrok-free.app', 'a.b.ngrok-free.app', 'drop'],
  ['https://nottransfer.sh', 'nottransfer.sh', 'other'],
  ['https://github.com@evil.example/', 'evil.example', 'other'],
])('%s is %s, %s', (target, host, of) => {
  expect([hostOf(word(target)), hostClass(hostOf(word(target)))]).toEqual([host, of]);
});

it('does not guess a host of which a part is not known', () => {
  expect(hostClass(hostOf(concat(word('https://'), hole('variable', 'H'), word('.github.com/'))))).toBe(
    'unknown',
  );
  expect(hostClass(hostOf(concat(word('https://github.com/'), hole('variable', 'P'))))).toBe('registry');
});
