import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { execaSync } from 'execa';
import { afterAll, describe, expect, it } from 'vitest';
import { Sandbox } from './cli/sandbox.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const README = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

interface Fence {
  readonly language: string;
  readonly lines: readonly string[];
  /** What a comment right before it says of it. */
  readonly note: string | undefined;
}

const FENCES: readonly Fence[] = [
  ...README.matchAll(/(?:<!-- test: (\w+) -->\n)?^```(\w+)\n([\s\S]*?)^```$/gmu),
].map(([, note, language = '', body = '']) => ({ language, note, lines: body.trimEnd().split('\n') }));

const sandbox = new Sandbox();
afterAll(() => sandbox.close());

describe('README', () => {
  it('has the two set-up commands in its first two sh blocks, a line each', () => {
    const [setup, tests] = FENCES.filter(({ language }) => language === 'sh');
    expect(setup?.lines).toEqual(['npm ci && npm run build && npm run demo']);
    expect(tests?.lines).toEqual(['npm run qa']);
  });

  it('shows what the demonstration prints', () => {
    const [first] = FENCES.filter(({ note }) => note === 'demo');
    const { stdout, exitCode } = execaSync('npm', ['run', '-s', 'demo'], {
      cwd: ROOT,
      all: true,
      reject: false,
      timeout: 60_000,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const [, ...shown] = first?.lines ?? [];
    const [, ...printed] = stdout.split('\n');
    const agentLines = shown.filter(line => !line.startsWith('rampart:'));
    expect(printed.slice(0, agentLines.length)).toEqual(agentLines);
    expect(exitCode).toBe(0);
  });

  const sessions = FENCES.filter(({ language, note }) => language === 'console' && note === undefined);
  it.each(sessions.map(({ lines }) => [lines[0]?.slice(2) ?? '', lines.slice(1)] as const))(
    'shows what %s prints',
    (command, lines) => {
      if (command.startsWith('rampart audit')) {
        sandbox.rampart(['serve', '--background']);
        sandbox.rampart(['exec', '--', 'true']);
      }
      if (command === 'rampart pending') {
        sandbox.rampart(['serve', '--background']);
        sandbox.rampart(['exec', '--wait', '10ms', '--', 'terraform', 'destroy']);
      }
      const { stdout } = sandbox.sh(command);
      const expected = lines.map(
        line => new RegExp(`^${line.split('...').map(escapeRegExp).join('.*')}$`, 'u'),
      );
      const printed = stdout.trimEnd().split('\n');
      expect(printed).toHaveLength(expected.length);
      for (const [index, line] of printed.entries()) expect(line).toMatch(expected[index] ?? /(?!)/);
    },
  );

  it('has a policy that loads and whose examples hold', () => {
    const policy = FENCES.find(({ language }) => language === 'yaml');
    sandbox.write('team.yaml', `${policy?.lines.join('\n')}\n`);
    expect(sandbox.rampart(['policy', 'lint', 'team.yaml'])).toMatchObject({ exit: 0 });
    expect(sandbox.rampart(['policy', 'test', 'team.yaml'])).toMatchObject({ exit: 0 });
  });

  it('names only tests, files and links that exist', () => {
    const named = [...README.matchAll(/`((?:test|src)\/[\w./-]+)`|\]\(((?!#|https?:)[^)]+)\)/gu)].map(
      ([, a, b]) => a ?? b ?? '',
    );
    expect(named.filter(path => !existsSync(`${ROOT}/${path}`))).toEqual([]);
  });
});

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/gu, '\\$&');
}
