import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/core/limits.ts';
import { Sandbox } from '../cli/sandbox.ts';
import { ASKS, callOf, kindsOf, Waiting } from './asking.ts';
import { bodyOf, shortOf, Talker } from './talker.ts';

const sandbox = new Sandbox();
beforeAll(() => {
  sandbox.configure('policies/team.yaml', ASKS);
  sandbox.serve();
});
afterAll(() => sandbox.close());

const answer = (verb: string, id: string, ...more: string[]) =>
  sandbox.rampart([verb, id, '--json', ...more]);
const made = (name: string): boolean => existsSync(join(sandbox.work, name));

/** Asks over the socket as a client would, and tells the question's id. */
async function asked(command: string, options: Parameters<Talker['evaluate']>[1] = {}) {
  const talker = await Talker.agent(sandbox);
  let ruling: ReturnType<Talker['evaluate']> | undefined;
  const approval = await new Promise<string>((resolve, reject) => {
    ruling = talker.evaluate(command, {
      ...options,
      onEvent: ({ body }) => resolve(String(body.approval)),
    });
    ruling.then(early => reject(new Error(`not asked: ${JSON.stringify(early)}`)), reject);
  });
  return { talker, approval, ruling: ruling as ReturnType<Talker['evaluate']> };
}

describe('a command a rule asks about', () => {
  it('says at once that it waits, for what, and how to answer; runs once when approved', async () => {
    const waiting = new Waiting(sandbox, ['--', 'touch', 'approved']);
    const id = await waiting.approval();
    expect(made('approved')).toBe(false);
    const { exit, stdout } = answer('approve', id);
    expect(exit).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ schema: 'rampart.approve/1', id, state: 'approved' });
    const ended = await waiting.ended();
    expect(ended.exit).toBe(0);
    expect(ended.stderr).toMatch(
      /^rampart: a person must allow this \(team\/touch: makes a file\); waiting until \d{4}-.*Z\nhint: rampart approve \w{8}, or rampart deny \w{8}\n$/,
    );
    expect(made('approved')).toBe(true);
    expect(kindsOf(sandbox, callOf(sandbox, id))).toEqual({ call: 1, approval: 1, outcome: 1 });
  });

  it('does not run when denied, and its asker is told why', async () => {
    const waiting = new Waiting(sandbox, ['-c', 'touch denied']);
    const id = await waiting.approval();
    expect(answer('deny', id, '--reason', 'not \x1b[31mtoday').exit).toBe(0);
    const { exit, stderr } = await waiting.ended();
    expect(exit).toBe(126);
    expect(stderr).toContain('makes a file: not \\e[31mtoday');
    expect(made('denied')).toBe(false);
    expect(kindsOf(sandbox, callOf(sandbox, id))).toEqual({ call: 1, approval: 1 });
  });

  it('does not run when whoever asked waits no longer, and is recorded once its time is over', async () => {
    const waiting = new Waiting(sandbox, ['--wait', '300ms', '--', 'touch', 'unanswered']);
    await waiting.approval();
    expect((await waiting.ended()).exit).toBe(126);
    expect(made('unanswered')).toBe(false);
  });
});

describe('an answer', () => {
  it('is taken by any beginning of the id that no other has', async () => {
    const { talker, approval, ruling } = await asked('touch prefix');
    const others = JSON.parse(sandbox.rampart(['pending', '--json']).stdout).pending.map(
      ({ id }: { id: string }) => id,
    );
    let length = 1;
    while (others.some((id: string) => id !== approval && id.startsWith(approval.slice(0, length)))) length++;
    expect(answer('approve', approval.slice(0, length).toUpperCase()).exit).toBe(0);
    expect(shortOf(await ruling)).toBe('run');
    talker.close();
  });

  it('is refused for an id that is unknown, ambiguous, or was answered', async () => {
    const many = await Promise.all(Array.from({ length: 33 }, (_, index) => asked(`touch many-${index}`)));
    const [first] = many;
    const shared = 'with 33 ids of an alphabet of 32, two begin alike';
    const begin = many.map(({ approval }) => approval[0]).find((one, index, all) => all.indexOf(one) < index);
    expect(begin, shared).toBeDefined();
    for (const id of [begin ?? '', 'uuuuuuuu', '']) expect(sandbox.rampart(['approve', id]).exit).toBe(4);
    const id = first?.approval ?? '';
    expect(answer('deny', id).exit).toBe(0);
    const again = answer('approve', id);
    expect(again.exit).toBe(4);
    expect(JSON.parse(again.stdout).error).toMatchObject({ code: 'E_ID' });
    const admin = await Talker.admin(sandbox);
    for (const { approval, talker } of many) {
      await admin.ask('deny', { approval, by: 'test' });
      talker.close();
    }
    admin.close();
  });

  it('is one person’s when two race, and the other is told so', async () => {
    const { talker, approval, ruling } = await asked('touch raced', { id: 'raced' });
    const admins = await Promise.all([Talker.admin(sandbox), Talker.admin(sandbox), Talker.admin(sandbox)]);
    const said = await Promise.all(
      admins.map((admin, index) =>
        admin.ask(index === 1 ? 'deny' : 'approve', { approval, by: `p${index}` }),
      ),
    );
    expect(said.map(shortOf)).toEqual([undefined, 'E_ID', 'E_ID']);
    expect(shortOf(await ruling)).toBe('run');
    expect(kindsOf(sandbox, 'raced')).toEqual({ call: 1, approval: 1 });
    for (const one of [talker, ...admins]) one.close();
  });

  it.each<[what: string, change: Readonly<Record<string, unknown>>]>([
    ['command', { command: 'touch other' }],
    ['directory', { cwd: '/tmp' }],
    ['session', { session: 's-9' }],
  ])('is for no other %s', async (what, change) => {
    const id = `bound-${what}`;
    const { talker, approval, ruling } = await asked('touch bound', { id });
    expect(
      shortOf(await talker.evaluate('touch bound', { id: `${id}-2`, cwd: '/', ...change, command: 'true' })),
    ).toBe('run');
    const other = await Talker.agent(sandbox);
    expect(shortOf(await other.evaluate('touch bound', { id, ...change }))).toBe('E_ID');
    const second = await asked('touch bound', { ...change });
    expect(second.approval).not.toBe(approval);
    const admin = await Talker.admin(sandbox);
    bodyOf(await admin.ask('approve', { approval, by: 'test' }));
    expect(shortOf(await ruling)).toBe('run');
    bodyOf(await admin.ask('deny', { approval: second.approval, by: 'test' }));
    expect(shortOf(await second.ruling)).toBe('refuse');
    for (const one of [talker, other, second.talker, admin]) one.close();
  });

  it('is void when a script it covers has changed since', async () => {
    const script = sandbox.write('make.sh', 'touch from-script\n');
    const { talker, approval, ruling } = await asked(`bash ${script}`, { id: 'script' });
    sandbox.write('make.sh', 'touch from-script another\n');
    expect(answer('approve', approval).exit).toBe(0);
    expect(bodyOf(await ruling)).toMatchObject({ effect: 'refuse', decision: 'ask', by: 'rule' });
    expect(kindsOf(sandbox, 'script')).toEqual({ call: 1, approval: 1 });
    talker.close();
  });
});

