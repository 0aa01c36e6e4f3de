import type { Queue } from 'pg-boss';
import type { JobName } from '../jobs/contract.ts';

/** The schema of the job queues, beside the tables' own. */
export const JOB_SCHEMA = 'whatchanged_jobs';
/** Where a job ends that failed for good: kept with its reason until somebody looks. */
export const DEAD_QUEUE = 'dead';

/** Every job, spelled out so that the compiler asks for a new one. */
const QUEUED: Record<JobName, true> = {
  'process-delivery': true,
  'resolve-range': true,
  'refresh-configuration': true,
  backfill: true,
  investigate: true,
  'answer-command': true,
  'note-stop-label': true,
  'draft-revert': true,
  'follow-revert': true,
  'follow-reverts': true,
  'tell-rollback': true,
  narrate: true,
  'read-reactions': true,
  publish: true,
  'recover-deliveries': true,
  'remap-alerts': true,
  'want-summaries': true,
  summarise: true,
  'sweep-duplicates': true,
  'sweep-effects': true,
};
export const JOB_NAMES = Object.keys(QUEUED) as readonly JobName[];

/**
 * How often a job is tried again after a bug (2 s, then twice as long each time: about a minute in all). Others are dead
 * at once; but a delivery is the only copy of what happened, and what broke its reading may be a passing state.
 */
export const TRIES_AFTER_BUG: Readonly<Partial<Record<JobName, number>>> = { 'process-delivery': 5 };

const DAY_SECONDS = 86_400;

/**
 * Policy `short` keeps at most one waiting job of a key. Heartbeats find a killed worker within 10 s; twelve retries,
 * doubling from 2 s up to 10 min, give an upstream about an hour to come back.
 */
export const QUEUES: readonly Queue[] = [
  {
    name: DEAD_QUEUE,
    retryLimit: 12,
    retryDelay: 2,
    retryBackoff: true,
    retryDelayMax: 600,
    retentionSeconds: 90 * DAY_SECONDS,
    deleteAfterSeconds: 90 * DAY_SECONDS,
  },
  ...JOB_NAMES.map((name) => ({
    name,
    policy: 'short',
    deadLetter: DEAD_QUEUE,
    heartbeatSeconds: 10,
    expireInSeconds: 900,
    retryLimit: 12,
    retryDelay: 2,
    retryBackoff: true,
    retryDelayMax: 600,
    retentionSeconds: 30 * DAY_SECONDS,
    deleteAfterSeconds: DAY_SECONDS,
  })),
];
