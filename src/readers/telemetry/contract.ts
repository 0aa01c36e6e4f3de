import type { z } from 'zod';
import type { Billed, CallEdge, CaseChange, CaseSeries, LogRow } from '../../investigation/case.ts';
import type { EpochMs } from '../../investigation/time.ts';
import type { HttpClient } from '../../platform/http-client.ts';

/**
 * A telemetry reader gives numbers with timestamps and never judges. It throws OperationalError for trouble and says
 * with `partial` what an otherwise good answer left out. One file per vendor; the registry is generated.
 */
export interface TelemetryReader<Options = unknown> {
  /** The file's name. */
  readonly id: string;
  readonly name: string;
  readonly docs: string;
  /** How to connect it, in Markdown: shown in the reference and by `doctor`. */
  readonly setup: string;
  /** The operator's settings of one connection. Addresses come only from here, never from a payload or a repository. */
  readonly options: z.ZodType<Options>;
  /** The cheapest question that shows whether a connection works: for `doctor`. Absent where each must be made up. */
  readonly probe?: string;
  read(query: TelemetryQuery, connection: Connection<Options>): Promise<TelemetryAnswer>;
  /** The rule behind an alert, where the vendor tells it; `undefined` where it knows none of that name. */
  readRule?(alert: AlertIdentity, connection: Connection<Options>): Promise<AlertRule | undefined>;
  /** The alert source whose alerts only point at another one, which `readAlert` fetches. */
  readonly opens?: string;
  /** The alert behind one of `opens`; `undefined` where there is none. */
  readAlert?(alert: AlertIdentity, connection: Connection<Options>): Promise<AlertBehind | undefined>;
}

export interface Connection<Options> {
  readonly options: Options;
  readonly http: HttpClient;
  readonly now: EpochMs;
  readonly signal: AbortSignal;
  /** Told of what the vendor bills, as it becomes known: also of a question that fails later. */
  readonly bill?: (billed: Billed) => void;
}

/** One question in the vendor's own language, with the series that its answer becomes. */
export interface TelemetryQuery {
  readonly id: string;
  readonly query: string;
  readonly from: EpochMs;
  readonly to: EpochMs;
  readonly stepSeconds: number;
  /** What each answered series is; id, labels and points come from the answer. */
  readonly as: Omit<CaseSeries, 'id' | 'points' | 'stepSeconds'>;
  /**
   * Labels of the alert that is asked about: an answered series that contradicts them is another service's. Absent:
   * every answered series is of `as.service`.
   */
  readonly labels?: Readonly<Record<string, string>>;
  /** Wants only the answered series that tell their version, or the other end of a call. */
  readonly only?: 'version' | 'peer';
}

export interface AlertIdentity {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  /** The id of the alert source, so that no other vendor is asked for its rule; absent where it is not known. */
  readonly source?: string;
}

/** What a rule says about when its alert fires: the problem began at least `forSeconds` earlier. */
export interface AlertRule {
  readonly query: string;
  readonly forSeconds: number;
  /** How often it is evaluated, where known. */
  readonly intervalSeconds?: number;
}

/** The alert that another one only points at, as the system told it that raised it. */
export interface AlertBehind {
  readonly labels: Readonly<Record<string, string>>;
  readonly query?: string;
  /** The id of the alert source in whose language labels and query are, where the sender is known. */
  readonly source?: string;
  /** What was not read, in words for "not checked". */
  readonly partial: readonly string[];
}

export interface TelemetryAnswer {
  readonly series: readonly CaseSeries[];
  readonly logs?: readonly LogRow[];
  readonly topology?: readonly CallEdge[];
  /** What was changed meanwhile that is no deploy: flags, configuration, infrastructure. */
  readonly changes?: readonly CaseChange[];
  /** What is missing from the answer, in words for "not checked". */
  readonly partial: readonly string[];
}

/** Keeps the type of the options while registering. */
export function defineTelemetryReader<Options>(reader: TelemetryReader<Options>): TelemetryReader<Options> {
  return reader;
}

/** A connected telemetry system, ready to be asked. */
export interface OpenConnection {
  readonly id: string;
  /** The reader's id. */
  readonly reader: string;
  /** The services that it knows; absent means all. */
  readonly services?: readonly string[];
  read(query: TelemetryQuery, signal: AbortSignal, bill?: (billed: Billed) => void): Promise<TelemetryAnswer>;
  /** Absent where the vendor does not tell its rules. */
  readRule?(alert: AlertIdentity, signal: AbortSignal): Promise<AlertRule | undefined>;
  /** The alert source whose alerts `readAlert` opens. */
  readonly opens?: string;
  readAlert?(alert: AlertIdentity, signal: AbortSignal): Promise<AlertBehind | undefined>;
}
