import type { ServerResponse } from 'node:http';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { Metrics } from '../../platform/metrics.ts';
import type { Storage } from '../../storage/contract.ts';
import { answerJson } from './answer.ts';
import { type InboxHealth, inboxHealth } from './inbox-health.ts';
import { within } from './within.ts';

export interface HealthPages {
  /** `GET /healthz`: 200 with the age of the oldest unprocessed delivery, 503 when the database is away. */
  readonly health: (response: ServerResponse) => Promise<void>;
  /** `GET /metrics`: the Prometheus exposition; when the database is away, without the inbox's gauges. */
  readonly exposition: (response: ServerResponse) => Promise<void>;
}

export interface HealthSources {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
}

const DATABASE_MS = 3_000;
/** Both pages may be asked by anybody who reaches the port: the database is asked at most once in this time. */
const FRESH_MS = 1_000;

export function healthPages({ storage, clock, log, metrics }: HealthSources): HealthPages {
  let asked: { readonly at: number; readonly answer: Promise<InboxHealth | undefined> } | undefined;
  const ask = () => {
    const now = clock.now();
    if (asked !== undefined && Math.abs(now - asked.at) < FRESH_MS) return asked.answer;
    const answer = within(DATABASE_MS, inboxHealth(storage, now)).catch((error: unknown) => {
      log.error({ err: error }, 'the inbox cannot be read');
      return undefined;
    });
    asked = { at: now, answer };
    return answer;
  };
  return {
    async health(response) {
      const inbox = await ask();
      if (inbox === undefined) answerJson(response, 503, { status: 'unavailable', database: 'away' });
      else answerJson(response, 200, { status: 'ok', database: 'ok', ...inbox });
    },
    async exposition(response) {
      showInbox(metrics, await ask());
      const text = await metrics.registry.metrics();
      response.writeHead(200, { 'content-type': metrics.registry.contentType, 'cache-control': 'no-store' });
      response.end(text);
    },
  };
}

function showInbox(metrics: Metrics, inbox: InboxHealth | undefined): void {
  metrics.inbox.reset();
  if (inbox === undefined) {
    metrics.oldestUnprocessed.remove();
    metrics.unmappedAlerts.remove();
    return;
  }
  for (const [state, count] of Object.entries(inbox.deliveries)) metrics.inbox.set({ state }, count);
  metrics.oldestUnprocessed.set(inbox.oldestUnprocessedSeconds);
  metrics.unmappedAlerts.set(inbox.unmappedAlerts);
}
