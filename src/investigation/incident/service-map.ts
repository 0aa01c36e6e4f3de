import type { SeriesKind } from '../case.ts';
import type { EpochMs } from '../time.ts';
import type { Visibility } from './is-more-visible.ts';

/** Where an alert may land: every service that the installation knows, with what matches it. */
export interface ServiceMap {
  readonly services: readonly ServiceEntry[];
}

export interface ServiceEntry {
  readonly service: string;
  readonly repositoryId: number;
  readonly repository: string;
  /** Who can read the repository; absent counts as private. */
  readonly visibility?: Visibility;
  /** Its configuration says that nothing is written there. */
  readonly observes?: true;
  /** When the repository last began to deploy it; only read where several repositories have the service. */
  readonly lastDeployAt?: EpochMs;
  /** How the entry is known; a configured entry wins over a derived one of the same name. */
  readonly from: 'configuration' | 'deploy' | 'repository-name';
  /** Path globs that belong to the service; absent means the whole repository. */
  readonly paths?: readonly string[];
  /** Other names under which deploys know it: a payload's service, or a task. Names of its environments are aliases there. */
  readonly deployedAs?: readonly string[];
  /** The name under which the whole repository is deployed, where no deploy is of this service alone. */
  readonly shippedWith?: string;
  /** Label sets; an alert matches when every label of one set has the given value (`*` for any). */
  readonly alertMatchers?: readonly Readonly<Record<string, string>>[];
  readonly environments?: Readonly<Record<string, EnvironmentEntry>>;
  /** Services that this one calls. */
  readonly dependsOn?: readonly string[];
  /** Telemetry queries by series kind, in the reader's own language. */
  readonly queries?: readonly ConfiguredQuery[];
  /** Questions of the team's own, asked in each investigation. */
  readonly evidence?: readonly CustomEvidence[];
  /** The team that owns it, by name. */
  readonly owner?: string;
  /** A command line that deploys `{sha}`; `{service}` and `{environment}` are filled in too. */
  readonly redeployCommand?: string;
}

/** A question of a team's own: what is asked, and when its answer means that something is wrong. */
export interface CustomEvidence {
  readonly name: string;
  /** Only asked about this service; about all of the repository when left out. */
  readonly service?: string;
  /** A connection's id, or its reader. */
  readonly reader: string;
  readonly query: string;
  readonly comparison: 'above' | 'below';
  readonly threshold: number;
  readonly sentence: string;
}

export interface EnvironmentEntry {
  /** Other names under which deploys and alerts know it. */
  readonly aliases?: readonly string[];
  readonly production?: boolean;
}

export interface ConfiguredQuery {
  readonly reader: string;
  readonly kind: SeriesKind;
  readonly query: string;
}
