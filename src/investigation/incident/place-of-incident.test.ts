import { describe, expect, test } from '@jest/globals';
import { buildServiceMap } from './build-service-map.ts';
import { isNamed, knownAs } from './known-as.ts';
import { placeOfIncident } from './place-of-incident.ts';
import type { EnvironmentEntry } from './service-map.ts';

const SHOP = { repositoryId: 1, fullName: 'acme/shop' };
const OTHER = { repositoryId: 2, fullName: 'acme/other' };
const deployed = (environment: string, service = 'checkout', repositoryId = 1) => ({
  repositoryId,
  service,
  environment,
});

type Environments = Readonly<Record<string, EnvironmentEntry>>;

/** `checkout` (also `web-front`) of the shop and `search` of another repository, with what was deployed added. */
function mapOf(checkout: Environments, keys: readonly ReturnType<typeof deployed>[], search: Environments = {}) {
  const services = (service: string, environments: Environments, deployedAs: readonly string[] = []) => [
    { service, environments, deployedAs },
  ];
  return buildServiceMap(
    [
      { repositoryId: 1, services: services('checkout', checkout, ['web-front']) },
      { repositoryId: 2, services: services('search', search) },
    ],
    keys,
    [SHOP, OTHER],
  );
}

function there(checkout: Environments, incident: string, key: ReturnType<typeof deployed>, search: Environments = {}) {
  return placeOfIncident(deployed(incident), mapOf(checkout, [key], search)).isThere(key);
}

describe('a deploy is where the incident is', () => {
  test.each<[Environments, string, string]>([
    [{}, 'production', 'production'],
    [{ prod: {} }, 'prod', 'production'],
    [{ Live: {} }, 'Live', 'production'],
    [{ 'prod-eu': { aliases: ['eu'] } }, 'prod-eu', 'eu'],
    [{ 'prod-eu': { aliases: ['EU'] } }, 'prod-eu', 'eu'],
    [{ 'prod-eu': { aliases: ['prod'] } }, 'prod-eu', 'production'],
    [{ stage: {} }, 'stage', 'staging'],
    // The incident is older than the configuration, or than a change of it.
    [{ prod: {} }, 'production', 'production'],
    [{ 'prod-eu': { aliases: ['eu'] } }, 'eu', 'eu'],
    // The service knows no `production`: each part of it may be meant.
    [{}, 'production', 'production-eu'],
    [{ 'prod-us': {} }, 'production', 'prod-us'],
  ])('configured %j: incident in %s, deploy to %s', (configured, incident, deploy) => {
    expect(there(configured, incident, deployed(deploy))).toBe(true);
  });

  test.each<[Environments, string, string]>([
    [{}, 'production', 'staging'],
    [{}, 'production', 'pre-production'],
    [{}, 'prod-us', 'production-eu'],
    [{ production: {} }, 'production', 'production-eu'],
    [{ prod: {} }, 'prod', 'production-eu'],
    [{ 'prod-eu': { aliases: ['eu'] }, 'prod-us': { aliases: ['us'] } }, 'prod-eu', 'us'],
    [{ production: {}, 'prod-eu': { aliases: ['live'] } }, 'prod-eu', 'production'],
  ])('not where it is another: configured %j, incident in %s, deploy to %s', (configured, incident, deploy) => {
    expect(there(configured, incident, deployed(deploy))).toBe(false);
  });

  test.each<[Environments, Environments, string, string, boolean]>([
    [{ prod: {} }, {}, 'prod', 'production', true],
    [{ prod: {} }, { production: {} }, 'prod', 'production', true],
    [{ 'prod-eu': { aliases: ['eu'] } }, {}, 'prod-eu', 'eu', true],
    [{ eu: {} }, { 'search-eu': { aliases: ['eu'] } }, 'eu', 'eu', true],
    [{ eu: {} }, { 'search-eu': { aliases: ['eu', 'europe'] } }, 'eu', 'europe', true],
    [{ prod: {} }, { 'search-eu': { aliases: ['eu'] } }, 'prod', 'eu', false],
  ])('of another service: %j against its %j, incident in %s, deploy to %s: %p', (own, search, incident, deploy, is) => {
    expect(there(own, incident, deployed(deploy, 'search', 2), search)).toBe(is);
  });
});

test('its own are those of its service, by every name that deploys have for it', () => {
  const keys = [deployed('production'), deployed('production', 'web_front'), deployed('production', 'jobs')];
  const { isOwn } = placeOfIncident(deployed('prod'), mapOf({ prod: {} }, keys));
  expect(keys.map(isOwn)).toEqual([true, true, false]);
  expect(isOwn(deployed('staging'))).toBe(false);
});

test('its own are those of every repository that has the service, however that spells it', () => {
  const elsewhere = deployed('production', 'Check_Out', 2);
  const { isOwn, inItsWords } = placeOfIncident(deployed('prod'), mapOf({ prod: {} }, [elsewhere]));
  expect(isOwn(elsewhere)).toBe(true);
  expect(inItsWords(elsewhere)).toEqual({ service: 'checkout', environment: 'prod' });
});

test('a deploy is told in the words of the incident; of a part of production its own name is kept', () => {
  const keys = [deployed('production'), deployed('production-eu')];
  const { inItsWords } = placeOfIncident(deployed('prod'), mapOf({ prod: {} }, keys));
  const told = { service: 'checkout', environment: 'prod' };
  expect(inItsWords(deployed('production', 'web_front'))).toEqual(told);
  expect(inItsWords(deployed('production', 'search', 2))).toEqual({ ...told, service: 'search' });
  const parts = placeOfIncident(deployed('production'), mapOf({}, [deployed('production-eu')]));
  expect(parts.inItsWords(deployed('production-eu', 'web-front'))).toMatchObject({ environment: 'production-eu' });
});

test('one deployment for a whole repository ships those of its services that have none of their own', () => {
  const whole = deployed('production', 'shop');
  const isOwn = (keys: readonly ReturnType<typeof deployed>[]) =>
    placeOfIncident(deployed('production'), mapOf({}, keys)).isOwn(whole);
  expect(isOwn([whole])).toBe(true);
  expect(isOwn([whole, deployed('production')])).toBe(false);
  const ofOther = deployed('production', 'shop', 2);
  expect(placeOfIncident(deployed('production'), mapOf({}, [whole])).isOwn(ofOther)).toBe(false);
});

test('a key is told in the words of the map; what that does not know stays as it is', () => {
  const map = mapOf({ prod: {} }, []);
  expect(knownAs(map, deployed('production', 'web-front'))).toEqual({ service: 'checkout', environment: 'prod' });
  expect(knownAs(map, deployed('moon', 'rocket'))).toEqual({ service: 'rocket', environment: 'moon' });
});

test('people may name it by every name', () => {
  const map = mapOf({ 'prod-eu': { aliases: ['eu', 'europe'] } }, []);
  const names = ['eu', 'EU', 'europe', 'prod-eu', 'production', 'us'];
  expect(names.filter((name) => isNamed(map, deployed('eu'), name))).toEqual(['eu', 'EU', 'europe', 'prod-eu']);
});
