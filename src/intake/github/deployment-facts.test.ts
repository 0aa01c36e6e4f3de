import { describe, expect, test } from '@jest/globals';
import { buildLedger } from '../../investigation/ledger/build-ledger.ts';
import { deployment, deploymentRequest } from './deployment-facts.ts';
import { deploymentStatement, givenStatus } from './deployment-status-facts.ts';

const REPOSITORY = { repositoryId: 7, fullName: 'acme/shop', visibility: 'private' } as const;
const [A, B] = ['a', 'b'].map((letter) => letter.repeat(40)) as [string, string];
const MADE = {
  id: 1,
  sha: A,
  ref: A,
  task: 'deploy',
  payload: {},
  environment: 'Production',
  original_environment: 'Production',
  created_at: '2026-11-23T03:00:00Z',
  creator: { login: 'vercel[bot]' },
};
const request = (change: object) => deploymentRequest(deployment.parse({ ...MADE, ...change }), REPOSITORY);

describe('deployments as hosts write them', () => {
  test.each([
    ['Vercel', { environment: 'Production' }, 'shop', 'production'],
    ['Vercel, of a monorepo: with an en dash', { environment: 'Production – web' }, 'web', 'production'],
    [
      'Vercel, of a name with spaces and dots',
      { environment: 'Production – web.app two' },
      'web.app two',
      'production',
    ],
    ['Vercel’s previews', { environment: 'Preview – web', transient_environment: true }, 'web', 'preview'],
    ['Railway', { environment: 'web / production' }, 'web', 'production'],
    ['Render', { environment: 'main - web' }, 'shop', 'main - web'],
    ['Heroku: the app’s name', { environment: 'acme-shop-prod' }, 'shop', 'acme-shop-prod'],
    ['Netlify', { environment: 'production', payload: '' }, 'shop', 'production'],
    ['a payload that is an object', { payload: { service: 'checkout' } }, 'checkout', 'production'],
    ['a payload that is a string of JSON', { payload: '{"app":"checkout"}' }, 'checkout', 'production'],
    ['a payload that is a string of anything', { payload: 'deploy checkout, please' }, 'shop', 'production'],
    ['a payload that is a list', { payload: ['checkout'] }, 'shop', 'production'],
    ['a payload that is null', { payload: null }, 'shop', 'production'],
    ['Flightcontrol', { payload: { deployment: { projectId: 'p', serviceDeployments: [] } } }, 'shop', 'production'],
    ['a task with a service', { task: 'deploy:web' }, 'web', 'production'],
    ['a task that is none', { task: 'deploy:migrations' }, 'shop', 'production'],
  ])('%s', (_, change, service, environment) => {
    const made = { original_environment: undefined, ...change };
    expect(request(made)).toMatchObject({ service, environment, sha: A });
  });

  test('an instant rollback re-uses an old build: its SHA goes back, and the ledger says rollback', () => {
    const live = (id: number, sha: string, at: string) => {
      const made = request({ id, sha, created_at: at });
      const status = { id: id * 10, state: 'success', environment: 'Production', created_at: at };
      return [made, deploymentStatement(made, givenStatus.parse(status))].filter((event) => event !== undefined);
    };
    const events = [
      ...live(1, A, '2026-11-23T03:00:00Z'),
      ...live(2, B, '2026-11-23T04:00:00Z'),
      ...live(3, A, '2026-11-23T04:20:00Z'),
    ];
    const behind = { base: B, head: A, status: 'behind', commits: [B], truncated: false } as const;
    expect(buildLedger(events, [behind]).at(-1)).toMatchObject({
      sha: A,
      previousSha: B,
      kind: 'rollback',
      commits: [B],
    });
  });

  test('a deployment without a commit, as of a command line without git, is refused', () => {
    expect(deployment.safeParse({ ...MADE, sha: null }).success).toBe(false);
  });
});
