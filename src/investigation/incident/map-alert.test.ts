import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Alert } from './alert.ts';
import { buildServiceMap } from './build-service-map.ts';
import { mapAlert } from './map-alert.ts';
import { UNMAPPED_REASONS } from './unmapped-reason.ts';

const SHOP = { repositoryId: 1, fullName: 'acme/shop' };
const CART = { repositoryId: 2, fullName: 'acme/cart-service' };
const key = (repositoryId: number, service: string, environment = 'production') => ({
  repositoryId,
  service,
  environment,
});

function alert(labels: Record<string, string>, more: Partial<Alert> = {}): Alert {
  return { key: 'k', source: 'alertmanager', status: 'firing', startsAt: 0, title: 'Errors', labels, ...more };
}

describe('mapping by name, without configuration', () => {
  const map = buildServiceMap([], [key(1, 'Check-Out'), key(1, 'payments')], [SHOP, CART]);

  test.each([
    [{ service: 'checkout' }, 'Check-Out', 1],
    [{ service: 'CHECK_OUT' }, 'Check-Out', 1],
    [{ app: 'payments' }, 'payments', 1],
    [{ job: 'shop/payments' }, 'payments', 1],
    [{ service: 'unheard-of', job: 'payments' }, 'payments', 1],
    [{ repository: 'acme/cart-service' }, 'cart-service', 2],
    [{ repo: 'cart_service' }, 'cart-service', 2],
  ])('%j is %s', (labels, service, repositoryId) => {
    expect(mapAlert(alert(labels), map)).toMatchObject({
      kind: 'mapped',
      service,
      repositoryId,
      environment: 'production',
      by: { how: 'name' },
    });
  });

  test.each([
    [{}, 'no-label'],
    [{ service: 'elsewhere' }, 'no-service-of-that-name'],
    [{ service: '' }, 'no-service-of-that-name'],
    [{ repository: 'evil/cart-service' }, 'no-service-of-that-name'],
    [{ repository: 'acme/shop' }, 'ambiguous'],
  ])('%j stays unmapped: %s', (labels, reason) => {
    expect(mapAlert(alert(labels), map)).toMatchObject({ kind: 'unmapped', reason });
  });

  test('an empty installation says that it knows no service', () => {
    expect(mapAlert(alert({ service: 'x' }), { services: [] })).toMatchObject({ reason: 'no-service-known' });
  });

  test('the repository label tells two services of one name apart', () => {
    const two = buildServiceMap([], [key(1, 'api'), key(2, 'api')], [SHOP, CART]);
    expect(mapAlert(alert({ service: 'api', repo: 'acme/shop' }), two)).toMatchObject({ repositoryId: 1 });
    expect(mapAlert(alert({ service: 'api', repo: 'acme/cart-service' }), two)).toMatchObject({ repositoryId: 2 });
  });
});

describe('an alert of a service that two repositories have', () => {
  const keys = [key(1, 'cart-service'), key(2, 'cart-service'), key(1, 'payments')];
  const incident = { kind: 'mapped', service: 'cart-service', environment: 'production' };
  const configuredIn = (repositoryId: number, more: object = {}) =>
    buildServiceMap([{ repositoryId, services: [{ service: 'Cart_Service', ...more }] }], keys, [SHOP, CART]);

  test('is of the one with its name', () => {
    const map = buildServiceMap([], keys, [SHOP, CART]);
    expect(mapAlert(alert({ service: 'cart-service' }), map)).toMatchObject({ ...incident, repositoryId: 2 });
  });

  test('is of the one that configures it', () => {
    expect(mapAlert(alert({ service: 'cart-service' }), configuredIn(1))).toMatchObject({ repositoryId: 1 });
  });

  test.each([[{}], [{ alertMatchers: [{ service: 'cart-service' }] }]])(
    'is where the other one deploys it, where the home (%j) knows no place of its own',
    (more) => {
      const configured = [{ repositoryId: 2, services: [{ service: 'cart-service', ...more }] }];
      const map = buildServiceMap(configured, [key(1, 'cart-service', 'live-eu')], [SHOP, CART]);
      expect(mapAlert(alert({ service: 'cart-service' }), map)).toMatchObject({
        ...incident,
        repositoryId: 2,
        environment: 'live-eu',
      });
    },
  );

  test('is of neither where the labels fit two services', () => {
    const map = buildServiceMap(
      [
        { repositoryId: 1, services: [{ service: 'web', alertMatchers: [{ team: 'web' }] }] },
        { repositoryId: 2, services: [{ service: 'search', alertMatchers: [{ team: 'web' }] }] },
      ],
      [],
      [SHOP, CART],
    );
    expect(mapAlert(alert({ team: 'web' }), map)).toMatchObject({ kind: 'unmapped', reason: 'ambiguous' });
  });
});

