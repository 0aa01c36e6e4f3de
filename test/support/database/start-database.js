import { join } from 'node:path';

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * Jest's globalSetup of the project `app`: a folder for all that the run writes, and one PostgreSQL for all test files
 * (DATABASE_URL where it is set, else the embedded one in that folder) with a migrated template, which `database.ts`
 * clones for each test.
 */
export default async function startDatabase() {
  const [{ startEmbeddedPostgres }, { prepareTemplate }, { makeRunFolder, removeLeftRunFolders }] = await Promise.all([
    import('../../../src/storage/embedded-postgres.ts'),
    import('./prepare-template.ts'),
    import('./run-folder.ts'),
  ]);
  await removeLeftRunFolders();
  const folder = await makeRunFolder();
  globalThis.whatchangedTestRun = { folder };
  let url = process.env.DATABASE_URL;
  if (url === undefined || url === '') {
    const embedded = await startEmbeddedPostgres({
      dataFolder: join(folder, 'database'),
      log: silent,
      settings: { fsync: 'off', full_page_writes: 'off', max_connections: '500' },
    });
    globalThis.whatchangedTestRun.embedded = embedded;
    url = embedded.url;
  }
  // Where every test file makes its own folders from now on.
  process.env.TMPDIR = folder;
  process.env.WHATCHANGED_TEST_SERVER = url;
  process.env.WHATCHANGED_TEST_TEMPLATE = await prepareTemplate(url);
}
