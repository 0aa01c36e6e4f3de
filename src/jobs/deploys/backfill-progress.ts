import type { EpochMs } from '../../investigation/time.ts';
import { keptDocument } from '../kept-document.ts';

/** The parts of a backfill, in order. The ledger is computed last, when all that it follows from is there. */
export const BACKFILL_PARTS = ['deployments', 'merges', 'releases', 'ledger'] as const;
export type BackfillPart = (typeof BACKFILL_PARTS)[number];

/** How far the backfill of one repository has come; kept as a cursor, so that it goes on where it was stopped. */
export interface BackfillProgress {
  readonly state: 'running' | 'done';
  readonly part: BackfillPart;
  /** The page of the part that comes next, from 1. */
  readonly page: number;
  /** Nothing older is read. */
  readonly since: EpochMs;
  readonly startedAt: EpochMs;
  readonly finishedAt?: EpochMs;
  /** How many statements about deploys, merges and releases were read. */
  readonly found: Readonly<Record<'deployments' | 'merges' | 'releases', number>>;
  /** Parts that could not be read, with the reason, such as a permission that the App lacks. */
  readonly skipped: Readonly<Partial<Record<BackfillPart, string>>>;
  /** The rule (as JSON) that the releases were last read by; absent where none said that they are deploys. */
  readonly releasesBy?: string;
}

const progress = keptDocument<number, BackfillProgress>('backfill');

/** How far the backfill of a repository has come; undefined where none was begun. */
export const backfillProgress = progress.read;

/** Keeps how far the backfill has come. */
export const keepBackfillProgress = progress.keep;