describe('mapping by configuration', () => {
  const checkout = {
    service: 'checkout',
    deployedAs: ['web-front'],
    alertMatchers: [{ team: 'web' }, { team: 'web', alertname: 'Slow' }, { cluster: '*', tier: 'front' }],
    environments: { 'prod-eu': { aliases: ['eu', 'live'], production: true }, staging: {} },
  };
  const search = { service: 'search', alertMatchers: [{ team: 'web', tier: 'search' }] };
  const map = buildServiceMap(
    [{ repositoryId: 1, services: [checkout, search] }],
    [key(1, 'web_front', 'eu'), key(1, 'web-front', 'qa'), key(1, 'jobs')],
    [SHOP],
  );

  test.each([
    [{ team: 'web' }, 'checkout'],
    [{ team: 'web', tier: 'search' }, 'search'],
    [{ cluster: 'anything', tier: 'front' }, 'checkout'],
    [{ service: 'jobs' }, 'jobs'],
    [{ service: 'web-front' }, 'checkout'],
  ])('%j is %s', (labels, service) => {
    expect(mapAlert(alert(labels), map)).toMatchObject({ kind: 'mapped', service });
  });

  test('two services with equally large label sets are ambiguous', () => {
    const both = mapAlert(alert({ team: 'web', alertname: 'Slow', tier: 'search' }), map);
    expect(both).toMatchObject({ kind: 'unmapped', reason: 'ambiguous' });
  });

  test.each([
    [{}, 'prod-eu'],
    [{ env: 'eu' }, 'prod-eu'],
    [{ env: 'PROD' }, 'prod-eu'],
    [{ stage: 'stg' }, 'staging'],
    [{ deployment_environment_name: 'QA' }, 'qa'],
    [{ environment: 'moon' }, 'moon'],
  ])('environment of %j is %s', (labels, environment) => {
    expect(mapAlert(alert({ team: 'web', ...labels }), map)).toMatchObject({ environment });
  });

  test("a service's own command to deploy again wins over its repository's", () => {
    const own = { ...checkout, redeployCommand: './ship {sha}' };
    const configured = [{ repositoryId: 1, services: [own, search], redeployCommand: 'make {sha}' }];
    const { services } = buildServiceMap(configured, [key(1, 'jobs'), key(2, 'jobs')], [SHOP, CART]);
    expect(services.map((entry) => [entry.service, entry.redeployCommand])).toEqual([
      ['checkout', './ship {sha}'],
      ['search', 'make {sha}'],
      ['jobs', 'make {sha}'],
      ['jobs', undefined],
    ]);
  });

  test('deploys under an alias or another name of the service do not make a second entry', () => {
    expect(map.services.map(({ service, environments }) => [service, Object.keys(environments ?? {})])).toEqual([
      ['checkout', ['prod-eu', 'staging', 'qa']],
      ['search', []],
      ['jobs', ['production']],
    ]);
  });
});

test('the only environment of a service is the default unless it is one before production', () => {
  const at = (environment: string) =>
    mapAlert(alert({ service: 'a' }), buildServiceMap([], [key(1, 'a', environment)], [SHOP]));
  expect(at('my-app-eu')).toMatchObject({ environment: 'my-app-eu' });
  expect(at('my-app-staging')).toMatchObject({ environment: 'production' });
  expect(at('Prod')).toMatchObject({ environment: 'Prod' });
});

test.each([
  [{ env: 'prod', region: 'eu' }, 'production-eu'],
  [{ region: 'us-east-1' }, 'production-us-east'],
  [{ cluster: 'US_West' }, 'production'],
  [{ env: 'prod-eu' }, 'production-eu'],
  [{ env: 'prod' }, 'production'],
  [{ env: 'prod', region: 'eu', zone: 'eu-b' }, 'production-eu'],
  [{ env: 'staging', region: 'eu' }, 'staging'],
])('of the parts of production labels tell which: %j is in %s', (labels, environment) => {
  const parts = ['production-eu', 'production-us-east'].map((name) => key(1, 'a', name));
  const map = buildServiceMap([], parts, [SHOP]);
  expect(mapAlert(alert({ service: 'a', ...labels }), map)).toMatchObject({ environment });
});

