import type { EpochMs } from '../time.ts';

/** What somebody, or what became of a revert, says of one change in one incident: a label to learn from. */
export interface Feedback {
  readonly incidentId: string;
  readonly label: 'it-was' | 'not-it';
  /**
   * The deploy's id in the case; null where it is about a commit that no deploy carries. Both null: that no change of ours
   * explains the incident.
   */
  readonly deploy: string | null;
  readonly commit: string | null;
  readonly at: EpochMs;
  readonly source: 'command' | 'merged-revert' | 'reaction';
  readonly by?: string;
}
