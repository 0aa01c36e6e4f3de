import type { ServiceEntry } from '../incident/service-map.ts';
import { withoutExporter } from '../incident/workload-labels.ts';
import { DAY_MS, type EpochMs, HOUR_MS, MINUTE_MS, SECOND_MS } from '../time.ts';
import { planCloudWatchQueries } from './plan-queries-cloudwatch.ts';
import { planDatadogQueries } from './plan-queries-datadog.ts';
import { planLogsInsightsQueries } from './plan-queries-logs-insights.ts';
import { planLokiQueries } from './plan-queries-loki.ts';
import { planPrometheusQueries } from './plan-queries-prometheus.ts';
import { planTraceQueries } from './plan-queries-traces.ts';
import type { PlannedQuery, QueryLanguage, QueryPlanInput, Question } from './query-language.ts';

/** In the order in which a conventional name is tried where the alert itself tells no language. */
const LANGUAGES: readonly QueryLanguage[] = [
  planPrometheusQueries,
  planDatadogQueries,
  planCloudWatchQueries,
  planLokiQueries,
  planLogsInsightsQueries,
  ...planTraceQueries,
];

const WINDOW_MS = 6 * HOUR_MS;
const LONGEST_MS = 48 * HOUR_MS;
/** Logs are read from a little before the onset, since they are cut after their first thousands of lines. */
const LOGS_BEFORE_MS = 45 * MINUTE_MS;
const MOST_POINTS = 360;
const BUDGET = 24;

type Placed = Question & { readonly connection: string; readonly step: (seconds: number) => number };

/**
 * What to ask about an incident, most telling first: the alert's own series, then errors, requests and latency of its
 * service (as configured, else by conventional names, what those do not know from traces), what is known of its versions, calls, logs and changes, then the
 * same series a day and a week before, then those of its neighbours.
 */
export function planQueries(input: QueryPlanInput): readonly PlannedQuery[] {
  return allQueries(input).slice(0, budgetOf(input));
}

/** What `planQueries` leaves out because of the budget, most telling first. */
export function cutQueries(input: QueryPlanInput): readonly PlannedQuery[] {
  return allQueries(input).slice(budgetOf(input));
}

function budgetOf({ budget = BUDGET }: QueryPlanInput): number {
  return budget;
}

function allQueries(given: QueryPlanInput): readonly PlannedQuery[] {
  const alert = { ...given.alert, labels: withoutExporter(given.alert.labels) };
  const input = { ...given, alert };
  const { map, service, now } = input;
  const entry = map.services.find((known) => known.service === service);
  const start = Math.max(Math.min(alert.startsAt, now) - (input.windowMs ?? WINDOW_MS), now - LONGEST_MS);
  const stepSeconds = stepOf(now - start);
  const at = (
    { step, ...question }: Placed,
    window: PlannedQuery['window'],
    before: number,
    from = start,
  ): PlannedQuery => {
    const inSteps = step(stepSeconds);
    const times = { from: aligned(from, inSteps) - before, to: aligned(now, inSteps) - before };
    return { ...question, window, ...times, stepSeconds: inSteps };
  };
  const spoken = LANGUAGES.flatMap((language) => {
    const connection = connectionOf(input, language, service);
    return connection === undefined ? [] : [{ language, connection }];
  });
  const [watched] = spoken.flatMap(({ language, connection }) => {
    const questions = language.ofAlert(input);
    return questions.length === 0 ? [] : [{ language, questions: questions.map(placed(language, connection)) }];
  });
  const [first] = spoken;
  const language = watched?.language ?? first?.language;
  const asked = [...(watched?.questions ?? []), ...ofService(input, entry, service, stepSeconds, language)];
  const known = new Set(asked.map(({ as }) => as.kind));
  const filledIn = spoken
    .filter(({ language: one }) => one !== language && one.fillsIn === true)
    .flatMap((one) => one.language.ofService(input, service, stepSeconds).map(placed(one.language, one.connection)))
    .filter(({ as }) => !known.has(as.kind));
  const own = [...asked, ...filledIn];
  const once = spoken.flatMap((one) => one.language.once(input, stepSeconds).map(placed(one.language, one.connection)));
  const neighbours = (entry?.dependsOn ?? []).flatMap((name) => {
    const known = map.services.find((other) => other.service === name);
    return ofService(input, known, name, stepSeconds, language);
  });
  const logsFrom = Math.max(start, alert.startsAt - LOGS_BEFORE_MS);
  return [
    ...own.map((question) => at(question, 'now', 0)),
    ...once.map((question) => at(question, 'now', 0, question.id.startsWith('logs') ? logsFrom : start)),
    ...own.flatMap((question) => [at(question, 'week-before', 7 * DAY_MS), at(question, 'day-before', DAY_MS)]),
    ...neighbours.map((question) => at(question, 'now', 0)),
  ];
}

/** A step that gives at most 360 points, in whole seconds, from 15 s on in whole quarters of a minute. */
function stepOf(rangeMs: number): number {
  const seconds = Math.max(1, Math.ceil(rangeMs / SECOND_MS / (MOST_POINTS - 1)));
  return seconds <= 15 ? seconds : Math.ceil(seconds / 15) * 15;
}

function aligned(at: EpochMs, stepSeconds: number): EpochMs {
  return Math.floor(at / (stepSeconds * SECOND_MS)) * stepSeconds * SECOND_MS;
}

function ofService(
  input: QueryPlanInput,
  entry: ServiceEntry | undefined,
  service: string,
  stepSeconds: number,
  language: QueryLanguage | undefined,
): readonly Placed[] {
  const suffix = service === input.service ? '' : `:${service}`;
  const configured = (entry?.queries ?? []).flatMap(({ reader, kind, query }, index): Placed[] => {
    const found = input.connections.find(({ id, reader: of }) => id === reader || of === reader);
    if (found === undefined) return [];
    const spoken = LANGUAGES.find((one) => one.reader === found.reader);
    return [
      {
        ...placed(spoken, found.id)({ id: `configured-${index}`, query, as: { service, kind } }),
        id: `configured-${index}${suffix}`,
      },
    ];
  });
  const connection = language === undefined ? undefined : connectionOf(input, language, service);
  if (language === undefined || connection === undefined) return configured;
  const isConfigured = (kind: unknown) => configured.some(({ as }) => as.kind === kind);
  const conventional = language
    .ofService(input, service, stepSeconds)
    .filter(({ as }) => !isConfigured(as.kind))
    .map(placed(language, connection))
    .map((question) => ({ ...question, id: `${question.id}${suffix}` }));
  return [...configured, ...conventional];
}

function placed(language: QueryLanguage | undefined, connection: string): (question: Question) => Placed {
  const step = language?.step ?? ((seconds: number) => seconds);
  return (question) => ({ ...question, connection, step });
}

function connectionOf(
  { connections }: QueryPlanInput,
  { reader: wanted }: QueryLanguage,
  service: string,
): string | undefined {
  return connections.find(({ reader, services }) => reader === wanted && (services?.includes(service) ?? true))?.id;
}
