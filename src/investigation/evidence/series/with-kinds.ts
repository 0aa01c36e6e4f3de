import type { Case, SeriesKind } from '../../case.ts';
import { seriesKind } from '../../incident/series-kind.ts';

/** A plain name, not an expression. */
const PLAIN = /^[\w .-]+$/;

/** The case with a kind for every series: where none is given its name, or its id, tells the likeliest. */
export function withKinds(theCase: Case): Case {
  const { series } = theCase;
  if (series === undefined) return theCase;
  return { ...theCase, series: series.map((one) => ({ ...one, kind: one.kind ?? kindByName(one.name ?? one.id) })) };
}

function kindByName(name: string): SeriesKind {
  return seriesKind(PLAIN.test(name) ? name.replace(/[ .-]/g, '_') : name);
}
