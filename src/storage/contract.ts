import type { Effect } from '../effects/contract.ts';
import type { CaseChange, CaseCommit } from '../investigation/case.ts';
import type { Feedback } from '../investigation/commands/feedback.ts';
import type { StoredCommand } from '../investigation/commands/stored-command.ts';
import type { StoredRevert } from '../investigation/commands/stored-revert.ts';
import type { Alert } from '../investigation/incident/alert.ts';
import type { Incident } from '../investigation/incident/incident.ts';
import type { Visibility } from '../investigation/incident/is-more-visible.ts';
import type { DeployEvent, LedgerKey } from '../investigation/ledger/deploy-event.ts';
import type { Comparison, LedgerDeploy } from '../investigation/ledger/ledger-deploy.ts';
import type { EpochMs } from '../investigation/time.ts';
import type { Jobs } from '../jobs/contract.ts';
import type { InboxTable } from './inbox-contract.ts';

/**
 * The one door to the database. Everything happens inside a transaction, jobs included: a fact and the work that
 * follows from it are committed together or not at all. Every key begins with the installation.
 */
export interface Storage {
  /**
   * Runs `work` in one transaction; throws OperationalError `storage-unavailable` when the database is away. After a
   * deadlock `work` runs again from the start: what it does outside `tx` must bear repetition.
   */
  transaction<T>(work: (tx: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** Resolves when the database answers. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

interface TransactionOptions {
  /** A statement that takes longer is given up (`storage-unavailable`); intake passes 3 s. Else the storage's own. */
  readonly statementTimeoutMs?: number;
}

export interface Transaction {
  readonly inbox: InboxTable;
  readonly installations: InstallationTable;
  readonly repositories: RepositoryTable;
  readonly ledger: LedgerTable;
  readonly commits: CommitTable;
  readonly changes: ChangeTable;
  readonly alerts: AlertTable;
  readonly incidents: IncidentTable;
  readonly investigations: InvestigationTable;
  readonly commands: CommandTable;
  readonly feedback: FeedbackTable;
  readonly reverts: RevertTable;
  readonly effects: EffectTable;
  readonly cursors: CursorTable;
  readonly jobs: Jobs;
}

export interface Installation {
  readonly installationId: number;
  readonly account: string;
  readonly suspended: boolean;
  readonly removed: boolean;
  /** What GitHub granted, such as `{ contents: 'write' }`. */
  readonly permissions: Readonly<Record<string, string>>;
}

export interface InstallationTable {
  save(installation: Installation): Promise<void>;
  get(installationId: number): Promise<Installation | undefined>;
  list(): Promise<readonly Installation[]>;
}

export interface Repository {
  readonly installationId: number;
  readonly repositoryId: number;
  /** owner/name as last seen; the numeric id is what identifies it. */
  readonly fullName: string;
  readonly defaultBranch: string;
  readonly visibility: Visibility;
  readonly removed: boolean;
}

export interface RepositoryTable {
  save(repository: Repository): Promise<void>;
  get(installationId: number, repositoryId: number): Promise<Repository | undefined>;
  list(installationId: number): Promise<readonly Repository[]>;
}

/** Deploy events as they came, and the ledger computed from them. */
export interface LedgerTable {
  /** Keeps an event; a second one with the same `eventId` changes nothing. Gives whether it was new. */
  addEvent(installationId: number, event: DeployEvent): Promise<boolean>;
  /** All events of a key, locked against concurrent recomputation until the transaction ends. */
  lockEvents(installationId: number, key: LedgerKey): Promise<readonly DeployEvent[]>;
  /** Replaces the computed deploys of a key. */
  saveDeploys(installationId: number, key: LedgerKey, deploys: readonly LedgerDeploy[]): Promise<void>;
  deploysOf(installationId: number, key: LedgerKey): Promise<readonly LedgerDeploy[]>;
  /** Deploys of every key that began or were live in [from, to), oldest first. */
  deploysBetween(installationId: number, from: EpochMs, to: EpochMs): Promise<readonly LedgerDeploy[]>;
  get(installationId: number, deployId: string): Promise<LedgerDeploy | undefined>;
  /** Every key that ever had an event. */
  keys(installationId: number): Promise<readonly LedgerKey[]>;
  saveComparison(installationId: number, repositoryId: number, comparison: Comparison): Promise<void>;
  comparisons(installationId: number, repositoryId: number): Promise<readonly Comparison[]>;
}

/** A commit with its pull request, as it reached a default branch or rode in a deploy. */
export interface StoredCommit extends CaseCommit {
  readonly repositoryId: number;
  readonly authorLogin?: string;
  readonly pullRequestTitle?: string;
  readonly mergeKind?: 'squash' | 'merge' | 'rebase' | 'push';
  readonly parents?: readonly string[];
  /** When it reached the default branch; absent where it did not (yet). */
  readonly mergedAt?: EpochMs;
}

export interface CommitTable {
  /** Adds or completes: keys that are absent in `commit` keep their stored value. */
  save(installationId: number, commit: StoredCommit): Promise<void>;
  many(installationId: number, repositoryId: number, shas: readonly string[]): Promise<readonly StoredCommit[]>;
  mergedBetween(installationId: number, from: EpochMs, to: EpochMs): Promise<readonly StoredCommit[]>;
}

/** Changes outside a deploy: flags, configuration, infrastructure. */
export interface ChangeTable {
  add(installationId: number, change: CaseChange & { readonly id: string }): Promise<boolean>;
  between(installationId: number, from: EpochMs, to: EpochMs): Promise<readonly CaseChange[]>;
}

export interface StoredAlert extends Alert {
  readonly receivedAt: EpochMs;
  /** Absent where it maps to nothing; `unmappedReason` then says why (and how to map it: `incident/reason-with-mapping.ts`). */
  readonly incidentId?: string;
  readonly service?: string;
  readonly environment?: string;
  readonly unmappedReason?: string;
  /** How many times it was delivered. */
  readonly deliveries: number;
}

export interface AlertTable {
  /** Adds, or updates by `key` (status, endsAt, deliveries + 1); a resolved alert never becomes firing again by a late copy. */
  save(installationId: number, alert: Omit<StoredAlert, 'deliveries'>): Promise<StoredAlert>;
  get(installationId: number, key: string): Promise<StoredAlert | undefined>;
  ofIncident(installationId: number, incidentId: string): Promise<readonly StoredAlert[]>;
  between(installationId: number, from: EpochMs, to: EpochMs): Promise<readonly StoredAlert[]>;
  unmapped(installationId: number, limit: number): Promise<readonly StoredAlert[]>;
}

export interface IncidentTable {
  /** Locks the installation's incidents of one service and environment, so that one problem opens one incident. */
  lockOpen(installationId: number, service: string, environment: string): Promise<readonly Incident[]>;
  /** The newest incidents of one service and environment, open or resolved, newest signal first. */
  ofService(installationId: number, service: string, environment: string, limit: number): Promise<readonly Incident[]>;
  save(incident: Incident): Promise<void>;
  get(installationId: number, id: string): Promise<Incident | undefined>;
  list(
    installationId: number,
    filter: { readonly state?: Incident['state']; readonly limit: number },
  ): Promise<readonly Incident[]>;
  /** Those that opened in [from, to), newest first. */
  openedBetween(installationId: number, from: EpochMs, to: EpochMs): Promise<readonly Incident[]>;
}

/** One run of the investigation, stored whole so that any verdict can be replayed. */
export interface StoredInvestigation {
  readonly incidentId: string;
  /** 0 for the first run, then one more for each. */
  readonly round: number;
  readonly at: EpochMs;
  /** The case in its JSON form, whatchanged-case/1. */
  readonly case: unknown;
  readonly verdict: unknown;
}

export interface InvestigationTable {
  add(installationId: number, investigation: Omit<StoredInvestigation, 'round'>): Promise<StoredInvestigation>;
  latest(installationId: number, incidentId: string): Promise<StoredInvestigation | undefined>;
  get(installationId: number, incidentId: string, round: number): Promise<StoredInvestigation | undefined>;
  list(installationId: number, incidentId: string): Promise<readonly StoredInvestigation[]>;
  /** All rounds without their cases, oldest first: a case is a thousand times as long as a verdict. */
  verdicts(installationId: number, incidentId: string): Promise<readonly Omit<StoredInvestigation, 'case'>[]>;
}

/** What people commanded in comments, one a comment, with what came of it. */
export interface CommandTable {
  /** The commands of an incident, oldest first, locked until the transaction ends: their answers are one comment. */
  lockIncident(installationId: number, incidentId: string): Promise<readonly StoredCommand[]>;
  /** Adds, or replaces by the comment's id. */
  save(installationId: number, command: StoredCommand): Promise<void>;
}

/** What people said about the changes of an incident: the labels that `backtest` measures by. */
export interface FeedbackTable {
  /** Keeps what was said last about one commit or deploy in one incident. */
  save(installationId: number, feedback: Feedback): Promise<void>;
  /** Forgets what was said about one commit or deploy in one incident. */
  remove(installationId: number, feedback: Pick<Feedback, 'incidentId' | 'deploy' | 'commit'>): Promise<void>;
  /** Oldest first. */
  ofIncident(installationId: number, incidentId: string): Promise<readonly Feedback[]>;
  /** Of all incidents, oldest first. */
  list(installationId: number): Promise<readonly Feedback[]>;
}

/** Reverts that were asked for, and how far they came. */
export interface RevertTable {
  save(installationId: number, revert: StoredRevert): Promise<void>;
  get(installationId: number, id: string): Promise<StoredRevert | undefined>;
  /** Oldest first. */
  ofIncident(installationId: number, incidentId: string): Promise<readonly StoredRevert[]>;
  /** Those that were asked for in [from, to), oldest first. */
  between(installationId: number, from: EpochMs, to: EpochMs): Promise<readonly StoredRevert[]>;
  /** The ones of a repository that are not over, locked until the transaction ends: one change has one revert. */
  lockOpen(installationId: number, repositoryId: number): Promise<readonly StoredRevert[]>;
  ofPull(installationId: number, repositoryId: number, number: number): Promise<StoredRevert | undefined>;
  /** All that are not over, of every installation, oldest first. */
  open(limit: number): Promise<readonly { readonly installationId: number; readonly id: string }[]>;
  /** How many drafts that nobody asked for were begun since then. */
  countAutomatic(installationId: number, since: EpochMs): Promise<number>;
}

/** The outbox: what the world should look like, and how far it does. */
export interface EffectTable {
  /** Sets what is wanted for (kind, naturalKey) and enqueues `publish`; unchanged content does nothing. */
  want(
    installationId: number,
    effect: Pick<Effect, 'kind' | 'naturalKey' | 'repositoryId' | 'wanted'>,
  ): Promise<Effect>;
  get(installationId: number, id: string): Promise<Effect | undefined>;
  find(installationId: number, kind: Effect['kind'], naturalKey: string): Promise<Effect | undefined>;
  /** The effect that became the issue or pull request of this number, or a comment under it. */
  findByNumber(
    installationId: number,
    kind: Effect['kind'],
    repositoryId: number,
    number: number,
  ): Promise<Effect | undefined>;
  /** Claims for writing: state `posting`, fence + 1. Undefined where another worker holds it or nothing is to be done. */
  claim(installationId: number, id: string, now: EpochMs): Promise<ClaimedEffect | undefined>;
  /** Takes a claim of this transaction back: the effect waits until `until`, and the claim counts as no attempt. */
  putBack(claimed: ClaimedEffect, until: EpochMs, reason: string): Promise<void>;
  /** Writes back what happened; does nothing (and says false) where the fence has moved on. */
  settle(installationId: number, id: string, fence: number, outcome: EffectOutcome): Promise<boolean>;
  /** Effects that are due: ready, or unknown since `before`. */
  due(before: EpochMs, limit: number): Promise<readonly { readonly installationId: number; readonly id: string }[]>;
  /** What the world does not show as wanted, and why: refused for good, or in trouble; the newest first. */
  troubled(limit: number): Promise<readonly Effect[]>;
}

/** A claimed effect is `posting`, with `lastPostAt` set to now; what it was before decides what may be written. */
export interface ClaimedEffect extends Effect {
  /** `unknown` (also after a worker that died while posting): list what is there before anything is written. */
  readonly claimedFrom: 'ready' | 'unknown';
  /** `lastPostAt` before this claim. */
  readonly previousPostAt?: EpochMs;
}

export interface EffectOutcome {
  readonly state: Effect['state'];
  readonly githubId?: number;
  readonly githubNumber?: number;
  readonly url?: string;
  /** The hash of the wanted content that the world now shows. */
  readonly appliedHash?: string;
  readonly nextAt?: EpochMs;
  readonly reason?: string;
}

/**
 * Small state by name, for what needs no table of its own: how far something has come, switches, documents
 * (`jobs/kept-document.ts`).
 */
export interface CursorTable {
  get(installationId: number, name: string): Promise<string | undefined>;
  set(installationId: number, name: string, value: string): Promise<void>;
  /** The value, locked until the transaction ends. Where there is none, `initial` is kept and given. */
  lock(installationId: number, name: string, initial: string): Promise<string>;
  /** Adds an entry to the JSON list that is kept under a name; of two that are added at once none is lost. */
  append(installationId: number, name: string, entry: unknown): Promise<void>;
}
