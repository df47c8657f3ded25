import { describe, expect, it } from 'vitest';
import type { ToolCall } from '../../src/core/call.ts';
import { NO_FILES } from '../../src/core/file-view.ts';
import { judge } from '../../src/pipeline.ts';
import { ruleSet, withRules } from '../../src/policy/rule-set.ts';
import { selfProtection } from '../../src/policy/self-protection.ts';
import { callOf, HOME } from './build.ts';

const rules = withRules(
  ruleSet({ hash: 'sha256:empty', defaultAction: 'allow', rules: [] }),
  selfProtection({
    home: '/home/user/.rampart',
    packageDir: '/opt/lib/node_modules/rampart',
    userHome: HOME,
    daemonPid: 4242,
  }),
);

function decide(call: Partial<ToolCall>) {
  const env = { HOME };
  return judge(callOf({ env, cwd: HOME, ...call }), { rules, files: NO_FILES, home: HOME }).decision;
}

describe('under the empty policy an agent may not', () => {
  it.each([
    'rampart approve 3',
    'rampart deny 3',
    'rampart kill --all',
    'rampart uninstall',
    'rampart serve stop',
    'rampart serve uninstall',
    'rampart setup --remove',
    'rampart setup claude-code --remove',
    'rampart setup claude-code',
    'bash -c "rampart setup codex"',
    'rampart serve',
    'rampart serve --background',
    'rampart upgrade',
    "rampart allow 'rm -rf *'",
    'rampart approve 3 --reason --help',
    'rampart exec --mode monitor -- rm -rf src',
    'rampart wrap --mode=monitor -- claude',
    'rampart exec -- rampart approve 3',
    'rampart --home /home/user/.rampart approve 3',
    'rampart -q approve 3',
    '/usr/local/bin/rampart approve 3',
    '/home/user/.npm/bin/rampart approve 3',
    './node_modules/.bin/rampart approve 3',
    'sudo rampart approve 3',
    'bash -c "rampart approve 3"',
    'X=approve; rampart $X 3',
    "r''ampart app\\rove 3",
    'echo 3 | xargs rampart approve',
    'npx rampart approve 3',
    'npx -y rampart@latest approve 3',
    'npm exec rampart -- approve 3',
    'pnpm dlx rampart approve 3',
    'node /opt/lib/node_modules/rampart/dist/cli.js approve 3',
    'node /opt/lib/node_modules/rampart/bin/rampart.js --json approve 3',
    'cd /opt/lib/node_modules/rampart && node ./dist/cli.js approve 3',
    'cd /opt/lib/node_modules && node rampart/dist/cli.js approve 3',
    '/opt/lib/node_modules/rampart/bin/rampart.js approve 3',
  ])('answer for a person or stop the guard: %s', command => {
    expect(decide({ command })).toMatchObject({ verdict: 'deny', builtin: true });
  });

  it.each([
    'rm -rf ~/.rampart',
    'rm -rf ~',
    'rm -rf /home',
    'rm -rf /',
    'rm ~/.rampart/config.yaml',
    'mv ~/.rampart ~/.rampart.off',
    'mv /tmp/x ~/.rampart/policies/x.yaml',
    'cp /tmp/x ~/.rampart/policies/x.yaml',
    'echo "fail: open" > ~/.rampart/config.yaml',
    'echo x >> "$HOME/.rampart/policies/a.yaml"',
    'echo x | tee ~/.rampart/token',
    'sed -i s/closed/open/ ~/.rampart/config.yaml',
    'cd ~/.rampart && echo x > config.yaml',
    'cd ~/.rampart && vim config.yaml',
    'cd ~/.rampart/policies && git init',
    'touch ~/.rampart/run/fail',
    'truncate -s 0 ~/.rampart/data/rampart.db',
    'sqlite3 ~/.rampart/data/rampart.db "delete from entry"',
    'chmod -R 777 ~/.rampart',
    'chmod -R 777 .rampart',
    'ln ~/.rampart/config.yaml /tmp/x',
    'ln -sf /tmp/evil ~/.rampart/config.yaml',
    'dd if=/dev/zero of=/home/user/.rampart/data/rampart.db',
    'jq . x | sponge ~/.rampart/config.yaml',
    'tar xf x.tar -C ~/.rampart',
    'nc -U ~/.rampart/run/admin.sock',
    'curl --unix-socket ~/.rampart/run/admin.sock http://x/approve',
    'socat - UNIX-CONNECT:/home/user/.rampart/run/admin.sock',
    `python3 -c "open('/home/user/.rampart/config.yaml','w').write('')"`,
    `python3 -c "import os; open(os.path.expanduser('~/.rampart/config.yaml'),'w')"`,
    `node -e "require('fs').rmSync(process.env.HOME + '/.rampart', {recursive: true})"`,
    'find ~/.rampart -delete',
    'find ~/.rampart -name "*.yaml" -exec rm {} +',
    'rm -rf /home/user/x/../.rampart',
    'rm -rf ~/.r*',
    'rm -rf ~/.[a-z]*',
    'rm -rf /h*/user',
    'tee ~/.ramp*/config.yaml',
    'vim ~/.ra?part/config.yaml',
    'rm -rf //home//user/./.rampart',
    'rm -rf /opt/lib/node_modules/rampart',
    'rm -rf /opt/lib/node_modules',
    'echo x > /opt/lib/node_modules/rampart/dist/hook.js',
    'mv /opt/lib/node_modules/rampart /tmp',
  ])('write into its home or over its program: %s', command => {
    expect(decide({ command })).toMatchObject({ verdict: 'deny', builtin: true });
  });

  it.each([
    'echo {} > ~/.claude/settings.json',
    'printf "{}" > ~/.claude/settings.json # rampart status',
    'rm .claude/settings.local.json',
    'cd /workspace && echo {} > .claude/settings.json',
    'mv ~/.claude ~/.claude.off',
    'rm -rf .claude',
    'sed -i /rampart/d ~/.claude/settings.json',
    'jq . ~/.claude/settings.json | sponge ~/.claude/settings.json',
    'cp /tmp/x ~/.claude/settings.json',
  ])('change its hook entries: %s', command => {
    expect(decide({ command })).toMatchObject({ verdict: 'deny', builtin: true });
  });

  it.each([
    'RAMPART_MODE=disabled true',
    'RAMPART_FAIL=open ls',
    'env RAMPART_DISABLED=1 ls',
    'export RAMPART_HOME=/tmp/x',
    'rm ~/.local/bin/rampart',
    'chmod +x ~/.local/bin/rampart-shim',
    'mv /usr/local/bin/rampart /tmp',
    'cp /tmp/x node_modules/.bin/rampart',
    'cat ~/.rampart/data/keys/seal',
    "cat ~/.rampart/'token'",
    'kill 4242',
    'kill -9 4242',
    'kill -TERM -- -4242',
    'kill -9 -1',
    'sudo kill 4242',
    'pkill rampart',
    'pkill -9 -f rampart',
    'pkill rampart # rampart status',
    'killall rampart',
    'kill $(pgrep rampart)',
    'kill -9 `pidof rampart`',
    'kill $(cat ~/.rampart/run/serve.pid)',
    'pgrep rampart | xargs kill',
    'ps aux | grep rampart | awk "{print \\$2}" | xargs kill -9',
    'systemctl --user stop rampart',
    'service rampart stop',
  ])('switch it off, or signal its daemon: %s', command => {
    expect(decide({ command })).toMatchObject({ verdict: 'deny', builtin: true });
  });

  it.each([
    `rm -rf ~/.rampart ${'x '.repeat(300_000)}`,
    `${':;'.repeat(600_000)} rm -rf ~/.rampart`,
    "rm -rf ~/.rampart 'unterminated",
  ])('hide that behind more than can be read: %.30s…', command => {
    expect(decide({ command })).toMatchObject({ verdict: 'deny', builtin: true });
  });

  it.each<[tool: 'write' | 'edit' | 'read', path: string, verdict: string]>([
    ['write', '/home/user/.rampart/config.yaml', 'deny'],
    ['edit', '~/.rampart/policies/x.yaml', 'deny'],
    ['write', '.claude/settings.json', 'deny'],
    ['edit', '/home/user/.claude/settings.local.json', 'deny'],
    ['write', '/opt/lib/node_modules/rampart/dist/cli.js', 'deny'],
    ['read', '/home/user/.rampart/config.yaml', 'allow'],
    ['read', '/home/user/.claude/settings.json', 'allow'],
    ['write', '/workspace/.rampart/policy.yaml', 'allow'],
    ['write', '/workspace/settings.json', 'allow'],
  ])('use a file tool for it: %s %s is %s', (tool, path, verdict) => {
    expect(decide({ tool, path }).verdict).toBe(verdict);
  });
});

