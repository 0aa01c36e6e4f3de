import type { HttpLibrary } from '@datadog/datadog-api-client/dist/packages/datadog-api-client-common/http/http.js';
import { OperationalError } from '../../../platform/errors.ts';
import type { HttpAnswer } from '../../../platform/http-client.ts';
import { readJsonAnswer } from '../../../platform/read-json-answer.ts';
import { createRedactor } from '../../../platform/redact.ts';
import type { Connection } from '../contract.ts';
import { type DatadogOptions, datadogAddress } from './datadog-options.ts';
import { DATADOG_READS } from './datadog-reads.ts';

const TIMEOUT_MS = 12_000;
const LONGEST_MESSAGE = 300;
/** Datadog tells its reasons in the body of these. */
const ANSWERED = [400, 422];
/** On a 429: how many seconds until the period of the limit is over (docs.datadoghq.com/api/latest/rate-limits). */
const WAIT_HEADER = 'x-ratelimit-reset';

/**
 * The settings of Datadog's client for a connection: its own serialisation and authentication, our HTTP client and our
 * list of reads. It is imported from deep inside the package: the whole of it costs two seconds and 130 MB.
 */
export async function datadogConfiguration(connection: Connection<DatadogOptions>) {
  const { createConfiguration } = await import(
    '@datadog/datadog-api-client/dist/packages/datadog-api-client-common/configuration.js'
  );
  const { BaseServerConfiguration } = await import(
    '@datadog/datadog-api-client/dist/packages/datadog-api-client-common/servers.js'
  );
  const { ResponseContext } = await import(
    '@datadog/datadog-api-client/dist/packages/datadog-api-client-common/http/http.js'
  );
  const { options } = connection;
  const httpApi: HttpLibrary = {
    async send(request) {
      const body = request.getBody();
      const answer = await requestDatadog(connection, {
        method: request.getHttpMethod(),
        url: new URL(request.getUrl()),
        headers: request.getHeaders(),
        ...(typeof body === 'string' ? { body } : {}),
      });
      return new ResponseContext(answer.status, Object.fromEntries(answer.headers), {
        text: async () => answer.text,
        binary: async () => Buffer.from(answer.text),
      });
    },
  };
  return createConfiguration({
    baseServer: new BaseServerConfiguration(datadogAddress(options), {}),
    authMethods: { apiKeyAuth: options.apiKey, appKeyAuth: options.applicationKey },
    httpApi,
  });
}

/** Sends one request that is on the list of reads and gives its JSON answer, whole. Throws OperationalError. */
export async function requestDatadog(
  { http, signal }: Connection<DatadogOptions>,
  request: { method: string; url: URL; headers: Readonly<Record<string, string>>; body?: string },
): Promise<HttpAnswer> {
  const { method, url, headers, body } = request;
  const read = DATADOG_READS.find(
    (one) => one.method === method && one.path.test(`/api/${url.pathname.split('/api/').pop()}`),
  );
  if (read === undefined) {
    throw new OperationalError('guard-denied', `${method} ${url.pathname} of Datadog is not on the list of reads`);
  }
  const answer = await http.request({
    method: read.method,
    url,
    headers: withoutEncoding(headers),
    ...(body === undefined ? {} : { body }),
    accept: ANSWERED,
    waitHeader: WAIT_HEADER,
    timeoutMs: TIMEOUT_MS,
    signal,
  });
  if (answer.status < 300) readJsonAnswer(answer, 'Datadog');
  return answer;
}

/** Runs one call of Datadog's client; its exceptions become OperationalErrors without any secret. */
export async function askDatadog<T>({ options }: Connection<DatadogOptions>, call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof OperationalError) throw error;
    const { code, body } = error as { readonly code?: unknown; readonly body?: { readonly errors?: unknown } };
    if (typeof code !== 'number') {
      throw new OperationalError('upstream-nonsense', 'Datadog answered with something that is not of its API');
    }
    const errors = Array.isArray(body?.errors) ? body.errors.map(String).join('; ') : 'no reason given';
    const said = createRedactor([options.apiKey, options.applicationKey])(errors).slice(0, LONGEST_MESSAGE);
    throw new OperationalError('upstream-failed', `Datadog refused the question: ${said}`, { status: code });
  }
}

function withoutEncoding(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => name.toLowerCase() !== 'accept-encoding'));
}
