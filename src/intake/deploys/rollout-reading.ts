import type { EpochMs } from '../../investigation/time.ts';
import { foreignText } from '../foreign-text.ts';
import type { DeployReading } from './contract.ts';
import type { DeployLabels } from './deploy-labels.ts';

/** A rollout as tools tell it that know an image or an archive, and a commit only where a team adds it. */
export interface ToldRollout {
  /** Unique for one rollout of one service. */
  readonly id: string;
  readonly state: 'waiting' | 'in_progress' | 'success' | 'failure';
  /** Absent where the tool tells no time. */
  readonly at?: EpochMs;
  readonly receivedAt: EpochMs;
  /** What the tool calls the service, where no label says another name. */
  readonly service: string;
  readonly labels: DeployLabels;
  /** The commit, where it is known beside the labels. */
  readonly sha?: string;
  /** The tool's name, for the title of a change. */
  readonly tool: string;
  /** The failed rollout was taken back by the tool: the old version serves. */
  readonly takesBack?: boolean;
  readonly url?: string;
  readonly actor?: string;
}

const DONE = { waiting: 'waits with', in_progress: 'rolls out', success: 'rolled out', failure: 'failed to roll out' };

/**
 * A deploy where the commit is known; else a change of the infrastructure, one for its beginning or end, whichever is
 * heard first, and another one where it failed.
 */
export function rolloutReading(told: ToldRollout): DeployReading {
  const { id, state, at, receivedAt, labels, tool, takesBack = false, url, actor } = told;
  const sha = labels.sha ?? told.sha;
  const service = labels.service ?? foreignText(told.service, 100);
  const shared = {
    service,
    ...(labels.environment !== undefined && { environment: labels.environment }),
    ...(actor !== undefined && { actor }),
  };
  if (sha !== undefined) {
    const event = {
      ...shared,
      attempt: foreignText(id, 300),
      statement: state,
      state,
      sha,
      ...(at !== undefined && { at }),
      ...(labels.repository !== undefined && { repository: labels.repository }),
      ...(url !== undefined && { url }),
      ...(state === 'failure' && takesBack && { restoresPrevious: true as const }),
    };
    return { kind: 'deploys', events: [event] };
  }
  if (state === 'waiting') return { kind: 'ignored', reason: 'The rollout waits; nothing has changed yet.' };
  const words = state === 'failure' && takesBack ? 'rolled back' : DONE[state];
  const change = {
    ...shared,
    id: foreignText(state === 'failure' ? `${id}:failed` : id, 300),
    kind: 'infrastructure' as const,
    at: at ?? receivedAt,
    title: foreignText(`${tool} ${words} a version of ${service}`, 300),
  };
  return { kind: 'changes', changes: [change] };
}
