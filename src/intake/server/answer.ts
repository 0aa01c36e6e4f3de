import type { ServerResponse } from 'node:http';
import { REFUSALS, type RefusalReason } from './refusals.ts';

/** Seconds after which a sender should try again; SNS and Datadog retry within their own minute anyway. */
const RETRY_AFTER_SECONDS = '15';

/** Sends a whole JSON answer. Nothing that arrives here is a page, so no client may guess a type or keep a copy. */
export function answerJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): void {
  const text = `${JSON.stringify(body)}\n`;
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...headers,
  });
  response.end(text);
}

/** Tells a sender why its delivery was not stored. */
export function refuse(response: ServerResponse, reason: RefusalReason): void {
  const [status, message] = REFUSALS[reason];
  answerJson(response, status, { outcome: 'refused', reason, message }, EXTRA_HEADERS[status] ?? {});
}

/** SNS sends the password of its endpoint's address only after it was asked for one. */
const EXTRA_HEADERS: Readonly<Record<number, Readonly<Record<string, string>>>> = {
  401: { 'www-authenticate': 'Basic realm="whatchanged"' },
  503: { 'retry-after': RETRY_AFTER_SECONDS },
};
