import { createHmac } from 'node:crypto';
import type { IncomingRequest } from './alerts/contract.ts';
import { equalSecrets } from './equal-secrets.ts';
import { keptHeaders } from './kept-headers.ts';
import type { Admission, IntakeRoute } from './server/intake-route.ts';

export interface GitHubWebhooks {
  readonly appId: number;
  /** Every webhook secret that is valid now; two while one is being rotated. */
  readonly secrets: readonly string[];
  readonly maxBodyBytes: number;
}

const KEPT_HEADERS = [
  'content-type',
  'user-agent',
  'x-github-delivery',
  'x-github-event',
  'x-github-hook-id',
  'x-github-hook-installation-target-id',
  'x-github-hook-installation-target-type',
];
const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * `POST /webhooks/github`: HMAC-SHA256 over the raw bytes, then the App's id, then the delivery's GUID, which is the
 * dedupe key. Headers are not signed by GitHub, so the App's id tells apart mistakes, not attackers, and the event's
 * name is believed only once the payload fits it. An event that nothing reads is stored like any other.
 */
export function githubWebhooks({ appId, secrets, maxBodyBytes }: GitHubWebhooks): IntakeRoute {
  if (secrets.length === 0) throw new Error('githubWebhooks needs a webhook secret');
  const admit = (request: IncomingRequest): Admission => {
    const { headers, body } = request;
    if (!signed(request, secrets)) return { kind: 'refuse', reason: 'bad-credential' };
    if (!ownApp(headers, appId)) return { kind: 'refuse', reason: 'foreign-app' };
    const guid = headers['x-github-delivery'] ?? '';
    if (!GUID.test(guid)) return { kind: 'refuse', reason: 'bad-delivery-id' };
    return {
      kind: 'store',
      delivery: {
        installationId: 0,
        endpoint: 'github',
        source: 'github',
        kind: 'github',
        dedupeKey: guid.toLowerCase(),
        via: 'push',
        headers: keptHeaders(headers, KEPT_HEADERS),
        body,
      },
    };
  };
  const endpoint = { installationId: 0, id: 'github' };
  const receiver = { name: 'github', maxBodyBytes, endpoint, admit };
  return { match: (path) => (path === '/webhooks/github' ? receiver : undefined) };
}

/** A hook of a repository or organisation has another type, and its target's id may by chance be the App's. */
function ownApp(headers: IncomingRequest['headers'], appId: number): boolean {
  const type = headers['x-github-hook-installation-target-type'] ?? 'integration';
  return type === 'integration' && headers['x-github-hook-installation-target-id'] === String(appId);
}

function signed({ headers, body }: IncomingRequest, secrets: readonly string[]): boolean {
  const given = headers['x-hub-signature-256'] ?? '';
  const expected = secrets.map((secret) => `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`);
  return expected.map((signature) => equalSecrets(given, signature)).includes(true);
}
