import type { NewApp } from './acts/apps.ts';
import type { FileContent } from './git/write-commit.ts';
import type { ActiveFault, Fault } from './server/faults.ts';
import type { ContractViolation, LoggedRequest, Violation } from './server/request-log.ts';
import type { Account } from './world/account.ts';
import type { App, Installation, Permissions } from './world/app.ts';
import type { Delivery } from './world/delivery.ts';
import type { Deployment, DeploymentState, DeploymentStatus, Release, WorkflowRun } from './world/deployment.ts';
import type { Comment, Issue, Merged } from './world/issue.ts';
import type { BranchRule, CollaboratorLevel, Repository } from './world/repository.ts';
import type { At, WorldClock } from './world/world.ts';

/** A repository by `owner/name`, or as it was given back. */
export type RepositoryName = string | Repository;

/** Who does something (a login; made where it is not known) and when (the world's time where it is left out). */
interface ByAt {
  readonly by?: string;
  readonly at?: At;
}

export type ReactedTo = { readonly issue: number } | { readonly comment: number };

/** What a test may do to the world, as its people would. Each resolves when the webhooks about it were answered. */
export interface People {
  createUser(login: string, from?: { readonly name?: string; readonly type?: 'User' | 'Bot' }): Account;
  /** A personal token, for clients that act as this person. */
  createUserToken(login: string): string;
  createOrganization(login: string): Account;
  createApp(from: NewApp): { readonly app: App; readonly privateKey: string };
  /** The App of this name, made by a manifest; throws where there is none. */
  app(slug: string): App;
  install(
    app: App,
    owner: string,
    from?: ByAt & {
      readonly repositories?: 'all' | readonly RepositoryName[];
      readonly permissions?: Permissions;
      readonly id?: number;
    },
  ): Promise<Installation>;
  suspend(installation: Installation, from?: ByAt): Promise<void>;
  unsuspend(installation: Installation, from?: ByAt): Promise<void>;
  uninstall(installation: Installation, from?: ByAt): Promise<void>;
  /** Takes permissions away, or grants them. */
  changePermissions(installation: Installation, permissions: Permissions): void;
  changeSelection(
    installation: Installation,
    from: ByAt & { readonly add?: readonly RepositoryName[]; readonly remove?: readonly RepositoryName[] },
  ): Promise<void>;

  createRepository(
    name: string,
    from?: { readonly private?: boolean; readonly defaultBranch?: string; readonly id?: number; readonly at?: At },
  ): Promise<Repository>;
  /** Gives a repository the branches and tags of one on disk, or of a bundle. Sends no webhooks. */
  importFrom(repository: RepositoryName, path: string): Promise<void>;
  addCollaborator(repository: RepositoryName, login: string, level: CollaboratorLevel): void;
  removeCollaborator(repository: RepositoryName, login: string): void;
  addRule(repository: RepositoryName, rule: BranchRule): void;
  renameRepository(repository: RepositoryName, name: string, from?: ByAt): Promise<void>;
  deleteRepository(repository: RepositoryName, from?: ByAt): Promise<void>;
  archiveRepository(repository: RepositoryName, from?: ByAt): Promise<void>;
  setIssuesEnabled(repository: RepositoryName, enabled: boolean): void;

  /** Commits on a branch (the default one where left out) and gives the SHA. A new branch starts at `from`, or the default branch. */
  commit(repository: RepositoryName, commit: CommitAct): Promise<string>;
  /** A commit that GitHub shows although no branch or tag of the repository holds it, as one pushed to a fork. */
  imposterCommit(repository: RepositoryName, commit: CommitAct): Promise<string>;
  /** Points a branch at another commit, whatever that loses. */
  forcePush(repository: RepositoryName, branch: string, sha: string, from?: ByAt): Promise<void>;
  deleteBranch(repository: RepositoryName, branch: string, from?: ByAt): Promise<void>;
  tag(
    repository: RepositoryName,
    name: string,
    sha: string,
    from?: ByAt & { readonly message?: string },
  ): Promise<void>;

  openPullRequest(
    repository: RepositoryName,
    from: ByAt & {
      readonly head: string;
      readonly title: string;
      readonly base?: string;
      readonly body?: string;
      readonly draft?: boolean;
    },
  ): Promise<Issue>;
  mergePullRequest(
    repository: RepositoryName,
    number: number,
    from?: ByAt & { readonly method?: Merged['method']; readonly title?: string; readonly message?: string },
  ): Promise<Merged>;
  closePullRequest(repository: RepositoryName, number: number, from?: ByAt): Promise<void>;
  markReadyForReview(repository: RepositoryName, number: number, from?: ByAt): Promise<void>;

  openIssue(
    repository: RepositoryName,
    from: ByAt & { readonly title: string; readonly body?: string },
  ): Promise<Issue>;
  closeIssue(
    repository: RepositoryName,
    number: number,
    from?: ByAt & { readonly reason?: 'completed' | 'not_planned' },
  ): Promise<void>;
  reopenIssue(repository: RepositoryName, number: number, from?: ByAt): Promise<void>;
  comment(repository: RepositoryName, number: number, body: string, from?: ByAt): Promise<Comment>;
  editComment(repository: RepositoryName, id: number, body: string, from?: ByAt): Promise<void>;
  label(repository: RepositoryName, number: number, name: string, from?: ByAt): Promise<void>;
  /** Reacts to an issue by its number, or to a comment by its id; GitHub sends no webhook about it. */
  react(repository: RepositoryName, to: ReactedTo, content: string, from?: ByAt): void;
  /** Takes a reaction back. */
  unreact(repository: RepositoryName, to: ReactedTo, content: string, from?: ByAt): void;

