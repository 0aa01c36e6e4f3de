import type { AuditMark } from '../audit/audit-marks.ts';
import type { Feedback } from '../commands/feedback.ts';
import type { RevertState } from '../commands/stored-revert.ts';
import type { Thumbs } from '../commands/weigh-reactions.ts';
import type { Sentence } from '../sentence.ts';
import type { EpochMs } from '../time.ts';
import type { Band } from '../verdict/verdict.ts';
import type { Week } from './iso-week.ts';
import type { DeadWork, NamedChange } from './week-material.ts';

/** The content of a week's summary, whether it becomes an issue, a page of a terminal or a document. */
export interface Summary {
  readonly week: Week;
  readonly repository: { readonly fullName: string; readonly webUrl: string };
  readonly counts: IncidentCounts;
  readonly before: IncidentCounts;
  /** Newest first. */
  readonly incidents: readonly SummaryIncident[];
  readonly answers: Answers;
  readonly deploys: readonly DeployCount[];
  readonly reverts: readonly SummaryRevert[];
  readonly telemetry: {
    /** How many incidents were looked at. */
    readonly of: number;
    readonly findings: readonly TelemetryFinding[];
  };
  readonly unmapped: { readonly count: number; readonly titles: readonly UnmappedTitle[] };
  readonly dead: readonly DeadWork[];
}

export interface IncidentCounts extends Readonly<Record<Band, number>> {
  readonly total: number;
  /** Those of which no verdict is on record. */
  readonly undecided: number;
  /** Those that were too many to be looked into. */
  readonly leftOut: number;
  /** Those that are not over yet. */
  readonly open: number;
}

export interface SummaryIncident {
  readonly id: string;
  readonly openedAt: EpochMs;
  readonly service: string;
  readonly environment: string;
  readonly issue?: number;
  readonly verdict?: {
    readonly band: Band;
    /** Of the change that is named; of "no deploy" at `none`. */
    readonly probability: number;
    readonly named?: NamedChange;
  };
  readonly ended: 'open' | 'over' | 'reverted';
  /** How long it lasted, in milliseconds; absent while it is open. */
  readonly lastedMs?: number;
  readonly said: readonly SaidOfIncident[];
  readonly thumbs?: Thumbs;
}

export interface SaidOfIncident {
  readonly label: Feedback['label'];
  readonly source: Feedback['source'];
  /** `named`: the change that the verdict names first. `no-change`: that it was none of ours. */
  readonly about: 'named' | 'no-change' | 'other';
  /** The commit of another change, where it is known. */
  readonly sha?: string;
}

/** How many incidents people answered, and of how many the verdict's first was right. Thumbs do not count here. */
export interface Answers {
  readonly answered: number;
  readonly right: number;
}

export interface DeployCount {
  readonly service: string;
  readonly environment: string;
  /** How many went live in the week, rollbacks among them. */
  readonly live: number;
  /** How many of those are named first by an incident. */
  readonly named: number;
  readonly failed: number;
  readonly rollbacks: number;
}

export interface SummaryRevert {
  readonly issue: number;
  readonly state: RevertState;
  readonly isAutomatic: boolean;
  /** owner/name of what it changes. */
  readonly repository: string;
  /** The number of its pull request there. */
  readonly draft?: number;
  readonly reason?: Sentence;
}

/** One thing that telemetry lacked, over all services that had an incident. */
export interface TelemetryFinding {
  readonly mark: AuditMark;
  readonly what: string;
  readonly why: string;
  /** The line to add for the first of the services. */
  readonly add: string;
  /** The most concerned first; `incidents` of the `of` that were looked at. */
  readonly services: readonly { readonly service: string; readonly incidents: number; readonly of: number }[];
  /** Foreign text. */
  readonly examples: readonly string[];
}

export interface UnmappedTitle {
  /** Foreign text. */
  readonly title: string;
  readonly count: number;
  /** Lines for .github/whatchanged.yml. */
  readonly mapping?: string;
}
