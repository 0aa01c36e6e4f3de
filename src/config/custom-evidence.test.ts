import { expect, test } from '@jest/globals';
import { buildServiceMap } from '../investigation/incident/build-service-map.ts';
import { parseRepositoryConfiguration } from './parse-repository-configuration.ts';

const EVIDENCE = `
services: { checkout: {}, search: {} }
evidence:
  - name: queue
    service: checkout
    reader: prometheus
    query: sum(queue_depth)
    comparison: above
    threshold: 1000
    sentence: Orders are waiting
  - { name: disk, reader: prometheus, query: disk_free, comparison: below, threshold: 0.1, sentence: The disk is full }
`;

test('a check is of the service that it names, else of every service of the repository', () => {
  const outcome = parseRepositoryConfiguration(EVIDENCE);
  if (outcome.kind !== 'valid') throw new Error(JSON.stringify(outcome));
  const { services, evidence } = outcome.configuration;
  const configured = [{ repositoryId: 1, services, ...(evidence === undefined ? {} : { evidence }) }];
  const map = buildServiceMap(configured, [], [{ repositoryId: 1, fullName: 'acme/shop' }]);
  expect(map.services.map((entry) => [entry.service, entry.evidence?.map(({ name }) => name)])).toEqual([
    ['checkout', ['queue', 'disk']],
    ['search', ['disk']],
  ]);
  const other = buildServiceMap([], [], [{ repositoryId: 2, fullName: 'acme/web' }]);
  expect(other.services[0]).not.toHaveProperty('evidence');
});

test.each([
  ['a service that is not there', EVIDENCE.replace('service: checkout', 'service: chekout'), /chekout/],
  ['a comparison that is none', EVIDENCE.replace('comparison: above', 'comparison: over'), /above|below/],
  ['an address', EVIDENCE.replace('reader: prometheus', 'url: http://x'), /url/],
  ['no threshold', EVIDENCE.replace('    threshold: 1000\n', ''), /threshold/],
])('%s is told', (_name, text, told) => {
  const outcome = parseRepositoryConfiguration(text);
  expect(outcome.kind).toBe('invalid');
  expect(JSON.stringify(outcome)).toMatch(told);
});
