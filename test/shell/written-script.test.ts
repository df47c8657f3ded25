import { describe, expect, it } from 'vitest';
import type { ToolCall } from '../../src/core/call.ts';
import { filesFrom } from '../../src/core/file-view.ts';
import { judge } from '../../src/pipeline.ts';
import { callOf, ruleOf, setOf } from '../policy/build.ts';

const RULES = setOf(
  'allow',
  ruleOf('deny', { program: ['wipe'] }),
  ruleOf('ask', { program: ['push'] }),
  ruleOf('deny', { path_matches: ['/etc/**'], effect: ['delete'] }, { name: 'test/etc' }),
);
const FILES = filesFrom({
  '/workspace/tool': '#!/usr/bin/env bash\nls\n',
  '/workspace/tool.py': '#!/usr/bin/python3\n',
});

function verdictOf(call: Partial<ToolCall>): string {
  const { decision } = judge(callOf(call), { rules: RULES, files: FILES, home: '/home/user' });
  return `${decision.verdict} ${decision.rule}`;
}

describe('a script that is written is judged by what it surely does', () => {
  it.each([
    ['run.sh', 'set -e\nwipe all\n'],
    ['tool2', '#!/bin/sh\nwipe all\n'],
    ['tool3', '#!/usr/bin/env -S bash -e\nif true; then wipe all; fi\n'],
    ['/home/user/.bashrc', 'wipe all'],
    ['.git/hooks/pre-commit', 'wipe all'],
    ['.envrc', 'eval "$(echo wipe all)"'],
  ])('%s: %j', (path, content) => {
    expect(verdictOf({ tool: 'write', path, content })).toBe('deny test/deny');
  });

  it.each(['/workspace/tool', 'run.sh'])('an edit of %s, by the text it puts in', path => {
    expect(verdictOf({ tool: 'edit', path, content: 'wipe all' })).toBe('deny test/deny');
    expect(verdictOf({ tool: 'edit', path, content: 'ls' })).toBe('allow default');
  });
});

describe('what is no script, not sure, or for a person to say is left for when it runs', () => {
  it.each([
    ['README.md', 'Never run `wipe all`.\n\n    wipe all\n'],
    ['tool.py', 'import os\nwipe all'],
    ['tool', '#!/usr/bin/python3\nwipe all'],
    ['Dockerfile', 'RUN wipe all'],
    ['run.sh', '# wipe all\necho "wipe all"'],
    ['run.sh', 'push origin'],
    ['run.sh', 'rm -f "$PREFIX"/etc/name'],
    ['run.sh', 'unfinished "'],
  ])('%s: %j', (path, content) => {
    expect(verdictOf({ tool: 'write', path, content })).toBe('allow default');
  });

  it('an edit of another language', () => {
    expect(verdictOf({ tool: 'edit', path: '/workspace/tool.py', content: 'wipe all' })).toBe(
      'allow default',
    );
  });
});

it('is judged again by what stands there when it runs', () => {
  const files = filesFrom({ '/workspace/notes.txt': 'push origin; wipe all' });
  const { decision } = judge(callOf({ command: 'sh notes.txt' }), {
    rules: RULES,
    files,
    home: '/home/user',
  });
  expect(decision).toMatchObject({ verdict: 'deny', rule: 'test/deny' });
});

it('says in which script it stands', () => {
  const call = callOf({ tool: 'write', path: 'run.sh', content: 'wipe all' });
  const { decision, scan } = judge(call, { rules: RULES, files: FILES, home: '/home/user' });
  expect(decision.message).toBe('the script that is written to run.sh: said so');
  expect(scan.invocations).toHaveLength(1);
});
