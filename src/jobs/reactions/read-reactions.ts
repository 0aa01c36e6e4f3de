import type { SeenAccount } from '../../investigation/commands/authorise.ts';
import {
  type SeenReaction,
  type WeighedReactions,
  weighReactions,
} from '../../investigation/commands/weigh-reactions.ts';
import type { Clock } from '../../platform/clock.ts';
import type { OpenReactions, Reactions } from '../../readers/repository/open-reactions.ts';
import type { Storage, Transaction } from '../../storage/contract.ts';
import type { JobPayloads } from '../contract.ts';
import { saveThumbs } from './kept-thumbs.ts';
import { type ReactionTarget, reactionTargets } from './reaction-targets.ts';

export interface ReadReactionsDependencies {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly openReactions: OpenReactions;
}

/** GitHub is asked once for each person whether they may write; people beyond this number count as if they may not. */
const MOST_ASKED_ABOUT = 100;

/**
 * Reads what people say with a thumb on an incident's issue and on our comment on the suspect pull request. Thumbs of
 * people who may write there become labels beside what `it-was` and `not-it` said, which outrank them; those of others
 * are counted apart. A thumb that was taken back takes its label along.
 */
export async function readReactions(
  { storage, clock, openReactions }: ReadReactionsDependencies,
  { installationId, incidentId }: JobPayloads['read-reactions'],
): Promise<void> {
  const targets = await storage.transaction(async (tx) => {
    const incident = await tx.incidents.get(installationId, incidentId);
    return incident === undefined ? [] : reactionTargets(tx, incident);
  });
  if (targets.length === 0) return;
  const seen: SeenReaction[] = [];
  for (const [repositoryId, own] of Map.groupBy(targets, (target) => target.repositoryId)) {
    seen.push(...(await seenOn(await openReactions(installationId, repositoryId), own)));
  }
  const { labels, counted, others } = weighReactions(seen);
  await storage.transaction(async (tx) => {
    await keepLabels(tx, installationId, incidentId, labels);
    await saveThumbs(tx, installationId, incidentId, { at: clock.now(), counted, others });
  });
}

/** The thumbs in one repository, with whether who put them there may write to it. */
async function seenOn(reactions: Reactions, targets: readonly ReactionTarget[]): Promise<readonly SeenReaction[]> {
  const seen: Omit<SeenReaction, 'mayWrite'>[] = [];
  for (const { kind, id, aboutAt } of targets) {
    const read = kind === 'issue' ? await reactions.ofIssue(id) : await reactions.ofComment(id);
    seen.push(...read.map((reaction) => ({ ...reaction, about: aboutAt(reaction.at) })));
  }
  const people = new Map<number, SeenAccount>();
  for (const { by } of seen) if (by?.type === 'User') people.set(by.id, by);
  const writers = new Set<number>();
  for (const person of [...people.values()].slice(0, MOST_ASKED_ABOUT)) {
    if (await reactions.mayWrite(person)) writers.add(person.id);
  }
  return seen.map((reaction) => ({ ...reaction, mayWrite: writers.has(reaction.by?.id ?? 0) }));
}

async function keepLabels(
  tx: Transaction,
  installationId: number,
  incidentId: string,
  labels: WeighedReactions['labels'],
): Promise<void> {
  const said = await tx.feedback.ofIncident(installationId, incidentId);
  const spoken = said.filter(({ source }) => source !== 'reaction');
  const isAbout = (one: { readonly deploy: string | null; readonly commit: string | null }) => {
    const subject = one.commit ?? one.deploy;
    return (other: typeof one) => (other.commit ?? other.deploy) === subject;
  };
  for (const old of said) {
    if (old.source === 'reaction' && !labels.some(isAbout(old))) await tx.feedback.remove(installationId, old);
  }
  for (const label of labels) {
    if (spoken.some(isAbout(label))) continue;
    await tx.feedback.save(installationId, { incidentId, ...label, source: 'reaction' });
  }
}
