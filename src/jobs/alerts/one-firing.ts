import type { ReadAlert } from '../../intake/alerts/contract.ts';
import type { Alert } from '../../investigation/incident/alert.ts';

/**
 * Gives an alert the key of one firing. A sender that names only its rule (`keyOf`) says "it fires" and later "it is
 * over", never which firing: what is over is the rule's latest one that is known to fire, and a rule fires once at a
 * time. `known` are the alerts of the service's latest incidents.
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
