import type { DeployEvent } from '../../investigation/ledger/deploy-event.ts';
import type { Comparison } from '../../investigation/ledger/ledger-deploy.ts';
import type { EpochMs } from '../../investigation/time.ts';
import type { StoredCommit } from '../../storage/contract.ts';

/** What we ask a repository, read-only. Every method throws OperationalError for trouble. */
export interface RepositoryReader {
  /** `status: 'unknown'` where a SHA is not there any more (404) or not of this repository. */
  compare(base: string, head: string): Promise<Comparison>;
  /** A commit with its files, patches and pull request; undefined where it is not there. */
  commit(sha: string): Promise<StoredCommit | undefined>;
  /** Whether the SHA is reachable from a branch or a tag of this very repository (a fork's commit is not). */
  isReachable(sha: string): Promise<boolean>;
  /** A file of the default branch as text; undefined where absent. */
  file(path: string): Promise<string | undefined>;
}

/** Opens a reader of one repository; its token is minted for that repository with read permissions only. */
export type OpenRepository = (installationId: number, repositoryId: number) => Promise<RepositoryReader>;

/** One page of what GitHub remembers of a repository, newest first. */
export interface HistoryPage<T> {
  readonly found: readonly T[];
  /** Nothing that is wanted lies behind this page. */
  readonly last: boolean;
  /** How many requests GitHub still allows this installation, of how many, and when it allows all of them again. */
  readonly budget?: { readonly remaining: number; readonly limit: number; readonly resetAt: EpochMs };
}

/** What happened in a repository before the App heard of it; pages are counted from 1. */
export interface RepositoryHistory {
  /**
   * Deployments since `since` as the statements of their requests and statuses, in the same form and with the same ids
   * as webhooks give them. What `isWanted` does not want of the requests is left out, and costs no request for statuses.
   */
  deployments(
    page: number,
    since: EpochMs,
    isWanted: (request: DeployEvent) => boolean,
  ): Promise<HistoryPage<DeployEvent>>;
  /** Pull requests that were merged into the default branch, by the commit that each became there. */
  merges(page: number, since: EpochMs): Promise<HistoryPage<StoredCommit>>;
  /** Published releases as the deploys that they are to `target`. */
  releases(
    page: number,
    since: EpochMs,
    target: { readonly environment: string; readonly service?: string },
  ): Promise<HistoryPage<DeployEvent>>;
}

/** Opens the history of one repository. Each method has a token of its own, so that one missing permission costs one part. */
export type OpenHistory = (installationId: number, repositoryId: number) => RepositoryHistory;

/** One entry of the App's own delivery log. GitHub keeps them for three days. */
export interface LoggedDelivery {
  readonly id: number;
  /** `X-GitHub-Delivery`; the same for every redelivery. */
  readonly guid: string;
  readonly deliveredAt: EpochMs;
  readonly event: string;
  /** Whether GitHub had an answer of 2xx for it: then it was stored, or is about to be. */
  readonly arrived: boolean;
}

/** The App's delivery log, newest first. Every method throws OperationalError for trouble. */
export interface DeliveryLog {
  since(at: EpochMs): Promise<readonly LoggedDelivery[]>;
  /** The payload that was sent; undefined where GitHub does not have it any more. */
  payload(id: number): Promise<unknown>;
}
