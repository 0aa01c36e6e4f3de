import { type ChangeCandidate, type DeployCandidate, listCandidates } from '../candidates/list-candidates.ts';
import type { Case } from '../case.ts';
import { type AlertHistory, alertHistory } from '../evidence/background/alert-rate.ts';
import { surgeFromOutside, type TrafficRise, trafficRises } from '../evidence/background/traffic-rise.ts';
import { heardFrom } from '../evidence/commits/clues/introduced-name.ts';
import type { CommitEvidence } from '../evidence/commits/commit-evidence.ts';
import { type CommitScene, commitScene } from '../evidence/commits/scene/commit-scene.ts';
import { type ScheduledRun, scheduledRuns } from '../evidence/commits/scheduled-runs.ts';
import { weighChangeTitles } from '../evidence/commits/weigh-change-titles.ts';
import { weighCommits } from '../evidence/commits/weigh-commits.ts';
import { weighVanishedFixes } from '../evidence/commits/weigh-vanished-fixes.ts';
import { withMarks } from '../evidence/commits/with-marks.ts';
import { withRuns } from '../evidence/commits/with-runs.ts';
import { type UndoEffect, undoEffect } from '../evidence/effect/undo-effect.ts';
import { type VersionContrast, versionContrast } from '../evidence/effect/version-contrast.ts';
import { type CallGraph, callGraph } from '../evidence/location/call-graph.ts';
import { type HarmShares, harmShares } from '../evidence/location/harm-share.ts';
import { movedMetrics } from '../evidence/location/moved-metrics.ts';
import { type OneInstance, oneInstance } from '../evidence/location/one-instance.ts';
import { movesByService, type ServiceMoves } from '../evidence/location/origin-likelihood.ts';
import { ownHarm } from '../evidence/location/own-harm.ts';
import { seriesMove } from '../evidence/location/series-move.ts';
import { serviceOwner } from '../evidence/location/service-owner.ts';
import type { LogEvidence } from '../evidence/logs/log-evidence.ts';
import { readLogs } from '../evidence/logs/read-logs.ts';
import { withLevels } from '../evidence/logs/with-levels.ts';
import { alertExcess, alertSeries } from '../evidence/onset/alert-series.ts';
import { type OnsetPosterior, onsetPosterior } from '../evidence/onset/onset-posterior.ts';
import { type Persistence, persistence } from '../evidence/onset/persistence.ts';
import { bucketedOnce } from '../evidence/series/bucketed-once.ts';
import { withCounts } from '../evidence/series/with-counts.ts';
import { withKinds } from '../evidence/series/with-kinds.ts';
import { burnsByDeploy } from '../evidence/timing/burns-by-deploy.ts';
import { justDeployed } from '../evidence/timing/just-deployed.ts';
import type { LastingStep } from '../evidence/timing/lasting-step.ts';
import { type RanOut, ranOut } from '../evidence/timing/ran-out.ts';
import { type RecurringRun, recurringRuns } from '../evidence/timing/recurring-runs.ts';
import type { SlowBurn } from '../evidence/timing/slow-burn.ts';
import { type SpentTrouble, spentTrouble } from '../evidence/timing/spent-trouble.ts';
import { stepsByDeploy } from '../evidence/timing/steps-by-deploy.ts';
import { inOrder } from './in-order.ts';

/** Everything that is measured on a case before it is weighed: no weight of the table has a part in it. */
export interface Measurements {
  readonly theCase: Case;
  readonly onset: OnsetPosterior;
  readonly persistence: Persistence | null;
  readonly graph: CallGraph;
  /** Caches, queues and tables that belong to a service, by its name. */
  readonly parts: ReadonlyMap<string, readonly string[]>;
  readonly moves: ReadonlyMap<string, ServiceMoves>;
  readonly harm: HarmShares;
  readonly harmKind: 'latency' | 'errors';
  /** By the deploy's id. */
  readonly burns: ReadonlyMap<string, SlowBurn>;
  /** By the deploy's id. */
  readonly runs: ReadonlyMap<string, ScheduledRun>;
  /** By the deploy's id. */
  readonly firstRuns: ReadonlyMap<string, RecurringRun>;
  /** What came to its end without a deploy. */
  readonly ranOut: RanOut | null;
  /** By the deploy's id. */
  readonly steps: ReadonlyMap<string, LastingStep>;
  /** Of deploys whose old version still ran, by the deploy's id. */
  readonly contrasts: ReadonlyMap<string, VersionContrast>;
  /** By the deploy's id. */
  readonly spent: ReadonlyMap<string, SpentTrouble>;
  /** Of deploys that were rolled back after the onset, by the deploy's id. */
  readonly undone: ReadonlyMap<string, UndoEffect>;
  readonly traffic: ReadonlyMap<string, TrafficRise>;
  readonly surge: TrafficRise | null;
  readonly history: AlertHistory;
  readonly candidates: { readonly deploys: readonly DeployCandidate[]; readonly changes: readonly ChangeCandidate[] };
  /** What the incident's words were held against. */
  readonly scene: CommitScene;
  readonly commits: ReadonlyMap<string, CommitEvidence>;
  /** Services that brought something of which the alerting one complains by name. */
  readonly heard: ReadonlySet<string>;
  /** What the titles of changes outside every deploy say, by their index. */
  readonly changeTitles: ReadonlyMap<number, CommitEvidence>;
  /** What each rollback took away, by the deploy's id. */
  readonly vanished: ReadonlyMap<string, CommitEvidence>;
  /** A part of the instances that got worse alone. */
  readonly oneInstance: OneInstance | null;
  readonly logs: LogEvidence;
}

