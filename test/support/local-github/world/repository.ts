import type { GitRepository } from '../git/git-repository.ts';
import type { Account } from './account.ts';
import type { Deployment, Release, WorkflowRun } from './deployment.ts';
import type { Comment, Issue, Label } from './issue.ts';

export type CollaboratorLevel = 'admin' | 'maintain' | 'write' | 'triage' | 'read';

export interface Repository {
  readonly id: number;
  readonly owner: Account;
  name: string;
  private: boolean;
  defaultBranch: string;
  archived: boolean;
  hasIssues: boolean;
  readonly git: GitRepository;
  readonly createdAt: number;
  updatedAt: number;
  pushedAt: number;
  readonly formerNames: Set<string>;
  readonly collaborators: Map<string, CollaboratorLevel>;
  readonly issues: Map<number, Issue>;
  readonly comments: Map<number, Comment>;
  readonly labels: Map<string, Label>;
  readonly deployments: Map<number, Deployment>;
  readonly runs: Map<number, WorkflowRun>;
  readonly releases: Map<number, Release>;
  readonly rules: BranchRule[];
  nextNumber: number;
}

/** A rule of a ruleset that applies to one branch, such as `{ type: 'pull_request', parameters: {…} }`. */
export interface BranchRule {
  readonly branch: string;
  readonly type: string;
  readonly parameters?: Readonly<Record<string, unknown>>;
}

export function fullName(repository: Repository): string {
  return `${repository.owner.login}/${repository.name}`;
}
