import type { CaseCheck } from '../../investigation/case.ts';
import type { CustomEvidence } from '../../investigation/incident/service-map.ts';
import { code, sentence } from '../../investigation/sentence.ts';
import { type EpochMs, MINUTE_MS } from '../../investigation/time.ts';
import type { Gap } from '../../investigation/verdict/verdict.ts';
import type { OpenConnection } from '../../readers/telemetry/contract.ts';
import { reasonOf } from './read-telemetry.ts';
import type { TelemetryMeter } from './telemetry-meter.ts';

/** A check has this long, by itself: a slow one takes no time from the rest of the investigation. */
const DEADLINE_MS = 8_000;
const WINDOW_MS = 10 * MINUTE_MS;
const STEP_SECONDS = 60;
const MOST_CHECKS = 20;

/**
 * Asks a team's own questions about a service, all at once and each with a deadline of its own. What is judged is the
 * newest value of the last ten minutes, of several series the one nearest to its limit or furthest over it. One that
 * fails is a gap with its reason, never a failed investigation.
 */
export async function readChecks(
  connections: readonly OpenConnection[],
  evidence: readonly CustomEvidence[],
  service: string,
  now: EpochMs,
  meter: TelemetryMeter,
): Promise<{ readonly checks: readonly CaseCheck[]; readonly gaps: readonly Gap[] }> {
  const outcomes = await Promise.all(
    evidence.slice(0, MOST_CHECKS).map(async (one): Promise<{ check?: CaseCheck; gap?: Gap }> => {
      const what = sentence`The check ${code(one.name)}`;
      const connection = connections.find(({ id, reader }) => id === one.reader || reader === one.reader);
      if (connection === undefined) {
        return { gap: { what, why: sentence`no telemetry called ${code(one.reader)} is connected` } };
      }
      try {
        const { series } = await connection.read(
          {
            id: `check-${one.name}`,
            query: one.query,
            from: now - WINDOW_MS,
            to: now,
            stepSeconds: STEP_SECONDS,
            as: { service, name: one.name },
          },
          AbortSignal.timeout(DEADLINE_MS),
          meter.asked(connection.id),
        );
        const newest = series.flatMap(({ points }) => points.at(-1)?.[1] ?? []);
        if (newest.length === 0) return { gap: { what, why: sentence`the query gave no data` } };
        const { name, threshold, comparison, sentence: says } = one;
        const value = comparison === 'above' ? Math.max(...newest) : Math.min(...newest);
        return { check: { name, service, value, threshold, comparison, says } };
      } catch (error) {
        return { gap: { what, why: reasonOf(error) } };
      }
    }),
  );
  return {
    checks: outcomes.flatMap(({ check }) => check ?? []),
    gaps: outcomes.flatMap(({ gap }) => gap ?? []),
  };
}
