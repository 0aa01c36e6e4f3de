import { randomBytes } from 'node:crypto';
import { createApp } from '../acts/apps.ts';
import { notFound } from '../server/http-failure.ts';
import { created, type Route } from '../server/route.ts';
import { appShape } from '../shapes/app.ts';
import type { Permissions } from '../world/app.ts';

interface Manifest {
  readonly name?: string;
  readonly hook_attributes?: { readonly url?: string };
  readonly default_permissions?: Permissions;
  readonly default_events?: readonly string[];
}

/** The last step of the manifest flow: a code, good for once, becomes an App with its key and secret. */
export const manifestRoutes: readonly Route[] = [
  {
    operation: 'POST /app-manifests/{code}/conversions',
    access: 'anyone',
    handle: ({ world, params }) => {
      const code = params.code ?? '';
      const found = world.manifests.get(code);
      if (found === undefined) throw notFound();
      world.manifests.delete(code);
      const manifest = found.manifest as Manifest;
      const name = manifest.name ?? 'whatchanged';
      const url = manifest.hook_attributes?.url;
      const { app, privateKey } = createApp(world, {
        name,
        slug: name.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
        permissions: manifest.default_permissions ?? {},
        events: manifest.default_events ?? [],
        owner: found.owner.login,
        ...(url === undefined ? {} : { webhookUrl: url }),
      });
      return created({
        ...appShape(world, app),
        client_secret: randomBytes(20).toString('hex'),
        webhook_secret: app.webhookSecret,
        pem: privateKey,
      });
    },
  },
];
