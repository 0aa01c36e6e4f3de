import { beforeEach, expect, test } from '@jest/globals';
import type { Ask } from '../../src/cli/ask/open-ask.ts';
import { changed } from '../../src/cli/changed.ts';
import { investigateByHand } from '../../src/cli/investigate.ts';
import { live } from '../../src/cli/live.ts';
import { parseRepositoryConfiguration } from '../../src/config/parse-repository-configuration.ts';
import { weekOf } from '../../src/investigation/summary/iso-week.ts';
import { recomputeLedger } from '../../src/jobs/deploys/recompute-ledger.ts';
import { materialAround } from '../../src/jobs/incidents/gather-material.ts';
import { rollbackAround } from '../../src/jobs/reverts/rollback-around.ts';
import { gatherWeek } from '../../src/jobs/summary/gather-week.ts';
import type { Transaction } from '../../src/storage/contract.ts';
import { installationPerTest } from '../support/database/installation-per-test.ts';
import type { StorageForTests } from '../support/database/storage-for-tests.ts';
import { A, B, captured, deployDeliveries, ms, SHOP, T0 } from '../support/intake/deploy-deliveries.ts';
import { terminalAsk } from '../support/terminal/terminal-ask.ts';

/** What the ledger has as `eu` and `production` and the configuration otherwise. */
const CONFIGURATION = `
services:
  checkout:
    environments: { prod-eu: { aliases: [eu], production: true }, prod-us: {} }
  search:
    environments: { prod: {} }
`;
const at = installationPerTest(T0, 2);
const { inTx, saveRepositories, report, changes, deliver } = deployDeliveries(() => at);

beforeEach(async () => {
  await saveRepositories();
  await inTx((tx) =>
    tx.cursors.set(
      at.installationId,
      `configuration:${SHOP}`,
      JSON.stringify(parseRepositoryConfiguration(CONFIGURATION)),
    ),
  );
  await report('1', A, 0, { service: 'checkout', environment: 'eu' });
  await report('2', B, 30, { service: 'checkout', environment: 'eu' });
  await report('3', B, 31, { service: 'checkout', environment: 'prod-us' });
  await report('4', B, 32, { service: 'search' });
});

const incident = () => ({
  id: `i${at.installationId}`,
  installationId: at.installationId,
  repositoryId: SHOP,
  service: 'checkout',
  environment: 'prod-eu',
  state: 'open' as const,
  openedAt: ms(40),
  lastSignalAt: ms(40),
});

function asked() {
  const store = { storage: at.opened.storage, clock: { now: () => ms(60) } } as unknown as StorageForTests;
  const changesOfAsk: Partial<Ask> = { installations: [at.installationId] };
  return terminalAsk(store, changesOfAsk);
}

test('an incident has the deploys of its place, by its own name for it', async () => {
  const { deploys } = await inTx((tx) => materialAround(tx, incident(), [], ms(50)));
  expect(deploys.map(({ sha, environment }) => [sha, environment])).toEqual([
    [A, 'prod-eu'],
    [B, 'prod-eu'],
  ]);
});

test('a rollback under an alias is told in the incident, as soon as the ledger has it', async () => {
  await inTx((tx) => tx.incidents.save(incident()));
  const key = { repositoryId: SHOP, service: 'checkout', environment: 'eu' };
  const wanted: unknown[] = [];
  await inTx(async (tx) => {
    await tx.ledger.addEvent(at.installationId, {
      ...key,
      eventId: 'back:success',
      attempt: 'back',
      source: 'flagger',
      state: 'success',
      at: ms(45),
      sha: A,
      kind: 'rollback',
    });
    const enqueue: Transaction['jobs']['enqueue'] = async (name, payload) => {
      if (name === 'tell-rollback') wanted.push(payload);
    };
    await recomputeLedger({ ...tx, jobs: { ...tx.jobs, enqueue } }, at.installationId, key);
  });
  expect(wanted).toEqual([{ installationId: at.installationId, incidentId: incident().id }]);
  expect(await inTx((tx) => rollbackAround(tx, incident()))).toMatchObject({ rollback: { good: A, bad: B } });
});

test.each(['eu', 'prod-eu', 'EU'])('the terminal finds it as %s', async (environment) => {
  const shown = asked();
  await changed(shown.ask, 'checkout', { since: '2h', environment });
  await changed(shown.ask, undefined, { since: '2h', environment });
  await live(shown.ask, 'checkout', { environment });
  expect(shown.errors).toEqual([]);
  expect(shown.lines.filter((line) => /^ {2}\S+\/\S+ bbbbbbb/.test(line))).toHaveLength(2);
  expect(shown.lines.filter((line) => line.includes('checkout in eu'))).toHaveLength(1);
  expect(shown.lines.join('\n')).not.toMatch(/prod-us|search/);
});

test('by hand, the only place in production is the one that the configuration says', async () => {
  const { ask, errors, lines } = asked();
  await investigateByHand(ask, 'checkout', { at: '20m', full: false, json: true });
  expect(errors).toEqual([]);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ title: expect.stringContaining('[checkout/prod-eu]') });
});

test('the summary of a week has one name for a place', async () => {
  const { deploys } = await inTx(async (tx) => {
    const [repository] = await tx.repositories.list(at.installationId);
    if (repository === undefined) throw new Error('no repository was saved');
    const week = weekOf(ms(0));
    return gatherWeek(tx, { repository, week, webUrl: 'https://github.example', deadJobs: [] });
  });
  expect(deploys.map(({ service, environment }) => `${service}/${environment}`)).toEqual([
    'checkout/prod-eu',
    'checkout/prod-eu',
    'checkout/prod-us',
    'search/prod',
  ]);
});

test('a flag that changes where the configuration says that production is counts', async () => {
  const text = JSON.stringify(captured('launchdarkly/rollout.changes'));
  const turned = (environment: string) =>
    deliver('launchdarkly', JSON.parse(text.replaceAll('env/staging', `env/${environment}`)), { service: 'checkout' });
  expect(await turned('us')).toMatchObject({ state: 'ignored' });
  expect(await turned('eu')).toEqual({ state: 'done' });
  expect(await changes()).toMatchObject([{ kind: 'flag', service: 'checkout' }]);
});
