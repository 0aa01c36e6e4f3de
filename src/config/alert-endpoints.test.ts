import { describe, expect, test } from '@jest/globals';
import { MINIMAL, problemsOf, SECRET } from '../../test/support/minimal-instance.ts';
import { readInstanceConfiguration } from './instance-configuration.ts';

describe('endpoints', () => {
  const endpoint = (rest: string) => `endpoints: [{ id: a, source: alertmanager, installation: 5, ${rest} }]`;

  test('take their secrets from the file and from variables', () => {
    const file = endpoint('secrets: [sixteen-bytes-in-file], secretsFrom: [ALERT_A]');
    const { endpoints } = readInstanceConfiguration({ ...MINIMAL, ALERT_A: 'sixteen-bytes-from-env' }, file);
    expect(endpoints).toEqual([
      {
        id: 'a',
        source: 'alertmanager',
        installationId: 5,
        secrets: ['sixteen-bytes-in-file', 'sixteen-bytes-from-env'],
      },
    ]);
  });

  test.each([
    ['secrets: []', 'endpoints[0].secrets', 'is missing'],
    ['secretsFrom: [NOT_SET]', 'endpoints[0].secretsFrom[0]', 'is missing'],
    ['secrets: [fifteen-bytes-x]', 'endpoints[0].secrets[0]', 'has 15 bytes'],
    ['secret: x', 'endpoints[0]', 'Unrecognized'],
  ])('%s', (rest, path, problem) => {
    expect(problemsOf(MINIMAL, endpoint(rest))[path]).toContain(problem);
  });

  test('an unknown source is named with the known ones', () => {
    const file = endpoint('secrets: [sixteen-bytes-in-file]').replace('alertmanager', 'pager');
    expect(problemsOf(MINIMAL, file)['endpoints[0].source']).toBe('is no alert source');
  });

  test('two variables make one for every source', () => {
    const variables = { WHATCHANGED_ALERT_SECRET: 'sixteen-bytes-from-env', WHATCHANGED_INSTALLATION: '77' };
    expect(readInstanceConfiguration({ ...MINIMAL, ...variables }).endpoints).toEqual([
      { id: 'default', source: '*', installationId: 77, secrets: ['sixteen-bytes-from-env'] },
    ]);
    expect(problemsOf({ ...MINIMAL, WHATCHANGED_INSTALLATION: '77' })).toHaveProperty('WHATCHANGED_ALERT_SECRET');
  });

  test('an id is used once', () => {
    const one = '{ id: a, source: "*", installation: 5, secrets: [sixteen-bytes-in-file] }';
    expect(problemsOf(MINIMAL, `endpoints: [${one}, ${one}]`)).toEqual({ 'endpoints[1].id': 'is used twice' });
  });
});

test('an endpoint of SNS names its topics, and may be armed for a while', () => {
  const topic = 'arn:aws:sns:eu-west-1:123456789012:alarms';
  const endpoint = `id: a, source: sns, installation: 1, secrets: [${SECRET}]`;
  const armed = "topics: ['arn:aws:sns:eu-west-1:123456789012:alarms'], armedUntil: 2026-11-25T10:15:00+01:00";
  expect(readInstanceConfiguration(MINIMAL, `endpoints: [{ ${endpoint}, ${armed} }]`).endpoints).toMatchObject([
    { id: 'a', topics: [topic], armedUntil: Date.UTC(2026, 10, 25, 9, 15) },
  ]);
  expect(problemsOf(MINIMAL, `endpoints: [{ ${endpoint} }]`)).toEqual({ 'endpoints[0].topics': 'is missing' });
  expect(Object.keys(problemsOf(MINIMAL, `endpoints: [{ ${endpoint}, topics: [alarms], armedUntil: soon }]`))).toEqual([
    'endpoints[0].topics[0]',
    'endpoints[0].armedUntil',
  ]);
});

test('an endpoint may list who asks by the handshake of CloudEvents', () => {
  const endpoint = `id: a, source: cloudevents, installation: 1, secrets: [${SECRET}]`;
  const file = `endpoints: [{ ${endpoint}, origins: [eventgrid.azure.net] }]`;
  expect(readInstanceConfiguration(MINIMAL, file).endpoints).toMatchObject([{ origins: ['eventgrid.azure.net'] }]);
  expect(problemsOf(MINIMAL, `endpoints: [{ ${endpoint}, origins: ['https://a.example/'] }]`)).toEqual({
    'endpoints[0].origins[0]': 'is no name of DNS',
  });
});

test('the map of an endpoint is checked path by path', () => {
  const map = "key: '$.id', title: '$.t', status: '$.s', firing: [a], resolved: [b], startsAt: '$.at'";
  const file = (more: string) =>
    `endpoints: [{ id: a, source: generic, installation: 1, secrets: [${SECRET}], map: { ${map}${more} } }]`;
  expect(readInstanceConfiguration(MINIMAL, file('')).endpoints[0]?.map).toMatchObject({ alerts: '$', key: '$.id' });
  expect(Object.keys(problemsOf(MINIMAL, file(", labels: { service: 'a..b[' }")))).toEqual([
    'endpoints[0].map.labels.service',
  ]);
});
