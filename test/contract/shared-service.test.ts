import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, test } from '@jest/globals';
import { investigateByHand } from '../../src/cli/investigate.ts';
import { parseRepositoryConfiguration } from '../../src/config/parse-repository-configuration.ts';
import { ALERT_SOURCES } from '../../src/intake/alerts/registry.generated.ts';
import { plainText } from '../../src/investigation/sentence.ts';
import { receiveAlert } from '../../src/jobs/alerts/receive-alert.ts';
import { decideMaterial } from '../../src/jobs/incidents/decide-material.ts';
import { materialAround } from '../../src/jobs/incidents/gather-material.ts';
import { wantEffects } from '../../src/jobs/incidents/want-effects.ts';
import type { Repository, Transaction } from '../../src/storage/contract.ts';
import type { Delivery } from '../../src/storage/inbox-contract.ts';
import { installationPerTest } from '../support/database/installation-per-test.ts';
import type { StorageForTests } from '../support/database/storage-for-tests.ts';
import { A, B, C, deployDeliveries, ms, SHOP, T0 } from '../support/intake/deploy-deliveries.ts';
import { firingAlert } from '../support/intake/firing-alert.ts';
import { terminalAsk } from '../support/terminal/terminal-ask.ts';

/** The code of `checkout` is in `acme/shop`, its configuration in `acme/charts`, which is the older repository. */
const CHARTS = 3;
const DAY = 1_440;
const at = installationPerTest(T0, 2);
const { inTx, saveRepositories, report } = deployDeliveries(() => at);

const save = (repositoryId: number, fullName: string, visibility: Repository['visibility'] = 'private') =>
  inTx((tx) => {
    const about = { defaultBranch: 'main', removed: false, installationId: at.installationId } as const;
    return tx.repositories.save({ ...about, repositoryId, fullName, visibility });
  });
const configure = (repositoryId: number, text: string) =>
  inTx((tx) => {
    const outcome = JSON.stringify(parseRepositoryConfiguration(text));
    return tx.cursors.set(at.installationId, `configuration:${repositoryId}`, outcome);
  });
const deployed = (id: string, repo: string, sha: string, minute: number) =>
  report(id, sha, minute, { repo, service: 'checkout' });

beforeEach(async () => {
  await saveRepositories();
  await save(CHARTS, 'acme/charts');
});

/** Both deploy it, the configuration last. */
async function bothDeploy(): Promise<void> {
  await deployed('1', 'acme/charts', A, 0);
  await deployed('2', 'acme/shop', B, 20);
  await deployed('3', 'acme/charts', C, 30);
}

/** Receives an alert of `checkout` and gives its incidents. */
async function alerted(labels: Readonly<Record<string, string>> = {}) {
  const wish = { service: 'checkout', startsAt: ms(40), labels };
  const delivery = await inTx(async (tx) => {
    const { id } = await tx.inbox.add({
      installationId: at.installationId,
      endpoint: 'default',
      source: 'alertmanager',
      kind: 'alert',
      dedupeKey: randomUUID(),
      via: 'push',
      headers: {},
      body: Buffer.from(JSON.stringify(firingAlert(wish))),
    });
    return (await tx.inbox.get(at.installationId, id)) as Delivery;
  });
  const deps = { storage: at.opened.storage, sources: ALERT_SOURCES, clock: { now: () => T0 } };
  expect(await receiveAlert(deps, delivery)).toEqual({ state: 'done' });
  return inTx((tx) => tx.incidents.list(at.installationId, { limit: 10 }));
}

/** What the one incident's issue would be: where it stands, which deploys it names, and what it says was not checked. */
async function decided(labels: Readonly<Record<string, string>> = {}) {
  const [incident, ...others] = await alerted(labels);
  if (incident === undefined) throw new Error('the alert opened no incident');
  expect(others).toEqual([]);
  return inTx(async (tx) => {
    const alerts = await tx.alerts.ofIncident(at.installationId, incident.id);
    const material = await materialAround(tx, incident, alerts, ms(60));
    const { theCase, verdict } = await decideMaterial(
      { connections: [], telemetryWindowMs: 1, questions: 1, now: ms(60), askedAt: () => ms(60) },
      material,
    );
    const gaps = verdict.notChecked.map(({ what, why }) => `${plainText(what)}: ${plainText(why)}`);
    return { incident, material, theCase, verdict, gaps };
  });
}

const homeOf = async () => (await alerted()).map(({ repositoryId }) => repositoryId);

