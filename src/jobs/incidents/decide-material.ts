import { buildCase } from '../../investigation/build-case.ts';
import { cutQueries, planQueries } from '../../investigation/candidates/plan-queries.ts';
import type { PlannedQuery } from '../../investigation/candidates/query-language.ts';
import type { CallEdge, Case, CaseChange, CaseCheck, CaseSeries, LogRow } from '../../investigation/case.ts';
import { serviceTold } from '../../investigation/incident/service-told.ts';
import { investigate as decide } from '../../investigation/investigate.ts';
import { code, sentence } from '../../investigation/sentence.ts';
import type { EpochMs } from '../../investigation/time.ts';
import type { Gap, Verdict } from '../../investigation/verdict/verdict.ts';
import type { AlertRule, OpenConnection } from '../../readers/telemetry/contract.ts';
import type { StoredAlert } from '../../storage/contract.ts';
import { caseCommit, type StoredMaterial } from './gather-material.ts';
import { homeGaps } from './home-gaps.ts';
import { openAlert } from './open-alert.ts';
import { readChecks } from './read-checks.ts';
import { readRule, readTelemetry, type TelemetryQuestion, type TelemetryRead } from './read-telemetry.ts';
import { telemetryMeter } from './telemetry-meter.ts';

/** More names than this say no more to a person. */
const MOST_CUT_NAMED = 8;

export interface DecideMaterial {
  readonly connections: readonly OpenConnection[];
  /** How far back before an alert metrics are read. */
  readonly telemetryWindowMs: number;
  /** How many questions to telemetry may be planned. */
  readonly questions: number;
  /** The moment up to which metrics are asked for. */
  readonly now: EpochMs;
  /** When the verdict is asked for, once everything was read: nothing later gets into the case. */
  readonly askedAt: () => EpochMs;
}

/** Reads the telemetry of what the store knows and decides: the same for an alert's job and for a question in a terminal. */
export async function decideMaterial(
  deps: DecideMaterial,
  stored: StoredMaterial,
): Promise<{ readonly theCase: Case; readonly verdict: Verdict }> {
  const [first, ...later] = stored.alerts;
  const opened = first === undefined ? undefined : await openAlert(deps.connections, first);
  const withAlert = (alert: StoredAlert | undefined) => ({ ...stored, alerts: alert ? [alert, ...later] : [] });
  const material = withAlert(opened?.known);
  const asked = withAlert(opened?.asked);
  const { rule, gaps } = await ruleOf(deps.connections, asked);
  const { service } = material.incident;
  const evidence = material.serviceMap.services.find((entry) => entry.service === service)?.evidence ?? [];
  const { questions, cut } = plan(deps, asked, rule);
  const meter = telemetryMeter();
  const logsAsked = questions.some(({ query }) => query.id.startsWith('logs'));
  const [telemetry, own] = await Promise.all([
    readTelemetry(questions, meter),
    readChecks(deps.connections, evidence, service, deps.now, meter),
  ]);
  const connections = meter.counts();
  const reading =
    connections.length > 0 || cut.length > 0
      ? { reading: { budget: deps.questions, cut: cut.length, connections } }
      : {};
  const theCase = { ...caseOf(material, telemetry, own.checks, rule, deps.askedAt()), ...reading };
  return {
    theCase,
    verdict: decide(theCase, [
      ...(opened?.gaps ?? []),
      ...gaps,
      ...own.gaps,
      ...cutGaps(cut, deps.questions),
      ...gapsOf(material, telemetry, deps.connections, logsAsked),
    ]),
  };
}

/** Alertmanager sends neither the expression nor `for`: where the rule can be read, it sharpens the onset. */
function ruleOf(
  connections: readonly OpenConnection[],
  { alerts: [alert] }: StoredMaterial,
): ReturnType<typeof readRule> {
  const name = alert?.labels.alertname ?? alert?.labels.alarm_name ?? alert?.labels.monitor_id;
  if (alert === undefined || name === undefined) return Promise.resolve({ gaps: [] });
  return readRule(connections, { name, labels: alert.labels, source: alert.source });
}

function plan(
  { connections, telemetryWindowMs, now, questions: budget }: DecideMaterial,
  { alerts: [alert], incident, serviceMap }: StoredMaterial,
  rule: AlertRule | undefined,
): { readonly questions: readonly TelemetryQuestion[]; readonly cut: readonly PlannedQuery[] } {
  if (alert === undefined) return { questions: [], cut: [] };
  const input = {
    alert,
    service: incident.service,
    map: serviceMap,
    connections,
    now,
    windowMs: telemetryWindowMs,
    budget,
    ...(rule === undefined ? {} : { expression: rule.query }),
  };
  const questions = planQueries(input).flatMap((query) => {
    const connection = connections.find(({ id }) => id === query.connection);
    const expected = query.window === 'now' && (query.id === 'alert' || query.id.startsWith('configured'));
    return connection === undefined ? [] : [{ connection, query, expected }];
  });
  return { questions, cut: cutQueries(input) };
}

/** What the budget left out, by name: nothing is dropped silently. */
function cutGaps(cut: readonly PlannedQuery[], budget: number): readonly Gap[] {
  if (cut.length === 0) return [];
  const names = cut.map(({ id, window }) => (window === 'now' ? id : `${id} (${window.replace('-', ' ')})`));
  const more = names.length > MOST_CUT_NAMED ? `, … (${names.length} in all)` : '';
  return [
    {
      what: sentence`${code(names.slice(0, MOST_CUT_NAMED).join(', '))}${more}`,
      why: sentence`the budget of ${budget} questions in a look was used up (${code('budgets.questionsPerInvestigation')})`,
    },
  ];
}

