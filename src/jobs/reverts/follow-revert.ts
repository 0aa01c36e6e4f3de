import { STOP_LABEL_SEEN, TIP_MOVED } from '../../effects/revert-work.ts';
import { readCase } from '../../investigation/case-document.ts';
import { metricAfter } from '../../investigation/commands/metric-after.ts';
import { isOpenRevert, type StoredRevert } from '../../investigation/commands/stored-revert.ts';
import { code, sentence } from '../../investigation/sentence.ts';
import { MINUTE_MS } from '../../investigation/time.ts';
import type { Verdict } from '../../investigation/verdict/verdict.ts';
import type { Clock } from '../../platform/clock.ts';
import type { FollowedPull, ReadPull } from '../../readers/repository/revert-target.ts';
import type { Storage, Transaction } from '../../storage/contract.ts';
import type { JobPayloads } from '../contract.ts';
import { deploysOfIncident } from './deploys-of-incident.ts';
import { switchRevertsOff } from './revert-switches.ts';
import { saveRevert } from './save-revert.ts';
import { enqueueDraft } from './want-revert.ts';

/** A branch that moves this often while a revert is planned is too busy for it. */
const MOST_PLANS = 5;
const LONGEST_PLANNING_MS = 15 * MINUTE_MS;
const LAST_LOOK_MS = 2 * MINUTE_MS;

export interface FollowRevert {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly readPull: ReadPull;
  readonly webUrl: string;
  /** Called when a draft of ours was merged, or set to be merged, without a person. */
  readonly onAlarm: (what: string, revert: StoredRevert) => void;
}

/**
 * Finds out how far a revert has come and tells it: written, merged and by whom, live, and whether the alerts are over.
 * A merge by a program switches drafts off for the installation.
 */
export async function followRevert(deps: FollowRevert, payload: JobPayloads['follow-revert']): Promise<void> {
  const { storage, webUrl } = deps;
  const { installationId, revertId } = payload;
  for (;;) {
    const revert = await storage.transaction((tx) => tx.reverts.get(installationId, revertId));
    if (revert === undefined || !isOpenRevert(revert)) return;
    const pull =
      revert.state === 'drafted' && revert.draft !== undefined
        ? await deps.readPull(installationId, revert.repositoryId, revert.draft.number)
        : undefined;
    const alarm = pull && alarmOf(pull, revert);
    const now = deps.clock.now();
    let isNews = false;
    const moved = await storage.transaction(async (tx) => {
      isNews = alarm !== undefined && (await switchRevertsOff(tx, installationId, alarm, now));
      const next = await nextOf(tx, installationId, revert, pull, now);
      if (next === undefined) return false;
      if (!(await saveRevert(tx, installationId, revert, next, webUrl))) return false;
      if (next.state === 'wanted') await enqueueDraft(tx, installationId, revertId);
      if (next.state === 'live') await learn(tx, installationId, next);
      return true;
    });
    if (alarm !== undefined && isNews) deps.onAlarm(alarm, revert);
    if (!moved) return;
  }
}

async function nextOf(
  tx: Transaction,
  installationId: number,
  revert: StoredRevert,
  pull: FollowedPull | undefined,
  now: number,
): Promise<StoredRevert | undefined> {
  switch (revert.state) {
    case 'wanted':
      // Its job ended for good or was lost: planning never takes this long.
      if (now - revert.at > LONGEST_PLANNING_MS) await enqueueDraft(tx, installationId, revert.id);
      return undefined;
    case 'planned':
      return written(tx, installationId, revert, now);
    case 'drafted':
      return pull && decided(revert, pull, now);
    case 'merged':
      return deployed(tx, installationId, revert);
    case 'live':
      return recovered(tx, installationId, revert, now);
    default:
      return undefined;
  }
}

