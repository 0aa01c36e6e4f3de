import { plainNumber } from '../format-number.ts';
import type { MermaidSource } from './tree.ts';

/** A line with one marked place, as Mermaid's `xychart-beta` can draw it. */
export interface Chart {
  readonly title: string;
  readonly unit: string;
  readonly categories: readonly string[];
  readonly values: readonly number[];
  /** The index of the category at which the bar stands; absent for none. */
  readonly mark?: number;
}

export const MOST_POINTS = 40;
const NUMBER = /^[+-]?(\d+(\.\d+)?|\.\d+)$/;

/**
 * Mermaid source, or undefined where its grammar cannot hold the data (one bad token shows a red box instead of a chart).
 * Grammar as read in Mermaid 10.9.3 to 11.14: numbers without exponent, every category and title quoted, no quote inside.
 */
export function xychart(chart: Chart): MermaidSource | undefined {
  const { categories, values, mark } = chart;
  if (values.length < 2 || values.length > MOST_POINTS || categories.length !== values.length) return undefined;
  if (new Set(categories).size !== categories.length) return undefined;
  const numbers = values.map((value) => plainNumber(value));
  if (!numbers.every((number) => NUMBER.test(number))) return undefined;
  const low = Math.min(0, ...values);
  const high = Math.max(...values);
  // A scale needs two ends that are still apart once they are printed.
  const top = plainNumber(high - low < 0.001 ? low + 1 : high + (high - low) * 0.1);
  const bottom = plainNumber(low);
  if (!NUMBER.test(top) || !NUMBER.test(bottom) || Number(top) <= Number(bottom)) return undefined;
  const bar = values.map((_, index) => (index === mark ? top : bottom));
  return [
    'xychart-beta',
    `    title ${quoted(chart.title)}`,
    `    x-axis [${thinned(categories).join(', ')}]`,
    `    y-axis ${quoted(chart.unit)} ${bottom} --> ${top}`,
    // Also without a mark: the first series of Mermaid's palette is all but white, the second is read in light and dark.
    `    bar [${bar.join(', ')}]`,
    `    line [${numbers.join(', ')}]`,
  ].join('\n') as MermaidSource;
}

/** What Mermaid gives the axis of a chart, of its 700 pixels, and about what a sign of a label takes. */
const AXIS_PIXELS = 630;
const SIGN_PIXELS = 10;

/**
 * Every category as a string, but only as many with a label as find room: Mermaid writes them over one another. The rest
 * are zero-width spaces, each another number of them, because a category may stand only once and is trimmed.
 */
function thinned(categories: readonly string[]): readonly string[] {
  const widest = Math.max(...categories.map((category) => category.length + 1)) * SIGN_PIXELS;
  const every = Math.max(1, Math.ceil((categories.length * widest) / AXIS_PIXELS));
  return categories.map((category, index) =>
    index % every === 0 ? quoted(category) : `"${'\u200b'.repeat(1 + index)}"`,
  );
}

/** A string that cannot end early or start a directive: letters, digits and a few signs. */
function quoted(words: string): string {
  const kept = words
    .replace(/[^A-Za-z0-9 ._:/(),=-]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
  // The grammar has no empty string.
  return `"${kept === '' ? 'unnamed' : kept}"`;
}
