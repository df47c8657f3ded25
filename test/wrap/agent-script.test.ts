import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { Sandbox } from '../cli/sandbox.ts';
import { ASKS } from '../daemon/asking.ts';

let sandbox: Sandbox | undefined;
afterEach(() => sandbox?.close());

/** The agent itself: no shell, and it starts one. */
const AGENT = `
const { spawnSync } = require('node:child_process');
const { status } = spawnSync('bash', ['-c', 'touch made'], { stdio: 'inherit' });
process.exitCode = status;
`;

it.each<[what: string, scripts: Readonly<Record<string, string>>]>([
  ['a shell script', { agent: 'exec node agent.cjs\n' }],
  ['a shell script that starts it and waits', { agent: 'node agent.cjs\n' }],
  [
    'shell scripts that hand over to each other',
    { agent: 'exec bash second', second: 'exec node agent.cjs\n' },
  ],
])(
  'an agent that is started by %s is asked about what it does',
  (_, scripts) => {
    sandbox = new Sandbox();
    sandbox.configure('config.yaml', 'approval_timeout: 1s\n');
    sandbox.configure('policies/own.yaml', ASKS);
    sandbox.write('agent.cjs', AGENT);
    for (const [name, text] of Object.entries(scripts)) sandbox.write(name, `#!/usr/bin/env bash\n${text}`);
    const { exit, stderr } = sandbox.sh('chmod 700 agent; rampart wrap -- ./agent');
    expect({ exit, asked: stderr.includes('rampart approve') }).toEqual({ exit: 126, asked: true });
    expect(existsSync(join(sandbox.work, 'made'))).toBe(false);
  },
  60_000,
);
