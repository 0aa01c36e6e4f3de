import type { RolloutStep } from '../case.ts';
import type { Clue } from '../evidence/clue.ts';
import type { ScheduledRun } from '../evidence/commits/scheduled-runs.ts';
import { type LagShares, lagDensity, peakDensity } from '../evidence/timing/lag-density.ts';
import type { RecurringRun } from '../evidence/timing/recurring-runs.ts';
import type { SlowBurn } from '../evidence/timing/slow-burn.ts';
import { code, type Sentence, sentence } from '../sentence.ts';
import { type EpochMs, MINUTE_MS } from '../time.ts';
import { amount } from './amount.ts';
import { spanWords } from './span-words.ts';
import type { Weighed } from './weighed.ts';
import type { Weights } from './weights.ts';

/** When a candidate could have begun to do harm. */
export interface Moment {
  readonly from: EpochMs;
  readonly live: EpochMs;
  readonly until?: EpochMs;
  readonly steps?: readonly RolloutStep[];
  /** How people say that it began: `the rollout began`, `changed`. */
  readonly began: 'the rollout began' | 'it was changed';
}

/** What a deploy is seen to have begun that comes to harm later. */
export interface Marked {
  readonly burn?: SlowBurn | null;
  readonly run?: ScheduledRun | null;
  readonly first?: RecurringRun | null;
}

/** What timing is told against: a change at a random moment of six hours. */
const REFERENCE_PER_MINUTE = 1 / 360;
/**
 * Clocks disagree by a minute or two, so a change that began after the onset keeps some weight: it halves with each of
 * so many.
 */
const SKEW_MS = 1.5 * MINUTE_MS;
/** And never falls below this share of the floor. */
const AFTERWARDS = 1e-3;
/** A service that was live for this long before the onset still read, until then, what it complains of now. */
const READ_ON_MS = 5 * MINUTE_MS;
const READ_ON = ', and it read on until then what it now cannot read';

/**
 * ln of the density of the onset, a minute, had this change caused it: the lag's density averaged over the onset's
 * posterior. A change that began after the onset keeps the floor for clocks that disagree, and no more. `lasting` is the share of
 * the usual chance that the trouble comes later than at once.
 */
export function timingTerm(
  { onset, weights }: Weighed,
  moment: Moment,
  { burn = null, run = null, first = null }: Marked = {},
  lasting = 1,
): { log: number; clues: Clue[] } {
  const shares = lagShares(weights, lasting);
  let density = 0;
  for (const { from, to, mass } of onset.stretches) density += mass * lagDensity(moment, from, to, shares);
  const late = moment.from - onset.to;
  const floor = peakDensity(shares) * weights.skewFloor * Math.max(AFTERWARDS, 2 ** (-Math.max(0, late) / SKEW_MS));
  const plain = late > 0 ? floor : Math.max(density, floor * AFTERWARDS);
  const readOn = lasting < 1 && onset.at - moment.live > READ_ON_MS;
  const says = readOn ? [...timingSays(moment, onset), READ_ON] : timingSays(moment, onset);
  const clues: Clue[] = [{ clue: 'timing', weight: Math.log(plain / REFERENCE_PER_MINUTE), says }];
  const marks = [
    ...(burn === null ? [] : [{ clue: 'slow-burn', density: burnDensity(burn, weights), says: burnSays(burn) }]),
    ...(run === null ? [] : [{ clue: 'scheduled-run', density: weights.scheduledRun, says: runSays(run, onset.at) }]),
    ...(first === null ? [] : [{ clue: 'first-run', density: weights.firstRun, says: firstSays(first, onset.at) }]),
  ].filter(({ density }) => density > plain);
  const [strongest] = marks.sort((one, other) => other.density - one.density);
  if (strongest === undefined) return { log: Math.log(plain), clues };
  const { clue, density: marked, says: why } = strongest;
  clues.push({ clue, weight: Math.log(marked / plain), says: why });
  return { log: Math.log(marked), clues };
}

function burnDensity({ full }: SlowBurn, weights: Weights): number {
  return full ? weights.slowBurnFull : weights.slowBurn;
}

function runSays({ expression, at }: ScheduledRun, onset: EpochMs): Sentence {
  return sentence`it brought the schedule ${code(expression)}, which ran ${spanWords(onset - at)} before the problem began`;
}

function firstSays({ template, everyMs, at }: RecurringRun, onset: EpochMs): Sentence {
  const when = at > onset ? 'when' : `${spanWords(onset - at)} before`;
  return sentence`it logs ${code(template)} every ${spanWords(everyMs)}, and the first time since this deploy was ${when} the problem began`;
}

function burnSays({ series, from, to, full }: SlowBurn): Sentence {
  const way = sentence`${to < from ? 'fallen' : 'climbed'} steadily from ${amount(from, series)} to ${amount(to, series)} since then`;
  if (!full) return [...sentence`${code(series.id)} has `, ...way, ' and had not before'];
  return [
    ...sentence`${code(series.id)} had `,
    ...way,
    ', not before, and came to a stop at about the time of the problem: a limit',
  ];
}

function lagShares(weights: Weights, lasting: number): LagShares {
  return {
    rollout: weights.lagRollout,
    fast: weights.lagFast,
    soon: lasting * weights.lagSoon,
    later: lasting * weights.lagLater,
    late: lasting * weights.lagLate,
    fastMinutes: weights.fastMinutes,
    soonMinutes: weights.soonMinutes,
  };
}

function timingSays({ from, live, until, began }: Moment, onset: { at: EpochMs; to: EpochMs }): Sentence {
  const lead = spanWords(onset.at - from);
  if (from > onset.to) return sentence`${began} ${spanWords(from - onset.at)} after the problem began`;
  if (until !== undefined) return sentence`${began} ${lead} before the problem began and failed`;
  if (began === 'it was changed') return sentence`${began} ${lead} before the problem began`;
  if (from > onset.at) return sentence`${began} at about the time at which the problem began`;
  if (live > onset.at) return sentence`${began} ${lead} before the problem began and still ran then`;
  return sentence`live ${spanWords(onset.at - live)} before the problem began`;
}
