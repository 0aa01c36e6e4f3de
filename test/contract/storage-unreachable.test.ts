import { chmod, chown, cp, lstat, mkdir, mkdtemp, readFile, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { systemClock } from '../../src/platform/clock.ts';
import { installedPostgres } from '../../src/storage/embedded/installed-postgres.ts';
import { postgresBinaries } from '../../src/storage/embedded/postgres-binaries.ts';
import { postgresUser } from '../../src/storage/embedded/postgres-user.ts';
import { openStorage } from '../../src/storage/open-storage.ts';

// Only root starts PostgreSQL as another user, who may be kept out.
const asRoot = process.getuid?.() === 0 ? describe : describe.skip;

asRoot('an installation that the user postgres cannot reach', () => {
  let folder: string;
  let closed: ReturnType<typeof postgresBinaries>;
  let place: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whatchanged-closed-'));
    const original = postgresBinaries().folder;
    closed = postgresBinaries(join(folder, 'native'));
    await cp(original, closed.folder, { recursive: true, verbatimSymlinks: true });
    await cp(join(original, '..', 'package.json'), join(folder, 'package.json'));
    place = await mkdtemp(join(tmpdir(), 'whatchanged-place-'));
    await chmod(place, 0o755);
  });
  afterAll(() => Promise.all([folder, place].map((each) => rm(each, { recursive: true, force: true }))));
  const find = async (...places: readonly string[]) =>
    installedPostgres(await postgresUser(), { installed: closed, places });

  test('is used from a copy, which is made once and mended where it is damaged', async () => {
    await Promise.all([find(place), find(place)]);
    const copy = await find(folder, place);
    expect(copy.folder.startsWith(place)).toBe(true);
    const { ctimeMs } = await stat(copy.folder);
    expect((await stat((await find(place)).folder)).ctimeMs).toBe(ctimeMs);
    await truncate(copy.initdb, 10);
    await find(place);
    expect(await readFile(copy.initdb)).toEqual(await readFile(closed.initdb));
    expect((await lstat(copy.folder)).mode & 0o777).toBe(0o755);
  });

  test('is never used from a copy that somebody else could have made', async () => {
    const theirs = (await find(place)).folder;
    await chown(theirs, 65_534, 65_534);
    await expect(find(place)).rejects.toMatchObject({
      code: 'storage-unavailable',
      message: expect.stringContaining(`${theirs} is not ours alone: remove it`),
    });
  });
});

asRoot('a data folder that the user postgres cannot reach', () => {
  test('is told with the folder that is closed, and what to set', async () => {
    const closed = await mkdtemp(join(tmpdir(), 'whatchanged-closed-'));
    await mkdir(join(closed, 'below'));
    const opening = openStorage({ dataFolder: join(closed, 'below', 'data'), clock: systemClock });
    await expect(opening).rejects.toMatchObject({
      code: 'storage-unavailable',
      message: expect.stringMatching(new RegExp(`may not pass through ${closed}\\. Set WHATCHANGED_DATA`)),
    });
    await rm(closed, { recursive: true });
  });
});
