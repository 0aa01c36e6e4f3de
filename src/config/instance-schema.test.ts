import { describe, expect, test } from '@jest/globals';
import { objections } from '../../test/support/terminal/schema-objections.ts';
import { readInstanceFile } from './read-instance-file.ts';

/** The published schema, which editors use, and the program say the same of a file. */
describe('docs/reference/instance.schema.json', () => {
  const endpoint = { id: 'main', source: 'alertmanager', installation: 4711, secretsFrom: ['ALERT_SECRET'] };

  test.each([
    ['nothing', {}],
    ['an endpoint', { endpoints: [endpoint] }],
    [
      'a map',
      {
        endpoints: [
          {
            ...endpoint,
            map: {
              title: '$.t',
              key: '$.k',
              status: '$.s',
              firing: ['on'],
              resolved: ['off'],
              startsAt: ['$.a', '$.b'],
            },
          },
        ],
      },
    ],
    [
      'deploys, telemetry and budgets',
      {
        deployEndpoints: [{ id: 'argo', installation: 1, secretsFrom: ['S'], repository: 'acme/shop' }],
        telemetry: [{ id: 'metrics', reader: 'prometheus', options: { url: 'http://prometheus:9090' } }],
        budgets: { questionsPerInvestigation: 12 },
      },
    ],
  ])('%s is right', (_, file) => {
    expect([objections('instance', file), readInstanceFile(JSON.stringify(file)).kind]).toEqual([[], 'read']);
  });

  test.each([
    ['an unknown key', { endpoint: [] }],
    ['a name with a blank', { endpoints: [{ ...endpoint, id: 'a b' }] }],
    ['no installation', { deployEndpoints: [{ id: 'argo' }] }],
    ['a budget below 0', { budgets: { writesPerHour: -1 } }],
  ])('%s is wrong', (_, file) => {
    expect([objections('instance', file), readInstanceFile(JSON.stringify(file)).kind]).toEqual([
      [expect.anything()],
      'invalid',
    ]);
  });
});
