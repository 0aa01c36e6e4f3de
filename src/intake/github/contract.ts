import type { EmitterWebhookEventName } from '@octokit/webhooks';
import type { DeployTarget, DeployWorkflow } from '../../config/repository-configuration.ts';
import type { SeenAccount } from '../../investigation/commands/authorise.ts';
import type { SeenCommand } from '../../investigation/commands/stored-command.ts';
import type { DeployEvent } from '../../investigation/ledger/deploy-event.ts';
import type { EpochMs } from '../../investigation/time.ts';
import type { Installation, Repository, StoredCommit } from '../../storage/contract.ts';
import type { Delivery } from '../../storage/inbox-contract.ts';

/**
 * One recorded event of GitHub: a Probot handler reduced to its pure half, payload to facts. Whatever the payload is,
 * `read` gives a recording or throws OperationalError `delivery-invalid`; the event's name comes from a header that
 * nobody signed, so a body of another event must not read as this one. One file an event; the registry is generated.
 */
export interface Recorder {
  /** What `app.on` listens to. */
  readonly on: readonly EmitterWebhookEventName[];
  read(payload: unknown, context: ReadingContext): Recording;
}

export interface ReadingContext {
  readonly receivedAt: EpochMs;
  readonly rules: DeployRules;
}

/** What else than a GitHub deployment makes something live in a repository. */
export interface DeployRules {
  readonly deployWorkflows?: readonly DeployWorkflow[];
  /** Where a push to a branch goes live, beside the branches whose own name says so. */
  readonly deployBranches?: readonly (DeployTarget & { readonly branch: string })[];
  /** Where a published release goes live. */
  readonly deployReleases?: DeployTarget;
}

export type Recording =
  | { readonly kind: 'facts'; readonly facts: RecordedFacts }
  /** It may be meant by a rule which is not exact enough: a person should correct the rule, and have it read again. */
  | { readonly kind: 'unmapped'; readonly reason: string }
  | { readonly kind: 'ignored'; readonly reason: string };

/** What a delivery says, ready to be stored. */
export interface RecordedFacts {
  readonly installationId: number;
  readonly installation?: Pick<Installation, 'installationId'> & Partial<Installation>;
  readonly repositories?: readonly SeenRepository[];
  readonly commits?: readonly StoredCommit[];
  readonly deployEvents?: readonly DeployEvent[];
  /** What somebody commands; whether he may, and on whose issue it is, is asked later. */
  readonly commands?: readonly SeenCommand[];
  readonly stopLabels?: readonly SeenStopLabel[];
}

/** The label that stops reverts was put on an issue by this account. */
export interface SeenStopLabel {
  readonly repositoryId: number;
  readonly issueNumber: number;
  readonly at: EpochMs;
  readonly sender: SeenAccount;
}

/** A repository as this delivery saw it; what is absent was not said. */
export interface SeenRepository {
  readonly repositoryId: number;
  readonly fullName: string;
  readonly visibility: Repository['visibility'];
  readonly defaultBranch?: string;
  readonly removed?: boolean;
}

/** Marks a file's export as a recorder. */
export function defineRecorder(recorder: Recorder): Recorder {
  return recorder;
}

/** Hands stored deliveries to the recorders. */
export interface GitHubDispatcher {
  /** Reads a delivery; throws OperationalError `delivery-invalid` where it is not what GitHub sends. */
  dispatch(delivery: Delivery, rulesOf: RulesOf): Promise<Recording>;
}

/** The deploy rules in force for a repository. */
export type RulesOf = (installationId: number, repositoryId: number) => Promise<DeployRules>;
