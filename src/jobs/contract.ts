import type { SeenAccount } from '../investigation/commands/authorise.ts';
import type { SeenCommand } from '../investigation/commands/stored-command.ts';
import type { EpochMs } from '../investigation/time.ts';

/** Every job and what it carries. A job's file has the job's name, in the folder of `jobs/` that says what it is about. */
export interface JobPayloads {
  /** Turns one stored delivery into facts. */
  'process-delivery': { readonly installationId: number; readonly deliveryId: string };
  /** Asks the repository what a deploy's range holds, then recomputes the ledger of that key. */
  'resolve-range': { readonly installationId: number; readonly deployId: string };
  /** Reads a repository's .github/whatchanged.yml anew. */
  'refresh-configuration': { readonly installationId: number; readonly repositoryId: number };
  /** Reads a page of what happened in a repository before the App heard of it. */
  backfill: { readonly installationId: number; readonly repositoryId: number };
  /** Investigates an incident anew, and has its issue and comments say what came of it. */
  investigate: { readonly installationId: number; readonly incidentId: string; readonly trigger: InvestigationTrigger };
  /** Finds out whether a comment's command may be carried out, carries it out and answers. */
  'answer-command': { readonly installationId: number; readonly command: SeenCommand };
  /** Finds out whether whoever put the stop label on an issue may stop reverts, and keeps the answer. */
  'note-stop-label': {
    readonly installationId: number;
    readonly repositoryId: number;
    readonly issueNumber: number;
    readonly sender: SeenAccount;
  };
  /** Plans a revert that was asked for, and asks for its draft. */
  'draft-revert': { readonly installationId: number; readonly revertId: string };
  /** Finds out how far a revert has come: drafted, merged and by whom, live, whether the alerts are over. */
  'follow-revert': { readonly installationId: number; readonly revertId: string };
  /** Follows every revert that is not over. */
  'follow-reverts': Record<string, never>;
  /** Tells in an incident's issue that its service was rolled back outside of git. */
  'tell-rollback': { readonly installationId: number; readonly incidentId: string };
  /** Asks the language model, where one is connected, to word a summary of an incident's report. */
  narrate: { readonly installationId: number; readonly incidentId: string };
  /** Reads the thumbs on an incident's issue and comments, and keeps as labels those of people who may write. */
  'read-reactions': { readonly installationId: number; readonly incidentId: string };
  /** Makes GitHub show one effect as it is wanted. */
  publish: { readonly installationId: number; readonly effectId: string };
  /** Pulls from the App's delivery log what never arrived. */
  'recover-deliveries': Record<string, never>;
  /**
   * Has the latest alerts that mapped to nothing read again, since a service became known; `again`: the second run soon
   * after.
   */
  'remap-alerts': { readonly installationId: number; readonly again?: boolean };
  /** Enqueues `summarise` for the repositories that ask for a summary of the week that ended. */
  'want-summaries': Record<string, never>;
  /** Sums up a week of a repository, such as `2026-W47`, in an issue. */
  summarise: { readonly installationId: number; readonly repositoryId: number; readonly week: string };
  /** Closes issues of ours that were opened twice. */
  'sweep-duplicates': { readonly installationId: number; readonly effectId: string };
  /** Publishes effects that were left behind and reconciles the ones in doubt. */
  'sweep-effects': Record<string, never>;
}

export type InvestigationTrigger = 'opened' | 're-run' | 'resolved' | 'command';
export type JobName = keyof JobPayloads;

export interface EnqueueOptions {
  /** Not before this moment. */
  readonly startAt?: EpochMs;
  /** At most one waiting job of this name and key. */
  readonly singletonKey?: string;
}

/**
 * Jobs are enqueued inside of a transaction only, so that a fact and the work that follows from it are committed
 * together.
 */
export interface Jobs {
  enqueue<N extends JobName>(name: N, payload: JobPayloads[N], options?: EnqueueOptions): Promise<void>;
}

/**
 * What does each job. A job that throws a retryable OperationalError is tried again; `signal` is aborted when the job
 * must stop early.
 */
export type JobHandlers = { readonly [N in JobName]: (payload: JobPayloads[N], signal: AbortSignal) => Promise<void> };
