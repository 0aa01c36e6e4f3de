import type { EpochMs } from '../time.ts';

/** One vendor-neutral signal that something is wrong: where, since when, firing or resolved. */
export interface Alert {
  /** Stable across re-delivery and from firing to resolved: the vendor's fingerprint with its start. */
  readonly key: string;
  readonly source: string;
  readonly status: 'firing' | 'resolved';
  /** The vendor's own start. Never the onset: a rule fires after it has held. */
  readonly startsAt: EpochMs;
  readonly endsAt?: EpochMs;
  readonly title: string;
  readonly description?: string;
  readonly severity?: string;
  readonly labels: Readonly<Record<string, string>>;
  /** What the rule watches, in the vendor's own query language. */
  readonly query?: string;
  readonly threshold?: number;
  readonly observed?: number;
  readonly comparison?: 'above' | 'below';
  readonly periodSeconds?: number;
  readonly periods?: number;
  /** Points that came inside the alert: [unix seconds, value], oldest first. */
  readonly points?: readonly (readonly [number, number])[];
  /** Stack frames, crash line first. */
  readonly frames?: readonly StackFrame[];
  /** The version or release that the vendor saw, often a SHA. */
  readonly release?: string;
  /** The vendor's own page for people. */
  readonly url?: string;
  /** How many alerts more there were in its delivery, which the sender left out or which could not be read. */
  readonly truncated?: number;
}

export interface StackFrame {
  readonly path: string;
  readonly line?: number;
  readonly function?: string;
  readonly inApp?: boolean;
}
