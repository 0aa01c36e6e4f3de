import type { Ink } from './paint.ts';

/** A stretch of one kind inside a line. */
export interface Span {
  readonly words: string;
  readonly ink: Ink;
  readonly url?: string;
}

/** How many columns the spans take. */
export function spanWidth(spans: readonly Span[]): number {
  return spans.reduce((sum, span) => sum + columnsOf(span.words), 0);
}

/** Breaks spans into lines of at most `columns`, between words where one fits at all; never gives less than one line. */
export function wrapSpans(spans: readonly Span[], columns: number): readonly (readonly Span[])[] {
  const lines: Span[][] = [[]];
  let used = 0;
  for (const piece of spans.flatMap(pieces)) {
    const width = columnsOf(piece.words);
    const blank = piece.words.trim() === '';
    if (used + width > columns && used > 0) {
      lines.push([]);
      used = 0;
      if (blank) continue;
    }
    for (const part of chunks(piece, columns)) {
      if (used + columnsOf(part.words) > columns && used > 0) {
        lines.push([]);
        used = 0;
      }
      lines.at(-1)?.push(part);
      used += columnsOf(part.words);
    }
  }
  return lines;
}

/** One for each code point. */
function columnsOf(words: string): number {
  return Array.from(words).length;
}

function pieces(span: Span): readonly Span[] {
  return span.words.split(/(\s+)/).flatMap((words) => (words === '' ? [] : [{ ...span, words }]));
}

function chunks(span: Span, columns: number): readonly Span[] {
  const points = Array.from(span.words);
  const count = Math.max(1, Math.ceil(points.length / columns));
  return Array.from({ length: count }, (_, index) => ({
    ...span,
    words: points.slice(index * columns, (index + 1) * columns).join(''),
  }));
}
