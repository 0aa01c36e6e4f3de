import { foreignText } from '../../intake/foreign-text.ts';
import type { Alert } from '../../investigation/incident/alert.ts';
import { code, sentence } from '../../investigation/sentence.ts';
import type { Gap } from '../../investigation/verdict/verdict.ts';
import type { AlertBehind, OpenConnection } from '../../readers/telemetry/contract.ts';
import { TELEMETRY_READERS } from '../../readers/telemetry/registry.generated.ts';
import { reasonOf } from './read-telemetry.ts';

const DEADLINE_MS = 5_000;
const MOST_LABELS = 100;
const LONGEST_LABEL = 1_000;
const LONGEST_QUERY = 4_000;

export interface OpenedAlert<One extends Alert> {
  /** The alert with what was read of the one behind it. */
  readonly known: One;
  /** The same with the system behind as its source: questions to telemetry are planned from this one. */
  readonly asked: One;
  readonly gaps: readonly Gap[];
}

/**
 * Reads the alert that this one only points at, for the sources whose alerts do that. Where no connection can read it,
 * or reading it fails, that is a gap.
 */
export async function openAlert<One extends Alert>(
  connections: readonly OpenConnection[],
  alert: One,
): Promise<OpenedAlert<One>> {
  const { source, labels, title } = alert;
  const reader = TELEMETRY_READERS.find(({ opens }) => opens === source);
  if (reader === undefined) return { known: alert, asked: alert, gaps: [] };
  const what = sentence`The alert behind the incident of ${code(reader.name)}`;
  const missing = (why: Gap['why']): OpenedAlert<One> => ({ known: alert, asked: alert, gaps: [{ what, why }] });
  const connection = connections.find(({ opens }) => opens === source);
  if (connection === undefined) {
    return missing(
      sentence`the webhook does not hold it, and no reader ${code(reader.id)} with a read token is connected`,
    );
  }
  try {
    const behind = await connection.readAlert?.({ name: title, labels, source }, AbortSignal.timeout(DEADLINE_MS));
    if (behind === undefined) return missing(sentence`the incident is gone or holds no alert`);
    const known = joined(alert, behind);
    const gaps = behind.partial.map((part) => ({ what, why: sentence`${code(part)}` }));
    return { known, asked: { ...known, source: behind.source ?? source }, gaps };
  } catch (error) {
    return missing(reasonOf(error));
  }
}

/** The labels of the system behind win: they are what its metrics carry. */
function joined<One extends Alert>(alert: One, { labels, query }: AlertBehind): One {
  const told = Object.entries(labels)
    .slice(0, MOST_LABELS)
    .map(([name, value]) => [foreignText(name, LONGEST_LABEL), foreignText(value, LONGEST_LABEL)] as const);
  return {
    ...alert,
    labels: { ...alert.labels, ...Object.fromEntries(told) },
    ...(query === undefined ? {} : { query: foreignText(query, LONGEST_QUERY) }),
  };
}
