import { createHttpClient } from '../platform/create-http-client.ts';
import type { HttpClient } from '../platform/http-client.ts';

/** The certificates that signed messages name. */
export interface Certificates {
  /** The PEM at an address that a source has checked; rejects with OperationalError where it cannot be fetched. */
  get(address: URL): Promise<string>;
}

const MOST_KEPT = 20;
const TIMEOUT_MS = 3_000;
const MAX_BYTES = 16 * 1024;

/**
 * Fetches certificates and keeps the latest 20 by address: a vendor names a new one by a new address. No redirect is
 * followed, no private address reached; 3 s and 16 KiB at most, since a sender waits for the answer. `http` is for tests.
 */
export function fetchedCertificates(
  http: HttpClient = createHttpClient({
    allowAddresses: [],
    maxBytes: MAX_BYTES,
    timeoutMs: TIMEOUT_MS,
    retries: 0,
  }),
): Certificates {
  const kept = new Map<string, Promise<string>>();
  return {
    get(address) {
      const { href } = address;
      const known = kept.get(href);
      if (known !== undefined) return known;
      const fetched = http.request({ method: 'GET', url: address }).then(({ text }) => text);
      kept.set(href, fetched);
      fetched.catch(() => kept.delete(href));
      const [oldest] = kept.keys();
      if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
      return fetched;
    },
  };
}