async function written(
  tx: Transaction,
  installationId: number,
  revert: StoredRevert,
  now: number,
): Promise<StoredRevert | undefined> {
  const effect = await tx.effects.find(installationId, 'revert-pull-request', revert.id);
  if (effect?.state === 'done' && effect.githubNumber !== undefined) {
    return { ...revert, state: 'drafted', draft: { number: effect.githubNumber, at: now } };
  }
  if (effect?.state !== 'dead') return undefined;
  const reason = effect.reason ?? 'GitHub refused it';
  const again = reason === TIP_MOVED || reason === STOP_LABEL_SEEN;
  if (again && revert.plans < MOST_PLANS) return { ...revert, state: 'wanted', plans: revert.plans + 1 };
  return { ...revert, state: 'failed', reasons: [sentence`It was not written: ${code(reason)}.`] };
}

function decided(revert: StoredRevert, pull: FollowedPull, now: number): StoredRevert | undefined {
  const { merged } = pull;
  if (merged !== undefined) {
    const { at, by, sha, byType } = merged;
    return { ...revert, state: 'merged', merged: { at, by, sha, byPerson: byType === 'User' } };
  }
  return pull.state === 'closed' ? { ...revert, state: 'closed', closedAt: pull.closedAt ?? now } : undefined;
}

function alarmOf({ merged, autoMerge }: FollowedPull, { draft }: StoredRevert): string | undefined {
  const name = `the draft #${draft?.number}`;
  if (merged !== undefined && merged.byType !== 'User') return `${name} was merged by ${merged.by}, who is no person`;
  return autoMerge ? `${name} is set to be merged automatically` : undefined;
}

/** Live is what the ledger says: a deploy of the incident's service (or of the one that brought the change) that holds the merge. */
async function deployed(
  tx: Transaction,
  installationId: number,
  revert: StoredRevert,
): Promise<StoredRevert | undefined> {
  const { merged } = revert;
  const incident = await tx.incidents.get(installationId, revert.incidentId);
  if (merged === undefined || incident === undefined) return undefined;
  const ofService = await deploysOfIncident(tx, { ...incident, repositoryId: revert.repositoryId });
  // What another service brought goes live where that service does.
  const carried = revert.deploy === null ? undefined : await tx.ledger.get(installationId, revert.deploy);
  const deploys =
    ofService.length > 0 || carried === undefined ? ofService : await tx.ledger.deploysOf(installationId, carried);
  const live = deploys.find(
    ({ liveAt, sha, commits = [], kind }) =>
      liveAt !== undefined && kind !== 'rollback' && (sha === merged.sha || commits.includes(merged.sha)),
  );
  return live?.liveAt === undefined ? undefined : { ...revert, state: 'live', liveAt: live.liveAt };
}

async function recovered(
  tx: Transaction,
  installationId: number,
  revert: StoredRevert,
  now: number,
): Promise<StoredRevert | undefined> {
  const incident = await tx.incidents.get(installationId, revert.incidentId);
  if (incident?.state !== 'resolved' || incident.resolvedAt === undefined) return undefined;
  const latest = await tx.investigations.latest(installationId, incident.id);
  // The look at the end of an incident reads the metrics once more, and comes right after it.
  const isLast = latest !== undefined && latest.at >= incident.resolvedAt;
  if (!isLast && now - incident.resolvedAt < LAST_LOOK_MS) return undefined;
  const metric =
    latest === undefined || revert.liveAt === undefined
      ? undefined
      : metricAfter(readCase(latest.case), latest.verdict as Verdict, revert.liveAt);
  return {
    ...revert,
    state: 'recovered',
    recoveredAt: incident.resolvedAt,
    ...(metric === undefined ? {} : { metric }),
  };
}

/** People reverted it and it went live: the change is labelled as the cause, for later verdicts to be measured by. */
async function learn(tx: Transaction, installationId: number, revert: StoredRevert): Promise<void> {
  const { subject, incidentId, deploy, liveAt, merged } = revert;
  if (merged?.byPerson !== true) return;
  await tx.feedback.save(installationId, {
    incidentId,
    label: 'it-was',
    deploy,
    commit: subject.kind === 'deploy' ? null : subject.sha,
    at: liveAt ?? merged.at,
    source: 'merged-revert',
    by: merged.by,
  });
}
