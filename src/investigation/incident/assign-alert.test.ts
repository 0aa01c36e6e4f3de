import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../time.ts';
import { assignAlert, JOIN_WINDOW_MS } from './assign-alert.ts';
import type { Incident } from './incident.ts';
import type { AlertState, IncidentDecision, KnownIncident } from './incident-decision.ts';

const NOW = Date.UTC(2026, 4, 4, 3, 0);
const MAPPED = { service: 'checkout', environment: 'production', repositoryId: 7 };

const firing = (key: string): AlertState => ({ key, status: 'firing', startsAt: NOW - MINUTE_MS });
const resolved = (key: string, endsAt = NOW): AlertState => ({ ...firing(key), status: 'resolved', endsAt });

/** What the shell does with a decision: a store of alerts by key and of incidents. */
class World {
  readonly alerts = new Map<string, { state: AlertState; incidentId?: string }>();
  readonly incidents = new Map<string, Incident>();

  tell(alert: AlertState, now = NOW): IncidentDecision {
    const previous = this.alerts.get(alert.key);
    const incidents: KnownIncident[] = [...this.incidents.values()].map((incident) => ({
      incident,
      alerts: [...this.alerts.values()].filter((it) => it.incidentId === incident.id).map((it) => it.state),
    }));
    const decision = assignAlert({
      incidents,
      mapped: MAPPED,
      alert,
      now,
      ...(previous ? { previous: previous.state } : {}),
    });
    const state = previous?.state.status === 'resolved' ? previous.state : alert;
    const id = decision.kind === 'open' ? `i${this.incidents.size + 1}` : undefined;
    if (decision.kind === 'open' && id) {
      if (decision.closes) this.incidents.set(decision.closes.id, decision.closes);
      this.incidents.set(id, { ...decision.incident, id, installationId: 1 });
    } else if (decision.kind !== 'nothing' && decision.kind !== 'open') {
      this.incidents.set(decision.incident.id, decision.incident);
    }
    const incidentId =
      id ?? (decision.kind !== 'nothing' && decision.kind !== 'open' ? decision.incident.id : undefined);
    this.alerts.set(alert.key, { state, ...(incidentId ? { incidentId } : {}) });
    return decision;
  }

  get state() {
    return [...this.incidents.values()];
  }
}

