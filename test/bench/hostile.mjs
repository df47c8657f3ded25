// What a command costs that repeats one thing until it is as long as the daemon judges on its main thread: who sends
// it must not hold up everybody else. Twice as much text should cost about twice as much.
import { figure, heading, load, ROOT, scratch } from './figures.mjs';

/** What is repeated; what stands before and behind all of it. */
const SHAPES = {
  wrappers: ['sudo ', '', 'ls'],
  'list readers': ['xargs ', '', 'rm'],
  'shells in words': ['bash -c ', '', 'ls'],
  'find without an end': ['find . -exec ', '', 'ls \\;'],
  words: ['a ', 'ls '],
  paths: ['/tmp/a ', 'cat '],
  'one long path': ['./', 'cat /'],
  patterns: ['* ', 'rm -rf '],
  'patterns in folders': ['/tmp/a* ', 'rm '],
  'unknown words': ['$a ', 'rm -rf '],
  'unknown paths': ['/$a/', 'rm -rf '],
  substitutions: ['$(a)', 'echo '],
  braces: ['{a,b}', 'echo '],
  'parameters in each other': ['${a:-', 'echo '],
  arithmetic: ['1+', 'echo $((', '1))'],
  directories: ['cd a;'],
  pipes: ['|cat', 'cat a'],
  redirects: [' >x', 'echo a'],
  branches: ['if a; then b; fi;'],
  loops: ['while a; do b; done;'],
  functions: ['f(){ f; };f;'],
  evaluations: ['eval "ls";'],
  'here-documents': ['cat <<A\nx\nA\n'],
  'scripts that are written': ['echo x > f; sh f;'],
  'brackets in Python': ['(', 'python3 -c "', '"'],
  'calls in Perl': ['system(q(ls));', "perl -e '", "'"],
};

export async function benchHostile() {
  heading('hostile: 16 KB of the same, judged by the standard profile, and against 8 KB');
  const bundle = await load(scratch(), 'hostile', [
    "export { judge, examine } from './src/pipeline.ts';",
    "export { loadNamed } from './src/policy/load.ts';",
    "export { DISK_FILES } from './src/shell/files/disk-files.ts';",
    "export { LIMITS } from './src/core/limits.ts';",
  ]);
  const { judge, examine, loadNamed, DISK_FILES, LIMITS } = await import(bundle);
  const { rules } = loadNamed([], ROOT, { examine, profile: 'standard' });
  const time = ([unit, start = '', end = ''], bytes) => {
    const command = `${start}${unit.repeat(bytes / unit.length)}${end}`;
    const call = { tool: 'exec', command, cwd: '/tmp', env: {} };
    const nobody = { session: null, agent: null, actor: null, corr: null, callId: null };
    const began = process.cpuUsage();
    judge({ ...call, ...nobody }, { rules, files: DISK_FILES, home: '/home/user' });
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1_000;
  };
  for (const [name, shape] of Object.entries(SHAPES)) {
    const [half, whole] = [LIMITS.inlineJudgeBytes / 2, LIMITS.inlineJudgeBytes].map(bytes =>
      Math.min(time(shape, bytes), time(shape, bytes)),
    );
    figure(name, whole, 'ms');
    figure('  against half of it', whole / half, 'x');
  }
}
