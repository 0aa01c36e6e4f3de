import type { Case } from '../case.ts';
import type { Clue } from '../evidence/clue.ts';
import type { OnsetPosterior } from '../evidence/onset/onset-posterior.ts';
import { sentence } from '../sentence.ts';
import { bandOf } from './band.ts';
import { logSumExp } from './log-sum.ts';
import type { Scores } from './score-hypotheses.ts';
import type { Evidence, Gap, Suspect, Verdict } from './verdict.ts';
import type { Weights } from './weights.ts';

/** Turns scores into probabilities that add up to 1, splits deploys into commits and numbers the evidence. */
export function assemble(
  theCase: Case,
  onset: OnsetPosterior,
  scores: Scores,
  weights: Weights,
  gaps: readonly Gap[],
): Verdict {
  let deployLogs = scores.deploys.map(({ log }) => log / weights.temperature);
  let changeLogs = scores.changes.map(({ log }) => log / weights.temperature);
  let nothingLog = scores.nothing.log / weights.temperature;
  if (asksOnlyWhichCommit(theCase)) {
    deployLogs = [Math.log(1 - weights.onlyCommits)];
    changeLogs = [];
    nothingLog = Math.log(weights.onlyCommits);
  }
  const total = logSumExp([...deployLogs, ...changeLogs, nothingLog]);
  let number = 0;
  const numbered = (clues: readonly Clue[]): Evidence[] => clues.map((clue) => ({ id: `E${++number}`, ...clue }));
  const suspects: Suspect[] = scores.deploys.flatMap((scored, index): readonly Suspect[] => {
    const probability = Math.exp((deployLogs[index] as number) - total);
    const { deploy } = scored.of;
    const evidence = numbered(scored.clues);
    if (scored.commitLogs.size === 0) return [{ deploy: deploy.id, commit: null, probability, evidence }];
    const all = logSumExp([...scored.commitLogs.values()]);
    return [...scored.commitLogs].map(([sha, log]) => ({
      deploy: deploy.id,
      commit: sha,
      probability: probability * Math.exp(log - all),
      evidence: [...evidence, ...numbered(scores.commits.get(sha)?.clues ?? [])],
    }));
  });
  suspects.sort((a, b) => b.probability - a.probability || (a.commit ?? '').localeCompare(b.commit ?? ''));
  const otherChanges = scores.changes
    .map((scored, index) => ({
      change: scored.of.index,
      probability: asksOnlyWhichCommit(theCase) ? 0 : Math.exp((changeLogs[index] as number) - total),
      evidence: numbered(scored.clues),
    }))
    .sort((a, b) => b.probability - a.probability);
  const nothing = { probability: Math.exp(nothingLog - total), evidence: numbered(scores.nothing.clues) };
  const noDeploy = otherChanges.reduce((sum, { probability }) => sum + probability, nothing.probability);
  return {
    band: bandOf(suspects[0]?.probability ?? 0, suspects[1]?.probability ?? 0, noDeploy),
    onset: { at: onset.at, from: onset.from, to: onset.to, source: onset.source },
    suspects,
    otherChanges,
    nothing: nothing.evidence.length > 0 ? nothing : { ...nothing, evidence: numbered([defaultClue()]) },
    notChecked: gaps,
  };
}

function defaultClue(): Clue {
  return { clue: 'base-rate', weight: 0, says: sentence`alerts also come without any change` };
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
