import type { EpochMs } from './time.ts';

/**
 * One incident frozen as data: everything that was known when the verdict was asked for, and nothing later.
 * This is the parsed form (times in ms); `case-document.ts` reads and writes the JSON form, whatchanged-case/1.
 * An absent optional key means "not known", which is different from an empty list ("known to be none").
 */
export interface Case {
  readonly id: string;
  readonly askedAt: EpochMs;
  readonly alert: CaseAlert;
  readonly deploys: readonly CaseDeploy[];
  readonly changes?: readonly CaseChange[];
  readonly commits?: readonly CaseCommit[];
  readonly topology?: readonly CallEdge[];
  readonly series?: readonly CaseSeries[];
  readonly logs?: readonly LogRow[];
  readonly alerts?: readonly CaseAlert[];
  readonly priors?: Priors;
  /** What a team's own questions gave. */
  readonly checks?: readonly CaseCheck[];
  /** What asking for all this took. */
  readonly reading?: CaseReading;
}

/** The questions that one investigation asked of telemetry, a team's own among them, and what their vendors bill for. */
export interface CaseReading {
  /** How many may be planned; a team's own are asked beside them. */
  readonly budget: number;
  /** How many were planned and left out because of it. */
  readonly cut: number;
  readonly connections: readonly {
    readonly connection: string;
    readonly questions: number;
    readonly billed?: readonly Billed[];
  }[];
}

/** Something that a vendor bills by what it was asked, as far as can be seen from outside. */
export interface Billed {
  readonly what: 'cloudwatch-metrics' | 'logs-insights-bytes';
  readonly amount: number;
}

/** A question of a team's own, from its configuration, with the value that it gave in this investigation. */
export interface CaseCheck {
  readonly name: string;
  readonly service: string;
  readonly value: number;
  readonly threshold: number;
  /** On which side of the threshold something is wrong. */
  readonly comparison: 'above' | 'below';
  /** What it means when it is over its limit, in the team's words. */
  readonly says: string;
}

export interface CaseAlert {
  readonly service: string;
  readonly environment?: string;
  readonly title?: string;
  readonly severity?: string;
  readonly labels?: Readonly<Record<string, string>>;
  /** The id of the series that the alert watches. */
  readonly series?: string;
  /** The vendor's own start; for a firing rule this is when it fired, not the onset. */
  readonly startedAt: EpochMs;
  readonly firedAt?: EpochMs;
  readonly threshold?: number;
  readonly observed?: number;
  readonly comparison?: 'above' | 'below';
  /** One evaluation period of the rule, in seconds. */
  readonly periodSeconds?: number;
  /** How many periods the rule must hold before it fires. */
  readonly periods?: number;
}

export type DeployOutcome = 'success' | 'failure' | 'in_progress';
export type DeployKind = 'deploy' | 'redeploy' | 'rollback' | 'config' | 'unknown';

export interface CaseDeploy {
  readonly id: string;
  readonly service: string;
  readonly environment?: string;
  readonly repository?: string;
  readonly sha?: string;
  readonly previousSha?: string;
  /** When the rollout began. */
  readonly startedAt: EpochMs;
  /** First success; absent while it runs. */
  readonly liveAt?: EpochMs;
  /** When something else replaced it. */
  readonly endedAt?: EpochMs;
  readonly outcome?: DeployOutcome;
  readonly kind?: DeployKind;
  /** SHAs that this deploy brought (for a rollback: took away), newest last. */
  readonly commits?: readonly string[];
  /** The range holds more commits than could be read: `commits` are not all of them. */
  readonly truncated?: boolean;
  readonly rollout?: readonly RolloutStep[];
  /** The `version` values that its series carry. */
  readonly versions?: { readonly new?: string; readonly old?: string };
}

export interface RolloutStep {
  readonly at: EpochMs;
  readonly replicas?: number;
  readonly of?: number;
}

export interface CaseChange {
  readonly id?: string;
  readonly kind?: 'flag' | 'config' | 'infrastructure' | 'schema';
  readonly service?: string;
  readonly at: EpochMs;
  readonly title?: string;
  readonly actor?: string;
}

export interface CaseCommit {
  readonly sha: string;
  readonly repository?: string;
  readonly author?: string;
  readonly committedAt?: EpochMs;
  readonly message?: string;
  readonly pullRequest?: number;
  readonly files?: readonly CaseFile[];
}

export interface CaseFile {
  readonly path: string;
  readonly status?: string;
  readonly additions?: number;
  readonly deletions?: number;
  /** Unified diff text; its absence (binary, too large, not read) says nothing about guilt. */
  readonly patch?: string;
}

/** Service `from` calls service `to`. */
export interface CallEdge {
  readonly from: string;
  readonly to: string;
}

export type SeriesKind =
  | 'errors'
  | 'requests'
  | 'error_ratio'
  | 'success_ratio'
  | 'latency'
  | 'saturation'
  | 'throughput'
  | 'other';

export interface CaseSeries {
  readonly id: string;
  readonly service: string;
  readonly name?: string;
  readonly kind?: SeriesKind;
  readonly unit?: string;
  readonly instance?: string;
  readonly version?: string;
  /** For a series measured on a call edge: the callee (`service` is the caller). */
  readonly peer?: string;
  readonly statistic?: string;
  readonly stepSeconds?: number;
  /** Whether a point's time is the start (default) or the end of its step. */
  readonly stamp?: 'start' | 'end';
  /** [unix seconds, value], oldest first; a missing point is left out, never zero. */
  readonly points: readonly (readonly [number, number])[];
}

export interface LogRow {
  readonly at: EpochMs;
  readonly service: string;
  readonly level?: string;
  readonly message: string;
  /** How many lines like it this row stands for; default 1. */
  readonly count?: number;
}

export interface Priors {
  readonly alertsPerWeek?: number;
  /** Share of deploys that break something, 0 to 1. */
  readonly changeFailureRate?: number;
}
