/** Lines in the middle of two texts beyond which they are not compared one by one. */
const COMPARED = 1_000;

/**
 * What changes between two texts: lines that go with `-`, lines that come with `+`, and one unchanged line around them.
 */
export function lineDiff(before: string, after: string): string[] {
  const old = linesOf(before);
  const now = linesOf(after);
  let head = 0;
  while (head < old.length && head < now.length && old[head] === now[head]) head += 1;
  let tail = 0;
  while (tail < old.length - head && tail < now.length - head && old.at(-1 - tail) === now.at(-1 - tail))
    tail += 1;
  const changed = middle(old.slice(head, old.length - tail), now.slice(head, now.length - tail));
  if (changed.length === 0) return [];
  const above = head === 0 ? [] : [`  ${old[head - 1]}`];
  const below = tail === 0 ? [] : [`  ${old[old.length - tail]}`];
  return [...above, ...changed, ...below];
}

function linesOf(text: string): string[] {
  if (text === '') return [];
  const lines = text.split('\n');
  return lines.at(-1) === '' ? lines.slice(0, -1) : lines;
}

/** By a longest common subsequence, where that is not too much work. */
function middle(old: readonly string[], now: readonly string[]): string[] {
  if (old.length > COMPARED || now.length > COMPARED)
    return [...old.map(line => `- ${line}`), ...now.map(line => `+ ${line}`)];
  const common = Array.from({ length: old.length + 1 }, () => new Uint16Array(now.length + 1));
  const at = (row: number, column: number): number => common[row]?.[column] ?? 0;
  for (let row = old.length - 1; row >= 0; row--)
    for (let column = now.length - 1; column >= 0; column--)
      (common[row] ?? [])[column] =
        old[row] === now[column]
          ? at(row + 1, column + 1) + 1
          : Math.max(at(row + 1, column), at(row, column + 1));
  const lines: string[] = [];
  let row = 0;
  let column = 0;
  while (row < old.length || column < now.length)
    if (row < old.length && column < now.length && old[row] === now[column]) {
      lines.push(`  ${old[row]}`);
      row += 1;
      column += 1;
    } else if (row < old.length && at(row + 1, column) >= at(row, column + 1)) {
      lines.push(`- ${old[row]}`);
      row += 1;
    } else {
      lines.push(`+ ${now[column]}`);
      column += 1;
    }
  return lines;
}
