import type { Connection, TelemetryQuery } from '../contract.ts';
import { matrixAnswer } from '../range/matrix-answer.ts';
import { type RangeAnswer, readRange } from '../range/read-range.ts';
import { askPrometheus, type PrometheusOptions } from './ask-prometheus.ts';

/** Prometheus refuses a range of more than 11,000 points a series. */
const POINTS_PER_ASK = 10_000;
const MOST_SERIES = 1_000;
const QUERY_TIMEOUT_SECONDS = 10;
/** The answer may arrive a little after the query's own timeout has struck. */
const TIMEOUT_MS = (QUERY_TIMEOUT_SECONDS + 2) * 1_000;

/** Reads a range of a Prometheus, in parts where it has too many points for one. */
export function readPrometheusRange(
  query: TelemetryQuery,
  connection: Connection<PrometheusOptions>,
): Promise<RangeAnswer> {
  return readRange(query, { pointsPerAsk: POINTS_PER_ASK }, async ({ from, to, stepSeconds }) => {
    const parameters = {
      query: query.query,
      start: String(from / 1_000),
      end: String(to / 1_000),
      step: String(stepSeconds),
      timeout: `${QUERY_TIMEOUT_SECONDS}s`,
      limit: String(MOST_SERIES),
    };
    const { data, notes } = await askPrometheus(connection, 'query_range', parameters, TIMEOUT_MS);
    const answer = matrixAnswer(data, 'Prometheus');
    return { series: answer.series, notes: [...notes, ...answer.notes] };
  });
}
