import type { CaseSeries } from '../../case.ts';
import type { EpochMs } from '../../time.ts';
import { bucketSeries } from '../series/bucketed-series.ts';
import { median } from '../series/robust.ts';
import { stepChange } from '../series/step-change.ts';

const CLEAR_SCORE = 3;
const LEAST_FACTOR = 1.3;

/**
 * Whether one of these instances of the service got clearly more requests from `since` on (three scatters and 30 %): then it may
 * only suffer from how the work is shared out, and that is for code to say.
 */
export function gotMoreWork(
  service: string,
  instances: readonly string[],
  { series, since, askedAt }: { series: readonly CaseSeries[]; since: EpochMs; askedAt: EpochMs },
): boolean {
  return series.some((one) => {
    if (one.service !== service || (one.kind !== 'requests' && one.kind !== 'throughput')) return false;
    if (one.instance === undefined || !instances.includes(one.instance)) return false;
    const bucketed = bucketSeries(one, askedAt);
    const level = median(bucketed.values);
    const change = stepChange(bucketed, since, askedAt, Math.max(0.05 * level, Math.sqrt(level + 0.5)));
    return change !== null && change.score >= CLEAR_SCORE && change.after >= LEAST_FACTOR * change.before;
  });
}
