import type { LookupFunction } from 'node:net';
import { DelegateBackoff, handleWhen, type IRetryBackoffContext, retry } from 'cockatiel';
import { type Clock, systemClock } from './clock.ts';
import { OperationalError } from './errors.ts';
import { exchange } from './exchange.ts';
import type { HttpAnswer, HttpClient, HttpRequest } from './http-client.ts';

export interface HttpClientOptions {
  /**
   * The hosts (`host`, `host:port` or a whole URL) that the operator configured: only these may lie on loopback or in
   * a private network. Link-local and metadata addresses are refused even so.
   */
  readonly allowAddresses: readonly string[];
  readonly clock?: Clock;
  /** Default 10 MiB, counted after decompression. */
  readonly maxBytes?: number;
  /** For the whole request with its retries, where the request names none. Default 10 s. */
  readonly timeoutMs?: number;
  /** Tries after the first one. Default 2. */
  readonly retries?: number;
  /** Before the second try, doubling after it; a Retry-After wins. Default 250 ms. */
  readonly backoffMs?: number;
  readonly lookup?: LookupFunction;
}

/**
 * Builds the client that every reader uses. Errors tell the method, the address without its query, and what happened;
 * never a header, a body or a query, since those may hold secrets.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { clock = systemClock, maxBytes = 10 * 1024 * 1024, retries = 2, backoffMs = 250 } = options;
  const named = new Set(options.allowAddresses.map(hostOf));
  return {
    async request(request) {
      const timeoutMs = request.timeoutMs ?? options.timeoutMs ?? 10_000;
      const endsAt = clock.now() + timeoutMs;
      const deadline = AbortSignal.timeout(timeoutMs);
      const signal = request.signal ? AbortSignal.any([deadline, request.signal]) : deadline;
      const delay = (error: OperationalError, attempt: number) => error.retryAfterMs ?? backoffMs * 2 ** (attempt - 1);
      // A wait that does not fit into the deadline is the job runner's to make.
      const policy = retry(
        handleWhen(
          (error) =>
            error instanceof OperationalError &&
            error.retryable &&
            !signal.aborted &&
            clock.now() + delay(error, retries) < endsAt,
        ),
        {
          maxAttempts: retries,
          backoff: new DelegateBackoff(({ attempt, result }: IRetryBackoffContext<unknown>) =>
            'error' in result ? delay(result.error as OperationalError, attempt) : 0,
          ),
        },
      );
      const isNamed = named.has(request.url.host) || named.has(request.url.hostname);
      const lookup = options.lookup ? { lookup: options.lookup } : {};
      return policy.execute(() =>
        attempt(request, () => exchange(request, { named: isNamed, maxBytes, signal, ...lookup }), signal, clock),
      );
    },
  };
}

async function attempt(
  request: HttpRequest,
  send: () => Promise<HttpAnswer>,
  signal: AbortSignal,
  clock: Clock,
): Promise<HttpAnswer> {
  const where = `${request.method} ${request.url.origin}${request.url.pathname}`;
  let answer: HttpAnswer;
  try {
    answer = await send();
  } catch (error) {
    if (error instanceof OperationalError) {
      throw new OperationalError(error.code, `${where}: ${error.message}`, { retryable: error.retryable });
    }
    if (signal.aborted) {
      throw new OperationalError('upstream-timeout', `${where} did not answer in time`, { retryable: true });
    }
    const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
    throw new OperationalError('upstream-failed', `${where} could not be reached (${code})`, {
      retryable: true,
      cause: error,
    });
  }
  const { status, headers } = answer;
  if (status >= 200 && status < 300) return answer;
  if (request.accept?.includes(status)) return answer;
  if (status < 400) {
    throw new OperationalError('upstream-nonsense', `${where} answered with a redirect (${status}); none is followed`, {
      status,
    });
  }
  const told = headers.get('retry-after') ?? headers.get(request.waitHeader ?? 'retry-after');
  const retryAfterMs = retryAfter(told, clock.now());
  const wait = retryAfterMs === undefined ? {} : { retryAfterMs };
  if (status === 429) {
    throw new OperationalError('upstream-rate-limited', `${where} asked us to wait (429)`, {
      status,
      retryable: true,
      ...wait,
    });
  }
  const retryable = status >= 500 || status === 408;
  const hint = status === 401 || status === 403 ? ': check the credentials of this connection' : '';
  throw new OperationalError('upstream-failed', `${where} answered ${status}${hint}`, { status, retryable, ...wait });
}

/** Seconds or an HTTP date, as milliseconds from now; a wait of more than an hour is cut to that. */
function retryAfter(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1_000 : Date.parse(header) - now;
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), 3_600_000);
}

function hostOf(address: string): string {
  return address.includes('://') ? new URL(address).host : address.toLowerCase();
}
