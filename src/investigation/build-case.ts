import { matchesGlob } from './candidates/matches-glob.ts';
import type {
  CallEdge,
  Case,
  CaseAlert,
  CaseChange,
  CaseCheck,
  CaseCommit,
  CaseDeploy,
  CaseSeries,
  LogRow,
  Priors,
} from './case.ts';
import { deployVersions } from './evidence/effect/deploy-versions.ts';
import { versionRuns } from './evidence/series/version-runs.ts';
import type { Alert } from './incident/alert.ts';
import type { Incident } from './incident/incident.ts';
import type { ServiceMap } from './incident/service-map.ts';
import type { LedgerDeploy } from './ledger/ledger-deploy.ts';
import { type EpochMs, HOUR_MS } from './time.ts';

/** Of an incident that is open for days only what came shortly before the alert tells of it. */
const OTHER_ALERTS_BACK_MS = HOUR_MS;

/** An alert with the time at which it reached us, where it did. */
type SentAlert = Alert & { readonly receivedAt?: EpochMs };

/** Everything that the shell read for one investigation. */
export interface CaseMaterial {
  readonly askedAt: EpochMs;
  readonly incident: Incident;
  /** The incident's alerts: the one that is asked about, then the others, oldest first; never empty. */
  readonly alerts: readonly SentAlert[];
  /** Alerts of other incidents, and of none, from one hour before. */
  readonly otherAlerts: readonly (SentAlert & { readonly service?: string; readonly environment?: string })[];
  readonly deploys: readonly LedgerDeploy[];
  readonly commits: readonly CaseCommit[];
  readonly changes: readonly CaseChange[];
  readonly topology: readonly CallEdge[];
  readonly series: readonly CaseSeries[];
  readonly logs: readonly LogRow[];
  readonly serviceMap: ServiceMap;
  readonly repositoryNames: ReadonlyMap<number, string>;
  readonly priors: Priors;
  readonly checks?: readonly CaseCheck[];
}

/**
 * Freezes what is known into a case: the alert that is asked about is the case's own, the incident's others
 * and those of other incidents are `alerts`, from an hour before it. Deploys whose SHA is not of its repository are left out: they are never named as suspects.
 * Nothing later than `askedAt` gets in.
 */
export function buildCase(material: CaseMaterial): Case {
  const [first, ...more] = material.alerts;
  if (first === undefined) throw new Error(`incident ${material.incident.id} has no alert`);
  const { service, environment } = material.incident;
  const known = <T>(items: readonly T[], at: (item: T) => EpochMs) =>
    items.filter((item) => at(item) <= material.askedAt);
  const watched = material.series.find((series) => series.id.startsWith('alert') && series.service === service)?.id;
  return {
    id: material.incident.id,
    askedAt: material.askedAt,
    alert: { ...caseAlert(first, service, environment), ...(watched === undefined ? {} : { series: watched }) },
    deploys: known(material.deploys, (deploy) => deploy.startedAt)
      .filter((deploy) => deploy.verified !== false)
      .map((deploy) => caseDeploy(deploy, material)),
    changes: known(material.changes, (change) => change.at),
    commits: material.commits,
    ...(material.topology.length > 0 ? { topology: material.topology } : {}),
    ...((material.checks ?? []).length > 0 ? { checks: material.checks ?? [] } : {}),
    ...(material.series.length > 0 ? { series: material.series } : {}),
    ...(material.logs.length > 0 ? { logs: known(material.logs, (row) => row.at) } : {}),
    alerts: known(
      [
        ...more.map((alert) => caseAlert(alert, service, environment)),
        ...material.otherAlerts.map((alert) => caseAlert(alert, alert.service ?? 'unmapped', alert.environment)),
      ].filter((alert) => alert.startedAt >= first.startsAt - OTHER_ALERTS_BACK_MS),
      (alert) => alert.startedAt,
    ),
    priors: material.priors,
  };
}

