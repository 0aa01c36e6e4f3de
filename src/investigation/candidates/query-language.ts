import type { CaseSeries } from '../case.ts';
import type { Alert } from '../incident/alert.ts';
import type { ServiceMap } from '../incident/service-map.ts';
import type { EpochMs } from '../time.ts';

/**
 * One question to a telemetry connection. Questions about the same series at other times have the same id, so that
 * their points join into one series.
 */
export interface PlannedQuery {
  readonly connection: string;
  readonly id: string;
  readonly window: 'now' | 'day-before' | 'week-before';
  readonly query: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly stepSeconds: number;
  readonly as: Omit<CaseSeries, 'id' | 'points' | 'stepSeconds'>;
  /** For the alert's own expression: the labels that tell its series from those of other services. */
  readonly labels?: Readonly<Record<string, string>>;
  /** Wants only the answered series that tell their version, or the other end of a call. */
  readonly only?: 'version' | 'peer';
}

export interface QueryPlanInput {
  readonly alert: Alert;
  readonly service: string;
  readonly map: ServiceMap;
  /** What is connected; `services` absent means that it knows all. */
  readonly connections: readonly {
    readonly id: string;
    readonly reader: string;
    readonly services?: readonly string[];
  }[];
  /** The rule's own expression, where a reader could tell it. */
  readonly expression?: string;
  readonly now: EpochMs;
  /** How far back before the alert; default 6 h. */
  readonly windowMs?: number;
  /** How many questions at most; default 24. */
  readonly budget?: number;
}

/** A question before its times are known. */
export interface Question {
  readonly id: string;
  readonly query: string;
  readonly as: PlannedQuery['as'];
  readonly labels?: Readonly<Record<string, string>>;
  readonly only?: 'version' | 'peer';
}

/** How questions are put to one kind of telemetry system. */
export interface QueryLanguage {
  /** The reader that speaks it. */
  readonly reader: string;
  /** The step as the vendor takes it; default as it is. */
  readonly step?: (seconds: number) => number;
  /**
   * Whether this language is asked too, for the kinds of numbers for which the alert's own language had no question.
   */
  readonly fillsIn?: boolean;
  /** What the alert itself watches, where the alert is written in this language. */
  ofAlert(input: QueryPlanInput): readonly Question[];
  /** Errors, requests and latency of a service by conventional names. */
  ofService(input: QueryPlanInput, service: string, stepSeconds: number): readonly Question[];
  /** What is asked once, about the incident's own service and time: versions, calls, logs, changes. */
  once(input: QueryPlanInput, stepSeconds: number): readonly Question[];
}
