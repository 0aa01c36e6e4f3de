import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { answeringAws, awsCommandOf } from '../../../test/support/vendors/answering-aws.ts';
import { vendorConnection } from '../../../test/support/vendors/vendor-connection.ts';
import type { TelemetryQuery } from './contract.ts';
import { resourceExplorer } from './resource-explorer.ts';

const NOW = Date.UTC(2026, 10, 25, 11);
const ACCOUNT = 'arn:aws:resource-explorer-2:eu-central-1:123456789012';
const OPTIONS = { view: `${ACCOUNT}:view/all-with-tags/3f8b9c1e-90ab-4def-8edc-0123456789ab` };
const ask = (question: object): TelemetryQuery => ({
  id: 'resources',
  query: JSON.stringify(question),
  from: NOW - 3_600_000,
  to: NOW,
  stepSeconds: 60,
  as: { service: 'checkout' },
});
const aws = answeringAws(NOW);
const body = () =>
  JSON.parse(
    readFileSync(new URL('../../../test/fixtures/telemetry/resource-explorer/range.json', import.meta.url), 'utf8'),
  ).body;
const queue = (n: number) => ({
  Arn: `arn:aws:sqs:eu-central-1:123456789012:queue-${n}`,
  ResourceType: 'sqs:queue',
  Properties: [{ Name: 'tags', Data: [{ Key: 'service', Value: 'checkout' }] }],
});

test('what carries the name of the service under a right key, is called and is of its environment, is an edge', async () => {
  const to = aws(resourceExplorer, { Search: body }, OPTIONS);
  const { topology } = await resourceExplorer.read(ask({ resources: 'checkout', environment: 'production' }), to);
  expect(topology).toEqual([
    { from: 'checkout', to: 'carts' },
    { from: 'checkout', to: 'orders' },
    { from: 'checkout', to: 'payment-requests' },
  ]);
  const asked = to.asked.find((request) => awsCommandOf(request) === 'Search');
  expect(JSON.parse(asked?.body ?? '')).toEqual({
    QueryString: 'tag.key:"service","app","application","component" tag.value:"checkout"',
    ViewArn: OPTIONS.view,
    MaxResults: 100,
  });
});

test('where the environment is not known, no resource is left out for its own', async () => {
  const { topology = [] } = await resourceExplorer.read(
    ask({ resources: 'checkout' }),
    aws(resourceExplorer, { Search: body }, OPTIONS),
  );
  expect(topology.map(({ to }) => to)).toContain('orders-staging');
});

test('a view that cannot see tags is told, and one that can and finds nothing is not', async () => {
  const empty = { Search: () => ({ Resources: [] }) };
  const view = (IncludedProperties: object[]) => ({ ...empty, GetView: () => ({ View: { IncludedProperties } }) });
  const partial = async (answers: Parameters<typeof aws>[1]) =>
    (await resourceExplorer.read(ask({ resources: 'checkout' }), aws(resourceExplorer, answers, OPTIONS))).partial;
  expect(await partial(view([]))).toEqual([
    'the view does not include tags, so no resource of a service can be found in it',
  ]);
  expect(await partial(view([{ Name: 'tags' }]))).toEqual([]);
});

test('all pages are read; pages without an end, a count that is not complete and too many resources are told', async () => {
  const read = async (Search: (count: number) => unknown) =>
    resourceExplorer.read(ask({ resources: 'checkout' }), aws(resourceExplorer, { Search }, OPTIONS));
  const two = await read((n) => (n === 1 ? { Resources: [queue(1)], NextToken: 't' } : { Resources: [queue(2)] }));
  expect([two.topology?.map(({ to }) => to), two.partial]).toEqual([['queue-1', 'queue-2'], []]);
  const endless = await read((n) => ({ Resources: [queue(n)], NextToken: `t${n}` }));
  expect(endless.partial).toEqual(['only the first 10 resources were read']);
  const cut = await read(() => ({ Resources: [queue(1)], Count: { Complete: false } }));
  expect(cut.partial).toEqual(['only the first 1 resources were read']);
  const many = await read(() => ({ Resources: Array.from({ length: 30 }, (_, n) => queue(n)) }));
  expect([many.topology?.length, many.partial]).toEqual([20, ['only 20 of 30 resources were looked at']]);
});

test.each(['x" tag.value:"y', 'x,y', 'x*', ''])('%j is not asked', async (resources) => {
  const to = aws(resourceExplorer, {}, OPTIONS);
  await expect(resourceExplorer.read(ask({ resources }), to)).rejects.toMatchObject({ code: 'configuration-invalid' });
  expect(to.asked.map(awsCommandOf)).toEqual(['DeleteView']);
});

test('a change is tried in the account of the view, and where it is not denied nothing is searched', async () => {
  const options = {
    region: 'eu-central-1',
    accessKeyId: 'AKIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'a-secret',
    ...OPTIONS,
  };
  for (const reply of [
    { status: 200, body: {} },
    { status: 404, body: { __type: 'ResourceNotFoundException' } },
  ]) {
    const to = vendorConnection(resourceExplorer, options, () => reply, NOW);
    await expect(resourceExplorer.read(ask({ resources: 'checkout' }), to)).rejects.toMatchObject({
      code: 'configuration-invalid',
      message: expect.stringContaining('may change things'),
    });
    expect(to.asked.map(awsCommandOf)).toEqual(['DeleteView']);
    expect(JSON.parse(to.asked[0]?.body ?? '').ViewArn).toMatch(`${ACCOUNT}:view/whatchanged-probe/`);
  }
});
