import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { InstanceConfiguration } from '../../config/instance-configuration.ts';
import type { Clock } from '../../platform/clock.ts';
import type { Log } from '../../platform/log.ts';
import type { Metrics } from '../../platform/metrics.ts';
import type { Storage } from '../../storage/contract.ts';
import { alertWebhooks } from '../alert-webhooks.ts';
import { ALERT_SOURCES } from '../alerts/registry.generated.ts';
import { type Certificates, fetchedCertificates } from '../certificates.ts';
import { githubWebhooks } from '../github-webhooks.ts';
import type { HandshakeAnswer } from '../webhook-handshake.ts';
import { answerJson } from './answer.ts';
import { bodyMemory } from './body-memory.ts';
import { closeServer } from './close-server.ts';
import { healthPages } from './health-pages.ts';
import type { IntakeRoute } from './intake-route.ts';
import { joinedHeaders } from './joined-headers.ts';
import { listen } from './listen.ts';
import { receiveDelivery } from './receive-delivery.ts';
import { refusalLog } from './refusal-log.ts';
import { refusalMemory } from './refusal-memory.ts';
import { SERVER_LIMITS, type ServerLimits } from './server-limits.ts';
import { storeDeliveries } from './store-deliveries.ts';

export interface ServerParts {
  readonly configuration: Pick<InstanceConfiguration, 'role' | 'server' | 'github' | 'endpoints'>;
  readonly storage: Storage;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Intake beside GitHub and the alert sources, such as deploys. */
  readonly routes?: readonly IntakeRoute[];
  /** The read-only pages: everything that is asked by GET and is none of the server's own. */
  readonly pages?: (request: Request) => Response | Promise<Response>;
  readonly limits?: Partial<ServerLimits>;
  /** Default: fetched from where the message says, if that is a place where its vendor keeps them. */
  readonly certificates?: Certificates;
}

export interface RunningServer {
  readonly port: number;
  /** Stops accepting, lets what was begun finish for 5 s, then hangs up. */
  close(): Promise<void>;
}

/** How often Node looks for connections whose headers are late; its own default of 30 s is far above our limit. */
const CONNECTION_CHECK_MS = 1_000;

/**
 * Starts the HTTP server: the intake, `/healthz`, `/metrics`, and the pages that are given. In the role `worker` it
 * takes nothing in. Throws OperationalError `configuration-invalid` where it cannot listen, as when the port is taken.
 */
export async function startServer(parts: ServerParts): Promise<RunningServer> {
  const limits = { ...SERVER_LIMITS, ...parts.limits };
  const server = createServer({
    headersTimeout: limits.headersMs,
    requestTimeout: limits.headersMs + limits.handlingMs,
    connectionsCheckingInterval: Math.min(CONNECTION_CHECK_MS, limits.headersMs),
    maxHeaderSize: limits.maxHeaderBytes,
  });
  server.maxConnections = limits.maxConnections;
  const handle = createHandler(parts, limits);
  server.on('request', handle);
  await listen(server, parts.configuration.server);
  const { port } = server.address() as AddressInfo;
  parts.log.info({ host: parts.configuration.server.host, port, role: parts.configuration.role }, 'listening');
  return { port, close: () => closeServer(server, limits.closingMs) };
}

function createHandler(parts: ServerParts, limits: ServerLimits): (q: IncomingMessage, s: ServerResponse) => void {
  const { log, pages } = parts;
  const routes = intakeRoutes(parts);
  const store = storeDeliveries(parts.storage);
  const reception = {
    ...parts,
    limits,
    store,
    memory: bodyMemory(limits.maxHeldBytes),
    refusalLog: refusalLog(parts),
    refusalMemory: refusalMemory(parts),
  };
  const { health, exposition } = healthPages(parts);
  const own: Readonly<Record<string, (response: ServerResponse) => Promise<void>>> = {
    '/healthz': health,
    '/metrics': exposition,
  };
  const showPages = pages === undefined ? undefined : getRequestListener(pages, { overrideGlobalObjects: false });

  const route = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const reads = request.method === 'GET' || request.method === 'HEAD';
    for (const intake of routes) {
      const receiver = intake.match(path);
      if (receiver === undefined) continue;
      if (request.method === 'OPTIONS') {
        const answer = receiver.handshake?.(joinedHeaders(request));
        if (answer !== undefined) return shakeHands(log, receiver.name, answer, response);
      }
      if (request.method !== 'POST') return wrongMethod(response, 'POST');
      return receiveDelivery(reception, receiver, request, response);
    }
    const page = Object.hasOwn(own, path) ? own[path] : undefined;
    if (page !== undefined) return reads ? page(response) : wrongMethod(response, 'GET, HEAD');
    if (reads && showPages !== undefined) return showPages(request, response);
    answerJson(response, 404, { outcome: 'not-found' });
  };

  return (request, response) => {
    route(request, response).catch((error: unknown) => {
      log.error({ err: error }, 'request failed');
      if (response.headersSent) response.destroy();
      else answerJson(response, 503, { outcome: 'failed' }, { 'retry-after': '15' });
    });
  };
}

function intakeRoutes({ configuration, routes = [], certificates }: ServerParts): readonly IntakeRoute[] {
  const { role, server, github, endpoints } = configuration;
  if (role === 'worker') return [];
  return [
    githubWebhooks({ appId: github.appId, secrets: github.webhookSecrets, maxBodyBytes: server.maxGitHubBodyBytes }),
    alertWebhooks({
      sources: ALERT_SOURCES,
      endpoints,
      maxBodyBytes: server.maxAlertBodyBytes,
      certificates: certificates ?? fetchedCertificates(),
    }),
    ...routes,
  ];
}

/** Whoever asked has sent all that is read; a body that may follow is not. */
function shakeHands(log: Log, route: string, answer: HandshakeAnswer, response: ServerResponse): void {
  const { status, headers, body } = answer;
  log.info({ route, status, origin: headers['webhook-allowed-origin'] }, 'a sender asked whether it may deliver');
  answerJson(response, status, body, { ...headers, connection: 'close' });
}

function wrongMethod(response: ServerResponse, allowed: string): void {
  response.setHeader('connection', 'close');
  answerJson(response, 405, { outcome: 'wrong-method', allowed }, { allow: allowed });
}
