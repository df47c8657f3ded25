import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { Shown } from '../cli/sandbox.ts';
import { bash, ClaudeProject, type Way } from './claude.ts';

const FORBIDDEN =
  '{id: forbidden, when: {command_matches: "touch forbidden*"}, action: deny, message: that stays away}';
const KEYS = '{id: keys, when: {path_matches: "**/keys/**"}, action: deny, message: keys stay here}';
const HOSTS = '{id: hosts, when: {domain_matches: "*.evil.test"}, action: deny, message: no business there}';
const ASKED =
  '{id: asked, when: {command_matches: "echo asked*"}, action: ask, message: somebody looks first}';
const RULES = [FORBIDDEN, KEYS, HOSTS, ASKED];

let project: ClaudeProject;
afterEach(() => project.sandbox.close());

function path(name: string): string {
  return join(project.sandbox.work, name);
}

function started(rules: readonly string[] = RULES, config?: string): ClaudeProject {
  project = new ClaudeProject(rules, config);
  project.sandbox.serve();
  return project;
}

/** Calls of the model; under `wrap` Claude Code's own shells are seen, too: its snapshot, and `env`. */
function calls(): readonly Shown[] {
  return project
    .records('call')
    .filter(
      ({ leaf, payload }) => leaf.rule !== 'rampart/claude-code-snapshot' && payload?.resource !== 'env',
    );
}

function called(): readonly string[] {
  return calls().map(({ leaf, payload }) => `${leaf.verdict} ${leaf.effect} ${payload?.resource}`);
}

function ends(): readonly unknown[] {
  const ids = calls().map(({ leaf }) => leaf.call);
  return project
    .records('outcome')
    .filter(({ leaf }) => ids.includes(leaf.call))
    .map(({ leaf }) => leaf.exit);
}

describe.each<Way>(['hook', 'hook under wrap'])('Claude Code, %s', way => {
  it('runs what is allowed, and the log has it once with how it ended', async () => {
    const { results, exit } = await started().run(way, [bash('touch marker && echo RAN'), bash('exit 3')]);
    expect(exit).toBe(0);
    expect(existsSync(path('marker'))).toBe(true);
    expect(results).toMatchObject([{ text: 'RAN', isError: false }, { isError: true }]);
    expect(called()).toEqual(['watch run touch marker && echo RAN', 'watch run exit 3']);
    expect(ends()).toEqual([0, 3]);
  });

  it('does not run what is denied, and tells the model why in those words', async () => {
    const { results } = await started().run(way, [bash('touch forbidden')]);
    expect(existsSync(path('forbidden'))).toBe(false);
    expect(results).toEqual([
      {
        text: 'PreToolUse:Bash hook error: rampart: denied by own/forbidden: that stays away',
        isError: true,
      },
    ]);
    expect(called()).toEqual(['deny refuse touch forbidden']);
    expect(ends()).toEqual([]);
  });

  it('judges files and addresses', async () => {
    started();
    const { results } = await project.run(way, [
      { tool: 'Read', input: { file_path: path('keys/id') } },
      { tool: 'Write', input: { file_path: path('keys/new'), content: 'x' } },
      { tool: 'WebFetch', input: { url: 'https://www.evil.test/', prompt: 'x' } },
      { tool: 'Write', input: { file_path: path('notes'), content: 'hello' } },
    ]);
    expect(results.slice(0, 2).map(({ text }) => text)).toEqual(
      ['Read', 'Write'].map(
        tool => `PreToolUse:${tool} hook error: rampart: denied by own/keys: keys stay here`,
      ),
    );
    expect(existsSync(path('keys/new'))).toBe(false);
    expect(readFileSync(path('notes'), 'utf8')).toBe('hello');
  });

  it('runs once what a person approves from another terminal', async () => {
    const { run, sandbox } = bound(started());
    const running = run(way, [bash('echo asked >> count')]);
    expect(sandbox.rampart(['approve', await project.question()]).exit).toBe(0);
    const { results } = await running;
    expect(results).toMatchObject([{ isError: false }]);
    expect(readFileSync(path('count'), 'utf8')).toBe('asked\n');
    expect(called()).toEqual(['ask run echo asked >> count']);
    expect(project.records('approval')).toHaveLength(1);
    expect(ends()).toEqual([0]);
  });

  it('does not run what a person refuses', async () => {
    const { run, sandbox } = bound(started());
    const running = run(way, [bash('echo asked >> count')]);
    expect(sandbox.rampart(['deny', await project.question()]).exit).toBe(0);
    const { results } = await running;
    expect(results[0]?.text).toContain('refused by a person');
    expect(existsSync(path('count'))).toBe(false);
  });

  it('does not run what nobody answers for', async () => {
    const { results } = await started(RULES, 'approval_timeout: 1s\n').run(way, [
      bash('echo asked >> count'),
    ]);
    expect(results[0]?.text).toContain('nobody answered');
    expect(existsSync(path('count'))).toBe(false);
  });

  it.each(['open', 'closed'])('goes on by the rules when the daemon is killed, fail mode %s', async fail => {
    started(RULES, `fail: ${fail}\n`);
    const { results } = await project.run(way, [
      bash('touch before'),
      bash('touch after', () => project.sandbox.crash()),
      bash('touch forbidden'),
      { tool: 'Read', input: { file_path: path('keys/id') } },
    ]);
    expect(existsSync(path('before'))).toBe(true);
    expect(existsSync(path('after'))).toBe(true);
    expect(existsSync(path('forbidden'))).toBe(false);
    expect(results.map(({ isError }) => isError)).toEqual([false, false, true, true]);
    project.sandbox.serve();
    expect(called()).toEqual([
      'watch run touch before',
      'watch run touch after',
      'deny refuse touch forbidden',
      `deny refuse ${path('keys/id')}`,
    ]);
    expect(ends()).toEqual([0, 0]);
  });

  it('lets Claude Code ask where nobody else can, and without a person that is a no', async () => {
    started();
    const { results } = await project.run(way, [bash('echo asked >> count', () => project.sandbox.crash())]);
    expect(results[0]?.text).toContain('somebody looks first');
    expect(results[0]?.isError).toBe(true);
    expect(existsSync(path('count'))).toBe(false);
  });
});

