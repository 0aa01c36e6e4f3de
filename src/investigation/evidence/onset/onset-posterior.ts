import type { CaseAlert } from '../../case.ts';
import { logMeanExp } from '../../log-sum.ts';
import { type EpochMs, MINUTE_MS } from '../../time.ts';
import { lowerBound } from '../series/baseline.ts';
import type { Excess } from '../series/excess.ts';
import { onsetRange, ruleLag } from './alert-rule.ts';
import { quietSpells } from './quiet-spells.ts';
import { suffixEvidence } from './segment-evidence.ts';
import { type ShareLikelihood, shareOfBucket } from './share-of-bucket.ts';

/** When the problem began, as a distribution: probability spread evenly over each stretch of time. */
export interface OnsetPosterior {
  readonly stretches: readonly Stretch[];
  /** The median: the moment with the smallest expected distance from the truth. */
  readonly at: EpochMs;
  /** The shortest interval that holds 80 %. */
  readonly from: EpochMs;
  readonly to: EpochMs;
  /** The shortest interval that holds half: where to look for what else moved. */
  readonly core: { readonly from: EpochMs; readonly to: EpochMs };
  readonly source: 'series' | 'alert-rule';
  /** ln of the Bayes factor that the series worsened at all, averaged over the prior; 0 without a series. */
  readonly visible: number;
}

export interface Stretch {
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly mass: number;
}

const HELD = 0.8;
const CORE = 0.5;
/** Nats against an onset before a spell in which the trouble was over. */
const SPELL_COST = 8;
/** An onset longer than this before the rule began to hold may gain only so much over the best near one. */
const NEAR_MS = 15 * MINUTE_MS;
const MOST_FAR_GAIN = 4;
const LONGEST_STRETCH_MS = 5 * MINUTE_MS;
const MOST_PARTS = 5;

/** The posterior over the onset: the alert rule's prior times the evidence of the series that the alert watches. */
export function onsetPosterior(alert: CaseAlert, askedAt: EpochMs, excess: Excess | null): OnsetPosterior {
  const range = onsetRange(alert, askedAt);
  const lag = ruleLag(alert);
  const prior = (from: EpochMs, to: EpochMs): number =>
    lag.cumulative(alert.startedAt - from) - lag.cumulative(alert.startedAt - to);
  const edges = stretchEdges(range, excess);
  const evidence = excess === null ? null : stretchEvidence(excess, alert.startedAt, lag.ruleMs + NEAR_MS);
  const stretches: Stretch[] = [];
  let highest = Number.NEGATIVE_INFINITY;
  const logs: number[] = [];
  for (let i = 0; i + 1 < edges.length; i++) {
    const from = edges[i] as EpochMs;
    const to = edges[i + 1] as EpochMs;
    const log = evidence === null ? 0 : evidence(from, to);
    highest = Math.max(highest, log);
    logs.push(log);
    stretches.push({ from, to, mass: prior(from, to) });
  }
  const scale = Number.isFinite(highest) ? highest : 0;
  const priorTotal = stretches.reduce((sum, stretch) => sum + stretch.mass, 0);
  const weighted = stretches.map((stretch, i) => ({
    ...stretch,
    mass: stretch.mass * Math.exp((logs[i] as number) - scale),
  }));
  const total = weighted.reduce((sum, stretch) => sum + stretch.mass, 0);
  const shown = total > 0 && Number.isFinite(highest) && evidence !== null;
  const normal = shown
    ? weighted.map((stretch) => ({ ...stretch, mass: stretch.mass / total }))
    : stretches.map((stretch) => ({ ...stretch, mass: stretch.mass / priorTotal }));
  return {
    stretches: normal.filter((stretch) => stretch.mass > 1e-12),
    ...summary(normal),
    source: shown ? 'series' : 'alert-rule',
    visible: shown ? Math.log(total / priorTotal) + scale : 0,
  };
}

