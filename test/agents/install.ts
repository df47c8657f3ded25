import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';

const VERSION = '2.1.329';
const PACKAGE = `@anthropic-ai/claude-code-${process.platform}-${process.arch}`;
const FOLDER = join(userInfo().homedir, '.cache', 'rampart-agents', `claude-code-${VERSION}`);

/** The real Claude Code, pinned: one file, which needs neither its wrapper package nor a version of Node. */
export const CLAUDE = join(FOLDER, 'node_modules', PACKAGE, 'claude');

/** Installs it once; whoever runs these tests wants them run, so what cannot be installed is an error. */
export default function install(): void {
  if (!existsSync(CLAUDE)) {
    mkdirSync(FOLDER, { recursive: true });
    const flags = ['--prefix', FOLDER, '--no-save', '--no-audit', '--no-fund', '--ignore-scripts'];
    execFileSync('npm', ['install', ...flags, `${PACKAGE}@${VERSION}`], {
      stdio: ['ignore', 'inherit', 'inherit'],
    });
  }
  const said = execFileSync(CLAUDE, ['--version'], { encoding: 'utf8', env: { HOME: FOLDER } });
  if (!said.startsWith(VERSION)) throw new Error(`not Claude Code ${VERSION}: ${said}`);
}
