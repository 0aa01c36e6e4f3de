import type { ChangeCandidate } from '../candidates/list-candidates.ts';
import type { CommitEvidence } from '../evidence/commits/commit-evidence.ts';
import type { Measurements } from './measure-case.ts';
import { scoreChange } from './score-change.ts';
import { type ScoredDeploy, scoreDeploy } from './score-deploy.ts';
import { scoreNothing } from './score-nothing.ts';
import { type Scored, type Weighed, weighed } from './weighed.ts';
import type { Weights } from './weights.ts';

/** Every hypothesis with its score; they compete in one posterior. */
export interface Scores {
  readonly deploys: readonly ScoredDeploy[];
  readonly changes: readonly Scored<ChangeCandidate>[];
  readonly nothing: Scored<null>;
  readonly commits: ReadonlyMap<string, CommitEvidence>;
  /** What every logarithm is divided by, so that probabilities mean what they say. */
  readonly temperature: number;
}

/**
 * The score of every hypothesis as one of competing risks: its rate at the moment of the onset times the likelihood of
 * everything that was seen, had it been the cause.
 */
export function scoreHypotheses(measured: Measurements, weights: Weights): Scores {
  const given = weighed(measured, weights);
  return {
    deploys: given.candidates.deploys.map((candidate) => scoreDeploy(given, candidate)),
    changes: given.candidates.changes.map((candidate) => scoreChange(given, candidate)),
    nothing: scoreNothing(given),
    commits: given.commits,
    temperature: temperatureOf(given),
  };
}

function temperatureOf({ moves, commits, weights }: Weighed): number {
  if (moves.size <= 1) return weights.blindTemperature;
  return commits.size > 0 ? weights.wordyTemperature : weights.temperature;
}
