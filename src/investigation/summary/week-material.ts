import type { Case } from '../case.ts';
import type { Feedback } from '../commands/feedback.ts';
import type { StoredRevert } from '../commands/stored-revert.ts';
import type { Thumbs } from '../commands/weigh-reactions.ts';
import type { Incident } from '../incident/incident.ts';
import type { LedgerDeploy } from '../ledger/ledger-deploy.ts';
import type { Band, Verdict } from '../verdict/verdict.ts';
import type { Week } from './iso-week.ts';

/** What the store knows of one week of one repository, at the moment when it is summed up. */
export interface WeekMaterial {
  readonly week: Week;
  readonly repository: { readonly fullName: string; readonly webUrl: string };
  /** The incidents that opened in the week and are told in this repository, newest first. */
  readonly incidents: readonly WeekIncident[];
  /** Those that were too many to be looked into. */
  readonly leftOut: readonly Pick<Incident, 'state'>[];
  readonly weekBefore: {
    readonly incidents: readonly CountedIncident[];
    readonly leftOut: readonly Pick<Incident, 'state'>[];
  };
  /** Deploys of this repository's services that began or were live in the week. */
  readonly deploys: readonly LedgerDeploy[];
  /** The deploys that an incident names first, wherever that incident is told. */
  readonly namedDeploys: readonly string[];
  /** Reverts that were asked for in the week for an incident that is told here, each with the repository that it changes. */
  readonly reverts: readonly { readonly revert: StoredRevert; readonly repository: string }[];
  /** The alerts of the whole installation that belong to no service. */
  readonly unmapped: readonly UnmappedAlert[];
  /** False where this repository has readers who may not read what came to the whole installation. */
  readonly showsUnmapped: boolean;
  /** What was stored for this installation in the week and could not be worked off. */
  readonly dead: readonly DeadWork[];
}

export interface CountedIncident {
  /** Absent where there was no verdict. */
  readonly band?: Band;
  readonly state: Incident['state'];
}

export interface WeekIncident {
  readonly incident: Incident;
  /** The number of its issue. */
  readonly issue?: number;
  /** As it stood before people answered. */
  readonly verdict?: Verdict;
  /** What the verdict names first; absent where it names nothing. */
  readonly named?: NamedChange;
  /** Oldest first. */
  readonly feedback: readonly Feedback[];
  readonly thumbs?: { readonly counted: Thumbs; readonly others: Thumbs };
  readonly reverts: readonly StoredRevert[];
  /** Its last look with what was read then, for the newest of each service. */
  readonly looked?: { readonly theCase: Case; readonly onset: Verdict['onset'] };
}

/** A change as it is told from one that is named elsewhere: by its pull request, its commit, or its deploy's commit. */
export interface NamedChange {
  readonly pullRequest?: number;
  readonly sha?: string;
  /** The whole deploy of that commit is named. */
  readonly isDeploy?: boolean;
  /** owner/name, where it is known. */
  readonly repository?: string;
}

interface UnmappedAlert {
  /** As it came: foreign text. */
  readonly title: string;
  /** Lines for .github/whatchanged.yml. */
  readonly mapping?: string;
}

export interface DeadWork {
  readonly kind: 'delivery' | 'job';
  /** The endpoint that took the delivery, or the name of the job. */
  readonly of: string;
  readonly count: number;
}
