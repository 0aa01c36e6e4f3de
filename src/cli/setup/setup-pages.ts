import { html } from 'hono/html';
import type { CreatedApp } from '../../platform/convert-manifest.ts';
import type { ShippedManifest } from '../shipped-manifests.ts';

type Html = ReturnType<typeof html>;

const STYLE =
  'body{font:1rem/1.5 system-ui;max-width:40rem;margin:3rem auto;padding:0 1rem}button{font:inherit;padding:.6rem 1rem}';

/** The page with the one button: what the App may do and hears of, and the form that takes the manifest to GitHub. */
export function startPage(action: string, manifest: object, { permissions, events }: ShippedManifest): Html {
  const rights = Object.entries(permissions).map(([name, level]) => html`<li><code>${name}</code>: ${level}</li>`);
  return page(
    'Create the GitHub App',
    html`<p>GitHub shows the App once more and asks for its name. It may do this, and nothing else:</p>
<ul>${rights}</ul>
<p>It hears of ${events.join(', ')}.</p>
<form method="post" action="${action}">
<input type="hidden" name="manifest" value="${JSON.stringify(manifest)}">
<button type="submit">Create it on GitHub</button>
</form>`,
  );
}

/** What is said once the App exists. */
export function createdPage({ slug, page: address }: CreatedApp): Html {
  return page(
    `${slug} is created`,
    html`<p>Its key and its secrets are in the files that the terminal names.</p>
<p><a href="${address}/installations/new">Install it on your repositories</a>; the terminal waits for that.</p>`,
  );
}

/** What is said where the browser came back with something that cannot be used. */
export function refusedPage(why: string, start: string): Html {
  return page('Nothing was created', html`<p>${why}</p><p><a href="${start}">Begin anew</a></p>`);
}

/** What is said where the App may exist without its settings being here. */
export function unknownPage(why: string): Html {
  return page('See the terminal', html`<p>${why}</p>`);
}

function page(title: string, body: Html): Html {
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title>
<style>${STYLE}</style></head><body><h1>${title}</h1>
${body}
</body></html>`;
}
