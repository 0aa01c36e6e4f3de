import { expect, test } from '@jest/globals';
import type { CaseChange } from '../../investigation/case.ts';
import { plainText } from '../../investigation/sentence.ts';
import { MINUTE_MS } from '../../investigation/time.ts';
import type { OpenConnection } from '../../readers/telemetry/contract.ts';
import { decideMaterial } from './decide-material.ts';
import type { StoredMaterial } from './gather-material.ts';

const NOW = Date.UTC(2026, 4, 4, 3);
const FLAG: CaseChange = { id: 'f', kind: 'flag', at: NOW - 9 * MINUTE_MS, service: 'cart', title: 'new checkout' };
const PLACE = { service: 'cart', environment: 'production' };

function stored(more: Partial<StoredMaterial> = {}): StoredMaterial {
  const alert = {
    key: 'a',
    source: 'alertmanager',
    status: 'firing',
    title: 'Errors',
    startsAt: NOW - MINUTE_MS,
  } as const;
  const kept = { receivedAt: NOW, incidentId: 'i', deliveries: 1, labels: { service: 'cart' } };
  return {
    incident: {
      id: 'i',
      installationId: 1,
      repositoryId: 1,
      state: 'open',
      openedAt: NOW,
      lastSignalAt: NOW,
      ...PLACE,
    },
    alerts: [{ ...alert, ...kept, ...PLACE }],
    otherAlerts: [],
    deploys: [],
    commits: [],
    changes: [],
    repositories: [],
    serviceMap: { services: [] },
    configuration: {} as StoredMaterial['configuration'],
    configurationKind: 'absent',
    earlier: [],
    priors: {},
    withoutDeploys: [],
    hiddenDeploys: 0,
    elsewhere: [],
    ...more,
  };
}

/** Metrics that know nothing but these changes. */
function telling(changes: readonly CaseChange[]): OpenConnection {
  return { id: 'main', reader: 'prometheus', read: async () => ({ series: [], partial: [], changes }) };
}

async function notChecked(material: StoredMaterial, connections: readonly OpenConnection[] = []) {
  const deps = { connections, telemetryWindowMs: 60 * MINUTE_MS, questions: 1, now: NOW, askedAt: () => NOW };
  const { theCase, verdict } = await decideMaterial(deps, material);
  return { theCase, gaps: verdict.notChecked.map(({ what, why }) => `${plainText(what)}: ${plainText(why)}`) };
}

test('no source told of any change only where neither the store nor telemetry did', async () => {
  const untold = 'Feature flags and configuration: no source has told of any change';
  expect((await notChecked(stored(), [telling([])])).gaps).toContain(untold);
  expect((await notChecked(stored({ changes: [FLAG] }))).gaps).not.toContain(untold);
  const { theCase, gaps } = await notChecked(stored(), [telling([FLAG])]);
  expect(theCase.changes).toEqual([FLAG]);
  expect(gaps).not.toContain(untold);
});

test('a repository without deploys: that its changes are no suspects, and what to do', async () => {
  const shop = { fullName: 'acme/shop', repositoryId: 1 } as StoredMaterial['withoutDeploys'][number];
  expect((await notChecked(stored({ withoutDeploys: [shop] }))).gaps).toContain(
    'Deploys of acme/shop: none is recorded, and a change that no deploy carries is never a suspect: connect what deploys it (whatchanged doctor --setup SOURCE tells how)',
  );
});

test('alerts that a notification came without are not checked', async () => {
  const [alert] = stored().alerts;
  if (alert === undefined) throw new Error('no alert is stored');
  const alerts = [alert, { ...alert, key: 'b', truncated: 2 }, { ...alert, key: 'c', truncated: 7 }];
  const said = 'All alerts of alertmanager: a notification came without 7 of them, so what they are about is not known';
  expect((await notChecked(stored({ alerts }))).gaps.filter((gap) => gap.startsWith('All alerts'))).toEqual([said]);
  expect((await notChecked(stored())).gaps.join()).not.toContain('All alerts');
});

test('a service that was only deployed elsewhere: where to, and how to say that it is the same place', async () => {
  const said =
    'Deploys of cart to production: none was ever recorded there, only to blue, green: where one of these is meant, make it an alias of production in .github/whatchanged.yml';
  expect((await notChecked(stored({ elsewhere: ['blue', 'green'] }))).gaps).toContain(said);
  expect((await notChecked(stored())).gaps).not.toContain(said);
});

test('what telemetry tells of a service by another name is of that service', async () => {
  const known = (service: string, deployedAs: readonly string[] = []) => ({
    ...{ service, deployedAs, repositoryId: 1, repository: 'acme/shop', from: 'configuration' as const },
  });
  const [alert] = stored().alerts;
  const alerts = alert === undefined ? [] : [{ ...alert, labels: { service: 'cart-api' } }];
  const line = { at: NOW - MINUTE_MS, level: 'error', message: 'failed' };
  const told: OpenConnection = {
    id: 'main',
    reader: 'prometheus',
    read: async () => ({
      series: [{ id: 'calls', service: 'web_front', peer: 'cart-api', points: [] }],
      logs: ['cart-api', 'web-front', 'disks'].map((service) => ({ ...line, service })),
      topology: [{ from: 'web-front', to: 'cart-api' }],
      partial: [],
    }),
  };
  const serviceMap = { services: [known('cart'), known('web', ['web-front'])] };
  const { theCase } = await notChecked(stored({ alerts, serviceMap }), [told]);
  expect(theCase.logs?.map(({ service }) => service)).toEqual(['cart', 'web', 'disks']);
  expect(theCase.topology).toEqual([{ from: 'web', to: 'cart' }]);
  expect(theCase.series).toMatchObject([{ service: 'web', peer: 'cart' }]);
});
