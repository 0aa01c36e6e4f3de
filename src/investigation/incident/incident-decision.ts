import type { Alert } from './alert.ts';
import type { Incident } from './incident.ts';

/** What one more statement about an alert means for the incidents of its service and environment. */
export type IncidentDecision =
  | {
      readonly kind: 'open';
      readonly incident: NewIncident;
      /** The open incident that nobody has said anything about for a day, resolved to make room. */
      readonly closes?: Incident;
    }
  /** The incident was resolved a moment ago and is open again. */
  | { readonly kind: 'reopen'; readonly incident: Incident; readonly quiet: boolean }
  | { readonly kind: 'join'; readonly incident: Incident; readonly news: JoinNews; readonly quiet: boolean }
  | { readonly kind: 'resolve'; readonly incident: Incident; readonly quiet: boolean }
  | { readonly kind: 'nothing'; readonly reason: NothingReason };

/** What to save; the shell adds the ids. */
type NewIncident = Omit<Incident, 'id' | 'installationId'>;

/** `repeated` changes nothing but the time of the last signal; nobody needs to look again. */
type JoinNews = 'new-alert' | 'one-resolved' | 'repeated';

/** `resolved-unknown`: the end of an alert whose beginning never came; it may still come, late. */
type NothingReason = 'resolved-unknown';

/** An incident with what is known of its alerts. */
export interface KnownIncident {
  readonly incident: Incident;
  readonly alerts: readonly AlertState[];
}

export type AlertState = Pick<Alert, 'key' | 'status' | 'startsAt' | 'endsAt'>;
