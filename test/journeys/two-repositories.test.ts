import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { INSTALLATION, type StartedProgram, startProgramOnShop } from '../support/program/started-program.ts';
import { waitUntil } from '../support/wait-until.ts';

const MINUTE_MS = 60_000;
/** The configuration of every service; the code of each is in a repository of its own. */
const CHARTS = 'acme/charts';
const CODE = 'export const total = (cart) => cart.sum;\n';
const BROKEN = 'export const total = (cart) => cart.lines.reduce((sum, line) => sum + line.price, 0);\n';
const MEMORY = (limit: string) => `resources:\n  limits:\n    memory: ${limit}\n`;

let started: StartedProgram;
beforeAll(async () => {
  started = await startProgramOnShop();
  await started.github.createRepository(CHARTS);
}, 120_000);
afterAll(() => started.stop());
jest.setTimeout(120_000);

/** A service that went live from both hours ago, whose code changes and then its configuration. */
async function shipFromBoth(service: string, code: string) {
  const { github } = started;
  const now = Date.now();
  await github.createRepository(code);
  const push = (repository: string, file: string, content: string, minutes: number) =>
    github.commit(repository, {
      message: `${file} of ${service}`,
      author: 'noor',
      files: { [file]: content },
      at: now - minutes * MINUTE_MS,
    });
  const values = `${service}/values.yaml`;
  await started.deploy(await push(code, 'src/cart.js', CODE, 500), service, now - 480 * MINUTE_MS, 'production', code);
  await started.deploy(
    await push(CHARTS, values, MEMORY('1Gi'), 500),
    service,
    now - 470 * MINUTE_MS,
    'production',
    CHARTS,
  );
  const change = await push(code, 'src/cart.js', BROKEN, 20);
  await started.deploy(change, service, now - 12 * MINUTE_MS, 'production', code);
  const limit = await push(CHARTS, values, MEMORY('64Mi'), 20);
  await started.deploy(limit, service, now - 10 * MINUTE_MS, 'production', CHARTS);
  await waitUntil('the ranges to be read', () =>
    started.program.storage.transaction(async (tx) => {
      const deploys = await tx.ledger.deploysBetween(INSTALLATION, 0, now);
      return deploys.filter((one) => one.service === service && one.commits?.length === 1).length === 2 || undefined;
    }),
  );
  return { change, limit, now };
}

const issuesOf = (service: string, repository: string) =>
  started.github.issues(repository).filter((one) => one.pull === undefined && one.title.includes(service));

test('one issue, where the code is, names the change of the code and shows what both brought', async () => {
  const { change, limit, now } = await shipFromBoth('checkout', 'acme/checkout');
  const summary = "TypeError: Cannot read properties of undefined (reading 'reduce') at total (src/cart.js:1:38)";
  expect(await started.alert({ service: 'checkout', startsAt: now - 6 * MINUTE_MS, summary })).toBe(202);
  const issue = await waitUntil('the issue', () => issuesOf('checkout', 'acme/checkout')[0]);
  expect(issue.title).toContain(change.slice(0, 7));
  expect(issue.body).toContain(`/acme/charts/commit/${limit}`);
  expect(issue.body).toContain('`checkout` · `acme/charts`');
  expect(issue.body).not.toContain(`/acme/checkout/commit/${limit}`);
  expect(issue.body).not.toContain('in the right repository');
  expect(issuesOf('checkout', CHARTS)).toEqual([]);
});

test('the change of the configuration is named in the issue where the code is, as one of its own repository', async () => {
  const { limit, now } = await shipFromBoth('payments', 'acme/payments');
  const summary = 'OOMKilled: payments exceeded its memory limit of 64Mi (payments/values.yaml)';
  expect(await started.alert({ service: 'payments', startsAt: now - 6 * MINUTE_MS, summary })).toBe(202);
  const issue = await waitUntil('the issue', () => issuesOf('payments', 'acme/payments')[0]);
  expect(issue.title).toContain(limit.slice(0, 7));
  expect(issue.body).toContain(`/acme/charts/commit/${limit}`);
  expect(issuesOf('payments', CHARTS)).toEqual([]);
});

test('where nothing tells whose the reports are, there is one all the same, and it says so', async () => {
  const { now } = await shipFromBoth('search', 'acme/finder');
  expect(await started.alert({ service: 'search', startsAt: now - 6 * MINUTE_MS })).toBe(202);
  const issue = await waitUntil('the issue', () => issuesOf('search', CHARTS)[0]);
  expect(issue.body).toContain(
    '`search` is a service of `acme/finder` as well, and nothing says where its reports belong',
  );
  expect(issuesOf('search', 'acme/finder')).toEqual([]);
});
