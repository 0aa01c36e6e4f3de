import { afterAll, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { type RevertWorld, revertWorld, type Scene } from '../support/revert/revert-world.ts';
import { waitUntil } from '../support/wait-until.ts';

const INSTALLATION = 4711;

let world: RevertWorld;
let home: Scene;
let other: Scene;
beforeAll(async () => {
  world = await revertWorld();
}, 120_000);
afterAll(() => world.stop());
/** The issue is in one repository, the change that broke its service in another one. */
beforeEach(async () => {
  home = await world.scene();
  // Otherwise both would have the very same commits, as a fork has.
  world.github.clock.advance(60_000);
  other = await world.scene();
});
jest.setTimeout(120_000);

const ask = (by = 'ada') => home.command(`/whatchanged revert ${other.bad.slice(0, 12)}`, by);
const answer = async () => (await home.shown()).comments[0] ?? '';

test('whoever may write in both has a draft made where the change is, and its way told in the issue', async () => {
  const command = await ask();
  await home.work(command);
  expect((await home.shown()).drafts).toBe(0);
  expect(await other.shown()).toMatchObject({ drafts: 1, branches: [expect.stringContaining(other.bad.slice(0, 7))] });
  const draft = (await home.revert())?.draft?.number ?? 0;
  expect(world.github.issue(other.name, draft).body).toContain(`[${home.name}#${home.issue}]`);
  expect(await answer()).toContain(`draft [${other.name}#${draft}](${world.github.url}/${other.name}/pull/${draft})`);

  await world.github.markReadyForReview(other.name, draft, { by: 'ada' });
  const { sha } = await world.github.mergePullRequest(other.name, draft, { by: 'ada', method: 'squash' });
  await home.work(command);
  expect(await answer()).toContain(
    `merged by \`ada\` as [${sha.slice(0, 7)}](${world.github.url}/${other.name}/commit/`,
  );
  expect(await home.revert()).toMatchObject({ state: 'merged' });
});

test('live is what went live where the change was', async () => {
  const command = await ask();
  await home.work(command);
  const draft = (await home.revert())?.draft?.number ?? 0;
  await world.github.markReadyForReview(other.name, draft, { by: 'ada' });
  const { sha } = await world.github.mergePullRequest(other.name, draft, { by: 'ada', method: 'squash' });
  await home.work(command);
  const at = world.github.clock.now();
  const key = { repositoryId: other.repositoryId, service: 'shop', environment: 'production' };
  await world.storage.transaction(async (tx) => {
    const before = await tx.ledger.deploysOf(INSTALLATION, key);
    const deploy = { ...key, id: `after-${sha}`, source: 'test', sha, startedAt: at, liveAt: at } as const;
    await tx.ledger.saveDeploys(INSTALLATION, key, [
      ...before,
      { ...deploy, outcome: 'success', kind: 'deploy', commits: [sha] },
    ]);
  });
  await home.work(command);
  expect(await home.revert()).toMatchObject({ state: 'live', liveAt: at });
});

test.each<[string, () => void]>([
  ['may only read there', () => world.github.removeCollaborator(other.name, 'ada')],
  ['may only triage there', () => world.github.addCollaborator(other.name, 'ada', 'triage')],
])('nothing is drafted for whoever %s', async (_, change) => {
  change();
  await home.work(await ask());
  expect(await other.shown()).toMatchObject({ drafts: 0, branches: [] });
  expect(await answer()).toContain(`\`${other.name}\`, and whoever asks needs write access there as well`);
});

test('nothing is drafted where access to the other repository was taken away just before the write', async () => {
  const command = await ask();
  const fault = world.github.fault({ match: { method: 'GET', path: /\/pulls$/ }, kind: 'status', status: 503 });
  const work = home.work(command);
  await waitUntil('the first try', () => (fault.hits() > 0 ? true : undefined));
  world.github.removeCollaborator(other.name, 'ada');
  fault.lift();
  await work;
  expect(await home.revert()).toMatchObject({ state: 'failed' });
  expect(await other.shown()).toMatchObject({ drafts: 0, branches: [] });
  expect(await answer()).toContain('write access');
});

test('write access to the other repository alone commands nothing', async () => {
  world.github.removeCollaborator(home.name, 'max');
  await home.work(await ask('max'));
  expect(await home.revert()).toBeUndefined();
  expect(await other.shown()).toMatchObject({ drafts: 0, branches: [] });
});

test('a security fix needs an administrator of the repository that holds it', async () => {
  const fix = await world.scene({ message: 'Fix CVE-2026-12345' });
  world.github.addCollaborator(fix.name, 'ida', 'write');
  const again = () => home.command(`/whatchanged revert ${fix.bad.slice(0, 12)}`, 'ida');
  await home.work(await again());
  expect((await fix.shown()).drafts).toBe(0);
  expect(await answer()).toContain('an administrator must ask');
  world.github.addCollaborator(fix.name, 'ida', 'admin');
  await home.work(await again());
  expect((await fix.shown()).drafts).toBe(1);
});

test('a draft tells nobody of an issue that they cannot read', async () => {
  await world.storage.transaction(async (tx) => {
    const repository = await tx.repositories.get(INSTALLATION, home.repositoryId);
    if (repository !== undefined) await tx.repositories.save({ ...repository, visibility: 'private' });
  });
  await home.work(await ask());
  expect(await other.shown()).toMatchObject({ drafts: 0, branches: [] });
  expect(await answer()).toContain('who cannot read this issue');
});

test('a bare number means the pull request of the repository that the issue is in', async () => {
  expect(other.pull).toBe(home.pull);
  await home.work(await home.command(`/whatchanged revert #${home.pull}`));
  expect((await home.shown()).drafts).toBe(1);
  expect((await other.shown()).drafts).toBe(0);
});
