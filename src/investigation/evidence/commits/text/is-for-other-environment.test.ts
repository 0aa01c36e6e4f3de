import { expect, test } from '@jest/globals';
import { isForOtherEnvironment } from './is-for-other-environment.ts';

test.each([
  'deploy/preview/values.yaml',
  'deploy/values-staging.yaml',
  'config.dev.json',
  'env/qa/logs.tf',
  'terraform/network/sandbox.tf',
])('%s is for no production', (path) => {
  expect(isForOtherEnvironment(path)).toBe(true);
  expect(isForOtherEnvironment(path, 'Production EU')).toBe(true);
});

test.each([
  'deploy/values.yaml',
  'deploy/values-prod.yaml',
  'env/staging/to-production.tf',
  'src/development-plan.json',
  'src/preview/fetch.ts',
  'config/live/redis.conf',
])('%s may act in production', (path) => {
  expect(isForOtherEnvironment(path)).toBe(false);
});

test.each(['eu-production', 'us-prod', 'Acme production', 'k8s/prod', 'eu-west-1', 'default', ''])(
  'nothing of production is for others than %j',
  (environment) => {
    expect(isForOtherEnvironment('deploy/values-prod.yaml', environment)).toBe(false);
  },
);

test('where the trouble is in staging, the files of staging act', () => {
  expect(isForOtherEnvironment('deploy/values-staging.yaml', 'stg')).toBe(false);
  expect(isForOtherEnvironment('deploy/values-prod.yaml', 'staging')).toBe(true);
});
