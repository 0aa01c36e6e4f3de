import { describe, expect, test } from '@jest/globals';
import { environmentClass, isWatchedEnvironment } from './environment-class.ts';

test.each([
  ['production', {}, 'production'],
  ['Prod', {}, 'production'],
  ['eu-west-1', { production: true }, 'production'],
  ['production', { transient: true }, 'preview'],
  ['preview', {}, 'preview'],
  ['preview-my-branch', {}, 'preview'],
  ['deploy-preview-12', {}, 'preview'],
  ['pr-123', {}, 'preview'],
  ['myapp-pr-123', {}, 'preview'],
  ['PR #7', {}, 'preview'],
  ['review/feature-x', {}, 'preview'],
  ['app-review', {}, 'preview'],
  ['pull/9', {}, 'preview'],
  ['github-pages', {}, 'other'],
  ['staging', {}, 'other'],
  ['prod-1', {}, 'other'],
  ['spring-12', {}, 'other'],
  ['reviewer', {}, 'other'],
  ['staging', { production: false, transient: false }, 'other'],
] as const)('%s %j is %s', (environment, flags, expected) => {
  expect(environmentClass({ environment, ...flags })).toBe(expected);
});

describe('what is watched', () => {
  test('is everything but previews', () => {
    expect(isWatchedEnvironment({ environment: 'production' })).toBe(true);
    expect(isWatchedEnvironment({ environment: 'staging' })).toBe(true);
    expect(isWatchedEnvironment({ environment: 'pr-12' })).toBe(false);
    expect(isWatchedEnvironment({ environment: 'blue', transient: true })).toBe(false);
  });

  test('is what the configuration says, and leaving out wins', () => {
    expect(isWatchedEnvironment({ environment: 'preview' }, { include: ['Preview'] })).toBe(true);
    expect(isWatchedEnvironment({ environment: 'production' }, { exclude: ['prod'] })).toBe(false);
    expect(isWatchedEnvironment({ environment: 'qa' }, { include: ['qa'], exclude: ['qa'] })).toBe(false);
  });
});
