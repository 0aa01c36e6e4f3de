import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { Metrics } from '../../platform/metrics.ts';
import type { StoredDelivery } from '../../storage/inbox-contract.ts';
import { answerJson, refuse } from './answer.ts';
import type { BodyLease, BodyMemory } from './body-memory.ts';
import type { EndpointAddress, Receiver } from './intake-route.ts';
import { joinedHeaders } from './joined-headers.ts';
import { type BodyOutcome, readBody } from './read-body.ts';
import type { RefusalLog } from './refusal-log.ts';
import type { RefusalMemory } from './refusal-memory.ts';
import type { RefusalReason } from './refusals.ts';
import type { ServerLimits } from './server-limits.ts';
import type { StoreDelivery } from './store-deliveries.ts';

export interface DeliveryReception {
  readonly store: StoreDelivery;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly limits: ServerLimits;
  readonly memory: BodyMemory;
  readonly refusalLog: RefusalLog;
  readonly refusalMemory: RefusalMemory;
}

type Reception =
  | { readonly kind: 'stored'; readonly stored: StoredDelivery }
  | { readonly kind: 'refused'; readonly reason: RefusalReason; readonly endpoint?: EndpointAddress }
  | { readonly kind: 'aborted' };

/**
 * Receives one delivery: limits, bytes, authenticity, one transaction, answer. A 2xx means that the exact bytes are
 * committed; every other outcome means that nothing is.
 */
export async function receiveDelivery(
  reception: DeliveryReception,
  receiver: Receiver,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const { metrics, memory, log } = reception;
  const stopTimer = metrics.acknowledgement.startTimer({ route: receiver.name });
  const lease = memory.open();
  const outcome = await receive(reception, receiver, request, lease).finally(() => lease.release());
  if (outcome.kind === 'aborted') {
    metrics.refusals.inc({ route: receiver.name, reason: 'aborted' });
    return;
  }
  if (outcome.kind === 'refused') {
    metrics.refusals.inc({ route: receiver.name, reason: outcome.reason });
    reception.refusalLog.refused(receiver.name, outcome.reason);
    const endpoint = outcome.endpoint ?? receiver.endpoint;
    if (endpoint !== undefined) reception.refusalMemory.refused(endpoint, outcome.reason);
    hangUpUnread(request, response);
    refuse(response, outcome.reason);
    return;
  }
  const { id, added } = outcome.stored;
  const said = added ? 'accepted' : 'duplicate';
  answerJson(response, 202, { outcome: said, id });
  stopTimer();
  metrics.deliveries.inc({ route: receiver.name, outcome: said });
  log.debug({ route: receiver.name, delivery: id, outcome: said }, 'delivery stored');
}

async function receive(
  { store, clock, log, limits }: DeliveryReception,
  receiver: Receiver,
  request: IncomingMessage,
  lease: BodyLease,
): Promise<Reception> {
  const startedAt = clock.now();
  const body: BodyOutcome = await readBody(request, {
    maxBytes: receiver.maxBodyBytes,
    deadlineMs: limits.bodyMs,
    memory: lease,
  });
  if (body.kind !== 'body') return body;
  try {
    const admission = await receiver.admit({ headers: joinedHeaders(request), body: body.bytes, now: startedAt });
    if (admission.kind === 'refuse') return { ...admission, kind: 'refused' };
    const remainingMs = limits.handlingMs - (clock.now() - startedAt);
    return { kind: 'stored', stored: await store(admission.delivery, remainingMs) };
  } catch (error) {
    log.error({ err: error, route: receiver.name }, 'delivery could not be stored');
    return { kind: 'refused', reason: 'storage-unavailable' };
  }
}

/** After a refusal the rest of a body is worth nothing: the connection ends with the answer. */
function hangUpUnread(request: IncomingMessage, response: ServerResponse): void {
  if (!request.complete) response.setHeader('connection', 'close');
}
