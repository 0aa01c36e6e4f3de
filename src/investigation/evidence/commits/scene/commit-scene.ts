import type { Case, CaseDeploy, CaseSeries } from '../../../case.ts';
import { type PatchLine, patchLines } from '../text/patch-lines.ts';
import { remember } from '../text/remember.ts';
import { type CommitWords, commitWords } from './commit-words.ts';
import type { IncidentText } from './incident-text.ts';
import { type IncidentWords, incidentWords, type WordWeights } from './incident-words.ts';
import { MECHANISMS } from './mechanisms.ts';
import { type ShownMechanism, type Speaker, shownMechanisms, spokenTexts } from './shown-mechanisms.ts';

/** An incident and the commits that may have caused it, read once for all features. */
export interface CommitScene {
  readonly theCase: Case;
  readonly incident: IncidentWords;
  /** Each commit once, in the order of the case. */
  readonly commits: readonly CommitWords[];
  /** The deploys that carry a commit. */
  deploysOf(commit: CommitWords): readonly CaseDeploy[];
  /** The services of those deploys. */
  servicesOf(commit: CommitWords): ReadonlySet<string>;
  /** Whether only rollbacks carry a commit: it was taken away, and what it fixed may be failing again. */
  vanished(commit: CommitWords): boolean;
  /** The lines of a commit's patches. */
  linesOf(commit: CommitWords): readonly PatchLine[];
  /** The mechanisms of which the alert or the system tells, as they matter for a commit. */
  mechanismsFor(commit: CommitWords, speaker: Speaker): readonly ShownMechanism[];
  /** What each word of the incident is worth for a commit, by the word's number. */
  weightsOf(commit: CommitWords): WordWeights;
}

/** No more patch text than this is read per case (characters), so that time stays bounded whatever was committed. */
const CASE_BUDGET = 24_000_000;
const COMMIT_BUDGET = 120_000;

/** Reads the case's incident and commits; `moved` are the metrics whose names tell of the incident too. */
export function commitScene(theCase: Case, moved: readonly CaseSeries[] = []): CommitScene {
  const all = theCase.commits ?? [];
  const unique = [...new Map(all.map((commit) => [commit.sha, commit])).values()];
  const incident = incidentWords(
    theCase,
    MECHANISMS.flatMap((mechanism) => mechanism.touches),
    moved,
  );
  const budget = Math.min(COMMIT_BUDGET, Math.floor(CASE_BUDGET / Math.max(1, unique.length)));
  const { vocabulary } = incident;
  const { environment } = theCase.alert;
  const commits = unique.map((commit) => commitWords(commit, { vocabulary, environment, budget }));
  const carriers = new Map<string, CaseDeploy[]>();
  for (const deploy of theCase.deploys) {
    for (const sha of deploy.commits ?? []) {
      remember(carriers, sha, () => []).push(deploy);
    }
  }
  const deploysOf = (commit: CommitWords): readonly CaseDeploy[] => carriers.get(commit.commit.sha) ?? [];
  const services = new Map<CommitWords, ReadonlySet<string>>();
  const servicesOf = (commit: CommitWords): ReadonlySet<string> =>
    remember(services, commit, () => new Set(deploysOf(commit).map((deploy) => deploy.service)));
  const vanished = (commit: CommitWords): boolean => {
    const deploys = deploysOf(commit);
    return deploys.length > 0 && deploys.every((deploy) => deploy.kind === 'rollback');
  };
  const keyOf = (commit: CommitWords): string => [...servicesOf(commit)].sort().join('\n');
  const weights = new Map<string, WordWeights>();
  const weightsOf = (commit: CommitWords): WordWeights =>
    remember(weights, keyOf(commit), () => incident.weightsFor(servicesOf(commit)));
  const spoken = new Map<Speaker, readonly IncidentText[]>();
  const shown = new Map<string, readonly ShownMechanism[]>();
  const mechanismsFor = (commit: CommitWords, speaker: Speaker): readonly ShownMechanism[] =>
    remember(shown, `${speaker}\n${keyOf(commit)}`, () => {
      const texts = remember(spoken, speaker, () => spokenTexts(incident, speaker));
      return shownMechanisms(texts, vocabulary, servicesOf(commit));
    });
  const lines = new Map<CommitWords, readonly PatchLine[]>();
  const linesOf = (commit: CommitWords): readonly PatchLine[] =>
    remember(lines, commit, () => patchLines(commit.commit, environment));
  return { theCase, incident, commits, deploysOf, servicesOf, vanished, linesOf, mechanismsFor, weightsOf };
}
