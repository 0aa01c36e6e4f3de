import type { Case } from '../../case.ts';
import { code, sentence } from '../../sentence.ts';
import type { CommitEvidence } from './commit-evidence.ts';
import { commitScene } from './scene/commit-scene.ts';
import { titleOf } from './text/title-of.ts';
import { vanishedCommits } from './vanished-commits.ts';
import { weighCommits } from './weigh-commits.ts';

/**
 * For each rollback of the case, by deploy id, the commit that it took away and that fits the failure best: what that
 * commit fixed may be failing again. A rollback that took nothing known away is left out. `logWeight` is in nats like
 * that of `weighCommits`, never below 0.
 */
export function weighVanishedFixes(theCase: Case): ReadonlyMap<string, CommitEvidence> {
  const found = new Map<string, CommitEvidence>();
  for (const rollback of theCase.deploys) {
    if (rollback.kind !== 'rollback') continue;
    const gone = new Set(vanishedCommits(theCase, rollback));
    const commits = (theCase.commits ?? []).filter((commit) => gone.has(commit.sha));
    // As if nothing but the rollback had touched them, so that a fix counts as one that is gone.
    const alone = weighCommits(commitScene({ ...theCase, deploys: withOnly(theCase, rollback.id, [...gone]) }));
    const best = commits
      .flatMap((commit) => {
        const evidence = alone.get(commit.sha);
        return evidence === undefined ? [] : [{ commit, fits: evidence.logWeight }];
      })
      .sort((one, other) => other.fits - one.fits || (one.commit.sha < other.commit.sha ? -1 : 1))[0];
    if (best === undefined) continue;
    const title = titleOf(best.commit.message ?? best.commit.sha);
    const weight = Math.max(0, best.fits);
    found.set(rollback.id, {
      logWeight: weight,
      beforehand: 0,
      clues: [{ clue: 'vanished-fix', weight, says: sentence`it took away ${code(title)}, which fits the failure` }],
    });
  }
  return found;
}

function withOnly(theCase: Case, rollback: string, commits: readonly string[]): Case['deploys'] {
  const gone = new Set(commits);
  return theCase.deploys.map((deploy) =>
    deploy.id === rollback
      ? { ...deploy, commits }
      : { ...deploy, commits: (deploy.commits ?? []).filter((sha) => !gone.has(sha)) },
  );
}
