import type { RevertMode } from '../../config/instance-configuration.ts';
import { type Authorisation, byPermission } from '../../investigation/commands/authorise.ts';
import { sayRefusal } from '../../investigation/commands/command-refusal.ts';
import { revertByHand } from '../../investigation/commands/revert-by-hand.ts';
import { STOP_LABEL } from '../../investigation/commands/stop-label.ts';
import type { StoredRevert } from '../../investigation/commands/stored-revert.ts';
import type { Incident } from '../../investigation/incident/incident.ts';
import type { RevertPlan } from '../../investigation/revert/plan-revert.ts';
import { levelOfNote, type PreflightNote, sayNote } from '../../investigation/revert/preflight/preflight-note.ts';
import { sayReason } from '../../investigation/revert/revert-reason.ts';
import { code, type Sentence, sentence } from '../../investigation/sentence.ts';
import type { OpenLiveFacts } from '../../readers/repository/live-facts.ts';
import type { OpenRevertTarget } from '../../readers/repository/revert-target.ts';
import type { Storage, Transaction } from '../../storage/contract.ts';
import type { JobPayloads } from '../contract.ts';
import { branchNotes } from './branch-notes.ts';
import { type OtherRepository, otherRepository, whyNotThere } from './other-repository.ts';
import { planOnTarget } from './plan-on-target.ts';
import { revertsAreOff } from './revert-switches.ts';
import { saveRevert } from './save-revert.ts';
import { type StopLabelJudgement, stopLabelJudgement } from './stop-label-judgement.ts';
import { wantDraft } from './want-draft.ts';

export interface DraftRevert {
  readonly storage: Storage;
  readonly openRevertTarget: OpenRevertTarget;
  readonly openLiveFacts: OpenLiveFacts;
  readonly mode: RevertMode;
  /** Whether a setting of this process forbids all writes. */
  readonly isReadOnly: boolean;
  readonly webUrl: string;
}

interface Known {
  readonly revert: StoredRevert;
  readonly incident: Incident;
  readonly off: Sentence | undefined;
  readonly judgement: StopLabelJudgement | undefined;
  readonly mayWriteCode: boolean;
  /** Where the change is, if not in the repository of the issue. */
  readonly other: OtherRepository | undefined;
}

/** With one of these notes a revert is only drafted where a person asked for it. */
const NOT_UNASKED: readonly PreflightNote['code'][] = [
  'migrations',
  'migration-removed',
  'security-fix',
  'brings-back',
];

/**
 * Plans a revert that is wanted on today's default branch, and asks for its draft where everything allows it. Otherwise
 * the reasons are told with the lines that do the same by hand. Reads, then plans, then writes down.
 */
export async function draftRevert(deps: DraftRevert, payload: JobPayloads['draft-revert']): Promise<void> {
  const { storage, webUrl } = deps;
  const { installationId, revertId } = payload;
  const known = await storage.transaction((tx) => load(tx, deps, installationId, revertId));
  if (known === undefined) return;
  const { revert, incident } = known;
  const target = await deps.openRevertTarget(installationId, revert.repositoryId);
  const planned = await planOnTarget(target, revert);
  const { plan } = planned;
  const byHand = { shell: revertByHand(revert.subject, plan.commits, target.defaultBranch, planned.dependents) };
  const said = [...planned.notes.map(sayNote), ...(await branchNotes(target))];
  const label = await stopLabel(deps, known);
  const there = await permissionThere(deps, known);
  const reasons = label.stops ?? whyNot(known, there, plan, planned.notes);
  const isShadow = revert.by.kind === 'automatic' && deps.mode !== 'automatic';
  await storage.transaction(async (tx) => {
    const to = { ...revert, notes: said };
    if (reasons.length > 0) {
      const shown = plan.outcome === 'already-reverted' ? {} : byHand;
      const state = isShadow ? 'shadow' : 'refused';
      await saveRevert(tx, installationId, revert, { ...to, ...shown, state, reasons }, webUrl);
      return;
    }
    if (isShadow) {
      await saveRevert(tx, installationId, revert, { ...to, state: 'shadow' }, webUrl);
      return;
    }
    const { reasons: _, shell: __, ...rest } = to;
    if (!(await saveRevert(tx, installationId, revert, { ...rest, state: 'planned' }, webUrl))) return;
    await wantDraft(tx, {
      incident,
      revert,
      plan,
      target,
      notes: said,
      webUrl,
      ...label,
      needsAdmin: needsAdmin(planned.notes),
    });
  });
}

