import { z } from 'zod';
import { misfit } from '../../misfit.ts';
import { buildAlert } from '../build-alert.ts';
import type { AlertReading } from '../contract.ts';
import { sentryTime } from './sentry-time.ts';

/** docs.sentry.io, "Issues" of the integration platform (read 2026-11). */
const IssueHook = z.object({
  action: z.enum(['created', 'resolved', 'unresolved', 'assigned', 'archived', 'ignored']),
  data: z.object({
    issue: z.object({
      id: z.union([z.string().min(1).max(100), z.number()]),
      title: z.string().default(''),
      culprit: z.string().nullish(),
      level: z.string().nullish(),
      platform: z.string().nullish(),
      firstSeen: z.string(),
      lastSeen: z.string().nullish(),
      shortId: z.string().nullish(),
      permalink: z.string().nullish(),
      web_url: z.string().nullish(),
      project: z.object({ slug: z.string() }).nullish(),
    }),
  }),
});

/** Reads what became of an issue: a new error, or one that came back, fires; who looks after it says nothing. */
export function readIssue(body: unknown): AlertReading {
  const parsed = IssueHook.safeParse(body);
  if (!parsed.success) return { kind: 'unmapped', reason: misfit('The Sentry issue', parsed.error) };
  const { action, data } = parsed.data;
  if (action === 'assigned' || action === 'archived' || action === 'ignored') {
    return { kind: 'ignored', reason: 'The issue neither began nor ended: people sorted it.' };
  }
  const { issue } = data;
  const startsAt = sentryTime(action === 'unresolved' ? (issue.lastSeen ?? issue.firstSeen) : issue.firstSeen);
  if (startsAt === undefined) return { kind: 'unmapped', reason: 'The issue has no firstSeen that is a time.' };
  const project = issue.project?.slug;
  const alert = buildAlert({
    key: `sentry:issue:${issue.id}`,
    keyOf: 'rule',
    source: 'sentry',
    status: action === 'resolved' ? 'resolved' : 'firing',
    startsAt,
    title: issue.title,
    description: issue.culprit ?? undefined,
    severity: issue.level ?? undefined,
    labels: {
      ...(project === undefined ? {} : { project, service: project }),
      ...(issue.platform ? { platform: issue.platform } : {}),
      sentry_issue_id: issue.id,
      ...(issue.shortId ? { sentry_short_id: issue.shortId } : {}),
    },
    url: issue.web_url ?? issue.permalink ?? undefined,
  });
  return { kind: 'alerts', alerts: [alert], truncated: 0 };
}
