import { z } from 'zod';
import type { LogRow } from '../../../investigation/case.ts';
import { OperationalError } from '../../../platform/errors.ts';
import type { Connection, TelemetryAnswer, TelemetryQuery } from '../contract.ts';
import { cutMessage, MOST_LOG_ROWS } from '../range/log-limits.ts';
import { askLoki, type LokiAnswer } from './ask-loki.ts';
import type { LokiOptions } from './loki-options.ts';

const Stream = z.object({
  stream: z.record(z.string(), z.string()),
  values: z.array(z.tuple([z.string().regex(/^\d+$/), z.string()]).rest(z.unknown())),
});

/** Loki's own first choice (its discovered label), then what people use. */
const SERVICE = ['service_name', 'service', 'app', 'job', 'container'];
const LEVEL = ['detected_level', 'level', 'severity_text', 'severity'];
/** Loki refuses pages of more than 5,000 lines by default, and a small one is safe before a small limit. */
const PAGE = 2_000;
const NANOSECONDS = 1_000_000n;

/** Reads the lines of a log query, oldest first, page by page from the last time that a page told. */
export async function readLokiLogs(
  query: TelemetryQuery,
  connection: Connection<LokiOptions>,
  first: LokiAnswer,
): Promise<TelemetryAnswer> {
  const partial = new Set(first.notes);
  const seen = new Set<string>();
  const logs: LogRow[] = [];
  let answer = first;
  for (;;) {
    const lines = linesOf(answer, query.as.service);
    let last = 0n;
    let added = 0;
    for (const { at, row, key } of lines) {
      if (at > last) last = at;
      if (seen.has(key)) continue;
      seen.add(key);
      logs.push(row);
      added += 1;
    }
    if (lines.length < PAGE || added === 0) break;
    if (logs.length >= MOST_LOG_ROWS) {
      partial.add(`only the first ${logs.length} lines were read`);
      break;
    }
    answer = await askLoki(connection, logParameters(query, last));
    for (const note of answer.notes) partial.add(note);
  }
  return { series: [], logs: logs.sort((a, b) => a.at - b.at), partial: [...partial] };
}

/** The parameters of a page of lines; `from` are nanoseconds, and lines of that very time come again. */
export function logParameters(query: TelemetryQuery, from = BigInt(query.from) * NANOSECONDS): Record<string, string> {
  return {
    query: query.query,
    start: String(from),
    end: String(BigInt(query.to) * NANOSECONDS),
    limit: String(PAGE),
    direction: 'forward',
    // A metric query is answered in steps; a log query has none.
    step: String(query.stepSeconds),
  };
}

function linesOf({ data }: LokiAnswer, service: string) {
  const parsed = z.array(Stream).safeParse(data.result);
  if (!parsed.success) throw new OperationalError('upstream-nonsense', 'Loki answered with streams that are none');
  return parsed.data.flatMap(({ stream, values }) => {
    const level = first(stream, LEVEL);
    return values.map(([at, line]) => ({
      at: BigInt(at),
      key: `${at} ${JSON.stringify(stream)} ${line}`,
      row: {
        at: Number(BigInt(at) / NANOSECONDS),
        service: first(stream, SERVICE) ?? service,
        ...(level === undefined ? {} : { level }),
        message: cutMessage(line),
      } satisfies LogRow,
    }));
  });
}

function first(labels: Readonly<Record<string, string>>, names: readonly string[]): string | undefined {
  const name = names.find((candidate) => Object.hasOwn(labels, candidate) && labels[candidate] !== '');
  return name === undefined ? undefined : labels[name];
}
