import { headOf, type StoredRevert } from '../../investigation/commands/stored-revert.ts';
import { withFeedback } from '../../investigation/commands/with-feedback.ts';
import type { Incident } from '../../investigation/incident/incident.ts';
import { type Sentence, sentence } from '../../investigation/sentence.ts';
import { type Lead, leadOf } from '../../investigation/verdict/lead.ts';
import type { Verdict } from '../../investigation/verdict/verdict.ts';
import type { Transaction } from '../../storage/contract.ts';
import type { Decided } from './report-input-of.ts';

/**
 * Gives the verdict without the suspects that people ruled out and, beside it, what people confirmed and the revert
 * draft that is open. A thumb is a label to learn from and no command: it rules nothing out and confirms nothing.
 */
export async function whatPeopleSaid(
  tx: Transaction,
  { installationId, id, repositoryId }: Incident,
  decided: Verdict,
): Promise<Pick<Decided, 'verdict' | 'confirmed' | 'revert'>> {
  const feedback = (await tx.feedback.ofIncident(installationId, id)).filter(({ source }) => source !== 'reaction');
  const verdict = withFeedback(decided, feedback);
  const said = feedback.findLast(({ label, commit }) => label === 'it-was' && commit !== null);
  const confirmed = said?.commit ? { sha: said.commit, ...(said.by === undefined ? {} : { by: said.by }) } : undefined;
  const known = { verdict, ...(confirmed === undefined ? {} : { confirmed }) };
  const reverts = await tx.reverts.ofIncident(installationId, id);
  const lead = leadOf(verdict.suspects);
  const drafted = reverts.find(
    (revert) => revert.state === 'drafted' && revert.repositoryId === repositoryId && isAbout(revert, lead),
  );
  if (drafted?.draft === undefined) return known;
  const says: Sentence = sentence`it applies without a conflict to what was the tip then`;
  return { ...known, revert: { pullRequest: drafted.draft.number, says } };
}

function isAbout({ subject, deploy }: StoredRevert, lead: Lead | undefined): boolean {
  return subject.kind === 'deploy' ? lead?.deploy === deploy : lead?.commit === headOf(subject);
}
