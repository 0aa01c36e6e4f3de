import { COMMIT_FEATURES } from './clues/commit-features.ts';
import { COMMIT_WEIGHTS } from './clues/commit-weights.ts';
import type { CommitClue, CommitEvidence } from './commit-evidence.ts';
import type { CommitScene } from './scene/commit-scene.ts';

/**
 * How much the incident speaks for each commit of the case, by SHA: a conditional logit whose features stand one in a file
 * beside this one and whose weights stand in `commit-weights.ts`.
 * The weights are for a softmax over commits that compete: only their differences within one case mean something.
 */
export function weighCommits(scene: CommitScene): ReadonlyMap<string, CommitEvidence> {
  const findings = COMMIT_FEATURES.map((feature) => ({ clue: feature.clue, found: feature.find(scene) }));
  return new Map(
    scene.commits.map(({ commit }, index): [string, CommitEvidence] => {
      const clues: CommitClue[] = [];
      let beforehand = 0;
      for (const { clue, found } of findings) {
        const finding = found[index];
        if (finding === undefined || finding.value === 0) continue;
        const weight = finding.value * COMMIT_WEIGHTS[clue].value;
        if (COMMIT_WEIGHTS[clue].beforehand) beforehand += weight;
        clues.push({ clue, weight, says: finding.says });
      }
      clues.sort((one, other) => Math.abs(other.weight) - Math.abs(one.weight));
      return [commit.sha, { logWeight: clues.reduce((sum, clue) => sum + clue.weight, 0), beforehand, clues }];
    }),
  );
}
