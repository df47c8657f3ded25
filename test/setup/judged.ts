import type { Sandbox } from '../cli/sandbox.ts';

/** The rules that decide these commands, in one process. */
export function judged(sandbox: Sandbox, commands: readonly string[]): string[] {
  const lines = commands.map(command => JSON.stringify({ command, cwd: sandbox.work }));
  const { stdout } = sandbox.rampart(['check', '--batch'], `${lines.join('\n')}\n`);
  return stdout
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line).rule);
}
