/**
 * The only way for a reader to reach a vendor: deadlines, retries, a size cap, no redirects and the address check
 * live here once.
 */
export interface HttpClient {
  /**
   * Sends one request and gives the whole answer.
   * Throws OperationalError: `upstream-timeout`, `upstream-rate-limited`, `upstream-failed` (status >= 400, network),
   * `upstream-nonsense` (redirect) or `upstream-too-large`.
   */
  request(request: HttpRequest): Promise<HttpAnswer>;
}

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** Statuses from 300 on that are answers rather than errors, such as a 400 that carries the vendor's message. */
  readonly accept?: readonly number[];
  /** Another header than Retry-After in which this vendor tells how many seconds to wait. */
  readonly waitHeader?: string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}
