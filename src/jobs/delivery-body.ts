import { OperationalError } from '../platform/errors.ts';
import type { Delivery } from '../storage/inbox-contract.ts';

/** The JSON of a stored delivery; throws OperationalError `delivery-invalid` where it is none. */
export function deliveryBody(delivery: Pick<Delivery, 'source' | 'body'>): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(delivery.body));
  } catch (error) {
    throw new OperationalError('delivery-invalid', `the body of a ${delivery.source} delivery is not JSON`, {
      cause: error,
    });
  }
}
