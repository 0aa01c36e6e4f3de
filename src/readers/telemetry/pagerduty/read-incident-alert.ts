import { z } from 'zod';
import { OperationalError } from '../../../platform/errors.ts';
import type { AlertBehind, AlertIdentity, Connection } from '../contract.ts';
import { alertInside } from './alert-inside.ts';
import { askPagerDuty, type PagerDutyOptions } from './ask-pagerduty.ts';

const Incident = z.string().regex(/^[A-Z0-9]{1,40}$/);
const MOST = 25;
const Details = z.record(z.string(), z.unknown()).nullish().catch(null);
const Alerts = z.object({
  alerts: z.array(
    z.object({
      created_at: z.string().nullish(),
      body: z
        .object({ details: Details, cef_details: z.object({ details: Details }).nullish().catch(null) })
        .nullish()
        .catch(null),
    }),
  ),
  more: z.boolean().nullish(),
});

/**
 * The alert behind an incident, which its webhook does not hold: GET /incidents/{id}/alerts (PagerDuty API reference, read
 * 2026-11). Of several the oldest counts. Undefined where the incident is gone, or holds none.
 */
export async function readIncidentAlert(
  { labels }: AlertIdentity,
  connection: Connection<PagerDutyOptions>,
): Promise<AlertBehind | undefined> {
  const incident = Incident.safeParse(labels.pagerduty_incident_id);
  if (!incident.success) return undefined;
  const json = await askAlerts(incident.data, connection);
  if (json === undefined) return undefined;
  const parsed = Alerts.safeParse(json);
  if (!parsed.success) throw new OperationalError('upstream-nonsense', 'PagerDuty answered without alerts');
  const { alerts, more } = parsed.data;
  const [first] = alerts.toSorted((a, b) => Date.parse(a.created_at ?? '') - Date.parse(b.created_at ?? ''));
  if (first === undefined) return undefined;
  const count = `${alerts.length}${more === true ? ' or more' : ''}`;
  return {
    ...alertInside(first.body?.details ?? first.body?.cef_details?.details ?? {}),
    partial: alerts.length > 1 ? [`the incident groups ${count} alerts, and the first of them was read`] : [],
  };
}

async function askAlerts(incident: string, connection: Connection<PagerDutyOptions>): Promise<unknown> {
  try {
    return await askPagerDuty(connection, `incidents/${incident}/alerts`, { limit: String(MOST) });
  } catch (error) {
    if (error instanceof OperationalError && error.status === 404) return undefined;
    throw error;
  }
}
