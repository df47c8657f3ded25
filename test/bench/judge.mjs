// What judging costs, in this process: one-liners, scripts, hostile sizes, many rules.
import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { figure, heading, load, median, percentile, ROOT, scratch } from './figures.mjs';

export async function benchJudge(corpora) {
  heading('judge: read, work out effects, decide by the standard profile');
  const bundle = await load(scratch(), 'judge', [
    "export { judge, examine } from './src/pipeline.ts';",
    "export { loadNamed } from './src/policy/load.ts';",
    "export { NO_FILES } from './src/core/file-view.ts';",
    "export { ruleSet } from './src/policy/rule-set.ts';",
    "export { readCache, writeCache } from './src/policy/cache.ts';",
  ]);
  const { judge, examine, loadNamed, NO_FILES, ruleSet, readCache, writeCache } = await import(bundle);
  const began = performance.now();
  const { rules } = loadNamed([], ROOT, { examine, profile: 'standard' });
  figure('compile the standard profile from YAML, examples too', performance.now() - began, 'ms');

  const kept = `${scratch()}/cache`;
  const set = { rules, config: {}, files: [] };
  writeCache(kept, set);
  const fromYaml = median(
    repeat(5, () => timed(() => loadNamed([], ROOT, { examine, profile: 'standard' }))),
  );
  const fromCache = median(repeat(20, () => timed(() => readCache(kept, rules.hash))));
  figure('the standard profile from YAML, warm', fromYaml, 'ms');
  figure('the same from the compiled cache', fromCache, 'ms');

  const call = command => ({
    tool: 'exec',
    command,
    cwd: '/workspace',
    session: null,
    agent: null,
    actor: null,
    corr: null,
    callId: null,
    env: {},
  });
  const time = (command, set = rules) => {
    const start = performance.now();
    judge(call(command), { rules: set, files: NO_FILES, home: '/home/user' });
    return (performance.now() - start) * 1_000;
  };
  const own = JSON.parse(readFileSync(new URL('commands.json', import.meta.url), 'utf8'));
  const sets = { 'one-liners': own.oneliners, 'CI scripts': own.scripts, ...corpora(gunzip) };
  for (const [name, commands] of Object.entries(sets)) {
    for (let warm = 0; warm < 4_000; warm += commands.length) for (const command of commands) time(command);
    const took = Array.from({ length: Math.max(1, Math.ceil(3_000 / commands.length)) }, () =>
      commands.map(one => time(one)),
    ).flat();
    const script = /script/.test(name);
    figure(`${name} (${commands.length}), p50`, median(took), 'us', script ? undefined : { most: 60 });
    figure(
      `${name} (${commands.length}), p99`,
      percentile(took, 0.99),
      'us',
      script ? { most: 1_000 } : undefined,
    );
    figure(`${name} (${commands.length}), max`, Math.max(...took), 'us');
  }
  const heredoc = `cat > notes.txt <<'EOF'\n${'some line of text with $words and `ticks`\n'.repeat(2_400)}EOF`;
  figure('100 KB here-document, p50', median(repeat(20, () => time(heredoc))) / 1_000, 'ms', { most: 30 });
  const open = heredoc.replace("'EOF'", 'EOF');
  figure('100 KB here-document with expansions, p50', median(repeat(10, () => time(open))) / 1_000, 'ms', {
    most: 30,
  });

  const many = count => {
    const rule = index => ({
      name: `bench/r${index}`,
      action: 'deny',
      message: '',
      builtin: false,
      layer: 'user',
      file: 'bench',
      line: 1,
      scope: {},
      when: { command_matches: [`tool-${index} --flag *`] },
    });
    return ruleSet({
      hash: 'sha256:bench',
      defaultAction: 'allow',
      rules: Array.from({ length: count }, (_, index) => rule(index)),
    });
  };
  const [few, some, lots] = [many(50), many(1_000), many(10_000)];
  const cost = set => median(repeat(2_000, () => time('git status && npm test -- --watch=false', set)));
  for (const set of [few, some, lots]) cost(set);
  figure('50 rules, p50', cost(few), 'us');
  figure('1,000 rules against 50', median(repeat(5, () => cost(some) / cost(few))), 'x', { most: 1.5 });
  const ratios = repeat(5, () => cost(lots) / cost(few));
  figure('10,000 rules against 50', median(ratios), 'x', { most: 1.5 });
}

function timed(run) {
  const start = performance.now();
  run();
  return performance.now() - start;
}

function repeat(times, run) {
  return Array.from({ length: times }, run);
}

function gunzip(dir) {
  return Object.fromEntries(
    readdirSync(dir)
      .filter(name => name.endsWith('.jsonl.gz'))
      .map(name => [
        `${name.replace('.jsonl.gz', '')} corpus`,
        gunzipSync(readFileSync(`${dir}/${name}`))
          .toString('utf8')
          .trim()
          .split('\n')
          .map(line => JSON.parse(line).command),
      ]),
  );
}
