import { type Span, spanWidth, wrapSpans } from './wrap-spans.ts';

const GAP = '  ';
const NARROWEST = 8;

/**
 * Rows of cells as lines of at most `columns`: each column as wide as its widest cell where all fit, else the widest
 * ones are narrowed and their cells wrapped.
 */
export function layTable(
  rows: readonly (readonly (readonly Span[])[])[],
  columns: number,
): readonly (readonly Span[])[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(1, ...rows.map((row) => spanWidth(row[column] ?? []))),
  );
  narrow(widths, columns - GAP.length * (count - 1));
  return rows.flatMap((row) => {
    const cells = widths.map((width, column) => wrapSpans(row[column] ?? [], width));
    const height = Math.max(1, ...cells.map((cell) => cell.length));
    return Array.from({ length: height }, (_, line) =>
      cells.flatMap((cell, column) => padded(cell[line] ?? [], widths[column] ?? 0, column === cells.length - 1)),
    );
  });
}

/** Takes one column after the other from the widest until all fit, or nothing can be taken. */
function narrow(widths: number[], room: number): void {
  let over = widths.reduce((sum, width) => sum + width, 0) - room;
  while (over > 0) {
    const widest = Math.max(...widths);
    if (widest <= NARROWEST) return;
    const next = Math.max(NARROWEST, ...widths.filter((width) => width < widest));
    const share = Math.min(over, widest - next);
    const column = widths.indexOf(widest);
    widths[column] = widest - Math.max(1, share);
    over -= Math.max(1, share);
  }
}

function padded(spans: readonly Span[], width: number, last: boolean): readonly Span[] {
  const fill = last ? '' : `${' '.repeat(Math.max(0, width - spanWidth(spans)))}${GAP}`;
  return fill === '' ? spans : [...spans, { words: fill, ink: 'plain' }];
}
