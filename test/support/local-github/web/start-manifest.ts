import { randomBytes } from 'node:crypto';
import { account } from '../acts/accounts.ts';
import type { Answer } from '../server/route.ts';
import type { World } from '../world/world.ts';

const PATH = /^(?:\/organizations\/([^/]+))?\/settings\/apps\/new$/;

/**
 * The first step of the manifest flow, as if the person had pressed the button at once: sends the browser back with a
 * code. Undefined where this is another page.
 */
export function startManifest(
  world: World,
  request: { readonly method: string; readonly url: URL; readonly form: URLSearchParams },
): Answer | undefined {
  const found = PATH.exec(request.url.pathname);
  if (found === null || request.method !== 'POST') return undefined;
  const manifest = JSON.parse(request.form.get('manifest') ?? '{}') as { readonly redirect_url?: string };
  if (manifest.redirect_url === undefined)
    return { status: 422, body: 'The manifest has no redirect_url.', contentType: 'text/plain' };
  const code = randomBytes(20).toString('hex');
  world.manifests.set(code, { manifest: { ...manifest }, owner: account(world, found[1] ?? 'app-owner') });
  const to = new URL(manifest.redirect_url);
  to.searchParams.set('code', code);
  const state = request.url.searchParams.get('state');
  if (state !== null) to.searchParams.set('state', state);
  return { status: 302, body: '', contentType: 'text/html', headers: { location: to.href } };
}
