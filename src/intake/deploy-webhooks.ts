import { randomBytes } from 'node:crypto';
import type { DeployEndpoint } from '../config/deploy-endpoints.ts';
import type { IncomingRequest } from './alerts/contract.ts';
import type { DeploySource } from './deploys/contract.ts';
import { keptHeaders } from './kept-headers.ts';
import {
  type Admission,
  type EndpointAddress,
  type IntakeRoute,
  type Receiver,
  UNKNOWN_ENDPOINT,
} from './server/intake-route.ts';
import { webhookHandshake } from './webhook-handshake.ts';

export interface DeployWebhooks {
  readonly sources: readonly DeploySource[];
  readonly endpoints: readonly DeployEndpoint[];
  readonly maxBodyBytes: number;
}

const ADDRESS = /^\/deploys\/([a-z0-9-]{1,64})\/([a-z0-9-]{1,64})$/;
/** What is posted to `/deploys` itself is our own format. */
const PLAIN = { path: '/deploys', source: 'generic-deploy', endpointHeader: 'x-whatchanged-endpoint' };
const DEFAULT_ENDPOINT = 'default';

/**
 * `POST /deploys/:source/:endpoint`, and `POST /deploys` with the endpoint's id in `X-Whatchanged-Endpoint` (without it:
 * `default`). The source authenticates; the endpoint says whose deploys they are, and nothing in the payload can name
 * another installation. An address that does not exist does the same work before it says so.
 */
export function deployWebhooks({ sources, endpoints, maxBodyBytes }: DeployWebhooks): IntakeRoute {
  const find = (sourceId: string, endpointId: string) => {
    const source = sources.find(({ id }) => id === sourceId);
    const endpoint = endpoints.find(
      (candidate) => candidate.id === endpointId && (candidate.source === sourceId || candidate.source === '*'),
    );
    return source === undefined || endpoint === undefined ? undefined : { source, endpoint };
  };
  const unknown = unknownEndpoint(sources[0]);
  const plain: Receiver = {
    name: PLAIN.source,
    maxBodyBytes,
    admit(request) {
      const found = find(PLAIN.source, request.headers[PLAIN.endpointHeader] ?? DEFAULT_ENDPOINT);
      return found === undefined ? unknown(request) : admit(found.source, found.endpoint, request);
    },
  };
  return {
    match(path) {
      if (path === PLAIN.path) return plain;
      const [, sourceId, endpointId] = ADDRESS.exec(path) ?? [];
      if (sourceId === undefined || endpointId === undefined) return undefined;
      const found = find(sourceId, endpointId);
      if (found === undefined) return { name: 'unknown', maxBodyBytes, endpoint: UNKNOWN_ENDPOINT, admit: unknown };
      return {
        name: found.source.id,
        maxBodyBytes,
        endpoint: addressOf(found.endpoint),
        admit: (request) => admit(found.source, found.endpoint, request),
        ...(found.source.handshake === true ? { handshake: (headers) => webhookHandshake(headers) } : {}),
      };
    },
  };
}

function addressOf({ installationId, id }: DeployEndpoint): EndpointAddress {
  return { installationId, id: `deploy:${id}` };
}

function admit(source: DeploySource, endpoint: DeployEndpoint, request: IncomingRequest): Admission {
  if (!source.authenticate(request, endpoint)) {
    return { kind: 'refuse', reason: 'bad-credential', endpoint: addressOf(endpoint) };
  }
  return {
    kind: 'store',
    delivery: {
      installationId: endpoint.installationId,
      endpoint: `deploy:${endpoint.id}`,
      source: source.id,
      kind: 'deploy',
      dedupeKey: source.dedupeKey(request, request.now),
      via: 'push',
      headers: keptHeaders(request.headers, ['content-type', ...source.keepHeaders]),
      body: request.body,
    },
  };
}

function unknownEndpoint(source: DeploySource | undefined): (request: IncomingRequest) => Admission {
  const decoy = { secrets: [randomBytes(32).toString('hex')] };
  return (request) => {
    source?.authenticate(request, decoy);
    return { kind: 'refuse', reason: 'unknown-endpoint' };
  };
}