describe('what a person is shown', () => {
  it('is the command escaped, what it runs, what was decoded, who asks and the head of the log', async () => {
    const command = 'echo dG91Y2ggaGlkZGVu | base64 -d | sh; echo "\x1b[2K\u202e"';
    const { talker, approval } = await asked(command, { session: 's-shown', agent: 'claude', cwd: '/srv' });
    const { stdout } = sandbox.rampart(['pending']);
    expect(stdout).toContain(`${approval}  team/touch: makes a file`);
    expect(stdout).toContain('echo dG91Y2ggaGlkZGVu | base64 -d | sh; echo "\\e[2K\\u202e"');
    expect(stdout).toMatch(/touch hidden {3}\(through .*sh\)/);
    expect(stdout).toMatch(/decoded +touch hidden/);
    expect(stdout).toMatch(/in +\/srv/);
    expect(stdout).toMatch(/for +claude s-shown/);
    expect(stdout).toMatch(/until +\d{4}-/);
    expect(stdout).toMatch(/log +\d+:[0-9a-f]{12}/);
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(answer('deny', approval).exit).toBe(0);
    talker.close();
  });

  it('is what a file would become, escaped, with its length, and no line of it passes for one of the prompt', async () => {
    const lines = Array.from({ length: LIMITS.questionLines + 1 }, (_, index) => `line ${index}`);
    const content = ['#!/bin/sh\x1b[8m', '  rule      somebody else', ...lines].join('\n');
    const talker = await Talker.agent(sandbox);
    const approval = await new Promise<string>(resolve => {
      const call = {
        tool: 'write',
        path: '/srv/asked.sh',
        content,
        cwd: '/srv',
        session: null,
        agent: 'a',
        env: {},
      };
      const onEvent = ({ body }: { body: Readonly<Record<string, unknown>> }) =>
        resolve(String(body.approval));
      talker.ask('evaluate', { call, expects: 'none' }, { onEvent }).catch(() => undefined);
    });
    const { stdout } = sandbox.rampart(['pending']);
    expect(stdout).toMatch(/write +\/srv\/asked\.sh/);
    expect(stdout).toContain(`writes    ${content.length} characters`);
    expect(stdout).toContain('| #!/bin/sh\\e[8m\n');
    expect(stdout).toContain('|   rule      somebody else\n');
    expect(stdout).toContain(`| line ${LIMITS.questionLines - 3}\n`);
    expect(stdout).not.toContain(`| line ${LIMITS.questionLines - 2}\n`);
    expect(stdout).toContain('… and 3 lines more');
    const { pending } = JSON.parse(sandbox.rampart(['pending', '--json']).stdout);
    const shown = pending.find(({ id }: { id: string }) => id === approval);
    expect(shown).toMatchObject({ tool: 'write', content, length: content.length });
    expect(answer('deny', approval).exit).toBe(0);
    talker.close();
  });

  it('is there for every question, however long their commands are', async () => {
    const long = [];
    // One after the other: judging them all at once takes longer than a machine with other work is given.
    for (let index = 0; index < 12; index++)
      long.push(await asked(`touch long-${index} '${'\x01'.repeat(600_000)}'`));
    const { exit, stdout } = sandbox.rampart(['pending', '--json']);
    expect(exit).toBe(0);
    const shown = new Map(JSON.parse(stdout).pending.map((one: { id: string }) => [one.id, one]));
    for (const { approval } of long) expect(shown.get(approval)).toMatchObject({ rule: 'team/touch' });
    const admin = await Talker.admin(sandbox);
    for (const { approval, talker } of long) {
      bodyOf(await admin.ask('deny', { approval, by: 'test' }));
      talker.close();
    }
    admin.close();
  });
});
