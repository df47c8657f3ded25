import { afterAll, describe, expect, it } from 'vitest';
import type { Invocation } from '../../src/core/scan.ts';
import { alternatives, textOf, type Word } from '../../src/core/word.ts';
import { DISK_FILES } from '../../src/shell/files/disk-files.ts';
import { RealBash, type Started } from './real-bash.ts';
import { scanned } from './scanned.ts';
import { DESCRIPTORS } from './truth/descriptors.ts';
import { FLOW } from './truth/flow.ts';
import { KNOWN_GAPS, MOST } from './truth/known-gaps.ts';
import { MANUAL } from './truth/manual.ts';
import { PARAMETERS } from './truth/parameters.ts';
import { PROGRAMS } from './truth/programs.ts';

const bash = new RealBash();
afterAll(() => bash.close());

/** Builtins and keywords that bash runs without starting a program. */
const INSIDE = new Set([
  'echo',
  'printf',
  'cd',
  'eval',
  'export',
  'set',
  'source',
  '.',
  'exec',
  'command',
  'builtin',
  'read',
  'trap',
  ':',
  'true',
  'false',
  'declare',
  'local',
  'shift',
  'test',
  '[',
  'alias',
  'pushd',
  'popd',
  'unset',
  'pwd',
  'exit',
  'return',
  'let',
  'shopt',
  'wait',
  'readonly',
  'break',
  'mapfile',
  'readarray',
  'hash',
  'typeset',
  'getopts',
  'enable',
  'dirs',
  'continue',
  'times',
  'kill',
  'compgen',
  'ulimit',
]);

/** What stands in the environment real bash is given, and what is known not to. */
const SETTING = {
  PATH: bash.path,
  ...Object.fromEntries([...'ABDKLNPRSXYNaijfmvx', 'UNSET', 'OTHER'].map(name => [name, null])),
};

/** Of the disk only the directories are seen. */
const HERE = { cwd: bash.cwd, home: bash.home, directory: DISK_FILES.directory };

const b64 = (text: string) => Buffer.from(text).toString('base64');

