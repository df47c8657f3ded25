import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { stub } from '../../src/client/stub.ts';
import { Sandbox, type Shown } from '../cli/sandbox.ts';
import { FakeModel, type Step, type ToolResult } from './fake-model.ts';
import { CLAUDE } from './install.ts';

const HOOK = new URL('../../dist/hook.js', import.meta.url).pathname;

export type Way = 'hook' | 'hook under wrap';

export interface Ended {
  readonly exit: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** What the model was told of each of its calls. */
  readonly results: readonly ToolResult[];
}

/** A project of its own with the real Claude Code in it, guarded by Rampart's hook. */
export class ClaudeProject {
  readonly sandbox = new Sandbox();
  readonly launcher: string;
  readonly #home: string;

  /** @param policy rules of `own`, one per line */
  constructor(rules: readonly string[], config = '') {
    this.sandbox.configure('config.yaml', `profile: watch\nautostart: false\n${config}`);
    this.sandbox.configure(
      'policies/own.yaml',
      `version: "1"\ndefault_action: allow\npolicies:\n  - name: own\n    rules:\n${rules.map(rule => `      - ${rule}\n`).join('')}`,
    );
    mkdirSync(this.sandbox.places.bin, { mode: 0o700 });
    this.launcher = join(this.sandbox.places.bin, 'rampart-hook');
    writeFileSync(
      this.launcher,
      stub({ node: process.execPath, bundle: HOOK, words: ['hook', this.sandbox.home] }),
    );
    chmodSync(this.launcher, 0o755);
    this.#home = join(this.sandbox.root, 'claude');
    mkdirSync(join(this.#home, '.claude'), { recursive: true });
    this.settings({});
  }

  /** Installs the hook as `setup` does. */
  settings({ command = this.launcher, onFailure }: { command?: string; onFailure?: 'block' }): void {
    const hook = {
      type: 'command',
      command,
      args: ['claude-code'],
      timeout: 150,
      ...(onFailure === undefined ? {} : { onFailure }),
    };
    const entry = [{ matcher: '*', hooks: [hook] }];
    const hooks = { PreToolUse: entry, PostToolUse: entry, PostToolUseFailure: entry };
    writeFileSync(join(this.#home, '.claude', 'settings.json'), JSON.stringify({ hooks }));
  }

  /** Runs Claude Code without a person in front of it, its own permissions granted, and a model that makes these calls. */
  async run(way: Way, steps: readonly Step[]): Promise<Ended> {
    const model = await FakeModel.start(steps);
    const args = ['-p', 'go', '--allowedTools', 'Bash', 'Read', 'Write', 'Edit', 'WebFetch'];
    const [file, argv] =
      way === 'hook' ? [CLAUDE, args] : ['rampart', ['wrap', '--no-serve', '--', CLAUDE, ...args]];
    try {
      const { exitCode, stdout, stderr } = await execa(file, argv, {
        cwd: this.sandbox.work,
        env: {
          ...this.sandbox.env,
          HOME: this.#home,
          SHELL: '/bin/bash',
          ANTHROPIC_BASE_URL: model.url,
          ANTHROPIC_API_KEY: 'dummy',
          CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
        },
        extendEnv: false,
        stdin: 'ignore',
        reject: false,
        timeout: 100_000,
      });
      return { exit: exitCode, stdout, stderr, results: model.results };
    } finally {
      model.close();
    }
  }

  /** Records of one kind, oldest first. */
  records(kind: string): readonly Shown[] {
    return this.sandbox.records().filter(({ leaf }) => leaf.kind === kind);
  }

  /** The first question that comes up. */
  async question(): Promise<string> {
    for (;;) {
      const { pending } = JSON.parse(this.sandbox.rampart(['pending', '--json']).stdout);
      if (pending.length > 0) return pending[0].id;
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }
}

export function bash(command: string, before?: Step['before']): Step {
  return { tool: 'Bash', input: { command, description: 'x' }, ...(before === undefined ? {} : { before }) };
}
