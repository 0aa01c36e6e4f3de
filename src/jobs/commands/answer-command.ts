import { type Authorisation, authorise } from '../../investigation/commands/authorise.ts';
import { type CommandRefusal, sayRefusal } from '../../investigation/commands/command-refusal.ts';
import { HELP_LINES } from '../../investigation/commands/help-lines.ts';
import type { CommandAnswer, StoredCommand } from '../../investigation/commands/stored-command.ts';
import type { Incident } from '../../investigation/incident/incident.ts';
import { code, sentence } from '../../investigation/sentence.ts';
import type { Clock } from '../../platform/clock.ts';
import type { OpenLiveFacts } from '../../readers/repository/live-facts.ts';
import type { Storage, Transaction } from '../../storage/contract.ts';
import type { JobPayloads } from '../contract.ts';
import { configurationOf } from '../repositories/repository-configurations.ts';
import { tellAnswers } from '../reverts/tell-answers.ts';
import { carryOutCommand } from './carry-out-command.ts';

export interface AnswerCommand {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly openLiveFacts: OpenLiveFacts;
  readonly webUrl: string;
}

/**
 * Answers one comment's command: only on an issue of ours, only once, and only for somebody whom GitHub calls a writer at
 * this moment. What programs say is kept and not answered, so that no two of them talk to each other for ever.
 */
export async function answerCommand(deps: AnswerCommand, payload: JobPayloads['answer-command']): Promise<void> {
  const { storage, clock, openLiveFacts, webUrl } = deps;
  const { installationId, command } = payload;
  if ((await storage.transaction((tx) => incidentOf(tx, payload))) === undefined) return;
  const facts = await openLiveFacts(installationId, command.repositoryId);
  const authorisation = authorise({
    seen: command.seen,
    live: await facts.comment(command.commentId),
    permission: await facts.permission(command.seen.sender),
  });
  await storage.transaction(async (tx) => {
    const incident = await incidentOf(tx, payload);
    if (incident === undefined) return;
    // An alert takes these two locks in this order too, so that the two never wait for each other.
    await tx.incidents.lockOpen(installationId, incident.service, incident.environment);
    const commands = await tx.commands.lockIncident(installationId, incident.id);
    if (commands.some(({ commentId }) => commentId === command.commentId)) return;
    const outcome = await outcomeOf(tx, incident, payload, authorisation, clock.now());
    const stored: StoredCommand = { ...command, incidentId: incident.id, ...outcome };
    await tx.commands.save(installationId, stored);
    if (outcome.reaction === undefined) return;
    await tx.effects.want(installationId, {
      kind: 'reaction',
      naturalKey: String(command.commentId),
      repositoryId: command.repositoryId,
      wanted: { body: outcome.reaction, on: { number: command.commentId } },
    });
    await tellAnswers(tx, incident, [...commands, stored], webUrl);
  });
}

/** The incident whose issue the comment stands under; undefined where the issue is not ours. */
async function incidentOf(
  tx: Transaction,
  { installationId, command: { repositoryId, issueNumber } }: JobPayloads['answer-command'],
): Promise<Incident | undefined> {
  const issue = await tx.effects.findByNumber(installationId, 'issue', repositoryId, issueNumber);
  return issue && tx.incidents.get(installationId, issue.naturalKey);
}

type Outcome = Pick<StoredCommand, 'reaction' | 'answer'>;

async function outcomeOf(
  tx: Transaction,
  incident: Incident,
  { installationId, command }: JobPayloads['answer-command'],
  authorisation: Authorisation,
  now: number,
): Promise<Outcome> {
  const { level } = await configurationOf(tx, installationId, incident.repositoryId);
  if (level === 'observe') return {};
  if (!authorisation.allowed) return refused(authorisation.reason);
  if (command.parsed.kind === 'refused') return refused(command.parsed.reason);
  const asked = { ...command, command: command.parsed.command, isAdmin: authorisation.isAdmin };
  const done = await carryOutCommand(tx, incident, asked, now);
  return done.kind === 'refused' ? refused(done.reason, done.candidates) : { reaction: 'eyes', answer: done.answer };
}

function refused(reason: CommandRefusal, candidates?: readonly string[]): Outcome {
  const said = sayRefusal(reason);
  if (said === undefined) return {};
  const items = reason === 'unknown-command' ? HELP_LINES : candidates?.map((one) => sentence`${code(one)}`);
  const answer: CommandAnswer = { lines: [said], ...(items === undefined ? {} : { items }) };
  return { reaction: '-1', answer };
}
