import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import type { CreatedApp } from '../../platform/convert-manifest.ts';
import { OperationalError } from '../../platform/errors.ts';
import type { ShippedManifest } from '../shipped-manifests.ts';
import { appManifest } from './app-manifest.ts';
import { createdPage, refusedPage, startPage, unknownPage } from './setup-pages.ts';

export interface RegistrationParts {
  readonly shipped: ShippedManifest;
  readonly name: string;
  readonly publicUrl: string;
  /** GitHub's page that takes a manifest, of a person or of an organisation. */
  readonly newAppPage: string;
  /** The port on loopback; 0 takes any free one. */
  readonly port: number;
  /** Exchanges the code for the App, and keeps what came of it before anybody is told. */
  readonly keep: (code: string) => Promise<CreatedApp>;
}

export interface Registration {
  /** What a browser on this machine is to open; others who use this machine do not know it. */
  readonly address: string;
  /** The App, once a person has made it; rejects with what `keep` threw, unless GitHub did not know the code. */
  readonly created: Promise<CreatedApp>;
  close(): Promise<void>;
}

/** What GitHub answers to a code that is wrong, spent or too old. */
const NO_SUCH_CODE = [404, 422];

/**
 * The manifest flow on loopback: a page with one button, and the place to which GitHub sends the browser back. It answers to this machine's
 * address only, so that a page elsewhere cannot reach it by a name of its own, and takes a code only with the state that it gave out, once.
 * Throws OperationalError `configuration-invalid` where it cannot listen on the port.
 */
export async function startRegistration(parts: RegistrationParts): Promise<Registration> {
  const [secret, state] = [randomBytes(16).toString('hex'), randomBytes(32).toString('hex')];
  const done = Promise.withResolvers<CreatedApp>();
  const server = createServer();
  await listen(server, parts.port);
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const start = `/${secret}/`;
  const app = new Hono();
  let making: Promise<CreatedApp> | undefined;
  app.use(async (context, next) => {
    const policy = `default-src 'none'; style-src 'unsafe-inline'; form-action 'self' ${new URL(parts.newAppPage).origin}`;
    context.header('cache-control', 'no-store');
    context.header('referrer-policy', 'no-referrer');
    context.header('content-security-policy', policy);
    const isOurs = new URL(context.req.url).origin === origin && context.req.method === 'GET';
    return isOurs ? next() : context.body(null, 421);
  });
  app.get(start, async (context) => {
    if (making !== undefined) return answerWith(context, making);
    const manifest = appManifest(parts.shipped, { ...parts, redirectUrl: `${origin}/created` });
    return context.html(startPage(`${parts.newAppPage}?state=${state}`, manifest, parts.shipped));
  });
  app.get('/created', async (context) => {
    const { code = '', state: given = '' } = context.req.query();
    const refuse = (why: string) => context.html(refusedPage(why, start), 400);
    if (!isSame(given, state)) return refuse('This answer belongs to another attempt.');
    if (!/^\w{1,100}$/.test(code)) return refuse('GitHub sent no code.');
    making ??= parts.keep(code);
    try {
      done.resolve(await making);
    } catch (error) {
      if (error instanceof OperationalError && NO_SUCH_CODE.includes(error.status ?? 0)) {
        making = undefined;
        return refuse(`${error.message} A code is good for an hour, and once.`);
      }
      // The code may be spent: who began anew would make a second App.
      done.reject(error);
    }
    return answerWith(context, making);
  });
  const answer = getRequestListener(app.fetch);
  server.on('request', (incoming, outgoing) => void answer(incoming, outgoing));
  return {
    address: `${origin}${start}`,
    created: done.promise,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

async function answerWith(context: Context, making: Promise<CreatedApp>): Promise<Response> {
  try {
    return context.html(createdPage(await making));
  } catch (error) {
    return context.html(unknownPage(error instanceof Error ? error.message : String(error)), 502);
  }
}

function isSame(one: string, other: string): boolean {
  const [given, kept] = [Buffer.from(one), Buffer.from(other)];
  return given.length === kept.length && timingSafeEqual(given, kept);
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', ({ code }: NodeJS.ErrnoException) => {
      const why = `Port ${port} of this machine cannot be listened on (${code}): name another with --port`;
      reject(new OperationalError('configuration-invalid', why));
    });
    server.listen(port, '127.0.0.1', () => resolve());
  });
}
