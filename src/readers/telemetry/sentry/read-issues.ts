import { z } from 'zod';
import type { LogRow } from '../../../investigation/case.ts';
import { OperationalError } from '../../../platform/errors.ts';
import type { Connection, TelemetryAnswer, TelemetryQuery } from '../contract.ts';
import { cutMessage } from '../range/log-limits.ts';
import { askSentry, nextCursor, type SentryOptions } from './ask-sentry.ts';

const Issues = z.array(
  z.object({
    id: z.string().regex(/^\d+$/),
    title: z.string(),
    level: z.string().optional(),
    count: z.coerce.number().optional(),
    firstSeen: z.string(),
    lastSeen: z.string(),
  }),
);
const Frame = z.object({
  filename: z.string().nullish(),
  function: z.string().nullish(),
  lineNo: z.number().nullish(),
  inApp: z.boolean().nullish(),
});
const Event = z.object({
  entries: z.array(z.object({ type: z.string(), data: z.unknown().optional() })).default([]),
  release: z.object({ version: z.string() }).nullish(),
});
const Exceptions = z.object({
  values: z.array(z.object({ stacktrace: z.object({ frames: z.array(Frame).nullish() }).nullish() })),
});

/** Only the issues that are most seen are looked into: each costs a call. */
const MOST_EVENTS = 5;
const MOST_PAGES = 3;
const MOST_FRAMES = 12;

/**
 * The issues that a search finds, as lines: the title with the frames of an event, our own code first seen from the
 * crash (Sentry tells frames oldest first). One row stands for all events of an issue in its time.
 */
export async function readIssues(
  search: string,
  query: TelemetryQuery,
  connection: Connection<SentryOptions>,
): Promise<TelemetryAnswer> {
  const found: z.infer<typeof Issues> = [];
  const partial: string[] = [];
  let cursor: string | undefined;
  for (let page = 1; ; page += 1) {
    const { json, answer } = await askSentry(connection, 'issues/', [
      ['query', search],
      ['start', new Date(query.from).toISOString()],
      ['end', new Date(query.to).toISOString()],
      ['sort', 'freq'],
      ['limit', '100'],
      ...(connection.options.projects ?? []).map((project) => ['project', project] as const),
      ...(cursor === undefined ? [] : ([['cursor', cursor]] as const)),
    ]);
    const parsed = Issues.safeParse(json);
    if (!parsed.success) throw new OperationalError('upstream-nonsense', 'Sentry answered without issues');
    found.push(...parsed.data);
    const next = nextCursor(answer);
    if (next === undefined || next === cursor) break;
    if (page === MOST_PAGES) {
      partial.push(`only the ${found.length} issues that are most seen were read`);
      break;
    }
    cursor = next;
  }
  const logs: LogRow[] = [];
  for (const [at, { id, title, level, count, firstSeen, lastSeen }] of found.entries()) {
    const frames = at < MOST_EVENTS ? await framesOf(id, connection) : [];
    const seen = [firstSeen, lastSeen]
      .map((text) => Date.parse(text))
      .find((time) => time >= query.from && time <= query.to);
    if (seen === undefined) continue;
    logs.push({
      at: seen,
      service: query.as.service,
      ...(level === undefined ? {} : { level }),
      message: cutMessage([title, ...frames].join('\n')),
      ...(count === undefined || !Number.isFinite(count) ? {} : { count }),
    });
  }
  return { series: [], logs: logs.sort((a, b) => a.at - b.at), partial };
}

async function framesOf(id: string, connection: Connection<SentryOptions>): Promise<readonly string[]> {
  const { json } = await askSentry(connection, `issues/${id}/events/latest/`, []);
  const event = Event.safeParse(json);
  const exceptions = event.data?.entries.find(({ type }) => type === 'exception')?.data;
  const parsed = Exceptions.safeParse(exceptions);
  const frames = parsed.data?.values.at(-1)?.stacktrace?.frames ?? [];
  return frames
    .toReversed()
    .filter(({ filename }) => filename)
    .slice(0, MOST_FRAMES)
    .map(({ filename, function: name, lineNo }) => `  at ${name ?? '?'} (${filename}:${lineNo ?? 0})`);
}
