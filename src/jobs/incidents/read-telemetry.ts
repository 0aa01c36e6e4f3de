import type { CallEdge, CaseChange, CaseSeries, LogRow } from '../../investigation/case.ts';
import { code, sentence } from '../../investigation/sentence.ts';
import type { Gap } from '../../investigation/verdict/verdict.ts';
import { OperationalError } from '../../platform/errors.ts';
import type {
  AlertIdentity,
  AlertRule,
  OpenConnection,
  TelemetryAnswer,
  TelemetryQuery,
} from '../../readers/telemetry/contract.ts';
import type { TelemetryMeter } from './telemetry-meter.ts';

export interface TelemetryRead {
  readonly series: readonly CaseSeries[];
  readonly logs: readonly LogRow[];
  readonly topology: readonly CallEdge[];
  readonly changes: readonly CaseChange[];
  /** What could not be read, each with its reason: nothing fails silently. */
  readonly gaps: readonly Gap[];
}

export interface TelemetryQuestion {
  readonly connection: OpenConnection;
  readonly query: TelemetryQuery;
  /** Whether an empty answer is worth telling: a guessed metric or an earlier day may well have none. */
  readonly expected: boolean;
}

/** All questions of one investigation together may take this long; what is late is a gap and comes with the next round. */
const DEADLINE_MS = 20_000;
const RULE_DEADLINE_MS = 5_000;
const AT_ONCE = 4;

/** Asks each connection its questions, a few at a time. A failed question is a gap, never a failed investigation. */
export async function readTelemetry(
  questions: readonly TelemetryQuestion[],
  meter: TelemetryMeter,
): Promise<TelemetryRead> {
  const signal = AbortSignal.timeout(DEADLINE_MS);
  const waiting = [...questions];
  const answers: TelemetryAnswer[] = [];
  const gaps: Gap[] = [];
  const ask = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { connection, query, expected } = next;
      const what = sentence`${code(query.id)} from ${code(connection.id)}`;
      try {
        const answer = await connection.read(query, signal, meter.asked(connection.id));
        answers.push(answer);
        for (const part of answer.partial) gaps.push({ what, why: sentence`the answer is partial: ${code(part)}` });
        if (expected && answer.series.length === 0 && (answer.logs ?? []).length === 0 && answer.partial.length === 0) {
          gaps.push({ what, why: sentence`the query gave no data` });
        }
      } catch (error) {
        gaps.push({ what, why: reasonOf(error) });
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, ask));
  return {
    series: merged(answers.flatMap((answer) => answer.series)),
    logs: answers.flatMap((answer) => answer.logs ?? []),
    topology: answers.flatMap((answer) => answer.topology ?? []),
    changes: answers.flatMap((answer) => answer.changes ?? []),
    gaps,
  };
}

/**
 * Asks for the rule behind an alert; what fails is a gap. The first connection that knows the rule decides.
 */
export async function readRule(
  connections: readonly OpenConnection[],
  alert: AlertIdentity,
): Promise<{ readonly rule?: AlertRule; readonly gaps: readonly Gap[] }> {
  const gaps: Gap[] = [];
  for (const connection of connections) {
    try {
      const rule = await connection.readRule?.(alert, AbortSignal.timeout(RULE_DEADLINE_MS));
      if (rule !== undefined) return { rule, gaps };
    } catch (error) {
      gaps.push({ what: sentence`The rule of the alert from ${code(connection.id)}`, why: reasonOf(error) });
    }
  }
  return { gaps };
}

/** Why a reading failed, for people. Any other error is a bug and is thrown on. */
export function reasonOf(error: unknown): Gap['why'] {
  if (error instanceof OperationalError) return sentence`${code(error.message)}`;
  if (error instanceof Error && error.name === 'TimeoutError') return sentence`there was no answer in time`;
  throw error;
}

/** One series an id: the same windows of earlier days are its history, and two connections may know the same metric. */
function merged(series: readonly CaseSeries[]): readonly CaseSeries[] {
  return [...Map.groupBy(series, ({ id }) => id).values()].flatMap(([first, ...more]) => {
    if (first === undefined) return [];
    const points = new Map([first, ...more].flatMap((one) => one.points.map((point) => [point[0], point] as const)));
    return [{ ...first, points: [...points.values()].sort(([a], [b]) => a - b) }];
  });
}
