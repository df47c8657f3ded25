import { afterEach, expect, it, vi } from 'vitest';
import { Sandbox } from '../cli/sandbox.ts';
import { Talker } from '../daemon/talker.ts';
import { receiver } from './receiver.ts';

let sandbox: Sandbox;
afterEach(() => sandbox.close());

const SECRET = 'a secret of sixteen and more';
const POLICY =
  'version: "1"\npolicies: [{name: own, rules: [{id: ask, when: {program: deploy}, action: ask, message: look}]}]\n';

it('whom to tell is read anew with the rest of the configuration, also while a policy is broken', {
  timeout: 90_000,
}, async () => {
  sandbox = new Sandbox();
  const [first, second] = [await receiver(), await receiver()];
  const told = ({ received }: typeof first): unknown[] =>
    received.map(({ body }) => (JSON.parse(body) as { event: unknown }).event);
  const tell = (url: string, more = ''): string =>
    sandbox.configure(
      'config.yaml',
      `profile: watch\napproval_timeout: 1h\nnotify: {webhook: {url: "${url}", secret: "${SECRET}"}${more}}\n`,
    );
  tell(first.url);
  sandbox.configure('policies/own.yaml', POLICY);
  sandbox.serve();
  await vi.waitFor(() => expect(told(first)).toEqual(['start']), { timeout: 20_000 });

  const talker = await Talker.agent(sandbox);
  const target = async (): Promise<unknown> => {
    const answer = await talker.ask('status');
    return answer.ok && (answer.body.notify as { target: string }[])[0]?.target;
  };
  tell(second.url, ', events: [ask, policy]');
  await vi.waitFor(async () => expect(await target()).toBe(new URL(second.url).origin), { timeout: 20_000 });
  talker.evaluate('deploy one').catch(() => undefined);
  await vi.waitFor(() => expect(told(second)).toEqual(['ask']), { timeout: 20_000 });
  expect(told(first)).toEqual(['start']);

  sandbox.configure('policies/own.yaml', 'nonsense: [\n');
  await vi.waitFor(() => expect(told(second)).toEqual(['ask', 'policy']), { timeout: 20_000 });
  tell(first.url);
  await vi.waitFor(async () => expect(await target()).toBe(new URL(first.url).origin), { timeout: 20_000 });
  talker.evaluate('deploy two').catch(() => undefined);
  await vi.waitFor(() => expect(told(first).at(-1)).toBe('ask'), { timeout: 20_000 });
  talker.close();
});
