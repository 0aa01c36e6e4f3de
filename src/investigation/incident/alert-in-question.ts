import { type EpochMs, HOUR_MS } from '../time.ts';
import type { Alert } from './alert.ts';

/** Trouble spreads: what begins within this time is the same wave, and a deploy is near an alert that began within it. */
const NEAR_MS = HOUR_MS;
/** Slow rules on the same trouble fire up to hours later (a burn rate over six hours: sre.google/workbook/alerting-on-slos). */
const SAME_TROUBLE_MS = 6 * HOUR_MS;

type Begun = Pick<Alert, 'title' | 'labels' | 'startsAt' | 'endsAt'>;

/** A deploy of the incident's own service. */
interface WentLive {
  readonly startedAt: EpochMs;
  readonly liveAt?: EpochMs;
  readonly outcome: 'success' | 'failure' | 'in_progress';
}

/**
 * Which of an incident's alerts (oldest first) the question "what changed?" is asked about. That is the first, but for
 * an incident that something small keeps open for days: there it is the first alert of a later wave that began just
 * after a deploy, where the earlier wave had no deploy near it or lies too far back to be the same trouble. Else that
 * deploy would be cleared, because it came after trouble that it has nothing to do with.
 */
export function alertInQuestion<One extends Begun>(alerts: readonly One[], own: readonly WentLive[]): One | undefined {
  const [first, ...later] = alerts;
  if (first === undefined) return undefined;
  let [asked, begun]: [One, EpochMs] = [first, first.startsAt];
  for (const alert of later) {
    if (alert.startsAt - begun <= NEAR_MS || flaps(alert, alerts)) continue;
    begun = alert.startsAt;
    if (!isDeployNear(alert, own)) continue;
    if (!isDeployNear(asked, own) || alert.startsAt - asked.startsAt > SAME_TROUBLE_MS) asked = alert;
  }
  return asked;
}

/** Whether it is the same rule that fires again and again. */
function flaps(alert: Begun, alerts: readonly Begun[]): boolean {
  const since = alert.startsAt - NEAR_MS;
  return alerts.some(
    (other) =>
      ruleOf(other) === ruleOf(alert) && other.startsAt < alert.startsAt && (other.endsAt ?? other.startsAt) >= since,
  );
}

function ruleOf({ title, labels }: Begun): string {
  return labels.alertname ?? title;
}

function isDeployNear({ startsAt }: Begun, own: readonly WentLive[]): boolean {
  return own.some(({ outcome, startedAt, liveAt = startedAt }) => {
    return outcome !== 'failure' && liveAt <= startsAt && liveAt >= startsAt - NEAR_MS;
  });
}
