import type { ReadAlert } from '../../intake/alerts/contract.ts';
import type { Alert } from '../../investigation/incident/alert.ts';

/**
 * Gives an alert the key of one firing. Some senders name only the rule (`keyOf`), so that their "it is over" does not
 * say which firing is over. A rule fires once at a time, so it is the latest one that still fires. `known` are the
 * alerts of the service's latest incidents.
 */
export function oneFiring({ keyOf, ...alert }: ReadAlert, known: readonly Alert[]): Alert {
  if (keyOf === undefined) return alert;
  const rule = `${alert.key}@`;
  const before = alert.status === 'resolved' ? (alert.endsAt ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
  const firing = known
    .filter(({ key, status, startsAt }) => key.startsWith(rule) && status === 'firing' && startsAt <= before)
    .sort((a, b) => b.startsAt - a.startsAt);
  return { ...alert, key: firing[0]?.key ?? `${rule}${alert.startsAt}` };
}
