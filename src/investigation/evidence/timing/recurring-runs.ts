import type { DeployCandidate } from '../../candidates/list-candidates.ts';
import type { Case, LogRow } from '../../case.ts';
import { type EpochMs, MINUTE_MS } from '../../time.ts';
import { messageTemplate } from '../logs/message-template.ts';

/** Something that a service does again and again at the same distance, the latest time when the trouble began. */
export interface RecurringRun {
  /** What it logs when it does so, without what varies. */
  readonly template: string;
  readonly everyMs: number;
  readonly at: EpochMs;
  /** The time before. */
  readonly previous: EpochMs;
}

/** Lines nearer to each other than this belong to one run. */
const PAUSE_MS = 8 * MINUTE_MS;
const SHORTEST_MS = 12 * MINUTE_MS;
const FEWEST_RUNS = 3;
/** How far a run may be from where the others expect it. */
const UNEVEN_MS = MINUTE_MS;
/** What a run does shows a few minutes after it began; clocks disagree by a minute. */
const SHOWS_WITHIN_MS = 2.5 * MINUTE_MS;
const SKEW_MS = MINUTE_MS;
/** Where all moments at which a run would fit are a fourth of the time between runs, some run is always near. */
const PART_OF_PERIOD = 4;

/**
 * The deploys of a service that does something at even distances, by the deploy's id, where the first time since the deploy is when
 * the trouble began: an hour may lie between a deploy and the first time that its code does anything. At least two runs went before.
 */
export function recurringRuns(
  { logs = [] }: Case,
  deploys: readonly DeployCandidate[],
  onset: { readonly from: EpochMs; readonly to: EpochMs },
): Map<string, RecurringRun> {
  const found = new Map<string, RecurringRun>();
  const known = new Map<string, readonly RecurringRun[]>();
  for (const { deploy, service, live, veto } of deploys) {
    if (veto !== undefined || live > onset.from) continue;
    const runs =
      known.get(service) ??
      runsOf(
        logs.filter((row) => row.service === service),
        onset,
      );
    known.set(service, runs);
    const first = runs.find(({ at, previous }) => live > previous && live < at);
    if (first !== undefined) found.set(deploy.id, first);
  }
  return found;
}

function runsOf(rows: readonly LogRow[], onset: { readonly from: EpochMs; readonly to: EpochMs }): RecurringRun[] {
  const groups = [...Map.groupBy(rows, ({ message }) => messageTemplate(message))];
  return groups
    .flatMap(([template, own]): RecurringRun[] => {
      const starts = startsOf(own.map(({ at }) => at)).filter((at) => at <= onset.to + SKEW_MS);
      const at = starts.at(-1) ?? Number.NEGATIVE_INFINITY;
      const first = starts[0] ?? at;
      if (starts.length < FEWEST_RUNS || at < onset.from - SHOWS_WITHIN_MS) return [];
      const everyMs = (at - first) / (starts.length - 1);
      const even = starts.every((start, index) => Math.abs(start - (first + index * everyMs)) <= UNEVEN_MS);
      const fitting = onset.to - onset.from + SHOWS_WITHIN_MS + SKEW_MS;
      const telling = everyMs >= Math.max(SHORTEST_MS, PART_OF_PERIOD * fitting);
      return even && telling ? [{ template, everyMs, at, previous: starts.at(-2) ?? first }] : [];
    })
    .sort((one, other) => (one.template < other.template ? -1 : 1));
}

/** Where each run began. */
function startsOf(times: readonly EpochMs[]): EpochMs[] {
  const sorted = times.toSorted((one, other) => one - other);
  return sorted.filter((at, index) => index === 0 || at - (sorted[index - 1] as number) > PAUSE_MS);
}
