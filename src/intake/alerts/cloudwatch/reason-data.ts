import { z } from 'zod';
import type { EpochMs } from '../../../investigation/time.ts';
import { jsonOf } from '../../../platform/json-of.ts';
import { vendorTime } from '../../vendor-time.ts';
import { alarmArn } from './alarm-arn.ts';
import { type Point, sorted } from './reason-points.ts';

/** What an alarm judged: the JSON inside `reasonData`. */
export interface ReasonData {
  /** Oldest first. */
  readonly points: readonly Point[];
  readonly threshold?: number;
  /** Seconds. */
  readonly period?: number;
  /** The names of the alarms that set off a composite one. */
  readonly triggering: readonly string[];
  /** How many whole periods lie between the start of the first point that was judged and a change of state. */
  periodsBefore(changedAt: EpochMs): number | undefined;
}

const Judged = z
  .object({
    startDate: z.string().optional(),
    period: z.number().positive().optional(),
    threshold: z.number().optional(),
    recentDatapoints: z.array(z.number().nullable()).optional(),
    evaluatedDatapoints: z.array(z.object({ timestamp: z.string(), value: z.number().optional() })).optional(),
    triggeringAlarms: z.array(z.object({ arn: z.string() })).optional(),
  })
  .catch({});

/**
 * Reads `reasonData`. Where its points have no times of their own, they follow each other from `startDate` by the
 * period. Anything that is not what it is documented to be counts as absent.
 */
export function reasonData(text: string | undefined): ReasonData {
  const judged = Judged.parse(jsonOf(text ?? '{}'));
  const { period, threshold, triggeringAlarms = [] } = judged;
  const start = vendorTime(judged.startDate);
  return {
    points: pointsOf(judged, start),
    ...(threshold === undefined ? {} : { threshold }),
    ...(period === undefined ? {} : { period }),
    triggering: triggeringAlarms.flatMap(({ arn }) => alarmArn(arn)?.name ?? []),
    periodsBefore: (changedAt) =>
      start === undefined || period === undefined || changedAt <= start
        ? undefined
        : Math.max(1, Math.floor((changedAt - start) / (period * 1_000))),
  };
}

function pointsOf(judged: z.infer<typeof Judged>, start: EpochMs | undefined): readonly Point[] {
  const dated = (judged.evaluatedDatapoints ?? []).flatMap(({ timestamp, value }) => {
    const at = vendorTime(timestamp);
    return at === undefined || value === undefined ? [] : [[at / 1_000, value] as const];
  });
  if (dated.length > 0) return sorted(dated);
  const { period, recentDatapoints = [] } = judged;
  if (start === undefined || period === undefined) return [];
  return recentDatapoints.flatMap((value, at) =>
    value === null ? [] : [[start / 1_000 + at * period, value] as const],
  );
}
