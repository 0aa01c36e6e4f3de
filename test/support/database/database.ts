import { randomBytes } from 'node:crypto';
import { databaseUrl, dropDatabase, onServer } from './prepare-template.ts';

export interface FreshDatabase {
  /** For `openStorage({ databaseUrl })`. */
  readonly url: string;
  drop(): Promise<void>;
}

/** An empty, migrated database of its own on the test server (about 50 ms). Close the storage before it is dropped. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const { WHATCHANGED_TEST_SERVER: server, WHATCHANGED_TEST_TEMPLATE: template } = process.env;
  if (server === undefined || template === undefined) {
    throw new Error(
      'No test database: run this file in the Jest project app, which starts one (test/support/database/start-database.js).',
    );
  }
  const name = `whatchanged_test_${randomBytes(8).toString('hex')}`;
  await onServer(server, `create database ${name} template ${template}`);
  return { url: databaseUrl(server, name), drop: () => dropDatabase(server, name) };
}
