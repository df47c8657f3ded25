import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { Sandbox, type Shown } from '../cli/sandbox.ts';
import { FakeModel, type Step, type ToolResult } from './fake-model.ts';
import { CLAUDE } from './install.ts';

export type Way = 'hook' | 'hook under wrap';

export interface Ended {
  readonly exit: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  /** What the model was told of each of its calls. */
  readonly results: readonly ToolResult[];
}

/** A project of its own with the real Claude Code in it, guarded by Rampart's hook as `setup` installs it. */
export class ClaudeProject {
  readonly sandbox = new Sandbox();
  readonly #home: string;

  /** @param policy rules of `own`, one per line */
  constructor(rules: readonly string[], config = '') {
    this.sandbox.configure('config.yaml', `profile: watch\nautostart: false\n${config}`);
    this.sandbox.configure(
      'policies/own.yaml',
      `version: "1"\ndefault_action: allow\npolicies:\n  - name: own\n    rules:\n${rules.map(rule => `      - ${rule}\n`).join('')}`,
    );
    this.#home = join(this.sandbox.root, 'claude');
    mkdirSync(join(this.#home, '.claude'), { recursive: true });
    const env = { ...this.sandbox.env, CLAUDE_CONFIG_DIR: join(this.#home, '.claude') };
    const { exit, stderr } = this.sandbox.rampart(['setup', 'claude-code'], '', env);
    if (exit !== 0) throw new Error(`not set up: ${stderr}`);
  }

  /** Runs Claude Code without a person in front of it, its own permissions granted, and a model that makes these calls. */
  async run(way: Way, steps: readonly Step[], more: readonly string[] = []): Promise<Ended> {
    const model = await FakeModel.start(steps);
    const tools = ['Bash', 'Read', 'Write', 'Edit', 'WebFetch', 'mcp__notes'];
    const args = ['-p', 'go', ...more, '--allowedTools', ...tools];
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