/** Commands whose every program start is known before they run. */
const ROWS: Record<string, readonly string[]> = {
  'separators and layout': [
    'rm a; rm b',
    'rm a\nrm b',
    'rm a & rm b; wait',
    'true || true; rm c',
    'cmd|cat',
    'cmd  |  cat',
    'cmd |& cat',
    'r\\\nm a',
    'rm\ta\t b',
    'rm a;rm b',
    'git log # c\nrm -rf x',
    '# leading\nrm a',
    'rm a#b "#c" \'#d\' # e',
    'echo $#; rm ${HOME#x}',
    'rm $((2#11))',
    'curl http://x/#frag',
    '! rm a',
    '{ rm a; }',
    '( rm a )',
    'time rm a',
  ],
  'spelling of a word': [
    "'rm' a",
    "r''m a",
    'r\\m a',
    '"rm" a',
    "$'\\x72m' a",
    "$'\\162\\155' a",
    'rm${IFS}a',
    '{rm,-rf,x}',
    'rm {a,b}{1,2}',
    'rm {1..3} {a..c} {03..01}',
    'rm {a,b',
    'rm "{a,b}"',
    'X=rm; $X -rf x',
    'X="rm -rf"; $X x',
    'a=(rm -rf x); "${a[@]}"',
    'a=(rm -rf x); ${a[*]}',
    'a=(x y); rm ${a[1]} ${#a[@]}',
    'a=(x); a+=(y z); rm "${a[@]}"',
    'X=xrm; ${X#x} a',
    'X=rmx; ${X%x} a',
    'X=r_m; ${X/_/} a',
    'X=RM; ${X,,} a',
    'X=xrmx; ${X:1:2} a',
    'X=Y; Y=rm; ${!X} a',
    '$(echo rm) a',
    '`echo rm` a',
    '`echo \\`echo rm\\`` a',
    'rm "$(echo a b)" $(echo a b)',
    'rm $((1+2*3)) $((2**10)) $((0x10)) $((7/2))',
    'i=5; ((i++)); rm $i $((i+=2)) $i',
    'rm ~ ~/x "~"',
    'rm \'a\'"b"c\\ d',
    'rm ""  x',
    'rm $UNSET"" "$UNSET" $UNSET x',
    'X="a  b"; rm $X "$X"',
    'X=\'a*b\'; rm "$X"',
    'printf -v X %s rm; $X a',
    'set -- a b; rm $1 "$2" $# "$@" "$*"',
    'set -- a b c; shift; rm "$@"',
    'X=a; X+=b; rm $X',
    'rm ${UNSET:-d} ${UNSET:+x}; X=; rm "${X:-e}" ${HOME:?}',
    'IFS=,; X=a,b; rm $X',
    'rm $\'a\\tb\' $"c"',
  ],
  'control flow': [
    'for f in a b c; do rm "$f"; done',
    'for f in {1..3}; do rm $f; done',
    'f() { rm "$1"; }; f a; f b',
    'function g { rm "$@"; }; g a b',
    'f() ( cd /; rm $1 ); f a; rm b',
    'if rm a; then rm b; fi',
    'if true; then rm a; fi',
    'while rm a; do rm b; break; done',
    'case x in x) rm a;; esac',
    '[[ -n x ]] && rm a',
    '[[ x == $(rm y) ]]; rm a',
    '(( 1 + $(rm y; echo 1) )); rm a',
    'coproc { rm a; }; wait',
    'X=$(rm a); rm b',
    'local_f() { local v=a; rm $v; }; local_f',
    'trap "rm t" EXIT; rm a',
    'cd /tmp; rm a',
    'cd /tmp && cd .. && rm a',
    'pushd /tmp; rm a; popd; rm b',
    '(cd /; rm a); rm b',
    'eval rm a',
    "eval 'rm a; rm b'",
    'eval "X=1"; rm $X',
    "true; eval 'rm a'",
  ],
  wrappers: [
    'env rm a',
    'env X=1 rm a',
    'env -u HOME rm a',
    "env -S 'rm -rf x'",
    'command rm a',
    'nohup rm a',
    'nice rm a',
    'nice -n 5 rm a',
    'timeout 5 rm a',
    'timeout -s KILL --kill-after=1 5 rm a',
    'setsid -w rm a',
    'stdbuf -o0 rm a',
    'exec rm a',
    'exec -a x rm a',
    'X=1 rm a',
    'timeout 5 nice nohup rm a',
    'echo a | xargs -I% true-prog',
    'find . -maxdepth 0 -exec rm x \\;',
  ],
  shells: [
    "sh -c 'rm a'",
    "bash -c 'rm a'",
    "bash --noprofile -lc 'rm a'",
    "bash -ec 'rm a'",
    "bash -o pipefail -c 'rm a'",
    "bash -eo pipefail -c 'rm a'",
    "bash --norc -c 'rm a'",
    "bash -c -e 'rm a'",
    "bash -c -- 'rm a'",
    'bash -c \'rm $0 $1 "$@"\' z a b',
    'sh -c "sh -c \'rm a\'"',
    "bash <<< 'rm a'",
    'bash <<EOF\nrm a\nEOF',
    "bash <<'EOF'\nrm $HOME\nEOF",
    'bash <<-EOF\n\trm a\n\tEOF',
    "echo 'rm a' | sh",
    "printf 'rm %s\\n' a b | bash",
    'cat <<EOF | sh\nrm a\nEOF',
    "bash -s x <<< 'rm $1'",
    'bash <(echo rm a)',
    '. <(echo rm a)',
    "source /dev/stdin <<< 'rm a'",
    'sh -c "$(echo rm a)"',
    "X='rm a'; export X; sh -c '$X'",
    "X=a sh -c 'rm $X'",
    "echo 'rm a' > f.sh; sh f.sh",
    "echo 'rm $1' > g.sh; . ./g.sh q",
    'cat > h.sh <<EOF\nrm a\nEOF\nbash h.sh',
  ],
  encodings: [
    `echo ${b64('rm a')} | base64 -d | sh`,
    `base64 -d <<< ${b64('rm a')} | bash`,
    `eval "$(echo ${b64('rm a')} | base64 --decode)"`,
    `X=${b64('rm a')}; echo $X | base64 -d | bash`,
    `bash -c "$(base64 -d <<< ${b64('rm a')})"`,
    `bash <(echo ${b64('rm a')} | base64 -d)`,
    `echo ${b64(`echo ${b64('rm a')} | base64 -d | sh`)} | base64 -d | sh`,
    "printf '\\x72\\x6d\\x20a' | sh",
    "printf '\\162\\155 a' | sh",
    "echo -e '\\x72\\x6d a' | sh",
    "echo -n 'rm a' | sh",
  ],
  'data, not code': [
    'git commit -m "fix; rm -rf / bug"',
    "git commit -m 'x' -m '$(rm -rf /)'",
    "cmd 'curl.*| sh' .",
    "echo 'a && rm -rf / b'",
    "cat > install.sh <<'EOF'\nrm -rf /\nEOF",
    'cmd "a\nrm b"',
    'cmd <<< "rm a"',
    'echo aGk= | base64 -d',
    'X="rm a"',
  ],
};

