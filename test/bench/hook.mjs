// What an agent's call pays for the hook: process starts included, medians of runs taken in turn.
import { existsSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { execaSync } from 'execa';
import { figure, heading, median, ROOT, scratch } from './figures.mjs';

const ROUNDS = 25;

/** The same harmless command for everybody; a call of its own each time. */
function payload(round) {
  return `${JSON.stringify({
    session_id: 'bench',
    cwd: '/tmp',
    hook_event_name: 'PreToolUse',
    tool_name: 'Bash',
    tool_input: { command: 'git status && npm test' },
    tool_use_id: `toolu_${process.pid}_${round}`,
  })}\n`;
}

export function benchHook() {
  heading('hook: a round trip for each call of an agent');
  const home = `${scratch()}/h`;
  mkdirSync(home, { mode: 0o700 });
  writeFileSync(`${home}/config.yaml`, 'autostart: false\n', { mode: 0o600 });
  const rampart = (...args) =>
    execaSync(process.execPath, [`${ROOT}bin/rampart.js`, '--home', home, ...args]);
  // As the launcher in Rampart's home starts it, without the shell around it.
  const own = [`${ROOT}dist/hook.cjs`, 'hook', home, '--', 'claude-code'];
  const other = netHook();
  let round = 0;
  const series = () => {
    const rows = { node: [], hook: [], other: [] };
    // The first leaves what the others start with.
    timed(own, payload(++round));
    for (let turn = 0; turn < ROUNDS; turn++) {
      rows.node.push(timed(['-e', '0']));
      rows.hook.push(timed(own, payload(++round)));
      if (other !== undefined) rows.other.push(timed(other, payload(++round)));
    }
    return rows;
  };
  rampart('serve', '--background');
  const there = series();
  rampart('serve', 'stop');
  const gone = series();
  figure('node -e 0', median([...there.node, ...gone.node]), 'ms');
  figure('hook, daemon answers', median(there.hook), 'ms');
  figure('  against node -e 0', median(there.hook) / median(there.node), 'x');
  figure('hook, no daemon', median(gone.hook), 'ms');
  figure('  against node -e 0', median(gone.hook) / median(gone.node), 'x', { most: 2 });
  if (other !== undefined) figure("cc-safety-net's hook", median([...there.other, ...gone.other]), 'ms');
}

/** cc-safety-net's hook, where somebody has installed it: it is no dependency of ours. */
function netHook() {
  const found = (process.env.PATH ?? '')
    .split(':')
    .map(dir => `${dir}/cc-safety-net`)
    .find(path => existsSync(path));
  return found === undefined ? undefined : [realpathSync(found), 'hook', '--claude-code'];
}

function timed(args, input = '') {
  const start = performance.now();
  execaSync(process.execPath, args, { input });
  return performance.now() - start;
}
