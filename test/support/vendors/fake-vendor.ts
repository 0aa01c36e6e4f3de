import type { IncomingMessage } from 'node:http';

/** How one telemetry vendor answers: what the contract suite needs to play it. Beside its captured payloads. */
export interface FakeVendor {
  /** Settings of a connection to `url` that carry the secret wherever the vendor takes one. */
  options(url: string, secret: string): unknown;
  /** What the vendor answers with; series where it is left out. */
  readonly gives?: 'logs' | 'topology' | 'changes';
  /** The captured answer, where it is another one than `range.json`. */
  readonly captured?: string;
  /** The vendor answers one series without labels, and has no place for a remark. */
  readonly single?: true;
  /** A question in the vendor's language. */
  readonly query: string;
  /** Every request that the reader may make, as `METHOD /path`. */
  readonly allowed: readonly string[];
  /** The vendor's answer with these series; a value that is no number is written as the vendor writes it. */
  answer(series: readonly FakeSeries[], remarks?: readonly string[]): unknown;
  /** The vendor's own refusal, as status and body. */
  refusal(message: string): { readonly status: number; readonly body: unknown };
  /**
   * The answer to a request that only prepares the question, such as one that starts a query; `undefined` where the
   * request is the question. These are answered always and counted never: the suite is about the question.
   */
  prelude?(request: IncomingMessage, body: string): { readonly status: number; readonly body: unknown } | undefined;
}

interface FakeSeries {
  readonly labels: Readonly<Record<string, string>>;
  readonly points: readonly (readonly [number, number])[];
}
