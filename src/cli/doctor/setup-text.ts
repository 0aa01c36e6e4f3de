import { ALERT_SOURCES } from '../../intake/alerts/registry.generated.ts';
import { DEPLOY_SOURCES } from '../../intake/deploys/registry.generated.ts';
import { TELEMETRY_READERS } from '../../readers/telemetry/registry.generated.ts';

type SetupText =
  | { readonly kind: 'found'; readonly text: string }
  | { readonly kind: 'unknown'; readonly known: readonly string[] };

/** How what is called `id` is connected, in Markdown; an id may be that of an alert source and of a deploy source. */
export function setupText(id: string): SetupText {
  const all = [
    ...ALERT_SOURCES.map((one) => ({ ...one, kind: 'alerts' })),
    ...DEPLOY_SOURCES.map((one) => ({ ...one, kind: 'deploys' })),
    ...TELEMETRY_READERS.map((one) => ({ ...one, kind: 'telemetry' })),
  ];
  const found = all.filter((plugIn) => plugIn.id === id);
  if (found.length === 0) return { kind: 'unknown', known: [...new Set(all.map((plugIn) => plugIn.id))].sort() };
  const texts = found.map(({ name, kind, docs, setup }) => `# ${name} (${kind})\n\n${docs}\n\n${setup}`);
  return { kind: 'found', text: texts.join('\n\n') };
}
