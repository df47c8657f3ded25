#!/usr/bin/env node
// A scripted agent: does with commands what coding agents do with them, one step after the other.
//   node agent.mjs STEPS.json [--show]
// STEPS.json is a list of {"how", "command", "stdin"?, "args"?, "cwd"?, "env"?}; for each step one JSON line is printed
// with what came of it, or, with --show, what a person would want to see.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

const shell = process.env.SHELL ?? '/bin/sh';

/** The ways agents start commands, each with the argument vector it makes of one. */
const WAYS = {
  // Aider, Codex and most others
  shell: command => [shell, ['-c', command]],
  'login-shell': command => [shell, ['-lc', command]],
  bash: command => ['bash', ['-c', command]],
  'bash -lc': command => ['bash', ['-lc', command]],
  'bash -ec': command => ['bash', ['-ec', command]],
  'bash -o pipefail -c': command => ['bash', ['-o', 'pipefail', '-c', command]],
  'bash -c -l': command => ['bash', ['-c', '-l', command]],
  sh: command => ['sh', ['-c', command]],
  dash: command => ['dash', ['-c', command]],
  // node's `shell` option with a shell of one's own
  spawn: command => [command, [], { shell }],
  // a program the agent starts, which starts a shell
  subprocess: command => [process.execPath, ['-e', SUBPROCESS, command]],
  // Claude Code's envelope
  claude: command => [
    shell,
    [
      '-c',
      `eval '${command.replaceAll("'", `'"'"'`)}' < /dev/null && pwd -P >| /tmp/claude-${process.pid.toString(16)}-cwd`,
    ],
  ],
  // the script comes on standard input
  stdin: () => ['bash', []],
  'stdin -s': (_command, args) => ['bash', ['-s', ...args]],
  // the command is the name of a script file
  file: (command, args) => ['bash', [command, ...args]],
  // no shell at all
  argv: (command, args) => [command, args],
};

const SUBPROCESS = `
const { spawnSync } = require('node:child_process');
const { status, signal } = spawnSync(process.env.SHELL ?? '/bin/sh', ['-c', process.argv[1]], { stdio: 'inherit' });
process.exit(status ?? 128 + require('node:os').constants.signals[signal]);`;

function run({ how, command = '', stdin, args = [], cwd, env }) {
  const way = WAYS[how];
  if (way === undefined) throw new Error(`no such way to run a command: ${how}`);
  const [file, argv, options] = way(command, args);
  return new Promise(resolve => {
    const began = Date.now();
    const child = spawn(file, argv, {
      ...options,
      cwd,
      env: { ...process.env, ...env },
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
    child.stdin.end(how.startsWith('stdin') ? command : (stdin ?? ''));
  });
}

function show({ how, command, exit, error, stdout, stderr }) {
  const text =
    Buffer.from(stdout ?? '', 'base64').toString() + Buffer.from(stderr ?? '', 'base64').toString();
  const indented = text.replace(/\n$/, '').replace(/^/gm, '    ');
  return `agent (${how}) $ ${command.replaceAll('\n', '\n    ')}\n${text === '' ? '' : `${indented}\n`}    -> ${error ?? `exit ${exit}`}\n`;
}

const [file, flag] = process.argv.slice(2);
const steps = JSON.parse(readFileSync(file, 'utf8'));
let worst = 0;
for (const step of steps) {
  const result = await run(step);
  process.stdout.write(flag === '--show' ? show(result) : `${JSON.stringify(result)}\n`);
  worst = Math.max(worst, result.exit ?? 1);
}
process.exitCode = flag === '--show' ? 0 : worst === 0 ? 0 : 1;
