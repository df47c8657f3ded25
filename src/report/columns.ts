/** Rows as lines with aligned columns, two spaces between them; the last column is as wide as it likes. */
export function columns(rows: readonly (readonly string[])[], paint: Painter = text => text): string[] {
  const widths = rows.reduce<number[]>(
    (widest, row) => row.map((cell, index) => Math.max(widest[index] ?? 0, width(cell))),
    [],
  );
  return rows.map((row, place) =>
    row
      .map((cell, index) => {
        const padding = index === row.length - 1 ? '' : ' '.repeat((widths[index] ?? 0) - width(cell));
        return paint(cell, index, place) + padding;
      })
      .join('  ')
      .trimEnd(),
  );
}

/** Colours a cell after it has been measured. */
export type Painter = (cell: string, column: number, row: number) => string;

/** In characters: what is shown has been escaped, so none is wider than its neighbour in a plain terminal. */
function width(text: string): number {
  return [...text].length;
}