describe('an alert of a service that two repositories deploy', () => {
  test('opens one incident, with the deploys of both as candidates, and says where else it could be', async () => {
    await bothDeploy();
    const { incident, theCase, gaps } = await decided();
    expect(incident).toMatchObject({ repositoryId: CHARTS, service: 'checkout', environment: 'production' });
    expect(theCase.deploys.map(({ repository, sha }) => [repository, sha])).toEqual([
      ['acme/charts', A],
      ['acme/shop', B],
      ['acme/charts', C],
    ]);
    // Each one's range is that of its own repository.
    expect(theCase.deploys.map(({ previousSha }) => previousSha)).toEqual([undefined, undefined, A]);
    expect(gaps).toContain(
      'Whether this issue is in the right repository: checkout is a service of acme/shop as well, and nothing says where its reports belong: give it alerts in .github/whatchanged.yml of one of them',
    );
  });

  test('is of the one that configures it, and nothing is left to say', async () => {
    await bothDeploy();
    await configure(SHOP, 'services: { checkout: {} }');
    const { incident, gaps } = await decided();
    expect(incident.repositoryId).toBe(SHOP);
    expect(gaps.join()).not.toContain('right repository');
  });

  test('is of the one whose configuration has its alerts, where both name the service', async () => {
    await bothDeploy();
    await configure(CHARTS, 'services: { checkout: { paths: ["checkout/**"] } }');
    await configure(SHOP, 'services: { checkout: { alerts: [{ service: "checkout" }] } }');
    expect(await homeOf()).toEqual([SHOP]);
  });

  test('is where its label says', async () => {
    await bothDeploy();
    const { incident, gaps } = await decided({ repository: 'acme/shop' });
    expect(incident.repositoryId).toBe(SHOP);
    expect(gaps.join()).not.toContain('right repository');
  });

  test('is not where nothing is written', async () => {
    await bothDeploy();
    await configure(CHARTS, 'level: observe');
    expect(await homeOf()).toEqual([SHOP]);
  });

  test.each([
    [29, SHOP],
    [27, CHARTS],
  ])('is of the one that still deploys it, %i days after the other', async (days, home) => {
    await deployed('1', 'acme/charts', A, -days * DAY);
    await deployed('2', 'acme/shop', B, 20);
    expect(await homeOf()).toEqual([home]);
  });

  test('is asked about by hand as about any other', async () => {
    await bothDeploy();
    await configure(SHOP, 'services: { checkout: {} }');
    const store = { storage: at.opened.storage, clock: { now: () => ms(60) } } as unknown as StorageForTests;
    const { ask, errors, lines } = terminalAsk(store, { installations: [at.installationId] });
    await investigateByHand(ask, 'checkout', { at: '20m', full: false, json: true });
    expect(errors).toEqual([]);
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ title: expect.stringContaining('[checkout/production]') });
  });
});

describe('what fewer people can read than the issue', () => {
  test('is in no issue, which says how much it leaves out', async () => {
    await bothDeploy();
    await save(SHOP, 'acme/shop', 'public');
    await configure(SHOP, 'services: { checkout: {} }');
    const { incident, material, theCase, gaps } = await decided();
    expect(incident.repositoryId).toBe(SHOP);
    expect(theCase.deploys.map(({ sha }) => sha)).toEqual([B]);
    expect(JSON.stringify([theCase, gaps, material.serviceMap])).not.toContain('charts');
    expect(gaps).toContain(
      'Deploys of less visible repositories: 2 went there too, and are no suspects here, because people can read this issue who cannot read those',
    );
  });

  test.each<[Repository['visibility'], number]>([
    ['private', 1],
    ['public', 0],
  ])(
    'the issue of a private repository is told of on a pull request of a %s one: %i times',
    async (visibility, times) => {
      await bothDeploy();
      await save(SHOP, 'acme/shop', visibility);
      const { incident, material, theCase, verdict } = await decided();
      expect(incident.repositoryId).toBe(CHARTS);
      const commit = { sha: B, repositoryId: SHOP, pullRequest: 12 };
      const deploy = theCase.deploys.find(({ sha }) => sha === B)?.id ?? null;
      const suspects = [{ deploy, commit: B, probability: 0.95, evidence: [] }];
      const wanted: string[] = [];
      await inTx(async (tx) => {
        const want: Transaction['effects']['want'] = (installationId, effect) => {
          wanted.push(effect.kind);
          return tx.effects.want(installationId, effect);
        };
        await wantEffects(
          { ...tx, effects: { ...tx.effects, want } },
          {
            material: { ...material, commits: [...material.commits, commit] },
            theCase,
            verdict: { ...verdict, band: 'strong', suspects },
            webUrl: 'https://github.example',
          },
        );
      });
      expect(wanted.filter((kind) => kind === 'pull-request-comment')).toHaveLength(times);
      expect(wanted).toContain('issue');
    },
  );
});
