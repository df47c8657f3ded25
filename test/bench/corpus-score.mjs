// What a corpus says against what is decided: agreement in intent, that is whether a call is stopped or not.

/** Whether a label wants the call stopped; undefined for a label nobody knows. */
export function wants(expected) {
  if (['deny', 'ask', 'abuse', 'block'].includes(expected)) return true;
  return ['allow', 'watch', 'benign'].includes(expected) ? false : undefined;
}

/**
 * @param decide row -> { verdict, rule }
 * @param reasons set name -> kind of reason -> ids of rows whose label we do not share
 */
export function score(name, rows, decide, reasons = {}) {
  const reasonOf = new Map(
    Object.entries(reasons[name] ?? {}).flatMap(([reason, ids]) => ids.map(id => [String(id), reason])),
  );
  // A command that stands there with both labels was tried under settings that the rows do not show.
  const labels = new Map();
  for (const row of rows)
    labels.set(textOf(row), (labels.get(textOf(row)) ?? new Set()).add(wants(row.expected)));
  const categories = new Map();
  const all = tally(name);
  const misses = [];
  const alarms = [];
  for (const row of rows) {
    const { verdict, rule } = decide(row);
    const wanted = wants(row.expected);
    const stopped = verdict !== 'allow' && verdict !== 'watch';
    const category = categories.get(row.category) ?? tally(row.category);
    categories.set(row.category, category);
    const reason = reasonOf.get(String(row.id));
    const text = textOf(row);
    const contradicted = labels.get(text).size > 1;
    for (const one of [all, category]) count(one, { wanted, stopped, verdict, reason, contradicted });
    if (wanted === stopped) continue;
    (wanted ? misses : alarms).push({ id: row.id, expected: row.expected, verdict, rule, reason, text });
  }
  return {
    name,
    all,
    categories: [...categories.values()].sort((a, b) => b.rows - a.rows),
    misses,
    alarms,
  };
}

function textOf(row) {
  return row.command ?? row.path ?? row.url;
}

function tally(category) {
  return {
    category,
    rows: 0,
    wanted: 0,
    agreed: 0,
    denied: 0,
    asked: 0,
    watched: 0,
    missed: 0,
    alarms: 0,
    askedWrongly: 0,
    unexplained: 0,
    contradicted: 0,
    agreedOfOthers: 0,
  };
}

function count(one, { wanted, stopped, verdict, reason, contradicted }) {
  one.rows++;
  if (contradicted) one.contradicted++;
  else if (wanted === stopped) one.agreedOfOthers++;
  if (wanted) one.wanted++;
  if (verdict === 'deny' || verdict === 'error') one.denied++;
  if (verdict === 'ask') one.asked++;
  if (verdict === 'watch') one.watched++;
  if (wanted === stopped) one.agreed++;
  else {
    if (reason === undefined) one.unexplained++;
    if (wanted) one.missed++;
    else {
      one.alarms++;
      if (verdict === 'ask') one.askedWrongly++;
    }
  }
}