function caseOf(
  material: StoredMaterial,
  telemetry: TelemetryRead,
  checks: readonly CaseCheck[],
  rule: AlertRule | undefined,
  askedAt: EpochMs,
): Case {
  const repositoryNames = new Map(
    material.repositories.map(({ repositoryId, fullName }) => [repositoryId, fullName] as const),
  );
  const known = new Map(
    material.commits.map(
      (commit) => [commit.sha, caseCommit(commit, repositoryNames.get(commit.repositoryId))] as const,
    ),
  );
  const configured = material.serviceMap.services.flatMap(({ service, dependsOn = [] }) =>
    dependsOn.map((to) => ({ from: service, to })),
  );
  const told = inOurWords(material);
  return buildCase({
    askedAt,
    incident: material.incident,
    alerts: material.alerts.map((alert) => withRule(alert, rule)),
    otherAlerts: material.otherAlerts,
    deploys: material.deploys,
    commits: [...known.values()],
    changes: [...material.changes, ...telemetry.changes.map(told.change)],
    topology: [...configured, ...telemetry.topology.map(told.edge)],
    series: telemetry.series.map(told.series),
    logs: telemetry.logs.map(told.row),
    serviceMap: material.serviceMap,
    repositoryNames,
    priors: material.priors,
    checks,
  });
}

/** Telemetry has names of its own for services: without this its logs and series would be of strangers. */
function inOurWords({ incident, alerts: [alert], serviceMap }: StoredMaterial) {
  const name = serviceTold(incident, alert?.labels ?? {}, serviceMap);
  return {
    edge: ({ from, to }: CallEdge): CallEdge => ({ from: name(from), to: name(to) }),
    row: (row: LogRow): LogRow => ({ ...row, service: name(row.service) }),
    series: ({ peer, ...one }: CaseSeries): CaseSeries => ({
      ...one,
      service: name(one.service),
      ...(peer === undefined ? {} : { peer: name(peer) }),
    }),
    change: (one: CaseChange): CaseChange => (one.service === undefined ? one : { ...one, service: name(one.service) }),
  };
}

/** The alert with the period of its rule, unless the alert itself told one. */
function withRule(alert: StoredAlert, rule: AlertRule | undefined): StoredAlert {
  if (rule === undefined || alert.periodSeconds !== undefined) return alert;
  const interval = rule.intervalSeconds ?? 60;
  return { ...alert, periodSeconds: interval, periods: Math.max(1, Math.ceil(rule.forSeconds / interval)) };
}

/** Alerts that a sender left out of a notification may be of this incident, and nobody knows. */
function leftOut(alerts: readonly StoredAlert[]): readonly Gap[] {
  const bySource = Map.groupBy(alerts, ({ source }) => source);
  return [...bySource].flatMap(([source, own]) => {
    const most = Math.max(...own.map(({ truncated = 0 }) => truncated));
    if (most === 0) return [];
    const why = sentence`a notification came without ${most} of them, so what they are about is not known`;
    return [{ what: sentence`All alerts of ${code(source)}`, why }];
  });
}

/** What the verdict could not look at, from what is not connected, not granted, not read or not compared. */
function gapsOf(
  material: StoredMaterial,
  telemetry: TelemetryRead,
  connections: readonly OpenConnection[],
  logsAsked: boolean,
): readonly Gap[] {
  const gaps: Gap[] = [...telemetry.gaps, ...leftOut(material.alerts)];
  if (connections.length === 0) {
    gaps.push({ what: sentence`Metrics`, why: sentence`no telemetry is connected` });
  }
  if (telemetry.logs.length === 0 && !logsAsked) {
    gaps.push({ what: sentence`Logs`, why: sentence`no log reader is connected` });
  }
  if (material.changes.length === 0 && telemetry.changes.length === 0) {
    gaps.push({ what: sentence`Feature flags and configuration`, why: sentence`no source has told of any change` });
  }
  for (const { fullName } of material.withoutDeploys) {
    gaps.push({
      what: sentence`Deploys of ${code(fullName)}`,
      why: sentence`none is recorded, and a change that no deploy carries is never a suspect: connect what deploys it (${code('whatchanged doctor --setup SOURCE')} tells how)`,
    });
  }
  if (material.hiddenDeploys > 0) {
    gaps.push({
      what: sentence`Deploys of less visible repositories`,
      why: sentence`${material.hiddenDeploys} went there too, and are no suspects here, because people can read this issue who cannot read those`,
    });
  }
  gaps.push(...homeGaps(material));
  if (material.elsewhere.length > 0) {
    const { service, environment } = material.incident;
    gaps.push({
      what: sentence`Deploys of ${code(service)} to ${code(environment)}`,
      why: sentence`none was ever recorded there, only to ${code(material.elsewhere.slice(0, MOST_CUT_NAMED).join(', '))}: where one of these is meant, make it an alias of ${code(environment)} in ${code('.github/whatchanged.yml')}`,
    });
  }
  for (const deploy of material.deploys) {
    const what = sentence`The deploy ${code(deploy.sha.slice(0, 7))} of ${code(deploy.service)}`;
    if (deploy.verified === false) {
      gaps.push({ what, why: sentence`its commit is on no branch or tag of the repository, so it is never named` });
    }
    if (deploy.truncated === true) gaps.push({ what, why: sentence`its range is longer than what could be read` });
    if (deploy.previousSha !== undefined && deploy.commits === undefined) {
      gaps.push({ what, why: sentence`its range is not read yet` });
    }
  }
  if (material.configurationKind === 'invalid' || material.configurationKind === 'unreadable') {
    gaps.push({
      what: sentence`The repository's ${code('.github/whatchanged.yml')}`,
      why: sentence`it is ${material.configurationKind}: run whatchanged check-config`,
    });
  }
  return gaps;
}
