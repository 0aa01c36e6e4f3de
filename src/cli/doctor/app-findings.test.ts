import { describe, expect, test } from '@jest/globals';
import { LOOKED_AT, type PatientsStorage, patientInMemory } from '../../../test/support/terminal/patient-in-memory.ts';
import type { RepositoryConfiguration } from '../../config/repository-configuration.ts';
import { OperationalError } from '../../platform/errors.ts';
import type { AppFacts } from '../../readers/repository/open-app-facts.ts';
import { shippedManifests } from '../shipped-manifests.ts';
import { appFindings } from './app-findings.ts';

const { full } = shippedManifests();
const APP: Partial<AppFacts> = {
  app: async () => ({ id: 12, slug: 'whatchanged', ...full }),
  clock: () => ({ theirs: LOOKED_AT, ours: LOOKED_AT + 500 }),
};
const look = (github: Partial<AppFacts>, stored?: PatientsStorage, reverts: 'off' | 'on-request' = 'on-request') =>
  appFindings(
    patientInMemory({
      github: { ...APP, ...github },
      configuration: { reverts },
      ...(stored === undefined ? {} : { stored }),
    }),
  );
const configured = (...all: Partial<RepositoryConfiguration>[]): PatientsStorage => ({
  repositories: { 1: all.map((_, at) => ({ repositoryId: at + 1, removed: false })) },
  cursors: Object.fromEntries(
    all.map((one, at) => [
      `1 configuration:${at + 1}`,
      { kind: 'valid', configuration: { level: 'report', services: [], ...one } },
    ]),
  ),
});
const subjects = async (...given: Parameters<typeof look>) =>
  (await look(...given)).map(({ state, subject }) => `${state} ${subject ?? ''}`.trim());

test('is skipped where the private key is not', async () => {
  const [found] = await appFindings(patientInMemory({ configuration: { role: 'intake' } }));
  expect(found).toMatchObject({ state: 'skipped', says: expect.stringContaining('The role intake') });
});

test('the key, the clock and the manifest in order', async () => {
  expect(await look({})).toEqual([
    { state: 'ok', says: 'The key is that of the App whatchanged (12).' },
    { state: 'ok', subject: 'clock', says: "It is within 1 s of GitHub's." },
    { state: 'ok', says: 'It has the permissions and events that it needs.' },
  ]);
});

describe('an App that cannot be read', () => {
  const failing = (error: unknown): Partial<AppFacts> => ({
    app: async () => {
      throw error;
    },
  });

  test.each([
    [401, /^Compare APP_ID \(12\)/],
    [404, /^Compare APP_ID \(12\)/],
    [502, /^See whether GITHUB_API_URL/],
    [undefined, /^See whether GITHUB_API_URL/],
  ])('status %s says what to look at', async (status, todo) => {
    const error = new OperationalError('upstream-failed', 'it failed', status === undefined ? {} : { status });
    const found = await look(failing(error));
    expect(found[0]).toMatchObject({ state: 'problem', says: 'it failed', todo: expect.stringMatching(todo) });
    // The refusal of a token is often the clock's fault: that is told also then.
    expect(found[1]).toMatchObject({ subject: 'clock' });
  });

  test('a mistake of our own is not taken for one of GitHub', async () => {
    await expect(look(failing(new TypeError('a bug')))).rejects.toThrow('a bug');
  });
});

describe('the clock', () => {
  const clock = async (aheadSeconds: number) =>
    (await look({ clock: () => ({ theirs: LOOKED_AT, ours: LOOKED_AT + aheadSeconds * 1000 + 500 }) }))[1];

  test('within half a minute both ways is near enough', async () => {
    expect(await clock(30)).toMatchObject({ state: 'ok', says: "It is within 30 s of GitHub's." });
    expect(await clock(-30)).toMatchObject({ state: 'ok' });
  });

  test('beyond that tokens are refused: by how much and which way', async () => {
    expect(await clock(31)).toMatchObject({
      state: 'problem',
      says: expect.stringContaining("31 s ahead of GitHub's"),
    });
    expect(await clock(-600)).toMatchObject({ says: expect.stringContaining("10 min behind GitHub's") });
  });

  test('GitHub told none', async () => {
    expect((await look({ clock: () => undefined }))[1]).toMatchObject({ state: 'skipped', subject: 'clock' });
  });
});

describe('whether code may be written', () => {
  const SUPERFLUOUS = 'warning contents: write';

  test('not where reverts are off for the whole instance', async () => {
    expect(await subjects({}, configured({}), 'off')).toContain(SUPERFLUOUS);
  });

  test('not where no repository wants any', async () => {
    expect(await subjects({}, configured({ level: 'observe' }, { reverts: false }))).toContain(SUPERFLUOUS);
  });

  test('where one does, or none is known yet', async () => {
    expect(await subjects({}, configured({ level: 'observe' }, {}))).not.toContain(SUPERFLUOUS);
    expect(await subjects({}, {})).not.toContain(SUPERFLUOUS);
  });

  test('a repository that was taken away has no say; one that was never read has the defaults', async () => {
    const stored = configured({ level: 'observe' });
    const beside = (removed: boolean): PatientsStorage => ({
      ...stored,
      repositories: { 1: [...(stored.repositories?.[1] ?? []), { repositoryId: 9, removed }] },
    });
    expect(await subjects({}, beside(true))).toContain(SUPERFLUOUS);
    expect(await subjects({}, beside(false))).not.toContain(SUPERFLUOUS);
  });
});

test('jobs of workflows are asked for only where a configuration counts them as deploys', async () => {
  const jobs = { deployWorkflows: [{ workflow: 'deploy.yml', job: 'production' }] };
  expect(await subjects({}, configured({}, jobs))).toContain('problem event workflow_job');
  expect(await subjects({}, configured({ deployWorkflows: [{ workflow: 'deploy.yml' }] }))).not.toContain(
    'problem event workflow_job',
  );
});
