import { randomBytes } from 'node:crypto';
import type { AlertEndpoint } from '../config/alert-endpoints.ts';
import type { AlertSource, CertificateSeal, IncomingRequest } from './alerts/contract.ts';
import type { Certificates } from './certificates.ts';
import { keptHeaders } from './kept-headers.ts';
import { type Admission, type IntakeRoute, type Receiver, UNKNOWN_ENDPOINT } from './server/intake-route.ts';
import { webhookHandshake } from './webhook-handshake.ts';

export interface AlertWebhooks {
  readonly sources: readonly AlertSource[];
  readonly endpoints: readonly AlertEndpoint[];
  readonly maxBodyBytes: number;
  readonly certificates: Certificates;
}

const ADDRESS = /^\/alerts\/([a-z0-9-]{1,64})\/([a-z0-9-]{1,64})$/;

/**
 * `POST /alerts/:source/:endpoint`: the source authenticates, the endpoint says whose alert it is. Nothing in the
 * payload can name another installation. An address that does not exist does the same work before it says so.
 */
export function alertWebhooks({ sources, endpoints, maxBodyBytes, certificates }: AlertWebhooks): IntakeRoute {
  const unknown = unknownEndpoint(sources[0], maxBodyBytes);
  return {
    match(path) {
      const [, sourceId, endpointId] = ADDRESS.exec(path) ?? [];
      if (sourceId === undefined || endpointId === undefined) return undefined;
      const source = sources.find(({ id }) => id === sourceId);
      const endpoint = endpoints.find(
        (candidate) => candidate.id === endpointId && (candidate.source === sourceId || candidate.source === '*'),
      );
      if (source === undefined || endpoint === undefined) return unknown;
      return {
        name: source.id,
        maxBodyBytes,
        endpoint: { installationId: endpoint.installationId, id: endpoint.id },
        admit: (request) => admit(source, endpoint, request, certificates),
        ...(source.handshake === true ? { handshake: (headers) => webhookHandshake(headers, endpoint.origins) } : {}),
      };
    },
  };
}

function admit(
  source: AlertSource,
  endpoint: AlertEndpoint,
  request: IncomingRequest,
  certificates: Certificates,
): Admission | Promise<Admission> {
  if (!source.authenticate(request, endpoint)) return { kind: 'refuse', reason: 'bad-credential' };
  if (source.seal === undefined) return store(source, endpoint, request);
  const address = source.seal.certificateAt(request, endpoint);
  return address === undefined
    ? { kind: 'refuse', reason: 'bad-seal' }
    : sealed(source, source.seal, endpoint, request, certificates.get(address));
}

async function sealed(
  source: AlertSource,
  seal: CertificateSeal,
  endpoint: AlertEndpoint,
  request: IncomingRequest,
  certificate: Promise<string>,
): Promise<Admission> {
  const pem = await certificate;
  return seal.verify(request, pem) ? store(source, endpoint, request) : { kind: 'refuse', reason: 'bad-seal' };
}

function store(source: AlertSource, endpoint: AlertEndpoint, request: IncomingRequest): Admission {
  return {
    kind: 'store',
    delivery: {
      installationId: endpoint.installationId,
      endpoint: endpoint.id,
      source: source.id,
      kind: 'alert',
      dedupeKey: source.dedupeKey(request, request.now),
      via: 'push',
      headers: keptHeaders(request.headers, ['content-type', ...source.keepHeaders]),
      body: source.keep?.(request.body) ?? request.body,
    },
  };
}

function unknownEndpoint(source: AlertSource | undefined, maxBodyBytes: number): Receiver {
  const decoy = { secrets: [randomBytes(32).toString('hex')] };
  return {
    name: 'unknown',
    maxBodyBytes,
    endpoint: UNKNOWN_ENDPOINT,
    admit(request) {
      source?.authenticate(request, decoy);
      return { kind: 'refuse', reason: 'unknown-endpoint' };
    },
  };
}
