import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { SHOP, type StartedProgram, startProgramOnShop } from '../support/program/started-program.ts';
import { waitUntil } from '../support/wait-until.ts';

const MINUTE_MS = 60_000;
const asked: string[] = [];
let started: StartedProgram;
let closeMetrics: () => void;

jest.setTimeout(120_000);
beforeAll(async () => {
  const metrics = createServer((request, response) => {
    const url = new URL(request.url ?? '', 'http://localhost');
    if (url.pathname === '/api/v1/query_range') asked.push(url.searchParams.get('query') ?? '');
    const data = url.pathname.endsWith('/rules') ? { groups: [] } : { resultType: 'matrix', result: [] };
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ status: 'success', data }));
  });
  await new Promise<void>((resolve) => {
    metrics.listen(0, '127.0.0.1', resolve);
  });
  closeMetrics = () => metrics.close();
  started = await startProgramOnShop({
    environment: { PROMETHEUS_URL: `http://127.0.0.1:${(metrics.address() as AddressInfo).port}` },
    file: 'budgets: { questionsPerInvestigation: 2 }\n',
  });
}, 120_000);
afterAll(async () => {
  await started.stop();
  closeMetrics();
});

test('no more is asked than the budget allows; the issue says how much, and what was left out', async () => {
  const { github } = started;
  const now = Date.now();
  const sha = await github.commit(SHOP, { message: 'The cart', files: { 'cart.js': '1\n' }, at: now - 60 * MINUTE_MS });
  await started.deploy(sha, 'checkout', now - 6 * MINUTE_MS);
  expect(await started.alert({ service: 'checkout', startsAt: now - 2 * MINUTE_MS })).toBe(202);
  const issue = await waitUntil('the issue', () => github.issues(SHOP).find((one) => one.pull === undefined));
  expect(asked).toHaveLength(2);
  expect(issue.body).toMatch(/telemetry: 2 questions \(`prometheus` 2\), \d+ left out by the budget of 2/);
  const notChecked = issue.body?.split('### Not checked')[1] ?? '';
  expect(notChecked).toMatch(/`[^`]*\(week before\)[^`]*`.*: the budget of 2 questions in a look was used up/);
});
