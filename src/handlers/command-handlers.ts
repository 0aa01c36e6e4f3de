import { answerCommand } from '../jobs/commands/answer-command.ts';
import type { JobHandlers } from '../jobs/contract.ts';
import { draftRevert } from '../jobs/reverts/draft-revert.ts';
import { type FollowRevert, followRevert } from '../jobs/reverts/follow-revert.ts';
import { followReverts } from '../jobs/reverts/follow-reverts.ts';
import { noteStopLabel } from '../jobs/reverts/note-stop-label.ts';
import { tellRollback } from '../jobs/reverts/tell-rollback.ts';
import { openLiveFacts } from '../readers/repository/live-facts.ts';
import { openRevertTarget, readPull } from '../readers/repository/revert-target.ts';
import type { JobParts } from './job-parts.ts';

/** The jobs for what people command, and for the reverts that come of it. */
export function commandHandlers({ storage, clock, log, metrics, access, configuration }: JobParts) {
  const { webUrl } = configuration.github;
  const facts = { storage, openLiveFacts: openLiveFacts(access) };
  const onAlarm: FollowRevert['onAlarm'] = (why, { id }) => {
    metrics.mergesWithoutPerson.inc();
    log.error({ revert: id, why }, 'no revert is drafted in this installation until `whatchanged switch reverts on`');
  };
  const drafting = {
    ...facts,
    openRevertTarget: openRevertTarget(access),
    mode: configuration.reverts,
    isReadOnly: configuration.readOnly,
    webUrl,
  };
  const following = { storage, clock, readPull: readPull(access), webUrl, onAlarm };
  return {
    'answer-command': (payload) => answerCommand({ ...facts, clock, webUrl }, payload),
    'note-stop-label': (payload) => noteStopLabel(facts, payload),
    'draft-revert': (payload) => draftRevert(drafting, payload),
    'follow-revert': (payload) => followRevert(following, payload),
    'follow-reverts': () => followReverts({ storage }),
    'tell-rollback': (payload) => tellRollback({ storage, webUrl }, payload),
  } satisfies Partial<JobHandlers>;
}