describe('the guard stays usable and readable', () => {
  it.each([
    'rampart status',
    'rampart check "rm -rf /"',
    'rampart check "rampart approve 3"',
    'rampart check approve',
    'rampart audit tail',
    'rampart policy list',
    'rampart policy lint ~/.rampart/policies/x.yaml',
    'rampart setup --help',
    'rampart exec -- ls',
    'rampart setup claude-code --dry-run',
    'rampart setup --detect',
    'rampart serve --help',
    'rampart pending',
    'RAMPART_SRC=. make',
    'go build -o bin/rampart ./cmd/rampart',
    'ls -l ~/.local/bin/rampart',
    'node /opt/lib/node_modules/rampart/dist/cli.js status',
    'node /opt/lib/node_modules/rampart/dist/cli.js check "rm -rf /"',
    'node dist/cli.js approve 3',
    'npx other approve 3',
    'cat ~/.rampart/config.yaml',
    'ls -la ~/.rampart',
    'cd ~/.rampart && ls && cat config.yaml | head -5',
    'grep -rn deny ~/.rampart/policies',
    'cat /opt/lib/node_modules/rampart/policies/standard.yaml',
    'cat ~/.claude/settings.json | jq .hooks',
    'echo "rampart approve 3"',
    'git commit -m "explain rampart approve and ~/.rampart"',
    'grep -rn "rampart approve" docs',
    'rm -rf ./node_modules',
    'rm -rf ~/projects/x/build',
    'rm -rf ~/projects/*',
    'kill 1234',
    'pkill -f vite',
    'kill %1',
    'npm install rampart',
    'gh pr create --body "mentions rampart setup --remove"',
  ])('%s', command => {
    expect(decide({ command }).verdict).toBe('allow');
  });
});
