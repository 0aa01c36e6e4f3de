import { type Own, own } from './tree.ts';

const BARS = '▁▂▃▄▅▆▇█';

/** The values as eight heights of one line of text; a missing value is a dot. */
export function sparkline(values: readonly (number | undefined)[]): Own {
  const known = values.filter((value) => value !== undefined && Number.isFinite(value)) as readonly number[];
  const low = Math.min(...known);
  const span = Math.max(...known) - low;
  return own(
    values
      .map((value) => {
        if (value === undefined || !Number.isFinite(value)) return '·';
        return BARS[span === 0 ? 0 : Math.round(((value - low) / span) * (BARS.length - 1))];
      })
      .join(''),
  );
}
