import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'whatchanged-test-';
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

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
    await removeLeftovers(startEmbeddedPostgres);
    const folder = await mkdtemp(join(tmpdir(), `${PREFIX}${process.pid}-`));
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

/** A run that was killed could not stop its server: its folder bears the number of a process that is gone. */
async function removeLeftovers(startEmbeddedPostgres) {
  const names = await readdir(tmpdir());
  for (const name of names.filter((each) => each.startsWith(PREFIX))) {
    const pid = Number(/^\d+/.exec(name.slice(PREFIX.length))?.[0]);
    if (Number.isNaN(pid) || existsSync(`/proc/${pid}`) || !existsSync('/proc')) continue;
    const dataFolder = join(tmpdir(), name);
    if (existsSync(join(dataFolder, 'postgres', 'cluster', 'postmaster.pid'))) {
      const left = await startEmbeddedPostgres({ dataFolder, log: silent });
      await left.close();
    }
    await rm(dataFolder, { recursive: true, force: true });
  }
}
