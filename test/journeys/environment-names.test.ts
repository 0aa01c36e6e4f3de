import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { INSTALLATION, SHOP, type StartedProgram, startProgramOnShop } from '../support/program/started-program.ts';
import { waitUntil } from '../support/wait-until.ts';

const MINUTE_MS = 60_000;
const CONFIGURATION = `
redeployCommand: "./ship {service} --to {environment} {sha}"
services:
  checkout:
    environments: { prod: {} }
  search:
    environments: { prod-eu: { aliases: [eu], production: true }, prod-us: {} }
  payments:
    deployedAs: [payments-svc]
`;

let started: StartedProgram;
beforeAll(async () => {
  started = await startProgramOnShop();
  await started.github.commit(SHOP, {
    message: 'Start',
    author: 'ines',
    files: { 'readme.md': 'shop\n', '.github/whatchanged.yml': CONFIGURATION },
    at: Date.now() - 600 * MINUTE_MS,
  });
  await waitUntil('the configuration to be read', () =>
    inTx(async (tx) => {
      const [repository] = await tx.repositories.list(INSTALLATION);
      const read = await tx.cursors.get(INSTALLATION, `configuration:${repository?.repositoryId}`);
      return read?.includes('./ship') ? true : undefined;
    }),
  );
}, 120_000);
afterAll(() => started.stop());
jest.setTimeout(120_000);

const inTx: StartedProgram['program']['storage']['transaction'] = (work) => started.program.storage.transaction(work);

test.each([
  { service: 'checkout', deployedTo: 'production', alertOf: 'prod', named: 'prod' },
  { service: 'search', deployedTo: 'eu', alertOf: 'prod-eu', named: 'prod-eu' },
  { service: 'payments', deployedAs: 'payments-svc', deployedTo: 'production', alertOf: 'prod', named: 'production' },
])(
  'deploys of $service go to $deployedTo, its alerts say $alertOf: the report names the deploy in $named',
  async ({ service, deployedAs = service, deployedTo, alertOf, named }) => {
    const { github } = started;
    const now = Date.now();
    const file = `${service}/src/cart.js`;
    const good = await github.commit(SHOP, {
      message: `The cart of ${service}`,
      author: 'ines',
      files: { [file]: 'export const total = (cart) => cart.sum;\n' },
      at: now - 500 * MINUTE_MS,
    });
    await started.deploy(good, deployedAs, now - 480 * MINUTE_MS, deployedTo);
    const bad = await github.commit(SHOP, {
      message: `Sum up the lines of ${service}`,
      author: 'noor',
      files: { [file]: 'export const total = (cart) => cart.lines.reduce((sum, line) => sum + line.price, 0);\n' },
      at: now - 30 * MINUTE_MS,
    });
    // What goes to another place at the same time is no candidate.
    await started.deploy(bad, deployedAs, now - 5 * MINUTE_MS, 'prod-us');
    await started.deploy(bad, deployedAs, now - 6 * MINUTE_MS, deployedTo);
    await waitUntil('the range to be read', () =>
      inTx(async (tx) => {
        const deploys = await tx.ledger.deploysBetween(INSTALLATION, 0, now);
        return deploys.some((one) => one.service === deployedAs && one.commits?.includes(bad)) ? true : undefined;
      }),
    );
    const summary = `TypeError: Cannot read properties of undefined (reading 'reduce') at total (${file}:1:38)`;
    const labels = { env: alertOf };
    expect(await started.alert({ service, startsAt: now - 2 * MINUTE_MS, summary, labels })).toBe(202);
    const issue = await waitUntil('the issue', () =>
      github.issues(SHOP).find((one) => one.pull === undefined && one.title.includes(service)),
    );
    expect(issue.title).toContain(`[${service}/${named}]`);
    expect(issue.title).toContain(bad.slice(0, 7));
    expect(issue.body).toContain(`./ship ${service} --to ${named} ${good}`);
    const theCase = await inTx(async (tx) => {
      const incident = (await tx.incidents.list(INSTALLATION, { limit: 10 })).find((one) => one.service === service);
      const latest = incident && (await tx.investigations.latest(INSTALLATION, incident.id));
      return latest?.case as { readonly deploys: readonly { readonly service: string }[] } | undefined;
    });
    expect(theCase?.deploys.filter((one) => one.service === service)).toMatchObject([
      { service, sha: good, environment: named },
      { service, sha: bad, environment: named },
    ]);
  },
);
