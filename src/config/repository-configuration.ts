import type { ConfiguredService } from '../investigation/incident/build-service-map.ts';
import type { CustomEvidence } from '../investigation/incident/service-map.ts';

export type Level = 'observe' | 'report' | 'draft-revert';

/** A repository's .github/whatchanged.yml, read from the default branch only. */
export interface RepositoryConfiguration {
  readonly level: Level;
  /** False: no revert is drafted in this repository, whoever asks. */
  readonly reverts?: boolean;
  readonly services: readonly ConfiguredService[];
  /** Absent: no summary is written. */
  readonly summary?: 'weekly';
  /** Questions of the team's own that are asked in each investigation. */
  readonly evidence?: readonly CustomEvidence[];
  /** Environment names that are left out although they look like production, or kept although they do not. */
  readonly environments?: { readonly include?: readonly string[]; readonly exclude?: readonly string[] };
  /** Workflows whose success counts as a deploy, where the repository uses no GitHub deployments. */
  readonly deployWorkflows?: readonly DeployWorkflow[];
  /** Branches that are live, beside those whose own name is an environment. */
  readonly deployBranches?: readonly (DeployTarget & { readonly branch: string })[];
  /** Where a published release goes live; absent: a release is no deploy. */
  readonly deployReleases?: DeployTarget;
  /** A command line that deploys `{sha}`; a service's own wins. */
  readonly redeployCommand?: string;
}

export interface DeployTarget {
  readonly environment: string;
  /** Default: the repository's name. */
  readonly service?: string;
}

export interface DeployWorkflow {
  /** The workflow's file (`deploy.yml` or its whole path) or its name. */
  readonly workflow: string;
  /** Only this job of it. */
  readonly job?: string;
  /** Default: the repository's own name. */
  readonly service?: string;
  /** Default: production. */
  readonly environment?: string;
}

/** Absent, unreadable and invalid are three outcomes, and people are told which. */
export type RepositoryConfigurationOutcome =
  | { readonly kind: 'absent' }
  | { readonly kind: 'unreadable'; readonly reason: string }
  | { readonly kind: 'invalid'; readonly problems: readonly ConfigurationProblem[] }
  | { readonly kind: 'valid'; readonly configuration: RepositoryConfiguration };

export interface ConfigurationProblem {
  readonly line: number;
  readonly column: number;
  /** Where in the document, such as `services.checkout.paths[0]`. */
  readonly path: string;
  readonly problem: string;
  readonly hint: string;
}
