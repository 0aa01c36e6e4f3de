import { OperationalError } from '../../platform/errors.ts';
import type { GitHubAccess } from '../../platform/github-access.ts';
import { githubFailure } from '../../platform/github-failure.ts';
import type { DeliveryLog, LoggedDelivery } from './contract.ts';

const PER_PAGE = 100;
/** A log that never ends is a fault of the other side: 100 pages are 10,000 deliveries. */
const MOST_PAGES = 100;

/**
 * Opens the delivery log (docs.github.com/rest/apps/webhooks, read 2026-11). Missed deliveries are pulled from it
 * rather than redelivered: a redelivery needs our endpoint to be up, and some were reported to come without a
 * signature.
 */
export function openDeliveryLog(access: GitHubAccess): DeliveryLog {
  return {
    async since(at) {
      const found: LoggedDelivery[] = [];
      let cursor: string | undefined;
      for (let page = 0; page < MOST_PAGES; page += 1) {
        const { data, headers } = await access
          .asApp()
          .rest.apps.listWebhookDeliveries({ per_page: PER_PAGE, ...(cursor === undefined ? {} : { cursor }) })
          .catch((error: unknown) => {
            throw githubFailure(error, 'The delivery log could not be read');
          });
        for (const { id, guid, delivered_at, event, status_code } of data) {
          const arrived = status_code >= 200 && status_code < 300;
          found.push({ id, guid, deliveredAt: Date.parse(delivered_at), event, arrived });
        }
        const oldest = found.at(-1);
        cursor = /[?&]cursor=([^&>]+)[^>]*>;\s*rel="next"/.exec(headers.link ?? '')?.[1];
        if (cursor === undefined || oldest === undefined || oldest.deliveredAt < at) break;
        cursor = decodeURIComponent(cursor);
      }
      return found.filter(({ deliveredAt }) => deliveredAt >= at);
    },
    async payload(id) {
      try {
        const { data } = await access.asApp().rest.apps.getWebhookDelivery({ delivery_id: id });
        return data.request.payload ?? undefined;
      } catch (error) {
        const failure = githubFailure(error, `Delivery ${id} could not be read from the delivery log`);
        if (failure instanceof OperationalError && failure.status === 404) return undefined;
        throw failure;
      }
    },
  };
}
