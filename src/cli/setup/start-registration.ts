import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import type { CreatedApp } from '../../platform/convert-manifest.ts';
import { OperationalError } from '../../platform/errors.ts';
import type { ShippedManifest } from '../shipped-manifests.ts';
import { appManifest } from './app-manifest.ts';
import { createdPage, refusedPage, startPage } from './setup-pages.ts';

export interface RegistrationParts {
  readonly shipped: ShippedManifest;
  readonly name: string;
  readonly publicUrl: string;
  /** GitHub's page that takes a manifest, of a person or of an organisation. */
  readonly newAppPage: string;
  /** The port on loopback; 0 takes any free one. */
  readonly port: number;
  /** Exchanges the code for the App, and keeps what came of it: what was answered before would be lost. */
  readonly keep: (code: string) => Promise<CreatedApp>;
}

export interface Registration {
  /** What a browser on this machine is to open. */
  readonly address: string;
  /** The App, once a person has made it. */
  readonly created: Promise<CreatedApp>;
  close(): Promise<void>;
}

/**
 * The manifest flow on loopback: a page with one button, and the place to which GitHub sends the browser back. It answers this machine's
 * own name only (a page elsewhere cannot talk to it by a name of its own), and takes a code only with the state that it gave out.
 * Rejects where the port is taken.
 */
export async function startRegistration(parts: RegistrationParts): Promise<Registration> {
  const state = randomBytes(32).toString('hex');
  const done = Promise.withResolvers<CreatedApp>();
  const server = createServer();
  await listen(server, parts.port);
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { origin } = new URL(parts.newAppPage);
  const app = new Hono();
  app.use(async (context, next) => {
    context.header('cache-control', 'no-store');
    context.header('referrer-policy', 'no-referrer');
    context.header(
      'content-security-policy',
      `default-src 'none'; style-src 'unsafe-inline'; form-action 'self' ${origin}`,
    );
    if (new URL(context.req.url).origin !== address) return context.html(refusedPage(`Open ${address}/ instead.`), 421);
    return next();
  });
  app.get('/', (context) => {
    const manifest = appManifest(parts.shipped, { ...parts, redirectUrl: `${address}/created` });
    return context.html(startPage(`${parts.newAppPage}?state=${state}`, manifest, parts.shipped));
  });
  app.get('/created', async (context) => {
    const { code = '', state: given = '' } = context.req.query();
    if (!isSame(given, state)) return refuse(context, 'This answer belongs to another attempt: begin anew.');
    if (!/^\w{1,100}$/.test(code)) return refuse(context, 'GitHub sent no code.');
    try {
      const created = await parts.keep(code);
      done.resolve(created);
      return context.html(createdPage(created));
    } catch (error) {
      if (!(error instanceof OperationalError)) throw error;
      return refuse(context, `${error.message} A code is good for an hour, and once: begin anew.`);
    }
  });
  const answer = getRequestListener(app.fetch);
  server.on('request', (incoming, outgoing) => void answer(incoming, outgoing));
  return {
    address: `${address}/`,
    created: done.promise,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function refuse(context: Context, why: string): Response | Promise<Response> {
  return context.html(refusedPage(why), 400);
}

function isSame(one: string, other: string): boolean {
  const [given, kept] = [Buffer.from(one), Buffer.from(other)];
  return given.length === kept.length && timingSafeEqual(given, kept);
}

function listen(server: ReturnType<typeof createServer>, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', () =>
      reject(
        new OperationalError(
          'configuration-invalid',
          `Port ${port} of this machine is taken: name another with --port`,
        ),
      ),
    );
    server.listen(port, '127.0.0.1', () => resolve());
  });
}
