import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { INSTALLATION, SHOP, type StartedProgram, startProgramOnShop } from '../support/program/started-program.ts';
import { waitUntil } from '../support/wait-until.ts';

const MINUTE_MS = 60_000;
const SERVICES = ['checkout', 'search', 'billing'];
let aheadMs = 0;
const clock = { now: () => Date.now() + aheadMs };
let started: StartedProgram;

jest.setTimeout(120_000);
beforeAll(async () => {
  started = await startProgramOnShop({ clock, file: 'budgets: { newIssuesPerHour: 2 }\n' });
}, 120_000);
afterAll(() => started.stop());

test('in a storm two issues are opened in the hour, and the third as soon as the hour has moved on', async () => {
  const { github, program } = started;
  const now = Date.now();
  const sha = await github.commit(SHOP, { message: 'The cart', files: { 'cart.js': '1\n' }, at: now - 60 * MINUTE_MS });
  for (const service of SERVICES) await started.deploy(sha, service, now - 6 * MINUTE_MS);
  for (const [index, service] of SERVICES.entries()) {
    // Each at a moment of its own: the fingerprints of these alerts end alike.
    expect(await started.alert({ service, startsAt: now - 2 * MINUTE_MS + index })).toBe(202);
  }
  const issues = () => github.issues(SHOP).filter((one) => one.pull === undefined);
  const states = () =>
    program.storage.transaction(async (tx) => {
      const incidents = await tx.incidents.list(INSTALLATION, { limit: 9 });
      return Promise.all(incidents.map(({ id }) => tx.effects.find(INSTALLATION, 'issue', id)));
    });
  const waiting = await waitUntil('two issues and one that waits', async () => {
    const effects = await states();
    const done = effects.filter((effect) => effect?.githubNumber !== undefined);
    return done.length === 2 ? effects.find((effect) => effect?.nextAt !== undefined) : undefined;
  });
  expect(waiting).toMatchObject({
    state: 'ready',
    attempts: 0,
    reason: 'it waits, because the limit budgets.newIssuesPerHour is reached',
  });
  expect(issues()).toHaveLength(2);
  const metrics = await (await fetch(`http://127.0.0.1:${program.port}/metrics`)).text();
  expect(metrics).toContain('whatchanged_waiting_writes_total{limit="newIssuesPerHour"} 1');
  aheadMs = 61 * MINUTE_MS;
  // The job that waits counts the database's hour; this is the one that looks for what is due by ours.
  await program.storage.transaction((tx) => tx.jobs.enqueue('sweep-effects', {}));
  await waitUntil('the third issue', () => (issues().length === 3 ? true : undefined));
  expect(new Set(issues().map(({ title }) => title)).size).toBe(3);
});
