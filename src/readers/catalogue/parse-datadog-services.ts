import { z } from 'zod';
import type { CatalogueEntry } from '../../investigation/incident/with-catalogue.ts';
import { readYamlDocuments } from './read-yaml-documents.ts';

const Name = z.string().min(1).max(200);
const Version2 = z.object({ 'schema-version': z.string().startsWith('v2'), 'dd-service': Name, team: Name.optional() });
const Version3 = z.object({
  apiVersion: z.string().startsWith('v3'),
  kind: z.literal('service'),
  metadata: z.object({ name: Name, owner: Name.optional() }),
  spec: z.object({ dependsOn: z.array(z.string().max(300)).max(200).optional() }).optional(),
});

/**
 * The services of a service.datadog.yaml, schema v2 to v3, with their teams
 * (docs.datadoghq.com/internal_developer_portal/software_catalog/entity_model, read 2026-11).
 */
export function parseDatadogServices(text: string): readonly CatalogueEntry[] {
  return readYamlDocuments(text).flatMap((document): CatalogueEntry[] => {
    const older = Version2.safeParse(document).data;
    if (older !== undefined) {
      return [
        { service: older['dd-service'], from: 'datadog', ...(older.team === undefined ? {} : { owner: older.team }) },
      ];
    }
    const newer = Version3.safeParse(document).data;
    if (newer === undefined) return [];
    const { name, owner } = newer.metadata;
    const dependsOn = (newer.spec?.dependsOn ?? []).flatMap((one) =>
      one.startsWith('service:') ? [one.slice(8)] : [],
    );
    return [
      {
        service: name,
        from: 'datadog',
        ...(owner === undefined ? {} : { owner }),
        ...(dependsOn.length === 0 ? {} : { dependsOn }),
      },
    ];
  });
}