describe('Claude Code, hook', () => {
  it.each(['open', 'closed'])('follows the fail mode %s where no policy loads', async fail => {
    project = new ClaudeProject(RULES, `fail: ${fail}\n`);
    project.sandbox.configure('policies/own.yaml', 'polices: []\n');
    project.sandbox.serve();
    const { results } = await project.run('hook', [bash('touch marker'), bash('rampart approve x')]);
    expect(existsSync(path('marker'))).toBe(fail === 'open');
    expect(results[0]?.isError).toBe(fail === 'closed');
    expect(results[1]?.text).toContain('only a person may answer or stop the guard');
  });

  it.each([
    ['open', true],
    ['closed', false],
  ] as const)('is a hook whose launcher is missing: fail mode %s, runs %s', async (fail, runs) => {
    started(RULES, `fail: ${fail}\n`);
    rmSync(project.sandbox.places.launcher);
    await project.run('hook', [bash('touch marker')]);
    expect(existsSync(path('marker'))).toBe(runs);
  });

  it('judges what servers of other tools are handed', async () => {
    started();
    const server = { command: process.execPath, args: [MCP_SERVER, path('handed')] };
    const file = project.sandbox.write('mcp.json', JSON.stringify({ mcpServers: { notes: server } }));
    const { results } = await project.run(
      'hook',
      [
        { tool: 'mcp__notes__keep', input: { text: 'hello' } },
        { tool: 'mcp__notes__keep', input: { text: 'x', path: path('keys/id') } },
      ],
      ['--mcp-config', file],
    );
    expect(results.map(({ text }) => text)).toEqual([
      'kept hello',
      'PreToolUse:mcp__notes__keep hook error: rampart: denied by own/keys: keys stay here',
    ]);
    expect(readFileSync(path('handed'), 'utf8')).toBe('hello\n');
    expect(called()).toEqual([
      'watch run mcp__notes__keep {"text":"hello"}',
      expect.stringMatching(/^deny refuse mcp__notes__keep /),
    ]);
  });
});

const MCP_SERVER = new URL('mcp-server.mjs', import.meta.url).pathname;

/** Methods taken out of an object keep it. */
function bound(of: ClaudeProject): { run: ClaudeProject['run']; sandbox: ClaudeProject['sandbox'] } {
  return { run: of.run.bind(of), sandbox: of.sandbox };
}
