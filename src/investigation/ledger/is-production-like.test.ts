import { expect, test } from '@jest/globals';
import { isProductionLike } from './is-production-like.ts';

test.each(['production', 'PROD', 'production-eu', 'eu_prod', 'prd.us', 'Production – web'])('%s is', (name) => {
  expect(isProductionLike(name)).toBe(true);
});

test.each(['staging', 'pre-prod', 'preprod', 'non-production', 'prod-test', 'staging-prod', 'products', ''])(
  '%s is not',
  (name) => {
    expect(isProductionLike(name)).toBe(false);
  },
);