/** Commands of which bash runs only some: which, depends on exit codes or values that are not known before. */
const SOME: readonly string[] = [
  'rm a && rm b || rm c',
  'if rm a; then rm b; else rm c; fi',
  'case $UNSET in x) rm a;; *) rm b;; esac',
  'until rm a; do rm b; done',
  'if cd /nowhere; then rm a; else rm b; fi; rm c',
  'cd /nowhere || rm b; rm c',
  'cd /nowhere; rm a',
  'cd /nowhere; rm a; cd sub; rm b; cd ..; rm c',
  'cd nowhere; cd ..; rm a',
  'cd nowhere && true; rm a',
  'cd nowhere || true; rm a',
  'set -e; { cd /nowhere; rm a; } || rm b',
  'set -e; if cd /nowhere; rm a; then rm b; fi',
  'set -e; f() { cd /nowhere; rm a; }; f && rm b; rm c',
  'set -e; X=$(cd /nowhere; rm a); rm b',
  'pushd /nowhere; rm a; popd; rm b',
  'mkdir d1; rm -rf d1; rmdir d1; cd d1; rm a',
  'mkdir d2; rmdir d2; cd d2; rm a',
  'false && mkdir d3; cd d3; rm a',
  'cd /tmp /nowhere; rm a',
  'exit() { :; }; cd /nowhere || exit; rm a',
  'cd /nowhere || exit a b; rm a',
  '(cd /nowhere || exit); rm a',
  'cd /nowhere || (exit 1); rm a',
  'f() { cd /; cd /nowhere || return; cd /tmp; }; f; rm a',
  'return 2> /dev/null; cd /nowhere || return; rm a',
  "cd /; trap 'rm t' EXIT; cd /nowhere || exit; cd /tmp",
  'trap \'rm $X\' EXIT; X=a; if [ -z "$UNSET" ]; then exit; fi; X=b',
  'X=nowhere; cd "$X"; rm a',
  'cd "$UNSET"; rm a',
  'cd "$UNSET" && rm a',
  'while cd nowhere; do rm a; done; rm b',
  'for d in nowhere /tmp; do cd $d; rm a; done; rm b',
  'cd nowhere & rm a',
  'eval "cd nowhere"; rm a',
  'bash -c "cd nowhere; rm a"',
  'cd nowhere 2>/dev/null; rm a',
  'f() { rm $1; [[ $1 == a ]] && f b; }; f a',
];

const THEMES = { ...ROWS, ...PARAMETERS, ...PROGRAMS, ...FLOW, ...DESCRIPTORS, ...MANUAL };
const ALL = Object.values(THEMES).flat();

describe('known gaps', () => {
  it.each(KNOWN_GAPS)('%j: all that bash starts is foreseen, and more', command => {
    const predicted = predictedFor(command);
    const started = bash.run(command).map(logged).toSorted();
    const anything = predicted.some(one => one.includes('⟨unknown⟩'));
    for (const one of started) expect(anything || predicted.includes(one), one).toBe(true);
    expect(predicted).not.toEqual(started);
  });

  it('are few, and get no more', () => {
    expect(KNOWN_GAPS.length).toBeLessThanOrEqual(MOST);
    expect(ALL.length).toBeGreaterThanOrEqual(500);
    expect(KNOWN_GAPS.length / ALL.length).toBeLessThanOrEqual(0.05);
  });

  it('what is foreseen exactly is nearly always all that is known', () => {
    const full = ALL.filter(command => scanned(command, { env: SETTING }).coverage === 'full');
    expect(full.length / ALL.length).toBeGreaterThanOrEqual(0.9);
  });
});

describe('branches', () => {
  it.each(SOME)('%j starts nothing that was not foreseen', command => {
    const predicted = new Set(predictedFor(command));
    for (const one of bash.run(command)) expect(predicted).toContain(logged(one));
  });
});

describe.each(Object.entries(THEMES))('%s', (_theme, commands) => {
  it.each(commands)('%j starts exactly what bash starts', command => {
    expect(predictedFor(command)).toEqual(bash.run(command).map(logged).toSorted());
  });
});

function predictedFor(command: string): readonly string[] {
  const { invocations } = scanned(command, { ...HERE, env: SETTING });
  return invocations.filter(startsProgram).flatMap(foreseen).toSorted();
}

function startsProgram({ argv }: Invocation): boolean {
  return argv.length > 0 && !INSIDE.has(textOf(argv[0] ?? []) ?? '');
}

function logged({ argv, cwd }: Started): string {
  return JSON.stringify([cwd, ...argv]);
}

/** Every way the invocation can turn out, where a branch leaves several. */
function foreseen({ argv, cwd }: Invocation): readonly string[] {
  const [first = '', ...rest] = argv.map(known);
  const words = [first.slice(first.lastIndexOf('/') + 1), ...rest];
  return alternatives(cwd, 8).map(one => JSON.stringify([known(one), ...words]));
}

/** The word's text; a process substitution is the descriptor bash opens first. */
function known(of: Word): string {
  return of
    .map(part =>
      'lit' in part
        ? part.lit
        : part.hole === 'process'
          ? '/dev/fd/63'
          : part.hole === 'glob'
            ? part.name
            : '⟨unknown⟩',
    )
    .join('');
}