/** Parts of the series' buckets where it is known, else five-minute stretches that shrink towards the alert. */
function stretchEdges(range: { from: EpochMs; to: EpochMs }, excess: Excess | null): EpochMs[] {
  const edges = new Set<EpochMs>([range.from, range.to]);
  for (let at = range.to; at > range.from; at -= at > range.to - 30 * MINUTE_MS ? MINUTE_MS : LONGEST_STRETCH_MS) {
    edges.add(at);
  }
  if (excess !== null) {
    const { starts, stepMs } = excess.bucketed;
    const parts = stepMs < MINUTE_MS ? 1 : Math.min(MOST_PARTS, Math.max(2, Math.round(stepMs / MINUTE_MS)));
    for (let i = lowerBound(starts, range.from); i < starts.length && (starts[i] as number) < range.to; i++) {
      for (let part = 0; part < parts; part++) edges.add((starts[i] as number) + (part * stepMs) / parts);
    }
  }
  return [...edges].filter((at) => at >= range.from && at <= range.to).sort((a, b) => a - b);
}

/**
 * The evidence for an onset within a stretch: the bucket that holds it shows the share of the trouble that was left of it.
 * Where no share can be told, in the first half of a bucket the bucket itself already shows it; in the second half it may
 * show it or only the next one does. The trouble lasts to the end, or was over after the alert.
 */
function stretchEvidence(excess: Excess, alertAt: EpochMs, nearMs: number): (from: EpochMs, to: EpochMs) => number {
  const { starts, stepMs } = excess.bucketed;
  const { bySize } = suffixEvidence(excess);
  const last = starts.length;
  const over = Math.min(last, lowerBound(starts, alertAt));
  const spells = quietSpells(excess, over);
  const evidence = new Float64Array(last + 1);
  for (let bucket = 0; bucket < last; bucket++) {
    const sizes = bySize.map((sums) => {
      const lasting = sums[bucket] as number;
      return bucket < over ? logMeanExp([lasting, lasting - (sums[over] as number)]) : lasting;
    });
    evidence[bucket] = logMeanExp(sizes) - SPELL_COST * (spells[bucket] as number);
  }
  const near = lowerBound(starts, alertAt - nearMs);
  const nearest = Math.max(...evidence.subarray(Math.min(near, last)));
  const from = (bucket: number): number =>
    bucket < near
      ? Math.min(evidence[bucket] as number, nearest + MOST_FAR_GAIN)
      : (evidence[Math.min(bucket, last)] as number);
  const likelihoods = new Map<number, ShareLikelihood | null>();
  const likelihoodOf = (bucket: number): ShareLikelihood | null => {
    const known = likelihoods.get(bucket);
    if (known !== undefined) return known;
    const made = shareOfBucket(excess, bucket);
    likelihoods.set(bucket, made);
    return made;
  };
  return (a, b) => {
    const middle = (a + b) / 2;
    const bucket = Math.max(0, lowerBound(starts, middle + 1e-6) - 1);
    const start = starts[bucket] ?? 0;
    if (middle < start) return from(bucket);
    if (middle >= start + stepMs) return from(bucket + 1);
    const likelihood = likelihoodOf(bucket);
    if (likelihood !== null)
      return Math.max(from(bucket), from(bucket + 1)) + likelihood(1 - (middle - start) / stepMs);
    return middle - start < stepMs / 2 ? from(bucket) : logMeanExp([from(bucket), from(bucket + 1)]);
  };
}

function summary(stretches: readonly Stretch[]): Pick<OnsetPosterior, 'at' | 'from' | 'to' | 'core'> {
  const [from, to] = shortest(stretches, HELD);
  const [coreFrom, coreTo] = shortest(stretches, CORE);
  return { at: quantileOf(stretches, 0.5), from, to, core: { from: coreFrom, to: coreTo } };
}

/** The shortest run of stretches that holds the wanted share; a thin tail hours back does not widen it. */
function shortest(stretches: readonly Stretch[], share: number): readonly [EpochMs, EpochMs] {
  let best: readonly [EpochMs, EpochMs] = [(stretches[0] as Stretch).from, (stretches.at(-1) as Stretch).to];
  let first = 0;
  let held = 0;
  for (const { mass, to } of stretches) {
    held += mass;
    while (held - (stretches[first] as Stretch).mass >= share) held -= (stretches[first++] as Stretch).mass;
    const { from } = stretches[first] as Stretch;
    if (held >= share && to - from < best[1] - best[0]) best = [from, to];
  }
  return best;
}

function quantileOf(stretches: readonly Stretch[], q: number): EpochMs {
  let below = 0;
  for (const { from, to, mass } of stretches) {
    if (below + mass >= q) return Math.round(from + ((q - below) / mass) * (to - from));
    below += mass;
  }
  return (stretches[stretches.length - 1] as Stretch).to;
}
