import type { Case } from '../case.ts';
import type { Clue } from '../evidence/clue.ts';
import type { OnsetPosterior } from '../evidence/onset/onset-posterior.ts';
import { logSumExp } from '../log-sum.ts';
import { sentence } from '../sentence.ts';
import { bandOf } from './band.ts';
import { numberClues } from './number-clues.ts';
import type { ScoredDeploy } from './score-deploy.ts';
import type { Scores } from './score-hypotheses.ts';
import type { Gap, Suspect, Verdict } from './verdict.ts';
import type { Weights } from './weights.ts';

/** Turns scores into probabilities that add up to 1, splits deploys into commits and numbers the evidence as it is ranked. */
export function assemble(
  theCase: Case,
  onset: OnsetPosterior,
  scores: Scores,
  weights: Weights,
  gaps: readonly Gap[],
): Verdict {
  const [deploys, changes, nothing] = asksOnlyWhichCommit(theCase)
    ? [[1 - weights.onlyCommits], scores.changes.map(() => 0), weights.onlyCommits]
    : probabilities(scores);
  const ranked = scores.deploys.flatMap((scored, index) => split(scored, deploys[index] as number, scores));
  ranked.sort((a, b) => b.probability - a.probability || compare(name(a), name(b)));
  const changed = scores.changes
    .map((scored, index) => ({ change: scored.of.index, probability: changes[index] as number, clues: scored.clues }))
    .sort((a, b) => b.probability - a.probability || a.change - b.change);
  const number = numberClues();
  const suspects: Suspect[] = ranked.map(({ deploy, commit, probability, clues }) => ({
    deploy,
    commit,
    probability,
    evidence: number(clues),
  }));
  const noDeploy = changed.reduce((sum, { probability }) => sum + probability, nothing);
  return {
    band: bandOf(suspects, noDeploy),
    onset: { at: onset.at, from: onset.from, to: onset.to, source: onset.source },
    suspects,
    otherChanges: changed.map(({ change, probability, clues }) => ({ change, probability, evidence: number(clues) })),
    nothing: {
      probability: nothing,
      evidence: number(scores.nothing.clues.length > 0 ? scores.nothing.clues : [BY_ITSELF]),
    },
    notChecked: gaps,
  };
}

const BY_ITSELF: Clue = { clue: 'base-rate', weight: 0, says: sentence`alerts also come without any change` };

/** Deploys, changes and nothing, in their order. */
function probabilities(scores: Scores): readonly [number[], number[], number] {
  const scaled = ({ log }: { readonly log: number }): number => log / scores.temperature;
  const deploys = scores.deploys.map(scaled);
  const changes = scores.changes.map(scaled);
  const nothing = scaled(scores.nothing);
  const total = logSumExp([...deploys, ...changes, nothing]);
  const share = (log: number): number => Math.exp(log - total);
  return [deploys.map(share), changes.map(share), share(nothing)];
}

interface Ranked {
  readonly deploy: string;
  readonly commit: string | null;
  readonly probability: number;
  readonly clues: readonly Clue[];
}

/** A deploy's probability, shared between its commits where they are known. */
function split(scored: ScoredDeploy, probability: number, { commits }: Scores): Ranked[] {
  const deploy = scored.of.deploy.id;
  if (scored.commitLogs.size === 0) return [{ deploy, commit: null, probability, clues: scored.clues }];
  const all = logSumExp([...scored.commitLogs.values()]);
  return [...scored.commitLogs].map(([sha, log]) => ({
    deploy,
    commit: sha,
    probability: probability * Math.exp(log - all),
    clues: [...scored.clues, ...(commits.get(sha)?.clues ?? [])],
  }));
}

function name({ deploy, commit }: Ranked): string {
  return `${deploy}\n${commit ?? ''}`;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The documented form of a case that only asks which commit of one deploy is to blame. */
function asksOnlyWhichCommit({ deploys, commits, series, alert, logs }: Case): boolean {
  return (
    deploys.length === 1 &&
    (commits?.length ?? 0) > 0 &&
    series === undefined &&
    logs === undefined &&
    alert.firedAt === undefined
  );
}
