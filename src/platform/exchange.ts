import { lookup as systemLookup } from 'node:dns';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { pipeline, type Readable } from 'node:stream';
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { OperationalError } from './errors.ts';
import type { HttpAnswer, HttpRequest } from './http-client.ts';
import { refusedAddress } from './refused-address.ts';

export interface ExchangeOptions {
  /** Whether the operator's own configuration names this host. */
  readonly named: boolean;
  /** The largest answer, counted after decompression. */
  readonly maxBytes: number;
  readonly signal: AbortSignal;
  readonly lookup?: LookupFunction;
}

/**
 * One request and its whole answer. It uses node:http rather than fetch, because only there can the name be resolved
 * once, the address be checked, and that same address be connected to (no room for DNS rebinding).
 */
export async function exchange(request: HttpRequest, options: ExchangeOptions): Promise<HttpAnswer> {
  const response = await send(request, options);
  const headers = new Headers();
  for (const [name, values] of Object.entries(response.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  const text = await readText(decompressed(response, headers.get('content-encoding')), options.maxBytes);
  return { status: response.statusCode ?? 0, headers, text };
}

function send({ method, url, headers, body }: HttpRequest, options: ExchangeOptions): Promise<IncomingMessage> {
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>();
  const literal = url.hostname.replace(/^\[|\]$/g, '');
  const refused = isIP(literal) ? refusedAddress(literal, options.named) : undefined;
  if (refused) throw refusal(literal, refused);
  const requestOver = url.protocol === 'https:' ? requestHttps : requestHttp;
  const sent = requestOver(url, {
    method,
    agent: false,
    signal: options.signal,
    lookup: checkedLookup(options),
    headers: {
      'accept-encoding': 'gzip, deflate, br',
      'user-agent': 'whatchanged',
      ...headers,
      ...(body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }),
    },
  });
  sent.once('response', resolve);
  sent.once('error', reject);
  sent.end(body);
  return promise;
}

/** Resolves a name and refuses it whole when any of its addresses is refused. */
function checkedLookup({ named, lookup = systemLookup as LookupFunction }: ExchangeOptions): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, found) => {
      const addresses = typeof found === 'string' ? [{ address: found, family: isIP(found) }] : found;
      const [first] = addresses ?? [];
      if (error || !first) {
        callback(error ?? new Error(`${hostname} has no address`), '');
        return;
      }
      for (const { address } of addresses) {
        const refused = refusedAddress(address, named);
        if (refused) {
          callback(refusal(`${hostname} (${address})`, refused), '');
          return;
        }
      }
      if (options.all) callback(null, addresses);
      else callback(null, first.address, first.family);
    });
  };
}

function refusal(host: string, reason: string): OperationalError {
  return new OperationalError('upstream-failed', `${host} was not called: it ${reason}`);
}

function decompressed(response: IncomingMessage, encoding: string | null): Readable {
  const decoders = { gzip: createGunzip, 'x-gzip': createGunzip, deflate: createInflate, br: createBrotliDecompress };
  const decoder = decoders[(encoding ?? '').trim().toLowerCase() as keyof typeof decoders]?.();
  if (!decoder) return response;
  // A failure on either side destroys both; the reader of the decoder hears of it.
  return pipeline(response, decoder, () => undefined);
}

async function readText(stream: Readable, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Uint8Array>) {
    bytes += chunk.byteLength;
    if (bytes > maxBytes)
      throw new OperationalError('upstream-too-large', `the answer is larger than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