describe('an alert of a workload', () => {
  const map = buildServiceMap([], [key(1, 'checkout'), key(1, 'payments'), key(1, 'web-front')], [SHOP]);
  const cluster = { job: 'kube-state-metrics', service: 'stack-kube-state-metrics', namespace: 'shop' };

  test.each([
    [{ ...cluster, deployment: 'checkout' }, 'checkout'],
    [{ ...cluster, container: 'payments', pod: 'checkout-7d9c5b9f4-x2k8p' }, 'payments'],
    [{ ...cluster, container: 'main', pod: 'web-front-7d9c5b9f4-x2k8p' }, 'web-front'],
    [{ pod: 'checkout-0' }, 'checkout'],
    [{ pod: 'checkout-x2k8p' }, 'checkout'],
    [{ service: 'payments', container: 'checkout' }, 'payments'],
  ])('%j is of %s', (labels, service) => {
    expect(mapAlert(alert(labels), map)).toMatchObject({ kind: 'mapped', service });
  });

  test('is never suggested to be mapped by the exporter, which tells of all workloads', () => {
    const mapped = mapAlert(alert({ ...cluster, deployment: 'billing' }), map);
    expect(mapped).toMatchObject({ suggestion: expect.stringContaining('- deployment: "billing"') });
  });

  test('is where a configured label set says, be it of the exporter', () => {
    const matcher = { service: 'checkout', alertMatchers: [{ job: 'kube-state-metrics', namespace: 'shop' }] };
    const configured = buildServiceMap([{ repositoryId: 1, services: [matcher] }], [key(1, 'payments')], [SHOP]);
    expect(mapAlert(alert({ ...cluster, deployment: 'payments' }), configured)).toMatchObject({ service: 'checkout' });
  });
});

test('labels select only among the services of the map, whatever they say', () => {
  const map = buildServiceMap([], [key(1, 'checkout'), key(2, 'constructor')], [SHOP, CART]);
  const value = fc.oneof(
    fc.constantFrom('checkout', 'acme/shop', '__proto__', 'constructor', 'other/tenant', '*', '', 'a/b/c'),
    fc.string(),
  );
  const name = fc.constantFrom('service', 'app', 'job', 'repository', 'env', '__proto__', 'toString');
  fc.assert(
    fc.property(fc.dictionary(name, value), (labels) => {
      const mapped = mapAlert(alert(labels), map);
      const known = map.services.map(({ repositoryId, service }) => `${repositoryId} ${service}`);
      return mapped.kind === 'unmapped'
        ? mapped.reason in UNMAPPED_REASONS
        : known.includes(`${mapped.repositoryId} ${mapped.service}`);
    }),
    { numRuns: 1_000 },
  );
});

describe('the suggestion', () => {
  const map = buildServiceMap([], [key(1, 'checkout'), key(1, 'payments')], [SHOP]);
  const suggestionFor = (labels: Record<string, string>) => {
    const mapped = mapAlert(alert(labels), map);
    return mapped.kind === 'unmapped' ? mapped.suggestion : undefined;
  };

  test('names the service that is nearest and quotes the foreign value', () => {
    expect(suggestionFor({ service: 'checkout-api: "x"' })).toBe(
      '# .github/whatchanged.yml of acme/shop\nservices:\n  checkout:\n    alerts:\n      - service: "checkout-api: \\"x\\""\n',
    );
  });

  test('takes the name that the alert gives where nothing is near', () => {
    expect(suggestionFor({ job: 'k8s/billing' })).toBe(
      '# .github/whatchanged.yml of acme/shop\nservices:\n  billing:\n    alerts:\n      - job: "k8s/billing"\n',
    );
  });

  test.each([
    [{ service: 'payment' }, 'acme/shop'],
    [{ service: 'carts' }, 'acme/cart-service or acme/shop'],
    [{ service: 'unheard-of' }, 'the repository that the service is in'],
  ])('says for %j that the lines are for %s', (labels, repository) => {
    const keys = [key(1, 'cart'), key(2, 'cart'), key(1, 'payments')];
    const mapped = mapAlert(alert(labels), buildServiceMap([], keys, [SHOP, CART]));
    expect(mapped).toMatchObject({
      suggestion: expect.stringContaining(`# .github/whatchanged.yml of ${repository}\nservices:\n`),
    });
  });

  test('falls back to the alert name, then to the title', () => {
    expect(suggestionFor({ alertname: 'HighErrors' })).toContain('- alertname: "HighErrors"');
    expect(suggestionFor({})).toContain('- title: "Errors"');
  });
});
