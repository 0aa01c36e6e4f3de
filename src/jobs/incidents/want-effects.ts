import { suspectCommentKey } from '../../effects/suspect-comment-key.ts';
import type { Incident } from '../../investigation/incident/incident.ts';
import { renderPullRequestComment } from '../../investigation/report/render-pull-request-comment.ts';
import { renderRenewed } from '../../investigation/report/render-renewed.ts';
import { renderReopened } from '../../investigation/report/render-reopened.ts';
import { renderReport } from '../../investigation/report/render-report.ts';
import { renderResolved } from '../../investigation/report/render-resolved.ts';
import type { ReportInput } from '../../investigation/report/report-input.ts';
import type { EpochMs } from '../../investigation/time.ts';
import type { Transaction } from '../../storage/contract.ts';
import { otherRepository } from '../reverts/other-repository.ts';
import { narrationOf } from './kept-narrations.ts';
import { type Decided, reportInputOf } from './report-input-of.ts';

/**
 * Says what the world should now show: the issue in the incident's repository, and at `strong` a comment on the suspect
 * pull request. At the level `observe` nothing is written: the verdict is only stored.
 */
export async function wantEffects(tx: Transaction, decided: Decided): Promise<void> {
  const { incident, configuration } = decided.material;
  if (configuration.level === 'observe') return;
  const input = reportInputOf(decided);
  const narration = await narrationOf(tx, incident.installationId, input);
  const report = renderReport({ ...input, ...(narration === undefined ? {} : { narration }) });
  await tx.effects.want(incident.installationId, {
    kind: 'issue',
    naturalKey: incident.id,
    repositoryId: incident.repositoryId,
    wanted: {
      title: report.title,
      body: report.body,
      state: incident.state === 'resolved' ? 'closed' : 'open',
    },
  });
  await wantRenewedComment(tx, decided, input);
  await wantSuspectComment(tx, decided, input);
  if (incident.resolvedAt !== undefined) await wantClosingComment(tx, incident, input, incident.resolvedAt);
  else await wantReopenedComment(tx, incident, input);
}

/** Edits notify nobody: an alert that makes an old incident a new question deserves a comment of its own. */
async function wantRenewedComment(
  tx: Transaction,
  { material: { incident, alerts } }: Decided,
  input: ReportInput,
): Promise<void> {
  const [asked, ...others] = alerts;
  const openSince = Math.min(...others.map(({ startsAt }) => startsAt));
  if (asked === undefined || asked.startsAt <= openSince) return;
  await tx.effects.want(incident.installationId, {
    kind: 'issue-comment',
    naturalKey: `${incident.id}:renewed:${asked.startsAt}`,
    repositoryId: incident.repositoryId,
    wanted: { body: renderRenewed(input, openSince), on: { issueOf: incident.id } },
  });
}

/** The end of an incident is the other change of state that deserves one. */
async function wantClosingComment(
  tx: Transaction,
  { installationId, id, repositoryId }: Incident,
  input: ReportInput,
  resolvedAt: EpochMs,
): Promise<void> {
  await tx.effects.want(installationId, {
    kind: 'issue-comment',
    naturalKey: closingKey(id),
    repositoryId,
    wanted: { body: renderResolved({ ...input, incident: { ...input.incident, resolvedAt } }), on: { issueOf: id } },
  });
}

/** That it is over stands there until it is over again. */
async function wantReopenedComment(
  tx: Transaction,
  { installationId, id, repositoryId }: Incident,
  input: ReportInput,
): Promise<void> {
  const said = { kind: 'issue-comment', naturalKey: closingKey(id) } as const;
  if ((await tx.effects.find(installationId, said.kind, said.naturalKey)) === undefined) return;
  const wanted = { body: renderReopened(input), on: { issueOf: id } };
  await tx.effects.want(installationId, { ...said, repositoryId, wanted });
}

function closingKey(incidentId: string): string {
  return `${incidentId}:resolved`;
}

async function wantSuspectComment(tx: Transaction, decided: Decided, input: ReportInput): Promise<void> {
  const { incident, commits } = decided.material;
  const [first] = decided.verdict.suspects;
  if (decided.verdict.band !== 'strong' || first === undefined || first.commit === null) return;
  const commit = commits.find(({ sha }) => sha === first.commit);
  if (commit?.pullRequest === undefined) return;
  // The comment tells of the issue, which not everybody may read who can read the change.
  const other = await otherRepository(tx, incident, commit.repositoryId);
  if (other?.isMoreVisible === true) return;
  const issue = await tx.effects.find(incident.installationId, 'issue', incident.id);
  await tx.effects.want(incident.installationId, {
    kind: 'pull-request-comment',
    naturalKey: suspectCommentKey(incident.id, commit.repositoryId, commit.pullRequest),
    repositoryId: commit.repositoryId,
    wanted: {
      body: renderPullRequestComment({
        ...input,
        ...(issue?.githubNumber === undefined ? {} : { issueNumber: issue.githubNumber }),
      }),
      on: { number: commit.pullRequest },
    },
  });
}
