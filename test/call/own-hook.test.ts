import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownHook } from '../../src/client/own-hook.ts';
import { makeWrapFolder } from '../../src/client/wrap-folder.ts';
import { Sandbox } from '../cli/sandbox.ts';
import { observe } from '../run/observe.ts';

const bin = "/home/u's/.rampart/bin";

describe('a command that is nothing but the hook', () => {
  it.each([`${bin}/rampart-hook claude-code`, `"${bin}/rampart-hook" claude-code`])('%s', command => {
    expect(ownHook(command, { bin })).toEqual([`${bin}/rampart-hook`, 'claude-code']);
  });

  it.each([
    `${bin}/rampart-hook claude-code; id`,
    `${bin}/rampart-hook claude-code `,
    `${bin}/rampart-hook claude-code --grant`,
    `${bin}/rampart-hook other`,
    `X=1 ${bin}/rampart-hook claude-code`,
    `/tmp/rampart-hook claude-code`,
    `rampart-hook claude-code`,
    `${bin}/rampart-hook`,
  ])('is not %s', command => {
    expect(ownHook(command, { bin })).toBeUndefined();
  });
});

describe('a host that starts its hook through $SHELL', () => {
  const sandbox = new Sandbox();
  const launcher = join(sandbox.places.bin, 'rampart-hook');
  beforeAll(() => {
    sandbox.configure('config.yaml', 'profile: watch\nautostart: false\n');
    mkdirSync(sandbox.places.bin, { mode: 0o700 });
    writeFileSync(launcher, '#!/bin/sh\nread -r line\nprintf "%s %s" "$1" "$line"\nexit 2\n');
    chmodSync(launcher, 0o755);
    sandbox.serve();
  });
  afterAll(() => sandbox.close());

  it('has it run unjudged, in and out as it is, and nothing that a shell would read first', async () => {
    const { shell } = makeWrapFolder({
      places: sandbox.places,
      session: 'own',
      agent: 'agent',
      node: process.execPath,
      bundle: new URL('../../dist/hook.cjs', import.meta.url).pathname,
      env: { ...sandbox.env, SHELL: '/bin/bash' },
      policy: null,
    });
    const first = sandbox.write('first.sh', 'touch ran-first\n');
    const observed = await observe([shell, '-c', `'${launcher}' claude-code`], {
      cwd: sandbox.work,
      env: { ...sandbox.env, BASH_ENV: first },
      stdin: Buffer.from('payload\n'),
    });
    expect(observed).toMatchObject({ exit: 2 });
    expect(String(observed.stdout)).toBe('claude-code payload');
    expect(sandbox.sh('ls').stdout).toBe('first.sh\n');
    expect(sandbox.records().filter(({ leaf }) => leaf.kind === 'call')).toEqual([]);
  });
});
