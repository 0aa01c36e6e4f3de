import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { systemClock } from '../../src/platform/clock.ts';
import { type OpenStorage, openStorage } from '../../src/storage/open-storage.ts';
import { waitUntil } from '../support/wait-until.ts';

jest.setTimeout(60_000);

let folder: string;
let opened: OpenStorage[] = [];
let children: ChildProcess[] = [];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whatchanged-embedded-'));
});
// Every test leaves the folder without a server; the next one starts from there.
afterEach(async () => {
  for (const child of children) child.kill('SIGKILL');
  await Promise.all(opened.map((each) => each.close()));
  if ((await postmaster()) !== undefined) await openHere().then((last) => last.close());
  opened = [];
  children = [];
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const cluster = () => join(folder, 'postgres', 'cluster');
async function openHere(): Promise<OpenStorage> {
  const open = await openStorage({ dataFolder: folder, clock: systemClock });
  opened.push(open);
  return open;
}
const stored = (open: OpenStorage) =>
  open.storage.transaction(async (tx) => (await tx.inbox.list({ limit: 1_000_000 })).map(({ dedupeKey }) => dedupeKey));

/** The server's process as its own file names it, where it runs. */
async function postmaster(): Promise<number | undefined> {
  const text = await readFile(join(cluster(), 'postmaster.pid'), 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  const pid = Number(text.split('\n')[0]);
  return (await serversHere()).includes(pid) ? pid : undefined;
}

/** Every server on this folder, told by its command line; a child just forked still bears its parent's. */
async function serversHere(): Promise<readonly number[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const read = (pid: string, file: string) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
  const all = await Promise.all(
    pids.map(async (pid) => ({
      pid: Number(pid),
      parent: Number(/^PPid:\s+(\d+)/m.exec(await read(pid, 'status'))?.[1]),
      line: await read(pid, 'cmdline'),
    })),
  );
  const servers = all.filter(({ line }) => line.includes(`-D\u0000${cluster()}`));
  return servers.filter(({ parent }) => !servers.some(({ pid }) => pid === parent)).map(({ pid }) => pid);
}

interface Writer {
  readonly child: ChildProcess;
  readonly lines: string[];
}
function startWriter(): Writer {
  const child = spawn(
    process.execPath,
    [fileURLToPath(new URL('../support/database/embedded-child.ts', import.meta.url)), folder],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  children.push(child);
  const lines: string[] = [];
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (line) => lines.push(line));
  return { child, lines };
}
async function endWriter({ child }: Writer): Promise<void> {
  const exited = once(child, 'exit');
  child.stdin?.end();
  await exited;
}
const wrote = ({ lines }: Writer, count: number) => waitUntil('rows', () => lines.length > count || undefined);

describe('the embedded PostgreSQL', () => {
  test('is shared by processes that start at the same moment on an empty folder; the last one stops it', async () => {
    const writers = [startWriter(), startWriter(), startWriter()];
    await Promise.all(writers.map((writer) => wrote(writer, 5)));
    expect(await serversHere()).toHaveLength(1);
    const [first, second, third] = writers as [Writer, Writer, Writer];
    await endWriter(first);
    const seen = second.lines.length;
    // The others go on writing.
    await wrote(second, seen + 5);
    await endWriter(second);
    await wrote(third, third.lines.length + 5);
    expect(await serversHere()).toHaveLength(1);
    await endWriter(third);
    expect(await serversHere()).toEqual([]);
    expect(await readdir(folder)).toEqual(['postgres']);
  });

  test('keeps its data from one start to the next, and no server when nobody uses it', async () => {
    const first = await openHere();
    await first.storage.transaction((tx) => tx.cursors.set(1, 'kept', 'yes'));
    expect(await postmaster()).toBeDefined();
    await first.close();
    expect(await serversHere()).toEqual([]);
    const second = await openHere();
    expect(await second.storage.transaction((tx) => tx.cursors.get(1, 'kept'))).toBe('yes');
  });

  test('loses nothing that was committed when its owner is killed, and is attached to, not started twice', async () => {
    const writer = startWriter();
    await wrote(writer, 50);
    const before = await postmaster();
    const exited = once(writer.child, 'exit');
    writer.child.kill('SIGKILL');
    await exited;
    const open = await openHere();
    const keys = new Set(await stored(open));
    const acknowledged = writer.lines.slice(1);
    expect(acknowledged.filter((key) => !keys.has(key))).toEqual([]);
    expect([await postmaster(), await serversHere()]).toEqual([before, [before]]);
    await open.close();
    expect(await serversHere()).toEqual([]);
  });

  test('loses nothing when the server is killed too', async () => {
    const writer = startWriter();
    await wrote(writer, 50);
    const before = (await postmaster()) as number;
    writer.child.kill('SIGKILL');
    process.kill(before, 'SIGKILL');
    const open = await openHere();
    const keys = new Set(await stored(open));
    expect(writer.lines.slice(1).filter((key) => !keys.has(key))).toEqual([]);
    const after = await postmaster();
    expect(after).not.toBe(before);
    expect(await serversHere()).toEqual([after]);
  });

  test('is started again when it dies under a running process', async () => {
    const open = await openHere();
    const before = (await postmaster()) as number;
    process.kill(before, 'SIGKILL');
    await waitUntil('another server', async () => ((await postmaster()) ?? before) !== before || undefined);
    await waitUntil('the database to answer again', () => open.storage.ping().then(() => true));
    await open.storage.transaction((tx) => tx.cursors.set(1, 'after', 'yes'));
    expect(await serversHere()).toHaveLength(1);
    await open.close();
    expect(await serversHere()).toEqual([]);
  });

  test('takes no notice of a postmaster.pid that another program has the number of', async () => {
    const first = await openHere();
    const text = await readFile(join(cluster(), 'postmaster.pid'), 'utf8');
    await first.close();
    await writeFile(join(cluster(), 'postmaster.pid'), text.replace(/^\d+/, String(process.pid)));
    const second = await openHere();
    await expect(second.storage.ping()).resolves.toBeUndefined();
  });

  test('refuses data of another major version, and says what to do', async () => {
    await (await openHere()).close();
    await writeFile(join(cluster(), 'PG_VERSION'), '12\n');
    await expect(openHere()).rejects.toMatchObject({
      code: 'storage-version',
      message: expect.stringMatching(/written by PostgreSQL 12, this program brings PostgreSQL \d+.*pg_dump/),
    });
    await writeFile(join(cluster(), 'PG_VERSION'), '18\n');
  });

  test('says what to do where the server does not let it in', async () => {
    await openHere().then((first) => first.close());
    const secret = join(folder, 'postgres', 'password');
    const right = await readFile(secret, 'utf8');
    await writeFile(secret, 'wrong');
    try {
      await expect(openHere()).rejects.toMatchObject({
        code: 'storage-unavailable',
        message: expect.stringMatching(/cannot be used: .*password.*\. Its start\.log .* or set DATABASE_URL/),
      });
    } finally {
      await writeFile(secret, right);
    }
  });

  test('keeps its password to the owner, listens on loopback only, and syncs to disk', async () => {
    const open = await openHere();
    const password = await stat(join(folder, 'postgres', 'password'));
    const flags = (await readFile(`/proc/${await postmaster()}/cmdline`, 'utf8')).split('\u0000');
    await open.storage.ping();
    expect(password.mode & 0o777).toBe(0o600);
    expect(flags).toEqual(
      expect.arrayContaining([
        'listen_addresses=127.0.0.1',
        'unix_socket_directories=',
        'fsync=on',
        'synchronous_commit=on',
      ]),
    );
  });

  test('says why it cannot be created', async () => {
    const file = join(folder, 'a file');
    await writeFile(file, '');
    await expect(openStorage({ dataFolder: join(file, 'data'), clock: systemClock })).rejects.toMatchObject({
      code: 'storage-unavailable',
      message: expect.stringContaining(file),
    });
    await chmod(file, 0o600);
  });
});