/** Measures a case. This is where the time goes; weighing is cheap, so that `npm run fit` can weigh often. */
export function measureCase(given: Case): Measurements {
  const theCase = inOrder(withCounts(withKinds(withLevels(given))));
  const { alert, askedAt, series = [] } = theCase;
  const excess = alertExcess(theCase);
  const onset = onsetPosterior(alert, askedAt, excess);
  const watched = alertSeries(theCase);
  const graph = callGraph(theCase);
  const since = onset.core.from;
  const candidates = listCandidates(theCase, onset.from);
  const ownerOf = serviceOwner(theCase);
  const bucketed = bucketedOnce(askedAt);
  const moves = series.flatMap((one) => seriesMove(one, since, askedAt, bucketed) ?? []);
  const traffic = trafficRises(theCase, graph, since, bucketed);
  const versioned = Map.groupBy(
    series.filter(({ version }) => version !== undefined),
    ({ service }) => service,
  );
  const burns = burnsByDeploy(theCase, graph, candidates.deploys, onset.from, bucketed);
  const steps = stepsByDeploy(theCase, graph, candidates.deploys, onset.from, bucketed);
  const runs = scheduledRuns(theCase, candidates.deploys, onset);
  const firstRuns = recurringRuns(theCase, candidates.deploys, onset.core);
  const marks = candidates.deploys.flatMap(({ deploy }) => {
    const series = (burns.get(deploy.id) ?? steps.get(deploy.id))?.series;
    return series === undefined ? [] : [{ deploy, series }];
  });
  const moved = movedMetrics(series, since, askedAt, bucketed);
  const scene = commitScene(theCase, moved);
  return {
    theCase,
    onset,
    persistence: excess === null ? null : persistence(excess, alert.startedAt),
    graph,
    parts: Map.groupBy(
      graph.placed.filter((service) => ownerOf(service) !== service),
      ownerOf,
    ),
    moves: movesByService(moves, watched),
    oneInstance: oneInstance(moves, {
      series,
      deploys: candidates.deploys,
      deployed: justDeployed(theCase, onset.from),
      graph,
      alerting: alert.service,
      from: onset.from,
      since,
      to: onset.to,
      askedAt,
    }),
    harm: ownHarm(harmShares(theCase, watched, since, bucketed), graph),
    harmKind: watched?.kind === 'latency' ? 'latency' : 'errors',
    burns,
    runs,
    firstRuns,
    ranOut: ranOut(theCase, graph, candidates.deploys, onset.from, bucketed),
    steps,
    contrasts: byDeploy(candidates.deploys, ({ deploy }) =>
      versionContrast(versioned.get(deploy.service) ?? [], deploy, since, askedAt),
    ),
    spent: byDeploy(candidates.deploys, ({ from, live }) =>
      excess === null ? null : spentTrouble(excess, from, live, onset.from),
    ),
    undone: byDeploy(candidates.deploys, ({ undone }) =>
      excess === null || undone === undefined ? null : undoEffect(excess, onset.at, undone),
    ),
    traffic,
    surge: surgeFromOutside(traffic, graph, alert.service),
    history: alertHistory(theCase, onset.from, graph),
    candidates,
    scene,
    commits: withRuns(withMarks(weighCommits(scene), theCase, marks), runs.values()),
    heard: heardFrom(scene),
    vanished: weighVanishedFixes(theCase),
    logs: readLogs(theCase, onset.from, graph),
    changeTitles: weighChangeTitles(theCase, moved),
  };
}

/** What is found of each deploy of which anything is found, by the deploy's id. */
function byDeploy<T>(
  deploys: readonly DeployCandidate[],
  find: (candidate: DeployCandidate) => T | null,
): Map<string, T> {
  return new Map(
    deploys.flatMap((candidate) => {
      const found = find(candidate);
      return found === null ? [] : [[candidate.deploy.id, found] as const];
    }),
  );
}
