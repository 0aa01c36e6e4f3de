import type { EpochMs } from '../time.ts';

/** The alerts that are one problem: one service and environment, one open issue. */
export interface Incident {
  readonly id: string;
  readonly installationId: number;
  /** The repository whose issues tell about it. */
  readonly repositoryId: number;
  readonly service: string;
  readonly environment: string;
  readonly state: 'open' | 'resolved';
  readonly openedAt: EpochMs;
  readonly lastSignalAt: EpochMs;
  readonly resolvedAt?: EpochMs;
  readonly mutedUntil?: EpochMs;
}
