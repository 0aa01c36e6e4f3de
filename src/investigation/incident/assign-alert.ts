import { DAY_MS, type EpochMs, MINUTE_MS } from '../time.ts';
import type { Incident } from './incident.ts';
import type { AlertState, IncidentDecision, KnownIncident } from './incident-decision.ts';

/** An alert within this time after the last signal belongs to the same problem. */
export const JOIN_WINDOW_MS = 10 * MINUTE_MS;
/** Not every source says "resolved": an open incident without any signal for this long is over. */
const SILENCE_MS = DAY_MS;

export interface AssignmentInput {
  /** The incidents of the mapped service and environment: the open one, and those resolved lately. */
  readonly incidents: readonly KnownIncident[];
  readonly mapped: { readonly service: string; readonly environment: string; readonly repositoryId: number };
  /** What was just said. */
  readonly alert: AlertState;
  /** What was said of the same alert before, whether or not an incident came of it. */
  readonly previous?: AlertState;
  readonly now: EpochMs;
}

/**
 * Decides what one statement about an alert means. One service and environment has one open incident, so a storm
 * becomes one; an alert that is resolved stays resolved whatever late copy comes; a second copy changes nothing.
 */
export function assignAlert({ incidents, mapped, alert, previous, now }: AssignmentInput): IncidentDecision {
  const own = latest(incidents.filter(({ alerts }) => alerts.some(({ key }) => key === alert.key)));
  const state = merged(alert, previous ?? own?.alerts.find(({ key }) => key === alert.key));
  const open = latest(incidents.filter(({ incident }) => incident.state === 'open'));
  const silent = open !== undefined && open !== own && now - open.incident.lastSignalAt > SILENCE_MS;
  const current = silent ? undefined : open;
  // Beside an open incident, however silent, no other may be opened again.
  const over = open ? [] : incidents.filter(({ incident }) => incident.state === 'resolved' && within(incident, now));
  const recent = latest(over);
  const target = state.status === 'firing' ? (current ?? recent) : (own ?? current ?? recent);
  if (target) return addTo(target, state, now);
  // The beginning may still come, late: it then opens an incident that is already over.
  if (alert.status === 'resolved') return { kind: 'nothing', reason: 'resolved-unknown' };
  const incident = {
    repositoryId: mapped.repositoryId,
    service: mapped.service,
    environment: mapped.environment,
    openedAt: now,
    lastSignalAt: now,
    ...(state.status === 'firing'
      ? { state: 'open' as const }
      : { state: 'resolved' as const, resolvedAt: state.endsAt ?? now }),
  };
  return { kind: 'open', incident, ...(silent ? { closes: closed(open.incident, now) } : {}) };
}

function addTo({ incident, alerts }: KnownIncident, state: AlertState, now: EpochMs): IncidentDecision {
  const before = alerts.find(({ key }) => key === state.key);
  const all = [...alerts.filter((other) => other !== before), before ? merged(state, before) : state];
  const quiet = (incident.mutedUntil ?? 0) > now;
  const signalled = { ...incident, lastSignalAt: Math.max(incident.lastSignalAt, now) };
  if (all.some(({ status }) => status === 'firing')) {
    const { resolvedAt: _, ...open } = { ...signalled, state: 'open' as const };
    if (incident.state === 'resolved') {
      // It was closed by silence, and one of its alerts ended after all.
      if (state.status === 'resolved') return { kind: 'join', incident, news: 'repeated', quiet };
      return { kind: 'reopen', incident: open, quiet };
    }
    const repeated = before?.status === 'resolved' || before?.status === state.status;
    const news = repeated ? 'repeated' : state.status === 'resolved' ? 'one-resolved' : 'new-alert';
    return { kind: 'join', incident: open, news, quiet };
  }
  if (before && incident.state === 'resolved') return { kind: 'join', incident, news: 'repeated', quiet };
  const resolvedAt = Math.max(...all.map(({ endsAt }) => endsAt ?? 0)) || incident.resolvedAt || now;
  const over = { ...signalled, state: 'resolved' as const, resolvedAt };
  return incident.state === 'open'
    ? { kind: 'resolve', incident: over, quiet }
    : { kind: 'join', incident: over, news: 'one-resolved', quiet };
}

/** Both statements as one: an alert's key stands for one firing, so its end is final. */
function merged(alert: AlertState, previous: AlertState | undefined): AlertState {
  if (previous?.status !== 'resolved') return alert;
  const endsAt = alert.status === 'resolved' ? (alert.endsAt ?? previous.endsAt) : previous.endsAt;
  return { ...alert, status: 'resolved', ...(endsAt === undefined ? {} : { endsAt }) };
}

/** Whether a new signal still belongs to an incident; a muted one keeps its alerts until the mute ends. */
function within(incident: Incident, now: EpochMs): boolean {
  const lastSignalAt = Math.max(incident.lastSignalAt, incident.resolvedAt ?? 0);
  return now - lastSignalAt <= JOIN_WINDOW_MS || (incident.mutedUntil ?? 0) > now;
}

function latest(incidents: readonly KnownIncident[]): KnownIncident | undefined {
  return incidents.reduce<KnownIncident | undefined>(
    (best, next) => (best && best.incident.lastSignalAt >= next.incident.lastSignalAt ? best : next),
    undefined,
  );
}

function closed(incident: Incident, now: EpochMs): Incident {
  return { ...incident, state: 'resolved', resolvedAt: now };
}
