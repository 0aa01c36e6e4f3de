import { describe, expect, test } from '@jest/globals';
import { ownersOf } from '../../investigation/candidates/owners-of.ts';
import type { ServiceEntry } from '../../investigation/incident/service-map.ts';
import { withCatalogue } from '../../investigation/incident/with-catalogue.ts';
import { parseBackstage } from './parse-backstage.ts';
import { parseCodeowners } from './parse-codeowners.ts';
import { parseDatadogServices } from './parse-datadog-services.ts';

describe('Backstage', () => {
  test('components with owner and calls; other kinds and broken documents are left out', () => {
    const text = `
apiVersion: backstage.io/v1alpha1
kind: Component
metadata: { name: checkout }
spec: { type: service, owner: 'group:default/payments-team', dependsOn: ['component:default/search', 'resource:orders-db', pricing] }
---
kind: API
metadata: { name: orders }
spec: { owner: someone }
---
kind: Component
metadata: { name: search }
spec: { owner: user:jane }
--- [broken
`;
    expect(parseBackstage(text)).toEqual([
      { service: 'checkout', from: 'backstage', owner: 'payments-team', dependsOn: ['search', 'pricing'] },
      { service: 'search', from: 'backstage', owner: 'jane' },
    ]);
  });

  test.each(['', '- 1', 'kind: Component', 'a: &a [*a]', 'x'.repeat(300_000), '{{{'])(
    'junk %# gives nothing',
    (text) => {
      expect(parseBackstage(text)).toEqual([]);
      expect(parseDatadogServices(text)).toEqual([]);
    },
  );
});

test('Datadog in both of its schemas', () => {
  const text = `
schema-version: v2.2
dd-service: checkout
team: payments
---
apiVersion: v3
kind: service
metadata: { name: search, owner: discovery }
spec: { dependsOn: ['service:catalog', 'datastore:es'] }
`;
  expect(parseDatadogServices(text)).toEqual([
    { service: 'checkout', from: 'datadog', owner: 'payments' },
    { service: 'search', from: 'datadog', owner: 'discovery', dependsOn: ['catalog'] },
  ]);
});

describe('CODEOWNERS', () => {
  const rules = parseCodeowners(`
# everything
*                    @acme/platform
docs/                @jane mail@acme.example
/services/checkout/  @acme/payments @joe  # the shop
*.md                 @writers
/services/old
!x @nobody
[ab] @nobody
`);
  test.each([
    ['main.ts', ['acme/platform']],
    ['services/checkout/pay.ts', ['acme/payments', 'joe']],
    ['services/search/a.ts', ['acme/platform']],
    ['services/docs/a.ts', ['jane']],
    ['services/checkout/README.md', ['writers']],
    ['services/old/x.ts', []],
  ])('%s is owned by %j: the last rule that fits counts', (path, owners) => {
    expect(ownersOf(path, rules)).toEqual(owners);
  });
});

describe('together', () => {
  const entry = (service: string, more: Partial<ServiceEntry> = {}): ServiceEntry => ({
    service,
    repositoryId: 1,
    repository: 'acme/shop',
    from: 'configuration',
    ...more,
  });
  const paths = parseCodeowners('* @acme/platform\n/services/cart/ @joe @acme/cart');
  const entries = [
    { service: 'checkout', from: 'datadog', owner: 'payments-dd' },
    { service: 'check-out', from: 'backstage', owner: 'payments', dependsOn: ['search'] },
  ] as const;

  test('the configuration wins, then Backstage, then Datadog, then the owners of the paths', () => {
    const services = [
      entry('checkout'),
      entry('web', { owner: 'frontend' }),
      entry('cart', { paths: ['services/cart/**'] }),
      entry('other'),
    ];
    const known = withCatalogue(services, { entries, paths }, ownersOf);
    expect(known.map(({ owner }) => owner)).toEqual(['payments', 'frontend', 'acme/cart', 'acme/platform']);
    expect(known[0]?.dependsOn).toEqual(['search']);
    const written = withCatalogue([entry('checkout', { dependsOn: [] })], { entries, paths }, ownersOf);
    expect(written[0]?.dependsOn).toEqual([]);
  });

  test('one service and one component are the same, by whatever name; of several none is guessed', () => {
    const catalogue = { entries: entries.slice(0, 1), paths: [] };
    expect(withCatalogue([entry('shop')], catalogue, ownersOf)[0]?.owner).toBe('payments-dd');
    expect(withCatalogue([entry('shop'), entry('b')], catalogue, ownersOf)[0]).not.toHaveProperty('owner');
    expect(withCatalogue([entry('shop')], { entries, paths: [] }, ownersOf)[0]).not.toHaveProperty('owner');
  });
});
