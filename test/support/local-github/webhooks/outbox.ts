import { createHmac } from 'node:crypto';
import type { Json } from '../shapes/json.ts';
import type { App, Installation } from '../world/app.ts';
import type { Delivery, DeliveryResult } from '../world/delivery.ts';
import type { World } from '../world/world.ts';

/** How long GitHub waits for an answer. */
const PATIENCE = 10_000;

export interface NewDelivery {
  readonly app: App;
  readonly installation: Installation | undefined;
  readonly repositoryId: number | undefined;
  readonly event: string;
  readonly action?: string | undefined;
  readonly payload: Json;
  readonly guid: string;
  readonly at: number;
  readonly redelivery?: boolean;
}

/** A delivery, signed and not yet sent. */
export function newDelivery(world: World, from: NewDelivery): Delivery {
  const { app, guid, event, payload } = from;
  const body = JSON.stringify(payload);
  const sign = (hash: string) => createHmac(hash, app.webhookSecret).update(body).digest('hex');
  return {
    id: world.nextId(),
    guid,
    app,
    installation: from.installation,
    repositoryId: from.repositoryId,
    event,
    action: from.action,
    payload,
    body,
    headers: {
      Accept: '*/*',
      'Content-Type': 'application/json',
      'User-Agent': 'GitHub-Hookshot/local',
      'X-GitHub-Delivery': guid,
      'X-GitHub-Event': event,
      'X-GitHub-Hook-ID': String(app.hookId),
      'X-GitHub-Hook-Installation-Target-ID': String(app.id),
      'X-GitHub-Hook-Installation-Target-Type': 'integration',
      'X-Hub-Signature': `sha1=${sign('sha1')}`,
      'X-Hub-Signature-256': `sha256=${sign('sha256')}`,
    },
    deliveredAt: from.at,
    redelivery: from.redelivery ?? false,
    result: undefined,
  };
}

/** Sends it after all that wait before it, once, and writes the outcome into the delivery log. */
export function enqueue(world: World, delivery: Delivery): Promise<void> {
  const sending = world.outbox.tail.then(async () => {
    delivery.result = await attempt(world, delivery);
    world.deliveries.push(delivery);
  });
  world.outbox.tail = sending;
  return sending;
}

/** Lets work go on that will end in deliveries, so that `settled` waits for it. */
export function inBackground(world: World, work: Promise<void>): void {
  const done = work.finally(() => world.outbox.pending.delete(done));
  world.outbox.pending.add(done);
}

/** Resolves when nothing is left to be sent. Rejects where work in the background failed. */
export async function settled(world: World): Promise<void> {
  const { outbox } = world;
  for (let tail: Promise<void> | undefined; outbox.pending.size > 0 || tail !== outbox.tail; ) {
    tail = outbox.tail;
    await Promise.all([...outbox.pending, tail]);
  }
}

/** Sends a delivery again under its own GUID, as a new entry of the log. */
export function redeliver(world: World, old: Delivery): Promise<void> {
  const again = newDelivery(world, { ...old, at: world.clock.now(), redelivery: true });
  return enqueue(world, again);
}

async function attempt(world: World, delivery: Delivery): Promise<DeliveryResult> {
  const failed = (status: string): DeliveryResult => ({
    statusCode: 0,
    status,
    seconds: 0,
    headers: {},
    payload: undefined,
  });
  const url = delivery.app.webhookUrl;
  if (!world.outbox.online || url === undefined) return failed('failed to connect to host');
  const started = performance.now();
  try {
    const signal = AbortSignal.any([AbortSignal.timeout(PATIENCE), world.outbox.closing.signal]);
    const response = await fetch(url, { method: 'POST', headers: delivery.headers, body: delivery.body, signal });
    return {
      statusCode: response.status,
      status: response.ok ? 'OK' : `Invalid HTTP Response: ${response.status}`,
      seconds: Math.round(performance.now() - started) / 1000,
      headers: Object.fromEntries(response.headers),
      payload: await response.text(),
    };
  } catch (error) {
    return failed(error instanceof Error && error.name === 'TimeoutError' ? 'timed out' : 'failed to connect to host');
  }
}
