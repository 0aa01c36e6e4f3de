import { expect, test } from '@jest/globals';
import { asOneService } from './as-one-service.ts';
import { buildServiceMap, type ConfiguredServices } from './build-service-map.ts';

const CHARTS = { repositoryId: 1, fullName: 'acme/charts' };
const SHOP = { repositoryId: 2, fullName: 'acme/shop' };
const INCIDENT = { repositoryId: 2, service: 'checkout', environment: 'production' };
const check = (name: string) => ({
  name,
  reader: 'prometheus',
  query: name,
  comparison: 'above' as const,
  threshold: 1,
  sentence: `${name} is high`,
});
const CONFIGURED: readonly ConfiguredServices[] = [
  {
    repositoryId: 1,
    services: [
      {
        service: 'Check-Out',
        owner: 'platform',
        dependsOn: ['db', 'mail'],
        queries: [{ ...check('q'), kind: 'errors' }],
      },
      { service: 'search' },
    ],
    evidence: [check('restarts')],
  },
  { repositoryId: 2, services: [{ service: 'checkout', dependsOn: ['db'] }], evidence: [check('carts')] },
];

test('what any of its repositories says of the service is known where the incident looks it up', () => {
  const { services } = asOneService(buildServiceMap(CONFIGURED, [], [CHARTS, SHOP]), INCIDENT);
  expect(services[0]).toMatchObject({
    service: 'checkout',
    repository: 'acme/shop',
    owner: 'platform',
    dependsOn: ['db', 'mail'],
    queries: [{ query: 'q' }],
    evidence: [{ name: 'carts' }, { name: 'restarts' }],
  });
  expect(services.map(({ service, repository }) => `${repository} ${service}`)).toEqual([
    'acme/shop checkout',
    'acme/charts Check-Out',
    'acme/charts search',
  ]);
});

test('a service of one repository is left as it is', () => {
  const map = buildServiceMap(CONFIGURED.slice(1), [], [CHARTS, SHOP]);
  expect(asOneService(map, INCIDENT)).toBe(map);
});
