import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { GUILTY_SUMMARY, mergeGuiltyPull } from '../support/program/guilty-pull.ts';
import { INSTALLATION, SHOP, type StartedProgram, startProgramOnShop } from '../support/program/started-program.ts';
import { waitUntil } from '../support/wait-until.ts';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

let started: StartedProgram;
beforeAll(async () => {
  started = await startProgramOnShop();
}, 120_000);
afterAll(() => started.stop());
jest.setTimeout(120_000);

const issues = () => started.github.issues(SHOP).filter((one) => one.pull === undefined);
const incidents = () => started.program.storage.transaction((tx) => tx.incidents.list(INSTALLATION, { limit: 10 }));

test('a deploy is recorded, a storm of alerts becomes one issue that names the commit, and the end closes it', async () => {
  const { github } = started;
  const now = Date.now();
  const first = await github.commit(SHOP, {
    message: 'The cart',
    author: 'ines',
    files: { 'src/cart.js': 'export const total = (cart) => cart.sum;\n', 'readme.md': 'shop\n' },
    at: now - 9 * HOUR_MS,
  });
  await started.deploy(first, 'checkout', now - 8 * HOUR_MS);
  await github.commit(SHOP, { branch: 'docs', message: 'Explain', author: 'omar', files: { 'readme.md': 'a shop\n' } });
  const docs = await github.openPullRequest(SHOP, { head: 'docs', title: 'Explain the shop', by: 'omar' });
  await github.mergePullRequest(SHOP, docs.number, { method: 'squash', by: 'omar', at: now - 40 * MINUTE_MS });
  const guilty = await mergeGuiltyPull(github, now - 30 * MINUTE_MS);
  await started.deploy(guilty.sha, 'checkout', now - 6 * MINUTE_MS);
  await waitUntil('the range to be read', async () => {
    const deploys = await started.program.storage.transaction((tx) =>
      tx.ledger.deploysBetween(INSTALLATION, 0, Date.now()),
    );
    return deploys.at(-1)?.commits?.length === 2 ? true : undefined;
  });

  const startsAt = now - 2 * MINUTE_MS;
  const wish = { service: 'checkout', startsAt, summary: GUILTY_SUMMARY };
  expect(await started.alert(wish)).toBe(202);
  const issue = await waitUntil('the issue', () => issues()[0]);
  expect(issue.title).toContain(`#${guilty.number}`);
  for (let pod = 0; pod < 40; pod += 1) {
    expect(await started.alert({ ...wish, name: `PodErrors${pod % 4}`, labels: { pod: `pod-${pod}` } })).toBe(202);
  }
  expect(await started.alert(wish)).toBe(202);
  await waitUntil('the storm to be recorded', async () => {
    const { pending } = await started.program.storage.transaction((tx) => tx.inbox.countByState());
    return pending === 0 ? true : undefined;
  });
  expect(issues()).toHaveLength(1);
  expect(await incidents()).toHaveLength(1);

  const endsAt = Date.now();
  for (let pod = 0; pod < 40; pod += 1) {
    await started.alert({
      ...wish,
      name: `PodErrors${pod % 4}`,
      labels: { pod: `pod-${pod}` },
      status: 'resolved',
      endsAt,
    });
  }
  expect(github.issue(SHOP, issue.number).state).toBe('open');
  await started.alert({ ...wish, status: 'resolved', endsAt });
  await waitUntil('the issue to be closed', () =>
    github.issue(SHOP, issue.number).state === 'closed' ? true : undefined,
  );
  await waitUntil('the closing comment', () =>
    github.comments(SHOP, issue.number).find(({ body }) => body.includes('Over since')),
  );

  await started.alert({ ...wish, startsAt: Date.now() - 1_000 });
  await waitUntil('the issue to be open again', () =>
    github.issue(SHOP, issue.number).state === 'open' ? true : undefined,
  );
  expect(issues()).toHaveLength(1);
});

test('an alert that maps to nothing is kept, counted and shown with the lines that would map it', async () => {
  expect(await started.alert({ service: 'warehouse' })).toBe(202);
  const [alert] = await waitUntil('the unmapped alert', async () => {
    const found = await started.program.storage.transaction((tx) => tx.alerts.unmapped(INSTALLATION, 10));
    return found.length > 0 ? found : undefined;
  });
  expect(alert?.unmappedReason).toContain('services:');
  const metrics = await (await fetch(`http://127.0.0.1:${started.program.port}/metrics`)).text();
  expect(metrics).toMatch(/whatchanged_inbox\w*\{state="unmapped"\} 1/);
  expect(started.github.issues(SHOP).some(({ title }) => title.includes('warehouse'))).toBe(false);
});

test('an alert that came before its service was known opens its incident when it is', async () => {
  const sha = await started.github.commit(SHOP, { message: 'Shelves', author: 'ines', files: { 'shelf.js': '1\n' } });
  await started.deploy(sha, 'warehouse', Date.now() - 3 * MINUTE_MS);
  await waitUntil('the issue about the warehouse', () => issues().find(({ title }) => title.includes('warehouse')));
  const unmapped = await started.program.storage.transaction((tx) => tx.alerts.unmapped(INSTALLATION, 10));
  expect(unmapped).toEqual([]);
});

test('every call that it made is one that GitHub knows, and none is one that only people may make', () => {
  expect(started.github.violations).toEqual([]);
  expect(started.github.contractViolations).toEqual([]);
  expect(started.github.unknownRoutes).toEqual([]);
});
