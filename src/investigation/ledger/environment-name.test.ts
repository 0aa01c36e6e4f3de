import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readEnvironmentName } from './environment-name.ts';

test.each([
  ['production', { environment: 'production' }],
  ['Production', { environment: 'production' }],
  [' PROD ', { environment: 'production' }],
  ['stg', { environment: 'staging' }],
  ['Production – web', { environment: 'production', service: 'web' }],
  ['Production — web', { environment: 'production', service: 'web' }],
  ['Preview - my app', { environment: 'preview', service: 'my app' }],
  ['prod/web', { environment: 'production', service: 'web' }],
  ['web / production', { environment: 'production', service: 'web' }],
  ['production:Checkout', { environment: 'production', service: 'Checkout' }],
  ['production-eu', { environment: 'production-eu' }],
  ['prod/staging', { environment: 'prod/staging' }],
  ['eu/west', { environment: 'eu/west' }],
  ['../production', { environment: '../production' }],
  ['prod/../../etc', { environment: 'prod/../../etc' }],
  ['prod/', { environment: 'prod/' }],
  ['a/b/production', { environment: 'a/b/production' }],
  ['__proto__', { environment: '__proto__' }],
  ['constructor', { environment: 'constructor' }],
  ['pr-12', { environment: 'pr-12' }],
])('%j', (name, expected) => {
  expect(readEnvironmentName(name)).toEqual(expected);
});

test('what was read once reads the same again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (name) => {
      const { environment, service } = readEnvironmentName(name);
      if (service === undefined) expect(readEnvironmentName(environment)).toEqual({ environment });
    }),
  );
});
