import type { Json } from '../shapes/json.ts';
import type { Actor } from './authenticate.ts';

/** One request as the judge remembers it. */
export interface LoggedRequest {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly body: Json | undefined;
  /** The operation in GitHub's description, where there is one. */
  readonly operation: string | undefined;
  readonly actor: Actor['kind'];
  readonly appId: number | undefined;
  readonly installationId: number | undefined;
  /** The status that was sent; 0 where the connection was cut. */
  status: number;
  fault: string | undefined;
}

/** An act that an App may never do here, whether or not it worked. */
export interface Violation {
  readonly what: string;
  readonly method: string;
  readonly path: string;
}

export interface ContractViolation {
  readonly operation: string;
  readonly status: number;
  readonly errors: readonly string[];
}

/** Everything that the judge writes down. */
export interface Judge {
  readonly requests: LoggedRequest[];
  readonly violations: Violation[];
  readonly contractViolations: ContractViolation[];
  readonly unknownRoutes: { readonly method: string; readonly path: string }[];
  /** How much of its hourly budget each sender used. */
  readonly used: Map<string, number>;
}

export function newJudge(): Judge {
  return { requests: [], violations: [], contractViolations: [], unknownRoutes: [], used: new Map() };
}

/** Calls to the API so far, by what they are; GET and HEAD read. */
export function countCalls(judge: Judge): { readonly reads: number; readonly writes: number } {
  const reads = judge.requests.filter(({ method }) => method === 'GET' || method === 'HEAD').length;
  return { reads, writes: judge.requests.length - reads };
}
