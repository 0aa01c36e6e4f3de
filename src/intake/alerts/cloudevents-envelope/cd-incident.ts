import { z } from 'zod';
import { misfit } from '../../misfit.ts';
import { vendorTime } from '../../vendor-time.ts';
import { buildAlert } from '../build-alert.ts';
import type { AlertReading } from '../contract.ts';

const Reference = z.object({ id: z.string().optional(), name: z.string().optional() }).nullish();
/** CDEvents 0.3 to 0.5, subject `incident` (cdevents.dev, "Continuous Operations Events", read 2026-11). */
const CdEvent = z.object({
  context: z.object({
    id: z.string().optional(),
    source: z.string().optional(),
    type: z.string(),
    timestamp: z.string(),
  }),
  subject: z.object({
    id: z.string().min(1).max(200),
    source: z.string().optional(),
    content: z
      .object({
        description: z.string().nullish(),
        environment: Reference,
        service: Reference,
        artifactId: z.string().nullish(),
        ticketURI: z.string().nullish(),
      })
      .default({}),
  }),
});

const INCIDENT = /^dev\.cdevents\.incident\.(detected|reported|resolved)\./;

/** Whether a type is one of CDEvents' incident events, of any version. */
export function isCdIncident(type: string): boolean {
  return INCIDENT.test(type);
}

/** Reads an incident event; its subject's id is the same from the detection to the resolution. */
export function readCdIncident(data: unknown): AlertReading {
  const parsed = CdEvent.safeParse(data);
  if (!parsed.success) return { kind: 'unmapped', reason: misfit('The CDEvents event', parsed.error) };
  const { context, subject } = parsed.data;
  const predicate = INCIDENT.exec(context.type)?.[1];
  if (predicate === undefined) return { kind: 'unmapped', reason: 'The CDEvents event is about no incident.' };
  const at = vendorTime(context.timestamp);
  if (at === undefined) return { kind: 'unmapped', reason: 'The CDEvents event has no timestamp that is a time.' };
  const { description, environment, service, artifactId, ticketURI } = subject.content;
  const place = (subject.source ?? context.source ?? '').slice(0, 80);
  const alert = buildAlert({
    key: `cloudevents:${place}:${subject.id}`,
    source: 'cloudevents',
    status: predicate === 'resolved' ? 'resolved' : 'firing',
    startsAt: at,
    endsAt: at,
    title: description ?? subject.id,
    labels: {
      incident: subject.id,
      service: service?.id ?? service?.name,
      environment: environment?.id ?? environment?.name,
      artifact: artifactId,
    },
    release: artifactVersion(artifactId ?? ''),
    url: ticketURI ?? undefined,
  });
  return { kind: 'alerts', alerts: [alert], truncated: 0 };
}

/** The version in a package URL: `pkg:oci/checkout@sha256%3Aabc?tag=1` has `sha256:abc`. */
function artifactVersion(purl: string): string | undefined {
  const version = /^pkg:[^@?#]{1,300}@([^?#]{1,200})/.exec(purl)?.[1];
  return version?.replaceAll('%3A', ':');
}
