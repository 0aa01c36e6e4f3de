import { describe, expect, test } from '@jest/globals';
import { changed, githubFixture } from '../../../test/support/github/github-fixture.ts';
import { deployment } from './deployment.ts';
import { deploymentStatus } from './deployment-status.ts';

const { payload } = githubFixture('deployment-status');
const context = { receivedAt: 0, rules: {} };
const events = (changes: object) => {
  const recording = deploymentStatus.read(changed(payload, { ...changes }), context);
  return recording.kind === 'facts' ? (recording.facts.deployEvents ?? []) : [];
};
/** A deployment in one environment, as its status tells it. */
const inEnvironment = (environment: string, more: object = {}) => ({
  deployment: { environment, original_environment: environment, ...more },
  deployment_status: { environment },
});

test('the captured status is recorded with the request that it answers', () => {
  const request = {
    repositoryId: 186853002,
    service: 'Hello-World',
    environment: 'github-pages',
    eventId: 'github:deployment:145988746',
    attempt: 'github:deployment:145988746',
    source: 'github:deployment',
    state: 'requested',
    at: Date.parse('2022-01-03T01:28:30Z'),
    sha: 'f95f852bd8fca8fcc58a9a2d6c842781e32a215e',
    ref: 'master',
    actor: 'github-pages[bot]',
    production: false,
    transient: false,
  };
  expect(events({})).toEqual([
    request,
    {
      ...request,
      eventId: 'github:deployment_status:209916254',
      state: 'in_progress',
      at: Date.parse('2022-01-03T01:28:40Z'),
      url: 'https://github.com/CorsixTH/CorsixTH/runs/4687056418?check_suite_focus=true',
    },
  ]);
});

test('the request is the same whether it comes by itself or with a status', () => {
  const alone = deployment.read(githubFixture('deployment').payload, context);
  const within = deploymentStatus.read(
    changed(payload, { deployment: githubFixture('deployment').payload.deployment as object }),
    context,
  );
  expect(alone.kind).toBe('facts');
  if (alone.kind !== 'facts' || within.kind !== 'facts') return;
  expect(within.facts.deployEvents?.[0]).toEqual(alone.facts.deployEvents?.[0]);
});

test.each([
  ['queued', 'requested'],
  ['pending', 'requested'],
  ['waiting', 'waiting'],
  ['in_progress', 'in_progress'],
  ['success', 'success'],
  ['failure', 'failure'],
  ['error', 'failure'],
  ['inactive', 'inactive'],
])('the state %s is %s', (state, expected) => {
  expect(events({ deployment_status: { state } })[1]?.state).toBe(expected);
});

test.each(['', 'active', 'constructor', '__proto__', 'SUCCESS'])('the state %j is not known', (state) => {
  const recording = deploymentStatus.read(changed(payload, { deployment_status: { state } }), context);
  expect(recording.kind).toBe('ignored');
});

describe('the service', () => {
  test.each([
    ['the payload names it', { payload: { service: 'checkout' } }, 'checkout'],
    ['the payload names an app', { payload: { app: 'api' } }, 'api'],
    ['the payload is a string of JSON', { payload: '{"service":"cart"}' }, 'cart'],
    ['the payload is any string', { payload: 'cart' }, 'Hello-World'],
    ['the payload is a list', { payload: ['service'] }, 'Hello-World'],
    ['the payload is nothing', { payload: null }, 'Hello-World'],
    ['the payload names an object', { payload: { service: { name: 'x' }, app: 'y' } }, 'y'],
    ['the payload names nothing', { payload: { service: '  ' } }, 'Hello-World'],
    ['the payload is hostile', { payload: JSON.parse('{"__proto__":{"service":"x"}}') }, 'Hello-World'],
    ['the task names it', { task: 'deploy:worker' }, 'worker'],
    ['the task migrates', { task: 'deploy:migrations' }, 'Hello-World'],
    ['the task is another', { task: 'lint:web' }, 'Hello-World'],
    ['the payload wins over the task', { task: 'deploy:b', payload: { service: 'a' } }, 'a'],
  ])('%s', (_, more, service) => {
    expect(events(inEnvironment('production', more)).map((event) => event.service)).toEqual([service, service]);
  });

  test.each([
    ['Production – web', 'web', 'production'],
    ['prod/web', 'web', 'production'],
    ['web / production', 'web', 'production'],
    ['PROD', 'Hello-World', 'production'],
    ['eu-west-1', 'Hello-World', 'eu-west-1'],
    ['../../etc', 'Hello-World', '../../etc'],
  ])('of the environment %s is %s', (name, service, environment) => {
    expect(events(inEnvironment(name))).toMatchObject([
      { service, environment },
      { service, environment },
    ]);
  });
});

test('a status that moves a deployment to another environment makes an attempt of its own there', () => {
  const moved = events({
    deployment: { id: 7, environment: 'production', original_environment: 'staging' },
    deployment_status: { environment: 'production', state: 'success' },
  });
  expect(moved.map(({ environment }) => environment)).toEqual(['production', 'production']);
  expect(new Set(moved.map(({ attempt }) => attempt))).toEqual(new Set(['github:deployment:7:production']));
  const before = events({
    deployment: { id: 7, environment: 'staging', original_environment: 'staging' },
    deployment_status: { environment: 'staging' },
  });
  expect(before[0]?.attempt).toBe('github:deployment:7');
});

test('old servers name the environment only at the deployment', () => {
  const old = { environment: 'prod', original_environment: undefined };
  expect(events({ deployment: old, deployment_status: { environment: undefined } })).toMatchObject([
    { environment: 'production' },
    { environment: 'production' },
  ]);
});

test('a rollback may be what the task says', () => {
  expect(events({ deployment: { task: 'rollback' } })[1]?.kind).toBe('rollback');
});

test('an address is kept only where a browser may open it', () => {
  const urls = { log_url: 'javascript:alert(1)', target_url: 'nonsense', environment_url: 'https://web.example/' };
  expect(events({ deployment_status: urls })[1]?.url).toBe('https://web.example/');
  const none = { log_url: null, target_url: '', environment_url: undefined };
  expect(events({ deployment_status: none })[1]).not.toHaveProperty('url');
});

test('whoever made it may be gone', () => {
  const gone = events({ deployment: { creator: null }, deployment_status: { creator: null } });
  expect(gone.map((event) => 'actor' in event)).toEqual([false, false]);
});
