import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { z } from 'zod';
import type { Patient } from './patient.ts';

const ROOT = new URL('../../../', import.meta.url);
const AppFile = z.object({
  default_permissions: z.record(z.string(), z.string()),
  default_events: z.array(z.string()),
});

/** The App manifests that come with the program: `app.observe.yml` and `app.yml`. */
export function shippedManifests(): Patient['manifests'] {
  return { observe: manifest('app.observe.yml'), full: manifest('app.yml') };
}

function manifest(file: string): Patient['manifests']['full'] {
  const { default_permissions, default_events } = AppFile.parse(parse(readFileSync(new URL(file, ROOT), 'utf8')));
  return { permissions: default_permissions, events: default_events };
}
