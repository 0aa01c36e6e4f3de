import type { CaseSeries, SeriesKind } from '../case.ts';
import type { Alert } from '../incident/alert.ts';
import { conventionalQueries } from '../incident/conventional-queries.ts';
import { promqlWatched } from '../incident/promql-watched.ts';
import { seriesKind } from '../incident/series-kind.ts';
import type { ServiceEntry, ServiceMap } from '../incident/service-map.ts';
import { DAY_MS, type EpochMs, HOUR_MS, SECOND_MS } from '../time.ts';

/**
 * One question to a telemetry connection. Questions about the same series at other times have the same id, so that
 * their points join into one series.
 */
export interface PlannedQuery {
  readonly connection: string;
  readonly id: string;
  readonly window: 'now' | 'day-before' | 'week-before';
  readonly query: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly stepSeconds: number;
  readonly as: Omit<CaseSeries, 'id' | 'points' | 'stepSeconds'>;
  /** For the alert's own expression: the labels that tell its series from those of other services. */
  readonly labels?: Readonly<Record<string, string>>;
}

export interface QueryPlanInput {
  readonly alert: Alert;
  readonly service: string;
  readonly map: ServiceMap;
  /** What is connected; `services` absent means that it knows all. */
  readonly connections: readonly {
    readonly id: string;
    readonly reader: string;
    readonly services?: readonly string[];
  }[];
  /** The rule's own expression, where a reader could tell it. */
  readonly expression?: string;
  readonly now: EpochMs;
  /** How far back before the alert; default 6 h. */
  readonly windowMs?: number;
  /** How many questions at most; default 24. */
  readonly budget?: number;
}

type Question = Omit<PlannedQuery, 'window' | 'from' | 'to' | 'stepSeconds'>;

const WINDOW_MS = 6 * HOUR_MS;
const LONGEST_MS = 48 * HOUR_MS;
const MOST_POINTS = 360;
const BUDGET = 24;
/** Labels that name a service or where it runs; the first of each kind that the alert has narrows a query. */
const SERVICE_LABELS = ['service', 'service_name', 'app', 'application', 'job'];
const PLACE_LABELS = ['env', 'environment', 'stage', 'deployment_environment_name'];

/**
 * What to ask about an incident, most telling first: the alert's own series, then errors, requests and latency of its
 * service (as configured, else by conventional names), then the same a day and a week before, then its neighbours.
 */
export function planQueries(input: QueryPlanInput): readonly PlannedQuery[] {
  const { alert, map, service, now } = input;
  const entry = map.services.find((known) => known.service === service);
  const start = Math.max(Math.min(alert.startsAt, now) - (input.windowMs ?? WINDOW_MS), now - LONGEST_MS);
  const stepSeconds = stepOf(now - start);
  const at = (question: Question, window: PlannedQuery['window'], before: number): PlannedQuery => ({
    ...question,
    window,
    from: aligned(start, stepSeconds) - before,
    to: aligned(now, stepSeconds) - before,
    stepSeconds,
  });
  const own = [...ofAlert(input), ...ofService(input, entry, service, stepSeconds)];
  const neighbours = (entry?.dependsOn ?? []).flatMap((name) =>
    ofService(
      input,
      map.services.find((known) => known.service === name),
      name,
      stepSeconds,
    ),
  );
  return [
    ...own.map((question) => at(question, 'now', 0)),
    ...own.flatMap((question) => [at(question, 'week-before', 7 * DAY_MS), at(question, 'day-before', DAY_MS)]),
    ...neighbours.map((question) => at(question, 'now', 0)),
  ].slice(0, input.budget ?? BUDGET);
}

/** A step that gives at most 360 points, in whole seconds, from 15 s on in whole quarters of a minute. */
function stepOf(rangeMs: number): number {
  const seconds = Math.max(1, Math.ceil(rangeMs / SECOND_MS / (MOST_POINTS - 1)));
  return seconds <= 15 ? seconds : Math.ceil(seconds / 15) * 15;
}

function aligned(at: EpochMs, stepSeconds: number): EpochMs {
  return Math.floor(at / (stepSeconds * SECOND_MS)) * stepSeconds * SECOND_MS;
}

function ofAlert({ alert, connections, service, expression }: QueryPlanInput): readonly Question[] {
  const connection = prometheusFor(connections, service);
  const rule = expression ?? ruleOf(alert);
  if (!connection || !rule) return [];
  const query = promqlWatched(rule);
  if (query === '') return [];
  const as = { service, name: alert.title, kind: seriesKind(query) };
  return [{ connection, id: 'alert', query, as, labels: alert.labels }];
}

function ofService(
  input: QueryPlanInput,
  entry: ServiceEntry | undefined,
  service: string,
  stepSeconds: number,
): readonly Question[] {
  const suffix = service === input.service ? '' : `:${service}`;
  const configured = (entry?.queries ?? []).flatMap(({ reader, kind, query }, index): Question[] => {
    const connection = input.connections.find(({ id, reader: of }) => id === reader || of === reader)?.id;
    return connection ? [{ connection, id: `configured-${index}${suffix}`, query, as: { service, kind } }] : [];
  });
  const isConfigured = (kind: SeriesKind) => configured.some(({ as }) => as.kind === kind);
  const connection = prometheusFor(input.connections, service);
  const where = labelsOf(input, service);
  if (!connection || !where) return configured;
  const conventional = conventionalQueries(input.expression ?? ruleOf(input.alert) ?? '', where, stepSeconds)
    .filter(({ kind }) => !isConfigured(kind))
    .map(({ kind, query }): Question => ({ connection, id: `${kind}${suffix}`, query, as: { service, kind } }));
  return [...configured, ...conventional];
}

/** Only Prometheus and what speaks its language sends PromQL inside an alert. */
function ruleOf({ source, query }: Alert): string | undefined {
  return source === 'alertmanager' || source === 'grafana' ? query : undefined;
}

function prometheusFor(connections: QueryPlanInput['connections'], service: string): string | undefined {
  return connections.find(({ reader, services }) => reader === 'prometheus' && (services?.includes(service) ?? true))
    ?.id;
}

/** The labels that narrow a metric to a service: the alert's own; for a neighbour its name takes the service's place. */
function labelsOf({ alert, service }: QueryPlanInput, of: string): Readonly<Record<string, string>> | undefined {
  const has = (name: string) => Object.hasOwn(alert.labels, name) && alert.labels[name] !== '';
  const nameLabel = SERVICE_LABELS.find(has);
  if (nameLabel === undefined) return of === service ? {} : undefined;
  const placeLabel = PLACE_LABELS.find(has);
  return {
    [nameLabel]: of === service ? (alert.labels[nameLabel] ?? of) : of,
    ...(placeLabel ? { [placeLabel]: alert.labels[placeLabel] ?? '' } : {}),
  };
}
