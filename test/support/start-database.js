import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Jest's globalSetup of the project `app`: one PostgreSQL for all test files (DATABASE_URL where it is set, else the
 * embedded one in a temporary folder) with a migrated template, which `database.ts` clones for each test.
 */
export default async function startDatabase() {
  const [{ startEmbeddedPostgres }, { prepareTemplate }] = await Promise.all([
    import('../../src/storage/embedded-postgres.ts'),
    import('./prepare-template.ts'),
  ]);
  let url = process.env.DATABASE_URL;
  if (url === undefined || url === '') {
    const folder = await mkdtemp(join(tmpdir(), 'whatchanged-test-'));
    const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const embedded = await startEmbeddedPostgres({
      dataFolder: folder,
      log: silent,
      settings: { fsync: 'off', full_page_writes: 'off', max_connections: '300' },
    });
    globalThis.whatchangedTestDatabase = { folder, embedded };
    url = embedded.url;
  }
  process.env.WHATCHANGED_TEST_SERVER = url;
  process.env.WHATCHANGED_TEST_TEMPLATE = await prepareTemplate(url);
}
