import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';

/** What a GitHub App of ours may do and hears of. */
export interface ShippedManifest {
  readonly url: string;
  readonly description: string;
  readonly permissions: Readonly<Record<string, string>>;
  readonly events: readonly string[];
}

const ROOT = new URL('../../', import.meta.url);
const AppFile = z.object({
  url: z.string(),
  description: z.string(),
  default_permissions: z.record(z.string(), z.string()),
  default_events: z.array(z.string()),
});

/** The App manifests that come with the program: `app.observe.yml` and `app.yml`. */
export function shippedManifests(): { readonly observe: ShippedManifest; readonly full: ShippedManifest } {
  return { observe: manifest('app.observe.yml'), full: manifest('app.yml') };
}

function manifest(file: string): ShippedManifest {
  const { url, description, default_permissions, default_events } = AppFile.parse(
    parse(readFileSync(new URL(file, ROOT), 'utf8')),
  );
  return { url, description, permissions: default_permissions, events: default_events };
}
