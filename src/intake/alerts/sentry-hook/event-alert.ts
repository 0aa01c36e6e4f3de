import { z } from 'zod';
import { misfit } from '../../misfit.ts';
import { buildAlert } from '../build-alert.ts';
import type { AlertReading } from '../contract.ts';
import { Exceptions, eventFrames } from './event-frames.ts';
import { sentryTime } from './sentry-time.ts';
import { isPersonalName } from './without-user-data.ts';

const Tags = z
  .array(z.union([z.tuple([z.string(), z.string().nullable()]), z.object({ key: z.string(), value: z.string() })]))
  .nullish()
  .catch(undefined);
/** docs.sentry.io, "Issue Alerts" of the integration platform (read 2026-11). */
const EventAlert = z.object({
  data: z.object({
    triggered_rule: z.string().nullish(),
    event: z.object({
      event_id: z.string().optional(),
      issue_id: z.union([z.string().min(1).max(100), z.number()]),
      title: z.string().default(''),
      culprit: z.string().nullish(),
      level: z.string().nullish(),
      platform: z.string().nullish(),
      release: z.string().nullish(),
      environment: z.string().nullish(),
      datetime: z.string(),
      tags: Tags,
      exception: Exceptions,
      url: z.string().nullish(),
      web_url: z.string().nullish(),
    }),
  }),
});

/** Reads an issue alert: one event that set off a rule, with its stack and the release that it came from. */
export function readEventAlert(body: unknown): AlertReading {
  const parsed = EventAlert.safeParse(body);
  if (!parsed.success) return { kind: 'unmapped', reason: misfit('The Sentry issue alert', parsed.error) };
  const { event, triggered_rule: rule } = parsed.data.data;
  const startsAt = sentryTime(event.datetime);
  if (startsAt === undefined) return { kind: 'unmapped', reason: 'The event has no datetime that is a time.' };
  const tags = tagsOf(event.tags);
  const project = /\/projects\/[\w.-]{1,100}\/([\w.-]{1,100})\//.exec(event.url ?? '')?.[1];
  const [thrown] = (event.exception?.values ?? []).slice(-1);
  const release = event.release ?? tags.release;
  const alert = buildAlert({
    key: `sentry:issue:${event.issue_id}`,
    keyOf: 'rule',
    source: 'sentry',
    status: 'firing',
    startsAt,
    title: event.title,
    description: [thrown?.type && `${thrown.type}: ${thrown.value ?? ''}`, event.culprit, rule && `Rule: ${rule}`]
      .filter(Boolean)
      .join('\n'),
    severity: event.level ?? undefined,
    labels: {
      ...tags,
      ...(project === undefined ? {} : { project, service: tags.service ?? project }),
      ...(event.environment ? { environment: event.environment } : {}),
      ...(event.platform ? { platform: event.platform } : {}),
      sentry_issue_id: event.issue_id,
    },
    frames: eventFrames(event.exception),
    release: release ?? undefined,
    url: event.web_url ?? undefined,
  });
  return { kind: 'alerts', alerts: [alert], truncated: 0 };
}

function tagsOf(tags: z.infer<typeof Tags>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (tags ?? []).flatMap((tag) => {
      const [name, value] = Array.isArray(tag) ? tag : [tag.key, tag.value];
      return value === null || isPersonalName(name) ? [] : [[name, value]];
    }),
  );
}
