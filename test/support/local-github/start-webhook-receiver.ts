import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from './shapes/json.ts';

interface ReceivedWebhook {
  readonly event: string;
  readonly action: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly payload: Json;
}

export interface WebhookReceiver {
  readonly url: string;
  readonly webhooks: ReceivedWebhook[];
  /** `event.action` of each, in the order of arrival. */
  names(): readonly string[];
  /** The last one with this name. Throws where none arrived. */
  last(name: string): ReceivedWebhook;
  /** What is answered from now on; 202 at first. */
  answer(status: number): void;
  stop(): Promise<void>;
}

/** Stands in for the product: takes webhooks on a free port and keeps them. */
export async function startWebhookReceiver(): Promise<WebhookReceiver> {
  const webhooks: ReceivedWebhook[] = [];
  let status = 202;
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString('utf8');
      const payload = JSON.parse(text) as Json;
      const action = typeof payload.action === 'string' ? payload.action : undefined;
      webhooks.push({
        event: String(request.headers['x-github-event']),
        action,
        headers: request.headers,
        text,
        payload,
      });
      response.writeHead(status).end('noted');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const nameOf = ({ event, action }: ReceivedWebhook) => (action === undefined ? event : `${event}.${action}`);
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    webhooks,
    names: () => webhooks.map(nameOf),
    last: (name) => {
      const found = webhooks.findLast((webhook) => nameOf(webhook) === name);
      if (found === undefined) throw new Error(`no ${name} arrived; there were: ${webhooks.map(nameOf).join(', ')}`);
      return found;
    },
    answer: (next) => {
      status = next;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
