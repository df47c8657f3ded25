// npm run bench:corpora -- DIR [--profile NAME] [--policy FILE] [--json FILE] [--brief]
// Scores every *.jsonl and *.jsonl.gz in a folder: one object a line with `command` (or `path`, `url`), `expected`
// (allow, watch, ask, deny, abuse) and `category`. Prints what was let through and what was stopped wrongly, then a
// table. Asking counts as stopping, and is counted separately; so do commands that stand in a set with both labels.
// Exits 0 whatever comes out: figures are for people.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { gunzipSync } from 'node:zlib';
import { score, wants } from './corpus-score.mjs';
import { load, ROOT, scratch } from './figures.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    profile: { type: 'string', default: 'standard' },
    policy: { type: 'string', multiple: true, default: [] },
    json: { type: 'string' },
    brief: { type: 'boolean', default: false },
  },
});
const [folder] = positionals;
if (folder === undefined) {
  console.error(
    'usage: npm run bench:corpora -- DIR [--profile NAME] [--policy FILE] [--json FILE] [--brief]',
  );
  process.exit(2);
}

const bundle = await load(scratch(), 'corpora', [
  "export { judge, examine } from './src/pipeline.ts';",
  "export { loadNamed } from './src/policy/load.ts';",
  "export { NO_FILES } from './src/core/file-view.ts';",
  "export { selfProtection } from './src/policy/self-protection.ts';",
  "export { withRules } from './src/policy/rule-set.ts';",
]);
const { judge, examine, loadNamed, NO_FILES, selfProtection, withRules } = await import(bundle);
const HOME = '/home/user';
// As they are in force: with the rules that keep agents from the guard itself.
const rules = withRules(
  loadNamed(values.policy, ROOT, { examine, profile: values.profile }).rules,
  selfProtection({ home: `${HOME}/.rampart`, packageDir: '/opt/rampart', userHome: HOME, daemonPid: 4242 }),
);

const decide = row => {
  const call = {
    tool: row.tool ?? (row.command === undefined ? (row.url === undefined ? 'read' : 'fetch') : 'exec'),
    ...(row.command === undefined ? {} : { command: row.command }),
    ...(row.path === undefined ? {} : { path: row.path }),
    ...(row.url === undefined ? {} : { url: row.url }),
    cwd: row.cwd ?? '/workspace',
    session: null,
    agent: null,
    actor: null,
    corr: null,
    callId: null,
    env: row.env ?? { HOME },
  };
  const { decision } = judge(call, { rules, files: NO_FILES, home: HOME });
  return { verdict: decision.verdict, rule: decision.rule };
};

const reasons = JSON.parse(readFileSync(new URL('disagreements.json', import.meta.url), 'utf8'));
const sets = readdirSync(folder)
  .filter(name => /\.jsonl(\.gz)?$/.test(name))
  .sort()
  .map(name => score(name.replace(/\.jsonl(\.gz)?$/, ''), rowsOf(join(folder, name)), decide, reasons));

if (!values.brief)
  for (const { name, misses, alarms } of sets) {
    show(`${name}: let through, and should not be`, misses);
    show(`${name}: stopped, and should not be`, alarms);
  }
table(
  [
    'set',
    'rows',
    'agreed',
    'let through',
    'stopped wrongly',
    'of these asked',
    'without a reason',
    'with both labels',
    'agreed of the others',
  ],
  sets.map(({ name, all }) => [
    name,
    all.rows,
    percent(all.agreed, all.rows),
    all.missed,
    all.alarms,
    all.askedWrongly,
    all.unexplained,
    all.contradicted,
    percent(all.agreedOfOthers, all.rows - all.contradicted),
  ]),
);
if (!values.brief)
  for (const { name, categories } of sets)
    if (categories.length > 1) {
      console.log(`\n${name}, by category`);
      table(
        ['category', 'rows', 'agreed', 'denied', 'asked', 'let through', 'stopped wrongly'],
        categories.map(one => [
          one.category,
          one.rows,
          percent(one.agreed, one.rows),
          one.denied,
          one.asked,
          one.missed,
          one.alarms,
        ]),
      );
    }
const harmless = sets.filter(({ all }) => all.wanted === 0).map(({ all }) => all);
const stopped = sum(harmless, 'alarms');
console.log(
  `\nharmless sets together: ${stopped} of ${sum(harmless, 'rows')} stopped (${sum(harmless, 'askedWrongly')} asked)`,
);
if (values.json !== undefined) writeFileSync(values.json, `${JSON.stringify(sets, undefined, 1)}\n`);

function rowsOf(path) {
  const bytes = readFileSync(path);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  return text
    .split('\n')
    .filter(line => line.trim() !== '')
    .map((line, index) => {
      const row = JSON.parse(line);
      if (wants(row.expected) === undefined)
        throw new Error(`${path}:${index + 1}: expected is none of allow, watch, ask, deny, abuse`);
      return { id: `${index + 1}`, category: 'all', ...row };
    });
}

/** Commands of a corpus are hostile text: JSON keeps them from the terminal. */
function show(title, rows) {
  if (rows.length === 0) return;
  console.log(`\n${title} (${rows.length})`);
  for (const { id, expected, verdict, rule, reason, text } of rows)
    console.log(
      `  ${expected} -> ${verdict} ${rule}  ${JSON.stringify(id)}${reason === undefined ? '' : ` [${reason}]`}\n    ${JSON.stringify(text).slice(0, 400)}`,
    );
}

function table(head, rows) {
  const all = [head, ...rows].map(row => row.map(String));
  const widths = head.map((_, column) => Math.max(...all.map(row => row[column].length)));
  console.log();
  all.forEach((row, index) => {
    console.log(`| ${row.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`);
    if (index === 0) console.log(`|${widths.map(width => '-'.repeat(width + 2)).join('|')}|`);
  });
}

function percent(part, whole) {
  return whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;
}

function sum(rows, key) {
  return rows.reduce((total, row) => total + row[key], 0);
}
