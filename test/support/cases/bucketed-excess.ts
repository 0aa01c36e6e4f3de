import type { Excess } from '../../../src/investigation/evidence/series/excess.ts';
import { MINUTE_MS } from '../../../src/investigation/time.ts';

/** Buckets of a minute, of which the first `usualUntil` are usual. */
export function excess(more: Partial<Excess> & { readonly residual?: Float64Array }, stepMs = MINUTE_MS): Excess {
  const length = (more.observed ?? more.residual)?.length ?? 0;
  const starts = Float64Array.from({ length }, (_, i) => i * stepMs);
  const nan = new Float64Array(length).fill(Number.NaN);
  const bucketed = { starts, values: starts, stepMs };
  return {
    noise: 'gauge',
    observed: nan,
    expected: nan,
    exposure: nan,
    residual: nan,
    usualUntil: 8,
    bucketed,
    ...more,
  } as Excess;
}
