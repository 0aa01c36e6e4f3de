import { expect, test } from '@jest/globals';
import type { CaseDeploy } from '../../case.ts';
import { HOUR_MS } from '../../time.ts';
import { justDeployed } from './just-deployed.ts';

const SINCE = 10 * HOUR_MS;

test('the services with a deploy in the hour before, to the environment of the alert', () => {
  const deploy = (service: string, startedAt: number, more: Partial<CaseDeploy> = {}): CaseDeploy => ({
    ...{ id: service, service, startedAt, environment: 'production' },
    ...more,
  });
  const deploys = [
    deploy('just', SINCE),
    deploy('later', SINCE + 1),
    deploy('within', SINCE - HOUR_MS + 1),
    deploy('before', SINCE - HOUR_MS),
    deploy('elsewhere', SINCE, { environment: 'staging' }),
    deploy('failed', SINCE, { outcome: 'failure' }),
  ];
  const alert = { service: 'just', environment: 'prod', startedAt: SINCE };
  expect([...justDeployed({ id: 'c', askedAt: SINCE, alert, deploys }, SINCE)]).toEqual(['just', 'within', 'failed']);
});
