import { Readable } from 'node:stream';
import type { HttpClient } from '../../../platform/http-client.ts';
import { readJsonAnswer } from '../../../platform/read-json-answer.ts';

/** What the SDK hands to a request handler (@smithy/types HttpRequest), as far as it is used. */
interface SdkRequest {
  readonly method: string;
  readonly protocol: string;
  readonly hostname: string;
  readonly port?: number;
  readonly path: string;
  readonly query?: Readonly<Record<string, string | readonly string[] | null>>;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}

interface SdkResponse {
  readonly statusCode: number;
  readonly headers: Record<string, string>;
  readonly body: Readable;
}

export interface AwsTransport {
  handle(request: SdkRequest, options?: { abortSignal?: unknown }): Promise<{ response: SdkResponse }>;
}

const TIMEOUT_MS = 12_000;
/** AWS tells its reasons in the body of these. */
const ANSWERED = [400, 401, 403, 404];

/**
 * Lets an AWS client speak through our own HTTP client: the SDK writes and signs, and addresses, redirects, size,
 * deadlines and Retry-After are judged where they are for every reader. `from` names the service in errors.
 */
export function awsTransport(
  http: HttpClient,
  from: string,
  format: 'json' | 'xml',
  signal: AbortSignal,
): AwsTransport {
  return {
    async handle(request, { abortSignal } = {}) {
      const { method, protocol, hostname, port, path, query = {}, headers, body } = request;
      const url = new URL(`${protocol}//${hostname}${port === undefined ? '' : `:${port}`}${path}`);
      for (const [name, value] of Object.entries(query)) {
        for (const one of Array.isArray(value) ? value : [value ?? '']) url.searchParams.append(name, String(one));
      }
      const answer = await http.request({
        method: method === 'GET' ? 'GET' : 'POST',
        url,
        headers,
        ...(body === undefined ? {} : { body: ArrayBuffer.isView(body) ? new TextDecoder().decode(body) : body }),
        accept: ANSWERED,
        timeoutMs: TIMEOUT_MS,
        // What a call brings along wins: a query must be stopped even after its own time is over.
        signal: abortSignal instanceof AbortSignal ? abortSignal : signal,
      });
      if (format === 'json' && answer.status < 300) readJsonAnswer(answer, from);
      return {
        response: {
          statusCode: answer.status,
          headers: Object.fromEntries(answer.headers),
          body: Readable.from([Buffer.from(answer.text)]),
        },
      };
    },
  };
}