  createDeployment(repository: RepositoryName, from: DeploymentAct): Promise<Deployment>;
  createDeploymentStatus(
    repository: RepositoryName,
    deployment: number | Deployment,
    from: DeploymentStatusAct,
  ): Promise<DeploymentStatus>;
  publishRelease(
    repository: RepositoryName,
    from: ByAt & {
      readonly tag: string;
      readonly target?: string;
      readonly name?: string;
      readonly body?: string;
      readonly prerelease?: boolean;
    },
  ): Promise<Release>;
  workflowRun(repository: RepositoryName, from: WorkflowRunAct): Promise<WorkflowRun>;
  /** One job of a run; gives its id. */
  workflowJob(repository: RepositoryName, from: WorkflowJobAct): Promise<number>;
}

export interface CommitAct {
  readonly message: string;
  /** Path to content; `null` deletes. */
  readonly files?: Readonly<Record<string, FileContent>>;
  readonly branch?: string;
  /** Where a new branch starts: a branch, tag or SHA. */
  readonly from?: string;
  /** A login, or name and address for somebody whom GitHub does not know. */
  readonly author?: string | { readonly name: string; readonly email: string };
  /** Author's and committer's date; the same as `at` where left out. */
  readonly date?: At;
  readonly at?: At;
}

interface DeploymentAct extends ByAt {
  /** The commit; where left out, the one that `ref` names. */
  readonly sha?: string;
  readonly ref?: string;
  readonly environment?: string;
  readonly task?: string;
  readonly payload?: Deployment['payload'];
  readonly description?: string;
  readonly transient?: boolean;
  readonly production?: boolean;
}

interface DeploymentStatusAct extends ByAt {
  readonly state: DeploymentState;
  readonly description?: string;
  readonly logUrl?: string;
  readonly environmentUrl?: string;
  readonly autoInactive?: boolean;
}

interface WorkflowRunAct extends ByAt {
  readonly path: string;
  readonly name?: string;
  readonly event?: string;
  readonly headSha?: string;
  readonly headBranch?: string;
  readonly status?: WorkflowRun['status'];
  readonly conclusion?: WorkflowRun['conclusion'];
  readonly startedAt?: At;
  /** Of a run that is there already. */
  readonly id?: number;
  readonly runAttempt?: number;
}

/** How webhooks travel. */
export interface Webhooks {
  /** Every delivery that was tried, oldest first. */
  readonly deliveries: readonly Delivery[];
  /** Off: nobody is reached, and the deliveries stay in the log as failed; GitHub does not try again by itself. */
  setOnline(online: boolean): void;
  /** Where an App is to be reached from now on. */
  setUrl(app: App, url: string): void;
  /** Keeps webhooks back until `release`. */
  hold(): void;
  /** Sends what was kept back, in the order and as often as `order` says. */
  release(order?: (held: readonly Delivery[]) => readonly Delivery[]): Promise<void>;
  /** Sends again, under the old GUID, each delivery that never arrived. */
  deliverAll(): Promise<void>;
  /** Sends one delivery again, as the button does. */
  redeliver(delivery: Delivery): Promise<void>;
  /** Resolves when nothing is on its way. */
  settled(): Promise<void>;
}

export interface LocalGitHub extends People {
  /** `http://127.0.0.1:PORT`: Octokit's `baseUrl`, and where the web pages are. */
  readonly url: string;
  readonly clock: WorldClock;
  readonly webhooks: Webhooks;
  fault(fault: Fault): ActiveFault;

  /** State, live. */
  repository(name: RepositoryName): Repository;
  issue(repository: RepositoryName, number: number): Issue;
  /** Issues and pull requests, oldest first. */
  issues(repository: RepositoryName): readonly Issue[];
  comments(repository: RepositoryName, number: number): readonly Comment[];
  /** Branch to SHA. */
  branches(repository: RepositoryName): Promise<Readonly<Record<string, string>>>;
  /** A file as text on a branch, tag or commit; undefined where it is not there. */
  file(repository: RepositoryName, ref: string, path: string): Promise<string | undefined>;

  /** The judge. */
  readonly requests: readonly LoggedRequest[];
  readonly githubCalls: { readonly reads: number; readonly writes: number };
  readonly violations: readonly Violation[];
  readonly contractViolations: readonly ContractViolation[];
  readonly unknownRoutes: readonly { readonly method: string; readonly path: string }[];
  forgetRequests(): void;

  stop(): Promise<void>;
}

export interface LocalGitHubOptions {
  /** Checks every call against GitHub's description; on unless `false`. */
  readonly checkContract?: boolean;
  /** Where the world's time starts; it stands still then. Left out, it follows the system. */
  readonly startAt?: At;
  /** Real time, which tokens are checked against. */
  readonly now?: () => number;
  /** Where the repositories are kept; a temporary folder, removed by `stop`, where left out. */
  readonly folder?: string;
}

interface WorkflowJobAct extends ByAt {
  readonly run: WorkflowRun;
  readonly name: string;
  readonly status?: WorkflowRun['status'];
  readonly conclusion?: WorkflowRun['conclusion'];
  readonly startedAt?: At;
}
