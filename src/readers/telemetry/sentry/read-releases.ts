import { z } from 'zod';
import type { CaseChange } from '../../../investigation/case.ts';
import { OperationalError } from '../../../platform/errors.ts';
import type { Connection, TelemetryAnswer, TelemetryQuery } from '../contract.ts';
import { askSentry, nextCursor, type SentryOptions } from './ask-sentry.ts';

const Releases = z.array(
  z.object({ version: z.string(), dateCreated: z.string(), dateReleased: z.string().nullish() }),
);
const MOST = 100;

/** The releases that Sentry was told of in a time: a hint at deploys that nothing else recorded. */
export async function readReleases(
  search: string,
  query: TelemetryQuery,
  connection: Connection<SentryOptions>,
): Promise<TelemetryAnswer> {
  const { json, answer } = await askSentry(connection, 'releases/', [
    ['query', search],
    ['per_page', String(MOST)],
    ...(connection.options.projects ?? []).map((project) => ['project', project] as const),
  ]);
  const parsed = Releases.safeParse(json);
  if (!parsed.success) throw new OperationalError('upstream-nonsense', 'Sentry answered without releases');
  const changes = parsed.data.flatMap(({ version, dateReleased, dateCreated }): CaseChange[] => {
    const at = Date.parse(dateReleased ?? dateCreated);
    if (!(at >= query.from && at <= query.to)) return [];
    return [
      { id: `sentry-release-${version}`, kind: 'config', at, service: query.as.service, title: `Release ${version}` },
    ];
  });
  const more = nextCursor(answer) === undefined ? [] : [`only the newest ${MOST} releases were looked at`];
  return { series: [], changes: changes.sort((a, b) => a.at - b.at), partial: more };
}
