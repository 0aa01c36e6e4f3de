import { notFound } from '../server/http-failure.ts';
import { pageOf } from '../server/paginate.ts';
import { type Call, ok, type Route } from '../server/route.ts';
import { isoTime, type Json } from '../shapes/json.ts';
import { redeliver } from '../webhooks/outbox.ts';
import { arrived, type Delivery } from '../world/delivery.ts';

/** The App's delivery log: newest first, by cursor, without retries. */
export const deliveryRoutes: readonly Route[] = [
  {
    operation: 'GET /app/hook/config',
    access: 'app',
    handle: (call) => {
      const url = call.actor.kind === 'app' ? call.actor.app.webhookUrl : undefined;
      return ok({ content_type: 'json', insecure_ssl: '0', secret: '********', ...(url === undefined ? {} : { url }) });
    },
  },
  {
    operation: 'GET /app/hook/deliveries',
    access: 'app',
    handle: (call) => {
      const { perPage } = pageOf(call);
      const cursor = call.query.get('cursor');
      const before = cursor === null ? Number.POSITIVE_INFINITY : Number(cursor.replace(/^v1_/, ''));
      const status = call.query.get('status');
      const matching = ownDeliveries(call)
        .filter((delivery) => status === null || (status === 'success') === arrived(delivery))
        .filter((delivery) => delivery.id < before)
        .toSorted((one, other) => other.id - one.id);
      const page = matching.slice(0, perPage);
      const last = page.at(-1);
      const headers: Record<string, string> = {};
      if (last !== undefined && matching.length > page.length) {
        const next = new URL(call.url);
        next.searchParams.set('cursor', `v1_${last.id}`);
        headers.link = `<${next.href}>; rel="next"`;
      }
      return { status: 200, body: page.map(itemShape), headers };
    },
  },
  {
    operation: 'GET /app/hook/deliveries/{delivery_id}',
    access: 'app',
    handle: (call) => {
      const delivery = find(call);
      return ok({
        ...itemShape(delivery),
        url: delivery.app.webhookUrl ?? '',
        request: { headers: delivery.headers, payload: delivery.payload },
        response: { headers: delivery.result?.headers ?? {}, payload: delivery.result?.payload ?? '' },
      });
    },
  },
  {
    operation: 'POST /app/hook/deliveries/{delivery_id}/attempts',
    access: 'app',
    handle: (call) => {
      void redeliver(call.world, find(call));
      return { status: 202, body: {} };
    },
  },
];

function ownDeliveries(call: Call): readonly Delivery[] {
  const { actor } = call;
  return actor.kind === 'app' ? call.world.deliveries.filter((delivery) => delivery.app === actor.app) : [];
}

function find(call: Call): Delivery {
  const found = ownDeliveries(call).find((delivery) => delivery.id === Number(call.params.delivery_id));
  if (found === undefined) throw notFound();
  return found;
}

function itemShape(delivery: Delivery): Json {
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: isoTime(delivery.deliveredAt),
    redelivery: delivery.redelivery,
    duration: delivery.result?.seconds ?? 0,
    status: delivery.result?.status ?? 'pending',
    status_code: delivery.result?.statusCode ?? 0,
    event: delivery.event,
    action: delivery.action ?? null,
    installation_id: delivery.installation?.id ?? null,
    repository_id: delivery.repositoryId ?? null,
    throttled_at: null,
  };
}
