import { fileKind } from '../../evidence/commits/text/file-kind.ts';

// Rails, Django, Laravel, Prisma, Alembic, Flyway, Liquibase, Knex, TypeORM, Ecto, golang-migrate: the folders and names
// that each documents as its default.
const MIGRATION =
  /(^|\/)(migrations?|migrate|alembic\/versions|db\/changelog|flyway|liquibase|priv\/repo)\/|\.(sql|ddl)$|(^|\/)(v|u|r)[0-9._]*__[^/]+$|(^|\/)(schema\.(prisma|rb)|structure\.sql|(db\.)?changelog[^/]*\.(xml|ya?ml))$/;
const WORKFLOW = /^\.github\/workflows\//;
const GENERATED =
  /(^|\/)(dist|build|generated|__generated__|node_modules|vendor)\/|\.(min\.(js|css)|map|snap|lock\.hcl)$|(\.|_|-)(generated|gen|pb)\.[a-z]+$|\.pb\.[a-z.]+$/;
const CHANGELOG = /(^|\/)(changelog|changes|history|news|release-notes|version)(\.[a-z]+)?$/;

/** A sort of path that a revert must not treat like any other. */
export type PathSort = 'workflow' | 'migration' | 'lockfile' | 'generated' | 'changelog' | 'other';

/** What sort a path is, by its name alone. */
export function sortOfPath(path: string): PathSort {
  const lower = path.toLowerCase();
  if (WORKFLOW.test(lower)) return 'workflow';
  if (MIGRATION.test(lower)) return 'migration';
  if (fileKind(path) === 'lock') return 'lockfile';
  if (GENERATED.test(lower)) return 'generated';
  return CHANGELOG.test(lower) ? 'changelog' : 'other';
}
