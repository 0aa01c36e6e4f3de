import type { DeliveryBrief } from '../../storage/inbox-contract.ts';
import type { DeliveryDocument } from '../documents/replayed-document.ts';
import { iso } from './iso.ts';
import type { Ask } from './open-ask.ts';
import { printable, utcMinute } from './printable.ts';

/** A delivery as our documents have it. */
export function deliveryDocument(delivery: DeliveryBrief): DeliveryDocument {
  const { installationId, id, endpoint, source, receivedAt, state, reason } = delivery;
  const told = reason === undefined ? {} : { reason };
  return { installation: installationId, id, endpoint, source, receivedAt: iso(receivedAt), state, ...told };
}

/** One delivery in one line: when, which, from whom, how it ended. */
export function deliveryLine(
  { id, endpoint, source, receivedAt, state, reason }: DeliveryBrief,
  { paint }: Pick<Ask, 'paint'>,
): string {
  const from = endpoint === source ? source : `${source} at ${endpoint}`;
  const why = reason === undefined ? '' : `: ${printable(reason)}`;
  const colour = state === 'done' || state === 'ignored' ? 'good' : 'bad';
  return `${paint('dim', utcMinute(receivedAt))} delivery ${id} from ${printable(from)}: ${paint(colour, state)}${why}`;
}
