import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrate } from '../../../src/storage/migrate.ts';

/** Creates an empty, migrated database to clone from, and gives its name. */
export async function prepareTemplate(serverUrl: string): Promise<string> {
  const name = `whatchanged_template_${randomBytes(6).toString('hex')}`;
  await onServer(serverUrl, `create database ${name}`);
  await migrate(databaseUrl(serverUrl, name));
  return name;
}

/** Drops a database with whatever is still connected to it. */
export async function dropDatabase(serverUrl: string, name: string): Promise<void> {
  await onServer(serverUrl, `drop database if exists ${name} with (force)`);
}

/** The address of another database of the same server. */
export function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

/** Runs one statement outside any transaction, on a connection of its own. */
export async function onServer(serverUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: serverUrl });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
