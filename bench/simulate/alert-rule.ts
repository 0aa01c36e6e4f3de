import type { SetShape } from './set-shape.ts';
import type { Measured, Signal } from './signal.ts';
import type { Story } from './story.ts';

/** A rule that fired. */
export interface Firing {
  /** Seconds since the simulation's start: the end of the period that was over the threshold. */
  readonly at: number;
  readonly signal: Signal;
  /** Null where the rule watches a ratio that the set does not export. */
  readonly threshold: number | null;
  readonly periodSeconds: number;
}

const PERIOD_SECONDS = 30;
/** An alert on nothing comes late enough that there is a history to hold it against. */
const QUIET_FROM = 0.6;

/**
 * The first alert of the alerting service: a rule on its latency, just above the highest of the usual history, and one
 * on its error ratio. On nothing, the latency rule is so tight that the history's noise reaches it. Null where nothing
 * fires up to `latest` (seconds).
 */
export function alertRule(
  measured: readonly Measured[],
  { cause, onset }: Pick<Story, 'cause' | 'onset'>,
  { step, exports, history }: SetShape,
  latest: number,
): Firing | null {
  const latency = exports.find((signal) => signal.startsWith('latency')) ?? 'latencyP95';
  const periods = Math.max(1, Math.ceil(PERIOD_SECONDS / step));
  const onsetStep = Math.floor(onset / step);
  const firstOver = (signal: Signal, thresholdOver: (highest: number) => number, from: number) => {
    const means = trailingMeans(
      measured.map((one) => one[signal]),
      periods,
    );
    const highest = Math.max(0, ...means.slice(periods, onsetStep).map((mean) => mean ?? 0));
    const threshold = thresholdOver(highest);
    const index = means.findIndex((mean, place) => place >= from && mean !== null && mean > threshold);
    const at = (index + 1) * step;
    return index < 0 || at > latest ? [] : [{ at, signal, threshold, periodSeconds: periods * step }];
  };
  if (cause === 'nothing') {
    return firstOver(latency, (highest) => 0.97 * highest, Math.floor((QUIET_FROM * history) / step))[0] ?? null;
  }
  const [slow] = firstOver(latency, (highest) => 1.15 * highest, onsetStep);
  const [failing] = firstOver('errorRatio', (highest) => Math.max(0.01, 1.3 * highest), onsetStep);
  if (failing === undefined || (slow !== undefined && slow.at <= failing.at)) return slow ?? null;
  return exports.includes('errorRatio') ? failing : { ...failing, signal: 'errors', threshold: null };
}

/** The mean of each value and the ones before it, `count` in all; null where none was measured. */
function trailingMeans(values: readonly (number | null)[], count: number): readonly (number | null)[] {
  return values.map((_, index) => {
    const known = values.slice(Math.max(0, index - count + 1), index + 1).filter((value) => value !== null);
    return known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length;
  });
}
