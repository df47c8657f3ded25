#!/usr/bin/env node
// A scripted agent: does with commands what coding agents do with them, one step after the other.
//   node agent.mjs STEPS.json [--show]      the steps of a file
//   node agent.mjs -                        each line of standard input is a step, taken when it comes
// A step is {"how", "command", "args"?, "stdin"?, "stdin64"?, "pieces"?, "cwd"?, "env"?}; a variable that is null is
// unset. For each one JSON line is printed with what came of it, or, with --show, what a person would want to see.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';

const inherited = process.env.SHELL ?? '/bin/sh';

/** The ways agents start commands, each with the argument vector it makes of one. */
const WAYS = {
  // Aider, Codex and most others
  shell: (command, _args, shell) => [shell, ['-c', command]],
  'login-shell': (command, _args, shell) => [shell, ['-lc', command]],
  bash: command => ['bash', ['-c', command]],
  'bash -lc': command => ['bash', ['-lc', command]],
  'bash -ec': command => ['bash', ['-ec', command]],
  'bash -o pipefail -c': command => ['bash', ['-o', 'pipefail', '-c', command]],
  'bash -c -l': command => ['bash', ['-c', '-l', command]],
  sh: command => ['sh', ['-c', command]],
  dash: command => ['dash', ['-c', command]],
  // node's `shell` option with a shell of one's own
  spawn: (command, _args, shell) => [command, [], { shell }],
  // a program the agent starts, which starts a shell
  subprocess: command => [process.execPath, ['-e', SUBPROCESS, command]],
  // Claude Code's envelope
  claude: (command, _args, shell) => [
    shell,
    [
      '-c',
      `eval '${command.replaceAll("'", `'"'"'`)}' < /dev/null && pwd -P >| /tmp/claude-${process.pid.toString(16)}-cwd`,
    ],
  ],
  // the script comes on standard input
  stdin: () => ['bash', []],
  'stdin sh': () => ['sh', []],
  'stdin -s': (_command, args) => ['bash', ['-s', ...args]],
  // a shell that is kept open and written to now and then
  open: () => ['bash', []],
  // the command is the name of a script file
  file: (command, args) => ['bash', [command, ...args]],
  // no shell at all
  argv: (command, args) => [command, args],
};

const SUBPROCESS = `
const { spawnSync } = require('node:child_process');
const { status, signal } = spawnSync(process.env.SHELL ?? '/bin/sh', ['-c', process.argv[1]], { stdio: 'inherit' });
process.exit(status ?? 128 + require('node:os').constants.signals[signal]);`;

/** The environment of a step: ours with its changes. */
function environment(changes = {}) {
  const all = Object.entries({ ...process.env, ...changes });
  return Object.fromEntries(all.filter(([, value]) => value !== null));
}

/** Writes piece after piece, each when the one before has shown what it was to show, or has had time to. */
async function writePieces(pieces, child, shown) {
  for (const { text, until } of pieces) {
    child.stdin.write(text);
    const deadline = Date.now() + (until === undefined ? 500 : 10_000);
    while (Date.now() < deadline && !(until !== undefined && shown().includes(until))) await sleep(10);
  }
  child.stdin.end();
}

function run({ how, command = '', stdin, stdin64, pieces, args = [], cwd, env }) {
  const way = WAYS[how];
  if (way === undefined) throw new Error(`no such way to run a command: ${how}`);
  const [file, argv, options] = way(command, args, env?.SHELL ?? inherited);
  return new Promise(resolve => {
    const began = Date.now();
    const child = spawn(file, argv, {
      ...options,
      cwd,
      env: environment(env),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const stdout = [];
    const stderr = [];
    child.stdout.on('data', chunk => stdout.push(chunk));
    child.stderr.on('data', chunk => stderr.push(chunk));
    child.stdin.on('error', () => {});
    child.on('error', error => resolve({ how, command, error: error.code }));
    child.on('close', (exit, signal) =>
      resolve({
        how,
        command,
        exit,
        signal,
        stdout: Buffer.concat(stdout).toString('base64'),
        stderr: Buffer.concat(stderr).toString('base64'),
        ms: Date.now() - began,
      }),
    );
    if (pieces !== undefined)
      void writePieces(pieces, child, () => Buffer.concat([...stdout, ...stderr]).toString());
    else if (stdin64 !== undefined) child.stdin.end(Buffer.from(stdin64, 'base64'));
    else child.stdin.end(how.startsWith('stdin') ? command : (stdin ?? ''));
  });
}

function show({ how, command, exit, error, stdout, stderr }) {
  const text =
    Buffer.from(stdout ?? '', 'base64').toString() + Buffer.from(stderr ?? '', 'base64').toString();
  const indented = text.replace(/\n$/, '').replace(/^/gm, '    ');
  return `agent (${how}) $ ${command.replaceAll('\n', '\n    ')}\n${text === '' ? '' : `${indented}\n`}    -> ${error ?? `exit ${exit}`}\n`;
}

const [file, flag] = process.argv.slice(2);
const steps =
  file === '-' ? createInterface({ input: process.stdin }) : JSON.parse(readFileSync(file, 'utf8'));
let worst = 0;
for await (const step of steps) {
  const result = await run(typeof step === 'string' ? JSON.parse(step) : step);
  process.stdout.write(flag === '--show' ? show(result) : `${JSON.stringify(result)}\n`);
  worst = Math.max(worst, result.exit ?? 1);
}
process.exitCode = flag === '--show' ? 0 : worst === 0 ? 0 : 1;
