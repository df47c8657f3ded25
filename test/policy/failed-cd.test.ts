import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type FileView, NO_FILES } from '../../src/core/file-view.ts';
import { examine, judge } from '../../src/pipeline.ts';
import { loadNamed } from '../../src/policy/load.ts';
import { DISK_FILES } from '../../src/shell/files/disk-files.ts';
import { callOf, HOME } from './build.ts';

const ROOT = new URL('../../', import.meta.url).pathname;
const { rules } = loadNamed([], ROOT, { examine, profile: 'standard' });

function verdict(command: string, files: FileView = NO_FILES, cwd = '/workspace'): string {
  const call = callOf({ command, env: { HOME }, cwd });
  return judge(call, { rules, files, home: HOME }).decision.verdict;
}

describe('what follows a `cd` that may fail is judged where the shell then stands', () => {
  it.each([
    'cd build; rm -rf *',
    'cd build\nrm -rf ./*',
    'cd build && make; rm -rf *',
    'cd build || true; rm -rf *',
    'cd build || rm -rf *',
    'if cd build; then make; fi; rm -rf *',
    'if ! cd build; then rm -rf *; fi',
    'while ! cd build; do rm -rf *; done',
    'pushd build; rm -rf *',
    'rm -rf build; cd build; rm -rf *',
    'false && mkdir build; cd build; rm -rf *',
    'set -e; { cd build; rm -rf *; } || true',
    'set -e; set +e; cd build; rm -rf *',
    'exit() { :; }; cd build || exit; rm -rf *',
    'D=build; cd "$D"; rm -rf *',
    'cd "$D"; rm -rf *',
    'cd "$D" && rm -rf *',
    'cd build; find . -delete',
    'eval "cd build"; rm -rf *',
    'mkdir build && cd build && cmake ..; rm -rf *',
  ])('%j is asked about', command => {
    expect(verdict(command)).toBe('ask');
  });

  it.each([
    'cd build && rm -rf *',
    'cd build || exit 1; rm -rf *',
    'cd build || { echo "no build" >&2; exit 1; }; rm -rf *',
    'die() { echo "$1"; exit 1; }; cd build || die none; rm -rf *',
    'if ! cd build; then exit 1; fi; rm -rf *',
    'if cd build; then rm -rf *; fi',
    'set -e; cd build; rm -rf *',
    'set -euo pipefail\ncd build\nrm -rf *',
    'set -o errexit\ncd build\nrm -rf *',
    "bash -ec 'cd build; rm -rf *'",
    'mkdir -p build/x; cd build; rm -rf *',
    'rm -rf build; mkdir build; cd build; rm -rf ./*',
    '(cd build && rm -rf *); ls',
    'cd /tmp; rm -rf ./scratch',
    'cd "$(mktemp -d)"; touch a; rm -rf *',
    'cd build; rm -rf dist; cd ..; rm -rf node_modules',
    'for d in packages/*/; do cd "$d"; rm -rf dist; cd ../..; done',
    'for d in a b c; do (cd $d; rm -rf node_modules); done',
    'pushd web; rm -rf dist; popd; rm -rf coverage',
    'cd build; make clean; cd -; rm -rf build',
  ])('%j is not', command => {
    expect(verdict(command)).toBe('allow');
  });
});

describe('the disk tells whether a directory is there', () => {
  const workspace = mkdtempSync(join(tmpdir(), 'rampart-cd-'));
  mkdirSync(join(workspace, 'build'));
  mkdirSync(join(workspace, 'closed'), { mode: 0o600 });
  afterAll(() => rmSync(workspace, { recursive: true, force: true }));

  it.each([
    ['cd build; rm -rf *', 'allow'],
    ['cd ./build/../build; rm -rf *', 'allow'],
    ['cd gone; rm -rf *', 'ask'],
    ['rm -rf build; cd build; rm -rf *', 'ask'],
    ['mv build other; cd build; rm -rf *', 'ask'],
  ])('%j: %s', (command, expected) => {
    expect(verdict(command, DISK_FILES, workspace)).toBe(expected);
  });

  it.skipIf(process.getuid?.() === 0)('one that must not be entered is not gone to', () => {
    expect(verdict('cd closed; rm -rf *', DISK_FILES, workspace)).toBe('ask');
  });
});

describe('a path that is one of several is judged as each of them', () => {
  it.each([
    ['if x; then D=/etc/cron.d; else D=build; fi; cp y $D/y', 'ask'],
    ['if x; then D=/etc/cron.d; else D=build; fi; echo x > $D/y', 'ask'],
    ['D=build; [ -n "$X" ] && D=/home/user/.ssh; cp y "$D/authorized_keys"', 'deny'],
    ['if x; then D=out; else D=build; fi; cp y $D/y', 'allow'],
    ['for D in out build; do rm -rf "$D"; done', 'allow'],
  ])('%j: %s', (command, expected) => {
    expect(verdict(command)).toBe(expected);
  });
});