async function load(
  tx: Transaction,
  { mode, isReadOnly }: Pick<DraftRevert, 'mode' | 'isReadOnly'>,
  installationId: number,
  revertId: string,
): Promise<Known | undefined> {
  const revert = await tx.reverts.get(installationId, revertId);
  if (revert?.state !== 'wanted') return undefined;
  const incident = await tx.incidents.get(installationId, revert.incidentId);
  if (incident === undefined) return undefined;
  const installation = await tx.installations.get(installationId);
  return {
    revert,
    incident,
    off: await revertsAreOff(tx, mode, installationId, revert.repositoryId, isReadOnly),
    judgement: await stopLabelJudgement(tx, installationId, incident.repositoryId, revert.issueNumber),
    mayWriteCode: installation?.permissions.contents === 'write',
    other: await otherRepository(tx, incident, revert.repositoryId),
  };
}

/** The label counts while it is there, unless whoever put it on was found to have no write access. */
async function stopLabel(
  { openLiveFacts }: DraftRevert,
  { incident, revert, judgement }: Known,
): Promise<{ readonly stops?: readonly Sentence[]; readonly ignoresStopLabel: boolean }> {
  const facts = await openLiveFacts(incident.installationId, incident.repositoryId);
  const isThere = (await facts.labels(revert.issueNumber)).includes(STOP_LABEL);
  if (!isThere || judgement === 'may-not-stop') return { ignoresStopLabel: isThere };
  return { stops: [sentence`The label ${code(STOP_LABEL)} on this issue stops reverts.`], ignoresStopLabel: false };
}

/** Why no draft may be made: first what nobody can put right, last what a setting or a permission would. */
function whyNot(
  known: Known,
  there: Authorisation | undefined,
  plan: RevertPlan,
  notes: readonly PreflightNote[],
): readonly Sentence[] {
  const { revert, off, mayWriteCode, other } = known;
  const { by } = revert;
  if (plan.outcome !== 'clean') return plan.reasons.map(sayReason);
  const refusing = notes.filter((note) => levelOfNote(note) === 'refuse').map(sayNote);
  if (refusing.length > 0) return refusing;
  const submodules = plan.files.filter(({ isSubmodule }) => isSubmodule);
  if (submodules.length > 0) return [sentence`It moves submodules, which only people do: use the commands.`];
  if (off !== undefined) return [off];
  const elsewhere = other && whyNotThere(other, there);
  if (elsewhere !== undefined) return [elsewhere];
  const isAdmin = there === undefined ? by.kind === 'person' && by.isAdmin : there.allowed && there.isAdmin;
  if (by.kind === 'person' && needsAdmin(notes) && !isAdmin) return [sayRefusal('needs-admin') ?? []];
  const unasked = notes.filter((note) => NOT_UNASKED.includes(note.code));
  if (by.kind === 'automatic' && unasked.length > 0) return unasked.map(sayNote);
  return mayWriteCode ? [] : [withoutWriteAccess(revert)];
}

/** Whether whoever asked may write in the other repository too; undefined where there is no other, or nobody asked. */
async function permissionThere(
  { openLiveFacts }: DraftRevert,
  { incident, revert: { by, repositoryId }, other }: Known,
): Promise<Authorisation | undefined> {
  if (other === undefined || by.kind !== 'person') return undefined;
  const facts = await openLiveFacts(incident.installationId, repositoryId);
  return byPermission(await facts.permission(by.seen.sender));
}

function withoutWriteAccess({ subject }: StoredRevert): Sentence {
  const own = sentence`The App has no write access to code here, so it drafts nothing.`;
  if (subject.kind !== 'pull') return own;
  return [...own, ' The page of ', code(`#${subject.number}`), ' has a button Revert that does the same.'];
}

function needsAdmin(notes: readonly PreflightNote[]): boolean {
  return notes.some((note) => levelOfNote(note) === 'admin');
}
