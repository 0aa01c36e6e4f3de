import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** What the program counts about itself, in the Prometheus exposition format. */
export interface Metrics {
  /** Deliveries that were answered, by route (`github` or an alert source) and outcome. */
  readonly deliveries: Counter<'route' | 'outcome'>;
  /** Deliveries that were not stored, by the reason that the sender was given. */
  readonly refusals: Counter<'route' | 'reason'>;
  /** Seconds from the first byte of a stored delivery to its answer. */
  readonly acknowledgement: Histogram<'route'>;
  /** Stored deliveries by state; a dead or unmapped one is never silent. */
  readonly inbox: Gauge<'state'>;
  readonly oldestUnprocessed: Gauge;
  readonly unmappedAlerts: Gauge;
  /** Alerts that were left out of the deliveries that came. */
  readonly alertsLeftOut: Counter<'source'>;
  /** Drafts of ours that a program merged or was told to merge; anything above 0 is an alarm. */
  readonly mergesWithoutPerson: Counter;
  /** Issues of ours that were opened twice, and closed as duplicates. */
  readonly duplicateIssues: Counter;
  /** Writes that had to wait, by the limit that was reached. */
  readonly waitingWrites: Counter<'limit'>;
  readonly deadJobs: Counter;
  readonly registry: Registry;
}

/**
 * Creates the metrics on a registry of their own. `process` adds the ones of the process itself (memory, event loop),
 * which start timers: leave it out in tests.
 */
export function createMetrics(options: { readonly process?: boolean } = {}): Metrics {
  const registry = new Registry();
  const registers = [registry];
  if (options.process === true) collectDefaultMetrics({ register: registry });
  return {
    deliveries: new Counter({
      name: 'whatchanged_deliveries_total',
      help: 'Deliveries answered 2xx, by route and outcome (accepted, duplicate).',
      labelNames: ['route', 'outcome'],
      registers,
    }),
    refusals: new Counter({
      name: 'whatchanged_delivery_refusals_total',
      help: 'Deliveries that were not stored, by route and reason.',
      labelNames: ['route', 'reason'],
      registers,
    }),
    acknowledgement: new Histogram({
      name: 'whatchanged_acknowledgement_seconds',
      help: 'Time until a delivery was stored and answered. GitHub gives up after 10 s.',
      labelNames: ['route'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    inbox: new Gauge({
      name: 'whatchanged_inbox_deliveries',
      help: 'Stored deliveries by state.',
      labelNames: ['state'],
      registers,
    }),
    oldestUnprocessed: new Gauge({
      name: 'whatchanged_inbox_oldest_unprocessed_seconds',
      help: 'Age of the oldest delivery that no job has finished; 0 when there is none.',
      registers,
    }),
    mergesWithoutPerson: new Counter({
      name: 'whatchanged_merges_without_person_total',
      help: 'Draft reverts that were merged, or set to be merged, by a program. Drafts are then off for the installation.',
      registers,
    }),
    duplicateIssues: new Counter({
      name: 'whatchanged_duplicate_issues_total',
      help: 'Issues of ours that were opened twice, and closed as duplicates.',
      registers,
    }),
    waitingWrites: new Counter({
      name: 'whatchanged_waiting_writes_total',
      help: 'Writes to GitHub that had to wait, by the limit (of budgets in the instance file) that was reached.',
      labelNames: ['limit'],
      registers,
    }),
    deadJobs: new Counter({
      name: 'whatchanged_dead_jobs_total',
      help: 'Jobs that failed for good. A delivery that could not be read is kept: whatchanged replay-deliveries.',
      labelNames: ['job'],
      registers,
    }),
    unmappedAlerts: new Gauge({
      name: 'whatchanged_unmapped_alerts',
      help: 'Alerts that map to no service.',
      registers,
    }),
    alertsLeftOut: new Counter({
      name: 'whatchanged_alerts_left_out_total',
      help: 'Alerts that a delivery came without, by source: left out by the sender (max_alerts of Alertmanager), or not to be read.',
      labelNames: ['source'],
      registers,
    }),
    registry,
  };
}
