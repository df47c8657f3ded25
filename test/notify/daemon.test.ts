import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { Sandbox } from '../cli/sandbox.ts';
import { receiver } from './receiver.ts';

let sandbox: Sandbox;
afterEach(() => sandbox.close());

/** Without blocking: the receiver lives in this process. */
function run(args: readonly string[]): Promise<{ exit: unknown; stdout: string }> {
  return new Promise(resolve =>
    execFile(
      join(sandbox.root, 'bin', 'rampart'),
      args,
      { cwd: sandbox.work, env: sandbox.env },
      (error, stdout) => resolve({ exit: error === null ? 0 : error.code, stdout }),
    ),
  );
}

const SECRET = 'not for any log 0123456789';

it('tells when the daemon starts, waits for a person, refuses a policy and stops; status shows its health', async () => {
  sandbox = new Sandbox();
  const { url, received } = await receiver();
  const events = () => received.map(({ body }) => JSON.parse(body));
  sandbox.configure(
    'config.yaml',
    `approval_timeout: 1s\nnotify: {webhook: {url: "${url}", secret: "${SECRET}"}}\n`,
  );
  sandbox.configure(
    'policies/p.yaml',
    'version: "1"\npolicies: [{name: own, rules: [{id: ask, when: {program: deploy}, action: ask, message: look}]}]\n',
  );
  sandbox.serve();
  await vi.waitFor(() => expect(events()).toMatchObject([{ event: 'start' }]), { timeout: 10_000 });
  expect(await run(['exec', '-c', 'deploy now'])).toMatchObject({ exit: 126 });
  await vi.waitFor(
    () =>
      expect(events().at(-1)).toMatchObject({
        event: 'ask',
        data: { rule: 'own/ask', command: 'deploy now' },
      }),
    { timeout: 10_000 },
  );
  const { notify } = JSON.parse((await run(['status', '--json'])).stdout);
  expect(notify).toMatchObject([{ kind: 'webhook', ok: true, delivered: 2, queued: 0, lost: 0 }]);
  expect((await run(['status'])).stdout).toMatch(/notify +webhook http:\/\/127\.0\.0\.1:\d+ {2}2 delivered/);
  await run(['serve', 'stop']);
  expect(events().at(-1)).toMatchObject({ event: 'stop' });

  sandbox.configure('policies/p.yaml', 'version: "1"\npolicies: nonsense\n');
  sandbox.serve();
  await vi.waitFor(() => expect(events().map(({ event }) => event)).toContain('policy'), { timeout: 10_000 });
  await run(['exec', '--', 'true']);
  await vi.waitFor(() => expect(events().at(-1)).toMatchObject({ event: 'fail', data: { mode: 'open' } }), {
    timeout: 10_000,
  });
  const log = readFileSync(sandbox.places.log, 'utf8');
  expect(log).not.toContain(SECRET);
  expect(log).not.toContain('SECRETPATH');
  expect(JSON.stringify(sandbox.records())).not.toContain(SECRET);
});
