import { listCandidates } from '../candidates/list-candidates.ts';
import type { Case } from '../case.ts';
import { weighCommits } from '../evidence/commits/weigh-commits.ts';
import { trafficSurge } from '../evidence/background/traffic-surge.ts';
import { callGraph } from '../evidence/location/call-graph.ts';
import { harmShares } from '../evidence/location/harm-share.ts';
import { movesByService, originLikelihood, overallLikelihood } from '../evidence/location/origin-likelihood.ts';
import { seriesMove } from '../evidence/location/series-move.ts';
import { readLogs } from '../evidence/logs/read-logs.ts';
import { alertExcess, alertSeries } from '../evidence/onset/alert-series.ts';
import { onsetPosterior } from '../evidence/onset/onset-posterior.ts';
import { assemble } from './assemble.ts';
import { scoreHypotheses } from './score-hypotheses.ts';
import type { Gap, Verdict } from './verdict.ts';
import { WEIGHTS, type Weights } from './weights.ts';

/**
 * The verdict on a case: how probable it is that each deploy, each commit in it, each other change, or nothing of all
 * that is to blame. Pure: the same case gives the same verdict. `gaps` is what could not be read; it is passed through.
 */
export function decide(theCase: Case, gaps: readonly Gap[] = [], weights: Weights = WEIGHTS): Verdict {
  const onset = onsetPosterior(theCase.alert, theCase.askedAt, alertExcess(theCase));
  const watched = alertSeries(theCase);
  const graph = callGraph(theCase);
  const moves = (theCase.series ?? []).flatMap((series) => seriesMove(series, onset.core.from, theCase.askedAt) ?? []);
  const byService = movesByService(moves, watched?.kind);
  const scores = scoreHypotheses({
    theCase,
    weights,
    onset,
    graph,
    moves: byService,
    origin: originLikelihood(graph, byService, weights, theCase.alert.service),
    quiet: overallLikelihood(byService, weights.travelsOther, weights.staysOther),
    common: overallLikelihood(byService, weights.travelsCommon, weights.staysCommon),
    surge: trafficSurge(theCase, graph, onset.core.from),
    harm: harmShares(theCase, watched, onset.core.from),
    candidates: listCandidates(theCase),
    commits: weighCommits(theCase),
    logs: readLogs(theCase, onset.from),
  });
  return assemble(theCase, onset, scores, weights, gaps);
}
