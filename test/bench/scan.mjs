// What reading a command costs, without rules: ordinary ones, and text made to be slow. No input may take longer than
// its steps allow, so the hostile ones are shown with theirs.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { figure, heading, load, median, percentile, scratch } from './figures.mjs';

const times = (count, text) => text.repeat(count);
const lines = (count, line) => Array.from({ length: count }, (_, at) => line(at));

/** Inputs that were slow once, or would be if work were not bounded. */
const HOSTILE = {
  '100 KB here-document': `cat > n <<'EOF'\n${times(2_400, 'some line with $words and `ticks`\n')}EOF`,
  '100 KB here-document with expansions': `cat > n <<EOF\n${times(2_400, 'some line with $words and `ticks`\n')}EOF`,
  '5,000 commands, ;': lines(5_000, at => `ls ${at}`).join('; '),
  '5,000 commands, &&': lines(5_000, at => `ls ${at}`).join(' && '),
  '5,000 stages of a pipeline': lines(5_000, () => 'cat').join(' | '),
  '70 substitutions inside each other': `${times(70, 'echo $(')}ls${times(70, ')')}`,
  '50,000 open substitutions': times(50_000, '$('),
  '20,000 open arithmetic expansions': times(20_000, '$(('),
  'one word of 10 MB': `ls ${times(10 * 1024 * 1024, 'a')}`,
  'braces over 100,000 numbers': 'echo {1..100000}',
  '12 braces of two': times(12, '{a,b}'),
  '20,000 here-documents': times(20_000, '<<E '),
  '5,000 directories down': `${times(5_000, 'cd a; ')}ls`,
  '8 loops of 8 inside each other': `${times(8, 'for a in 1 2 3 4 5 6 7 8; do ')}ls $a;${times(8, 'done;')}`,
  'a variable that doubles 60 times': `x=a; ${times(60, 'x=$x$x; ')}ls $x`,
  '100,000 expansions in a word': `ls ${times(100_000, '$x')}`,
  'patterns on 2,000 characters': `x=${times(2_000, 'a')}; echo ${times(300, '${x##*a*a*b} ')}`,
  'a pattern that backtracks': `printf %s ${times(50_000, 'a')} | sed 's/a*a*b//'`,
  '1,000 assignments to an array': lines(1_000, at => `a[${at}]=1`).join('; '),
};

export async function benchScan() {
  heading('scan: read commands as bash would, no rules');
  const bundle = await load(scratch(), 'scan', ["export { scanned } from './test/shell/scanned.ts';"]);
  const { scanned } = await import(bundle);
  const time = command => {
    const start = performance.now();
    scanned(command);
    return (performance.now() - start) * 1_000;
  };
  const own = JSON.parse(readFileSync(new URL('commands.json', import.meta.url), 'utf8'));
  for (const [name, commands] of [
    ['one-liners', own.oneliners],
    ['CI scripts', own.scripts],
  ]) {
    for (let warm = 0; warm < 4_000; warm += commands.length) for (const command of commands) time(command);
    const took = Array.from({ length: Math.ceil(3_000 / commands.length) }, () => commands.map(time)).flat();
    figure(
      `${name} (${commands.length}), p50`,
      median(took),
      'us',
      name === 'one-liners' ? { most: 60 } : undefined,
    );
    figure(`${name} (${commands.length}), p99`, percentile(took, 0.99), 'us');
    figure(`${name} (${commands.length}), max`, Math.max(...took), 'us');
  }
  for (const [name, command] of Object.entries(HOSTILE)) {
    const took = Array.from({ length: 7 }, () => time(command));
    figure(`${name} (${scanned(command).steps} steps)`, median(took) / 1_000, 'ms');
  }
  const start = script => {
    const began = performance.now();
    spawnSync(process.execPath, ['--input-type=module', '-e', script]);
    return performance.now() - began;
  };
  const empty = [];
  const loaded = [];
  for (let round = 0; round < 15; round++) {
    empty.push(start(''));
    loaded.push(start(`await import(${JSON.stringify(bundle)})`));
  }
  figure('start of node with the scanner, beside node alone', median(loaded) - median(empty), 'ms');
}
