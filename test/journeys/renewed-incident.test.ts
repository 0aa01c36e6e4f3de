import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { SHOP, type StartedProgram, startProgramOnShop } from '../support/program/started-program.ts';
import { waitUntil } from '../support/wait-until.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

let started: StartedProgram;
beforeAll(async () => {
  started = await startProgramOnShop();
}, 120_000);
afterAll(() => started.stop());
jest.setTimeout(120_000);

test('a deploy that breaks a service whose disk has been filling for two days is asked about, and that is told', async () => {
  const { github } = started;
  const now = Date.now();
  const commit = (message: string, text: string, at: number) =>
    github.commit(SHOP, { message, author: 'noor', files: { 'src/cart.js': text }, at });
  await started.deploy(await commit('The cart', 'one\n', now - 3 * DAY_MS), 'cart', now - 3 * DAY_MS + MINUTE_MS);
  const disk = { service: 'cart', name: 'DiskFilling', summary: 'disk is 80 full', labels: { severity: 'warning' } };
  await started.alert({ ...disk, startsAt: now - 2 * DAY_MS });
  const issue = await waitUntil('the issue', () => github.issues(SHOP).find((one) => one.title.includes('disk')));
  const bad = await commit('Sum up the lines', 'two\n', now - 30 * MINUTE_MS);
  await started.deploy(bad, 'cart', now - 6 * MINUTE_MS);
  await started.alert({ service: 'cart', startsAt: now - 2 * MINUTE_MS });
  const title = await waitUntil('the report about the new alert', () => {
    const now = github.issues(SHOP).find((one) => one.number === issue.number)?.title;
    return now?.includes('5xx') ? now : undefined;
  });
  expect(title).toContain(bad.slice(0, 7));
  const comment = await waitUntil('the comment', () => github.comments(SHOP, issue.number)[0]);
  expect(comment.body).toMatch(/^\*\*Another alert began at .* `cart answers 5xx`\*\*/);
  expect(comment.body).toContain(bad.slice(0, 7));
  expect(github.issues(SHOP).filter((one) => one.pull === undefined)).toHaveLength(1);
});