describe('one problem, one incident', () => {
  test('a first alert opens, a second joins, a copy is only a repetition', () => {
    const world = new World();
    expect(world.tell(firing('a'))).toMatchObject({ kind: 'open', incident: { ...MAPPED, state: 'open' } });
    expect(world.tell(firing('b'))).toMatchObject({ kind: 'join', news: 'new-alert', quiet: false });
    expect(world.tell(firing('a'))).toMatchObject({ kind: 'join', news: 'repeated' });
    expect(world.state).toHaveLength(1);
  });

  test('it is resolved when all its alerts are, at the last end', () => {
    const world = new World();
    world.tell(firing('a'));
    world.tell(firing('b'));
    expect(world.tell(resolved('a', NOW + 5))).toMatchObject({ kind: 'join', news: 'one-resolved' });
    expect(world.tell(resolved('b', NOW + 3))).toMatchObject({
      kind: 'resolve',
      incident: { state: 'resolved', resolvedAt: NOW + 5 },
    });
  });

  test('a storm of 2,000 alerts is one incident', () => {
    const world = new World();
    for (let i = 0; i < 2_000; i += 1) world.tell(firing(`k${i % 50}`), NOW + i * 300);
    expect(world.state).toHaveLength(1);
  });

  test('firing again within the join window opens it again, later opens another', () => {
    const world = new World();
    world.tell(firing('a'));
    world.tell(resolved('a'));
    const again = world.tell(firing('a2'), NOW + JOIN_WINDOW_MS);
    expect(again).toMatchObject({ kind: 'reopen', incident: { id: 'i1', state: 'open' } });
    expect(again).not.toHaveProperty('incident.resolvedAt');
    world.tell(resolved('a2', NOW + JOIN_WINDOW_MS), NOW + JOIN_WINDOW_MS);
    expect(world.tell(firing('a3'), NOW + 2 * JOIN_WINDOW_MS + 1)).toMatchObject({ kind: 'open' });
    expect(world.state).toHaveLength(2);
  });

  test('the end before the beginning: one incident that is over', () => {
    const world = new World();
    expect(world.tell(resolved('a'))).toEqual({ kind: 'nothing', reason: 'resolved-unknown' });
    expect(world.tell(firing('a'))).toMatchObject({ kind: 'open', incident: { state: 'resolved', resolvedAt: NOW } });
    expect(world.state).toHaveLength(1);
  });

  test('a late copy of a resolved alert opens nothing, however late', () => {
    const world = new World();
    world.tell(firing('a'));
    world.tell(resolved('a'));
    const before = world.state;
    expect(world.tell(firing('a'), NOW + 3 * DAY_MS)).toMatchObject({ kind: 'join', news: 'repeated' });
    expect(world.state).toEqual(before);
  });

  test('an incident that nobody spoke of for a day makes room for the next', () => {
    const world = new World();
    world.tell(firing('a'));
    const later = NOW + DAY_MS + MINUTE_MS;
    expect(world.tell(firing('b'), later)).toMatchObject({
      kind: 'open',
      closes: { id: 'i1', state: 'resolved', resolvedAt: later },
    });
    expect(world.state.filter(({ state }) => state === 'open')).toHaveLength(1);
  });

  test('an alert of an incident that was closed by silence may still end, and opens nothing', () => {
    const world = new World();
    world.tell(firing('a'));
    world.tell(firing('b'));
    world.tell(firing('c'), NOW + DAY_MS + MINUTE_MS);
    const before = world.state;
    expect(world.tell(resolved('a'), NOW + DAY_MS + MINUTE_MS)).toMatchObject({ kind: 'join', news: 'repeated' });
    expect(world.state).toEqual(before);
  });

  test('the same alert keeps its incident however rarely it is repeated', () => {
    const world = new World();
    world.tell(firing('a'));
    expect(world.tell(firing('a'), NOW + 3 * DAY_MS)).toMatchObject({ kind: 'join', news: 'repeated' });
  });

  test('a muted incident is kept up to date quietly and takes its alerts until the mute ends', () => {
    const world = new World();
    world.tell(firing('a'));
    const [incident] = world.state;
    if (incident) world.incidents.set(incident.id, { ...incident, mutedUntil: NOW + 4 * HOUR_MS });
    expect(world.tell(firing('b'))).toMatchObject({ kind: 'join', quiet: true });
    world.tell(resolved('a'));
    expect(world.tell(resolved('b'))).toMatchObject({ kind: 'resolve', quiet: true });
    expect(world.tell(firing('c'), NOW + 2 * HOUR_MS)).toMatchObject({ kind: 'reopen', quiet: true });
    expect(world.tell(firing('d'), NOW + 4 * HOUR_MS)).toMatchObject({ kind: 'join', quiet: false });
  });
});

describe('order and copies', () => {
  const statements = fc
    .array(fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), over: fc.boolean() }), { minLength: 1, maxLength: 6 })
    .map((pairs) =>
      pairs.flatMap(({ key, over }) => [firing(key), ...(over ? [resolved(key, NOW + key.charCodeAt(0))] : [])]),
    );
  const end = (order: readonly AlertState[]) => {
    const world = new World();
    for (const alert of order) world.tell(alert);
    return { incidents: world.state, alerts: world.alerts };
  };

  test('any order of the same alerts, and any copies of them, end in the same state', () => {
    fc.assert(
      fc.property(
        statements.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length }), fc.subarray(list)),
        ),
        ([list, shuffled, copies]) => {
          const told = end(list);
          expect(end(shuffled).incidents).toEqual(told.incidents);
          expect(end([...shuffled, ...copies]).incidents).toEqual(told.incidents);
          expect(told.incidents).toHaveLength(1);
        },
      ),
      { numRuns: 500 },
    );
  });

  test('there is never more than one open incident, at any times', () => {
    const said = fc.record({
      key: fc.constantFrom('a', 'b', 'c'),
      over: fc.boolean(),
      mutes: fc.boolean(),
      minutes: fc.integer({ min: 0, max: 3_000 }),
    });
    fc.assert(
      fc.property(fc.array(said, { maxLength: 20 }), (all) => {
        const world = new World();
        for (const { key, over, mutes, minutes } of all) {
          world.tell(over ? resolved(key) : firing(key), NOW + minutes * MINUTE_MS);
          expect(world.state.filter(({ state }) => state === 'open').length).toBeLessThanOrEqual(1);
          const [first] = world.state;
          if (mutes && first) world.incidents.set(first.id, { ...first, mutedUntil: NOW + 2 * minutes * MINUTE_MS });
        }
      }),
      { numRuns: 5_000 },
    );
  });
});
