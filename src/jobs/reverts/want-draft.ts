import type { RevertEntry, RevertWork } from '../../effects/revert-work.ts';
import { renderRevertBody } from '../../investigation/commands/render-revert-body.ts';
import { revertTitle } from '../../investigation/commands/revert-title.ts';
import { headOf, type StoredRevert } from '../../investigation/commands/stored-revert.ts';
import type { Incident } from '../../investigation/incident/incident.ts';
import { headlineOf } from '../../investigation/report/name-suspect.ts';
import type { PlannedFile } from '../../investigation/revert/changed-files.ts';
import type { RevertPlan } from '../../investigation/revert/plan-revert.ts';
import type { Sentence } from '../../investigation/sentence.ts';
import { SECOND_MS } from '../../investigation/time.ts';
import { leadOf } from '../../investigation/verdict/lead.ts';
import type { Verdict } from '../../investigation/verdict/verdict.ts';
import type { RevertTarget } from '../../readers/repository/revert-target.ts';
import type { Transaction } from '../../storage/contract.ts';

export interface PlannedDraft {
  readonly incident: Incident;
  readonly revert: StoredRevert;
  readonly plan: RevertPlan;
  readonly target: RevertTarget;
  readonly notes: readonly Sentence[];
  readonly webUrl: string;
  readonly ignoresStopLabel: boolean;
  readonly needsAdmin: boolean;
}

/** Asks for the draft of a planned revert: from here on the outbox writes it, once, whatever happens. */
export async function wantDraft(tx: Transaction, draft: PlannedDraft): Promise<void> {
  const { incident, revert, plan, target, notes, webUrl } = draft;
  const { installationId } = incident;
  const verdict = (await tx.investigations.latest(installationId, incident.id))?.verdict as Verdict | undefined;
  const shas = new Set(plan.commits.map(({ sha }) => sha));
  const suspects = (verdict?.suspects ?? []).filter(({ commit, deploy }) =>
    commit === null ? deploy === revert.deploy : shas.has(commit),
  );
  const home =
    incident.repositoryId === revert.repositoryId
      ? undefined
      : await tx.repositories.get(installationId, incident.repositoryId);
  const headline = await headlineFor(tx, installationId, revert, plan);
  const body = renderRevertBody({
    repository: { fullName: target.fullName, webUrl: `${webUrl}/${target.fullName}` },
    incident,
    revert,
    plan,
    ...(home === undefined ? {} : { issueRepository: home.fullName }),
    onto: target.tip,
    notes,
    evidence: leadOf(suspects)?.evidence ?? [],
    ...(headline === undefined ? {} : { headline }),
    ...(suspects.length === 0 ? {} : { probability: suspects.reduce((sum, one) => sum + one.probability, 0) }),
  });
  await tx.effects.want(installationId, {
    kind: 'revert-pull-request',
    naturalKey: revert.id,
    repositoryId: revert.repositoryId,
    wanted: { title: revertTitle(revert.subject, headline), body, revert: workOf(draft) },
  });
}

async function headlineFor(
  tx: Transaction,
  installationId: number,
  { repositoryId, subject }: StoredRevert,
  plan: RevertPlan,
): Promise<string | undefined> {
  const [stored] = await tx.commits.many(installationId, repositoryId, [headOf(subject)]);
  if (subject.kind === 'pull' && stored?.pullRequestTitle !== undefined) return stored.pullRequestTitle;
  return headlineOf(stored?.message ?? plan.commits[0]?.message);
}

function workOf({ incident, revert, plan, target, ignoresStopLabel, needsAdmin }: PlannedDraft): RevertWork {
  const { by, subject } = revert;
  const head = headOf(subject).slice(0, 7);
  return {
    onto: target.tip,
    baseTree: target.tipTree,
    tree: plan.tree ?? '',
    base: target.defaultBranch,
    branch: `whatchanged/revert/${branchPart(incident.id)}-${head}`,
    message: messageOf(revert, plan),
    date: new Date(Math.floor(revert.at / SECOND_MS) * SECOND_MS).toISOString().replace('.000Z', 'Z'),
    entries: plan.files.map(entryOf),
    blobs: plan.objects
      .filter(({ kind }) => kind === 'blob')
      .map(({ sha, bytes }) => ({ sha, content: Buffer.from(bytes).toString('base64') })),
    issueNumber: revert.issueNumber,
    ...(incident.repositoryId === revert.repositoryId ? {} : { issueRepositoryId: incident.repositoryId }),
    ignoresStopLabel,
    ...(by.kind === 'person' ? { asked: { commentId: by.commentId, seen: by.seen, needsAdmin } } : {}),
  };
}

/** Branch names of ours hold small letters, digits and dashes only. */
function branchPart(id: string): string {
  return id
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, '')
    .slice(0, 50);
}

/** In git's own words, by which tools recognise a revert; without any foreign text. */
function messageOf({ subject }: StoredRevert, { commits }: RevertPlan): string {
  const reverted = commits.map(({ sha, parents }) =>
    parents.length > 1
      ? `This reverts commit ${sha}, reversing\nchanges made to ${parents[0]}.`
      : `This reverts commit ${sha}.`,
  );
  return [revertTitle(subject, undefined), ...reverted].join('\n\n');
}

function entryOf({ path, from, to }: PlannedFile): RevertEntry {
  const mode = ((to ?? from)?.mode ?? 0o100644).toString(8).padStart(6, '0') as RevertEntry['mode'];
  return { path, mode, sha: to?.sha ?? null };
}
