import { describe, expect, test } from '@jest/globals';
import { DAY_MS } from '../time.ts';
import { homeOfService, isClearHome } from './home-of-service.ts';
import type { ServiceEntry } from './service-map.ts';

const NOW = Date.UTC(2026, 10, 25);
/** `acme/charts` has the configuration of every service, and was there first. */
const CHARTS: ServiceEntry = {
  service: 'checkout',
  repositoryId: 1,
  repository: 'acme/charts',
  from: 'deploy',
  visibility: 'private',
  lastDeployAt: NOW,
};
const SHOP: ServiceEntry = { ...CHARTS, repositoryId: 2, repository: 'acme/shop' };
const alertMatchers = [{ service: 'checkout' }];

describe('the home of a service that several repositories have', () => {
  test.each<[string, Partial<ServiceEntry>, Partial<ServiceEntry>, string]>([
    ['is configured', {}, { from: 'configuration' }, 'acme/shop'],
    ['has alerts configured', { from: 'configuration' }, { from: 'configuration', alertMatchers }, 'acme/shop'],
    ['is configured, be it public', {}, { from: 'configuration', visibility: 'public' }, 'acme/shop'],
    ['is configured, be it no longer deployed', {}, { from: 'configuration', lastDeployAt: 1 }, 'acme/shop'],
    ['deploys it at all', { from: 'repository-name' }, {}, 'acme/shop'],
    ['opens issues', { observes: true }, {}, 'acme/shop'],
    ['fewer people can read', { visibility: 'internal' }, {}, 'acme/shop'],
    ['still deploys it', { lastDeployAt: NOW - 28 * DAY_MS - 1 }, {}, 'acme/shop'],
    ['has its name, however it is spelled', {}, { repository: 'acme/Check-Out' }, 'acme/Check-Out'],
    ['was there first, where nothing else tells', {}, {}, 'acme/charts'],
    ['was there first, where it deployed it within four weeks', { lastDeployAt: NOW - 28 * DAY_MS }, {}, 'acme/charts'],
    ['was there first, where both observe', { observes: true }, { observes: true }, 'acme/charts'],
    ['had it, rather than its namesake', {}, { repository: 'acme/checkout', lastDeployAt: 1 }, 'acme/charts'],
  ])('is the one that %s', (_, charts, shop, home) => {
    const [one, other] = [
      { ...CHARTS, ...charts },
      { ...SHOP, ...shop },
    ];
    expect(homeOfService([one, other])?.repository).toBe(home);
    expect(homeOfService([other, one])?.repository).toBe(home);
  });

  test('is nowhere where nobody has it', () => {
    expect(homeOfService([])).toBeUndefined();
  });
});

test.each<[Partial<ServiceEntry>, Partial<ServiceEntry>, boolean]>([
  [{}, { from: 'configuration' }, true],
  [{ from: 'configuration' }, { from: 'configuration', alertMatchers }, true],
  [{ from: 'configuration', alertMatchers: [] }, { from: 'configuration', alertMatchers: [] }, false],
  [{}, { repository: 'acme/checkout' }, true],
  [{ repository: 'acme/checkout' }, {}, false],
  [{ from: 'configuration' }, { repository: 'acme/checkout' }, false],
  [{}, {}, false],
])('%j and %j: the second one is clearly it: %p', (charts, shop, isClear) => {
  expect(
    isClearHome(
      [
        { ...CHARTS, ...charts },
        { ...SHOP, ...shop },
      ],
      SHOP.repositoryId,
    ),
  ).toBe(isClear);
});