function caseAlert(alert: SentAlert, service: string, environment: string | undefined): CaseAlert {
  const description = alert.description === undefined ? {} : { description: alert.description };
  const release = alert.release === undefined ? {} : { release: alert.release };
  return {
    service,
    ...(environment === undefined ? {} : { environment }),
    title: alert.title,
    ...(alert.severity === undefined ? {} : { severity: alert.severity }),
    labels: { ...alert.labels, ...release, ...description, ...frameLabel(alert) },
    startedAt: alert.startsAt,
    ...(alert.receivedAt === undefined ? {} : { firedAt: alert.receivedAt }),
    ...(alert.threshold === undefined ? {} : { threshold: alert.threshold }),
    ...(alert.observed === undefined ? {} : { observed: alert.observed }),
    ...(alert.comparison === undefined ? {} : { comparison: alert.comparison }),
    ...(alert.periodSeconds === undefined ? {} : { periodSeconds: alert.periodSeconds }),
    ...(alert.periods === undefined ? {} : { periods: alert.periods }),
  };
}

/** Stack frames travel as the words of the alert, one a line, as a stack trace prints them. */
function frameLabel(alert: Alert): Record<string, string> {
  if (alert.frames === undefined || alert.frames.length === 0) return {};
  const lines = alert.frames.map((frame) => {
    const place = frame.line === undefined ? frame.path : `${frame.path}:${frame.line}`;
    return frame.function === undefined ? `at ${place}` : `at ${frame.function} (${place})`;
  });
  return { stacktrace: lines.join('\n') };
}

function caseDeploy(deploy: LedgerDeploy, material: CaseMaterial): CaseDeploy {
  const repository = material.repositoryNames.get(deploy.repositoryId);
  const ended = deploy.endedAt !== undefined && deploy.endedAt <= material.askedAt ? deploy.endedAt : undefined;
  const versions = deployVersions(
    deploy,
    material.deploys,
    versionRuns(material.series, deploy.service, material.askedAt),
  );
  const live = deploy.liveAt !== undefined && deploy.liveAt <= material.askedAt ? deploy.liveAt : undefined;
  return {
    id: deploy.id,
    service: deploy.service,
    environment: deploy.environment,
    ...(repository === undefined ? {} : { repository }),
    sha: deploy.sha,
    ...(deploy.previousSha === undefined ? {} : { previousSha: deploy.previousSha }),
    startedAt: deploy.startedAt,
    ...(live === undefined ? {} : { liveAt: live }),
    ...(ended === undefined ? {} : { endedAt: ended }),
    outcome: deploy.outcome,
    kind: deploy.kind,
    ...(deploy.commits === undefined ? {} : { commits: ownCommits(deploy, deploy.commits, material) }),
    ...(deploy.truncated === true ? { truncated: true } : {}),
    ...(versions === undefined ? {} : { versions }),
  };
}

/**
 * In a repository of several services a deploy ships its service's own paths: a commit that touches none of them is left
 * out. One whose files are not known stays: that says nothing about guilt. What ships the whole repository may also break
 * the service by what is not its own: where no commit is, all stay.
 */
function ownCommits(deploy: LedgerDeploy, commits: readonly string[], material: CaseMaterial): readonly string[] {
  const entry = material.serviceMap.services.find(
    ({ service, repositoryId }) => service === deploy.service && repositoryId === deploy.repositoryId,
  );
  const paths = entry?.paths;
  if (paths === undefined) return commits;
  const files = new Map(material.commits.map((commit) => [commit.sha, commit.files] as const));
  const own = commits.filter((sha) => {
    const touched = files.get(sha);
    if (touched === undefined || touched.length === 0) return true;
    return touched.some(({ path }) => paths.some((glob) => matchesGlob(path, glob)));
  });
  return own.length === 0 && entry?.shippedWith !== undefined ? commits : own;
}
