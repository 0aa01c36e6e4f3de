import { createHttpClient } from '../../platform/create-http-client.ts';
import type { HttpClient } from '../../platform/http-client.ts';

/**
 * Answers a sender that asks to be confirmed, by one GET of an address that its source built. No redirect is followed
 * and no private address reached. Rejects with OperationalError where the sender cannot be reached; the job tries again.
 */
export function confirmSubscription(
  http: HttpClient = createHttpClient({ allowAddresses: [], timeoutMs: 10_000, maxBytes: 64 * 1024 }),
): (address: URL) => Promise<void> {
  return async (address) => {
    await http.request({ method: 'GET', url: address });
  };
}
