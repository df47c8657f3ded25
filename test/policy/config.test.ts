import { describe, expect, it } from 'vitest';
import { type Config, DEFAULT_CONFIG, mergeSettings } from '../../src/policy/file/config.ts';
import { readConfigs } from '../../src/policy/file/config-file.ts';
import { brief, config } from './files.ts';

describe('config.yaml', () => {
  it.each<[text: string, settings: Partial<Config>]>([
    ['', {}],
    ['# nothing yet\n', {}],
    ['fail: closed', { fail: 'closed' }],
    ['approval_timeout: 30s\ntimeout: 2m', { approvalTimeoutMs: 30_000, timeoutMs: 120_000 }],
    ['profile: ci\nautostart: false', { profile: 'ci', autostart: false }],
    ['packs: [git, cloud]', { packs: ['git', 'cloud'] }],
    ['disable: standard/x', { disable: ['standard/x'] }],
    ['disable: [standard/x, standard/y]', { disable: ['standard/x', 'standard/y'] }],
  ])('%j', (text, settings) => {
    const { config: read, findings } = readConfigs([config(text)]);
    expect(findings).toEqual([]);
    expect(read).toEqual({ ...DEFAULT_CONFIG, ...settings });
  });

  it.each<[text: string, found: string]>([
    ['fail: maybe', 'error schema 1:7'],
    ['fial: open', 'error unknown-key 1:1'],
    ['timeout: 30', 'error schema 1:10'],
    ['timeout: 30x', 'error duration 1:10'],
    ['timeout: 0s', 'error duration 1:10'],
    ['autostart: "yes"', 'error schema 1:12'],
    ['home: relative', 'error schema 1:7'],
    ['home: /x', 'error layer 1:1'],
    ['- fail', 'error schema 1:1'],
    ['fail: open\nfail: closed', 'error duplicate-key 2:1'],
    ['disable: []', 'error schema 1:10'],
    ['profile: ../x', 'error schema 1:10'],
    ['notify: {}', 'error schema 1:9'],
    ['notify: {command: notify-send}', 'error schema 1:19'],
    ['notify: {webhook: {url: "ftp://x/"}}', 'error schema 1:25'],
    ['notify: {webhook: {url: "https://x/", secret: short}}', 'error schema 1:47'],
    ['notify: {command: [x], events: [lunch]}', 'error schema 1:33'],
    ['notify: {comand: [x]}', 'error unknown-key 1:10'],
  ])('%j is refused with its place', (text, found) => {
    const { config: read, findings } = readConfigs([config(text)]);
    expect(findings.map(brief)).toEqual([found]);
    expect(read).toEqual(DEFAULT_CONFIG);
  });

  it('says whom to tell apart from the rest, which is kept compiled: a secret stands in it', () => {
    const webhook = '{url: "https://x/", secret: "0123456789abcdef"}';
    const { config: read, notify } = readConfigs([
      config(`notify: {command: [notify-send, "{text}"], webhook: ${webhook}, events: ask}`),
    ]);
    expect(read).toEqual(DEFAULT_CONFIG);
    expect(notify).toEqual([
      {
        command: ['notify-send', '{text}'],
        webhook: { url: 'https://x/', secret: '0123456789abcdef' },
        events: ['ask'],
      },
    ]);
  });

  it('names the home in the system layer', () => {
    expect(readConfigs([config('home: /var/lib/rampart', 'system')])).toMatchObject({
      config: { home: '/var/lib/rampart' },
      findings: [],
    });
  });
});

describe('settings of system and user', () => {
  it.each<[Parameters<typeof mergeSettings>[0], Partial<Config>]>([
    [[{ fail: 'open' }, { fail: 'closed' }], { fail: 'closed' }],
    [[{ fail: 'closed' }, { fail: 'open' }], { fail: 'closed' }],
    [[{ timeoutMs: 5 }, { timeoutMs: 3 }], { timeoutMs: 3 }],
    [[{}, { timeoutMs: 3 }], { timeoutMs: 3 }],
    [[{ approvalTimeoutMs: 500_000 }], { approvalTimeoutMs: 500_000 }],
    [[{ profile: 'ci' }, { profile: 'watch' }], { profile: 'ci' }],
    [[{ packs: ['git'] }, { packs: ['cloud', 'git'] }], { packs: ['git', 'cloud'] }],
    [[{ autostart: true }, { autostart: false }], { autostart: true }],
    [[{ disable: ['a/b'] }, { disable: ['a/b', 'a/c'] }], { disable: ['a/b', 'a/c'] }],
  ])('%j come to %j', (files, merged) => {
    expect(mergeSettings(files)).toEqual({ ...DEFAULT_CONFIG, ...merged });
  });
});
