import { suspectCommentKey } from '../../effects/suspect-comment-key.ts';
import type { ReactionSubject } from '../../investigation/commands/weigh-reactions.ts';
import type { Incident } from '../../investigation/incident/incident.ts';
import type { EpochMs } from '../../investigation/time.ts';
import { leadOf } from '../../investigation/verdict/lead.ts';
import type { Suspect, Verdict } from '../../investigation/verdict/verdict.ts';
import type { Transaction } from '../../storage/contract.ts';

/** Something of ours on GitHub on which people put thumbs. */
export interface ReactionTarget {
  readonly repositoryId: number;
  readonly kind: 'issue' | 'comment';
  /** An issue's number, a comment's id. */
  readonly id: number;
  /** What it named at a moment; undefined where it named several changes. */
  readonly aboutAt: (at: EpochMs) => ReactionSubject | undefined;
}

interface Round {
  readonly at: EpochMs;
  readonly verdict: Verdict;
}

/**
 * An incident's issue, and our comment on every pull request that one of its verdicts was sure of, where GitHub has
 * them.
 */
export async function reactionTargets(tx: Transaction, incident: Incident): Promise<readonly ReactionTarget[]> {
  const { installationId, id, repositoryId } = incident;
  const issue = await tx.effects.find(installationId, 'issue', id);
  if (issue?.githubNumber === undefined) return [];
  const stored = await tx.investigations.list(installationId, id);
  const rounds = stored.map(({ at, verdict }): Round => ({ at, verdict: verdict as Verdict }));
  const aboutAt = (at: EpochMs) => {
    const round = rounds.findLast((one) => one.at <= at) ?? rounds[0];
    return round && namedBy(round.verdict);
  };
  const comments = await commentsOf(tx, incident, rounds);
  return [{ repositoryId, kind: 'issue', id: issue.githubNumber, aboutAt }, ...comments];
}

/** At `weak` a report offers several changes: a thumb would not say which. */
function namedBy({ band, suspects }: Verdict): ReactionSubject | undefined {
  const lead = leadOf(suspects);
  if (band === 'none' || lead === undefined) return { deploy: null, commit: null };
  return band === 'weak' ? undefined : subjectOf(lead);
}

async function commentsOf(
  tx: Transaction,
  incident: Incident,
  rounds: readonly Round[],
): Promise<readonly ReactionTarget[]> {
  const targets = new Map<number, ReactionTarget>();
  for (const { verdict } of rounds) {
    const [first] = verdict.suspects;
    if (verdict.band !== 'strong' || first === undefined) continue;
    const comment = await commentOn(tx, incident, first);
    if (comment?.githubId === undefined) continue;
    const { repositoryId, githubId } = comment;
    targets.set(githubId, { repositoryId, kind: 'comment', id: githubId, aboutAt: () => subjectOf(first) });
  }
  return [...targets.values()];
}

async function commentOn(tx: Transaction, incident: Incident, { deploy, commit: sha }: Suspect) {
  if (sha === null) return undefined;
  const { installationId } = incident;
  const carried = deploy === null ? undefined : await tx.ledger.get(installationId, deploy);
  const repositoryId = carried?.repositoryId ?? incident.repositoryId;
  const [commit] = await tx.commits.many(installationId, repositoryId, [sha]);
  if (commit?.pullRequest === undefined) return undefined;
  const key = suspectCommentKey(incident.id, repositoryId, commit.pullRequest);
  return tx.effects.find(installationId, 'pull-request-comment', key);
}

function subjectOf({ deploy, commit }: Suspect): ReactionSubject {
  return { deploy, commit };
}
