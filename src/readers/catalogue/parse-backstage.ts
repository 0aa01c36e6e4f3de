import { z } from 'zod';
import type { CatalogueEntry } from '../../investigation/incident/with-catalogue.ts';
import { readYamlDocuments } from './read-yaml-documents.ts';

const Component = z.object({
  kind: z.literal('Component'),
  metadata: z.object({ name: z.string().min(1).max(200) }),
  spec: z.object({
    owner: z.string().max(200).optional(),
    dependsOn: z.array(z.string().max(300)).max(200).optional(),
  }),
});

/**
 * The components of a Backstage catalog-info.yaml with their owners and what they depend on
 * (backstage.io/docs/features/software-catalog/descriptor-format, read 2026-11). What is no component is left out.
 */
export function parseBackstage(text: string): readonly CatalogueEntry[] {
  return readYamlDocuments(text).flatMap((document) => {
    const parsed = Component.safeParse(document);
    if (!parsed.success) return [];
    const { metadata, spec } = parsed.data;
    const dependsOn = (spec.dependsOn ?? []).flatMap((reference) =>
      /^component:/i.test(reference) || !reference.includes(':') ? [nameOf(reference)] : [],
    );
    return [
      {
        service: metadata.name,
        from: 'backstage' as const,
        ...(spec.owner === undefined ? {} : { owner: nameOf(spec.owner) }),
        ...(dependsOn.length === 0 ? {} : { dependsOn }),
      },
    ];
  });
}

/** The name in an entity reference, `[kind:][namespace/]name`. */
function nameOf(reference: string): string {
  return reference.replace(/^[^:]*:/, '').replace(/^[^/]*\//, '');
}
