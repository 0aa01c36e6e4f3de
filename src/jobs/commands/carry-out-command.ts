import type { Command } from '../../investigation/commands/command.ts';
import { explainSuspect } from '../../investigation/commands/explain-suspect.ts';
import type { Feedback } from '../../investigation/commands/feedback.ts';
import { type FoundSubject, findSubject, type NotFound } from '../../investigation/commands/find-subject.ts';
import { HELP_LINES } from '../../investigation/commands/help-lines.ts';
import type { CommandAnswer } from '../../investigation/commands/stored-command.ts';
import type { Incident } from '../../investigation/incident/incident.ts';
import { code, type Sentence, sentence } from '../../investigation/sentence.ts';
import type { EpochMs } from '../../investigation/time.ts';
import type { Verdict } from '../../investigation/verdict/verdict.ts';
import type { Transaction } from '../../storage/contract.ts';
import { materialAround } from '../incidents/gather-material.ts';
import { type RequestedRevert, wantRevert } from '../reverts/want-revert.ts';
import type { AllowedCommand } from './allowed-command.ts';

export type CarriedOut = { readonly kind: 'answered'; readonly answer: CommandAnswer } | NotFound;

/** A command about a change: the one that it names, or else the first suspect. */
type AskedAboutChange = AllowedCommand & { readonly command: Extract<Command, { readonly subject: unknown }> };

/** Does what a person commanded and gives the answer; what takes longer becomes a job. */
export async function carryOutCommand(
  tx: Transaction,
  incident: Incident,
  asked: AllowedCommand,
  now: EpochMs,
): Promise<CarriedOut> {
  const { command } = asked;
  switch (command.verb) {
    case 'help':
      return answered([sentence`What can be commanded, as the first line of a comment:`], HELP_LINES);
    case 'recheck':
      await lookAgain(tx, incident, asked.commentId);
      return answered([sentence`Everything is looked at again.`]);
    case 'mute':
      await tx.incidents.save({ ...incident, mutedUntil: now + command.forMs });
      return answered([
        sentence`Alerts that join are kept and counted, and start no new look, until ${utcText(now + command.forMs)}.`,
      ]);
    case 'revert':
    case 'not-it':
    case 'it-was':
    case 'explain':
      return aboutChange(tx, incident, { ...asked, command }, now);
  }
}

async function aboutChange(
  tx: Transaction,
  incident: Incident,
  asked: AskedAboutChange,
  now: EpochMs,
): Promise<CarriedOut> {
  const { command } = asked;
  const { installationId, id } = incident;
  const alerts = await tx.alerts.ofIncident(installationId, id);
  const { deploys, commits } = await materialAround(tx, incident, alerts, now);
  const verdict = (await tx.investigations.latest(installationId, id))?.verdict as Verdict | undefined;
  const found = findSubject(command.subject, { verdict, deploys, commits, home: incident.repositoryId });
  if (found.kind === 'refused') return found;
  switch (command.verb) {
    case 'revert':
      return answered(await wantRevert(tx, incident, requestOf(asked), found, now));
    case 'explain':
      return verdict === undefined
        ? { kind: 'refused', reason: 'no-verdict-yet' }
        : { kind: 'answered', answer: explainSuspect(found, verdict) };
    case 'not-it':
    case 'it-was':
      await keepFeedback(tx, incident, found, { label: command.verb, at: now, by: asked.seen.sender.login });
      await lookAgain(tx, incident, asked.commentId);
      return answered([
        command.verb === 'not-it'
          ? sentence`${nameOfFound(found)} is ruled out; the others are weighed again.`
          : sentence`${nameOfFound(found)} is confirmed. Thank you: later verdicts are measured by it.`,
      ]);
  }
}

function requestOf({ command, commentId, issueNumber, seen, isAdmin }: AskedAboutChange): RequestedRevert {
  const named = command.subject.kind !== 'first';
  return { issueNumber, by: { kind: 'person', commentId, seen, isAdmin, named } };
}

async function keepFeedback(
  tx: Transaction,
  { installationId, id: incidentId }: Incident,
  { commits, deploy }: FoundSubject,
  said: Pick<Feedback, 'label' | 'at' | 'by'>,
): Promise<void> {
  for (const commit of commits.length === 0 ? [null] : commits) {
    await tx.feedback.save(installationId, { incidentId, deploy, commit, source: 'command', ...said });
  }
}

function lookAgain(tx: Transaction, { installationId, id: incidentId }: Incident, commentId: number): Promise<void> {
  const payload = { installationId, incidentId, trigger: 'command' as const };
  return tx.jobs.enqueue('investigate', payload, { singletonKey: `${incidentId}:${commentId}` });
}

/** How a found change is named in an answer. */
export function nameOfFound({ revert }: Pick<FoundSubject, 'revert'>) {
  switch (revert.kind) {
    case 'pull':
      return code(`#${revert.number}`);
    case 'commit':
      return code(revert.sha.slice(0, 12));
    case 'deploy':
      return code(`the deploy of ${revert.bad.slice(0, 12)}`);
  }
}

function answered(lines: readonly Sentence[], items?: readonly Sentence[]): CarriedOut {
  return { kind: 'answered', answer: { lines, ...(items === undefined ? {} : { items }) } };
}

function utcText(at: EpochMs): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}
