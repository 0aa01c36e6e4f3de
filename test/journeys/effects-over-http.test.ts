import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { appIdentity } from '../../src/effects/app-identity.ts';
import type { EffectKind, Wanted } from '../../src/effects/contract.ts';
import { createMarker } from '../../src/effects/marker.ts';
import { ownObjects } from '../../src/effects/own-objects.ts';
import { renderPullRequestComment } from '../../src/investigation/report/render-pull-request-comment.ts';
import { renderReport } from '../../src/investigation/report/render-report.ts';
import { type PublishDependencies, publish } from '../../src/jobs/effects/publish.ts';
import { createGitHubAccess } from '../../src/platform/create-github-access.ts';
import { openStorage } from '../../src/storage/open-storage.ts';
import { strongSample } from '../support/cases/report-samples.ts';
import { type FreshDatabase, freshDatabase } from '../support/database/database.ts';
import type { Fault } from '../support/local-github/server/faults.ts';
import { type Shop, startShop } from '../support/local-github/start-shop.ts';

const SHOP = 'acme/shop';
const { title, body } = renderReport(strongSample);
const ISSUE: Wanted = { title, body, state: 'open' };

/** The outbox with its real clients before the local GitHub, on the clock of that GitHub's world. */
async function world(database: FreshDatabase, shop: Shop) {
  const { github, app, privateKey, installation } = shop;
  const clock = { now: () => github.clock.now() };
  const opened = await openStorage({ databaseUrl: database.url, dataFolder: '/nowhere', clock, poolSize: 3 });
  const own = ownObjects();
  const access = createGitHubAccess({
    appId: app.id,
    privateKey,
    apiUrl: github.url,
    isOurs: (object) => own.has(object),
    betweenWritesMs: 0,
    timeoutMs: 3_000,
  });
  const marker = createMarker('secret');
  const deps: PublishDependencies = { ...opened, access, clock, own, marker, app: appIdentity(access) };
  const repositoryId = github.repository(SHOP).id;
  const effect = (kind: EffectKind) =>
    opened.storage.transaction((tx) => tx.effects.find(installation.id, kind, 'inc'));
  return {
    ...opened,
    want: (wanted: Wanted, kind: EffectKind = 'issue') =>
      opened.storage.transaction((tx) =>
        tx.effects.want(installation.id, { kind, naturalKey: 'inc', repositoryId, wanted }),
      ),
    /** Publishes now, and then after each wait that the effect asks for, as the job runner does; gives the states. */
    settle: async (kind: EffectKind = 'issue', rounds = 8) => {
      const states: string[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const before = await effect(kind);
        if (before === undefined) throw new Error('no effect');
        if (round > 0 && !(before.state === 'ready' || before.state === 'unknown')) break;
        if (before.nextAt !== undefined && before.nextAt > clock.now())
          github.clock.advance(before.nextAt - clock.now());
        await publish(deps, { installationId: installation.id, effectId: before.id });
        states.push((await effect(kind))?.state ?? 'gone');
      }
      return { states, effect: await effect(kind) };
    },
  };
}

let database: FreshDatabase;
let shop: Shop;
let outbox: Awaited<ReturnType<typeof world>>;

beforeEach(async () => {
  database = await freshDatabase();
  shop = await startShop({ startAt: '2026-11-23T03:06:00Z' });
  outbox = await world(database, shop);
});

afterEach(async () => {
  const { violations, contractViolations, unknownRoutes } = shop.github;
  const wrong = {
    violations: [...violations],
    contractViolations: [...contractViolations],
    unknownRoutes: [...unknownRoutes],
  };
  await outbox.close();
  await shop.stop();
  await database.drop();
  expect(wrong).toEqual({ violations: [], contractViolations: [], unknownRoutes: [] });
});

const issues = () => shop.github.issues(SHOP).filter((issue) => issue.pull === undefined);
const posts = () =>
  shop.github.requests.filter(({ method, path }) => method === 'POST' && path.endsWith('/issues')).length;
const onPost = { match: { method: 'POST', path: /\/issues$/ }, times: 1 };

describe('whatever happens to the answer, there is one issue', () => {
  test.each<[string, Fault, number, readonly string[]]>([
    ['it is lost behind a 502', { ...onPost, kind: 'commit-then-502' }, 1, ['unknown', 'done']],
    ['the connection is cut after the work', { ...onPost, kind: 'commit-then-reset' }, 1, ['unknown', 'done']],
    ['it is cut in the middle', { ...onPost, kind: 'truncate' }, 1, ['unknown', 'done']],
    [
      'a proxy answers with a page',
      { ...onPost, kind: 'html', status: 200 },
      2,
      ['unknown', 'unknown', 'ready', 'done'],
    ],
    ['the connection is cut before the work', { ...onPost, kind: 'reset' }, 2, ['unknown', 'unknown', 'ready', 'done']],
    ['nothing comes in time', { ...onPost, kind: 'stall' }, 2, ['unknown', 'unknown', 'ready', 'done']],
    [
      'a secondary limit',
      { ...onPost, kind: 'rate-limit', limit: 'secondary', retryAfterSeconds: 90 },
      2,
      ['ready', 'done'],
    ],
    [
      'the primary limit',
      { ...onPost, kind: 'rate-limit', limit: 'primary', status: 429, resetInSeconds: 600 },
      2,
      ['ready', 'done'],
    ],
  ])('when %s', async (...[, fault, sent, states]) => {
    await outbox.want(ISSUE);
    shop.github.fault(fault);
    const settled = await outbox.settle();
    expect(settled.states).toEqual(states);
    expect(issues()).toHaveLength(1);
    expect(posts()).toBe(sent);
    expect(issues()[0]).toMatchObject({ title, number: settled.effect?.githubNumber, state: 'open' });
  });

  test('when the list shows it late', async () => {
    await outbox.want(ISSUE);
    shop.github.fault({ match: { method: 'GET', path: /\/issues$/ }, kind: 'hide-new-for', requests: 1 });
    shop.github.fault({ ...onPost, kind: 'commit-then-502' });
    const { states } = await outbox.settle();
    expect(states).toEqual(['unknown', 'unknown', 'done']);
    expect([issues().length, posts()]).toEqual([1, 1]);
  });

  test('when more than a page of others of ours came after it', async () => {
    await outbox.want(ISSUE);
    shop.github.fault({ ...onPost, kind: 'commit-then-502' });
    await outbox.settle('issue', 1);
    const app = await shop.asInstallation();
    for (let other = 0; other < 101; other += 1) {
      await app.rest.issues.create({ ...shop.repo, title: `other ${other}`, body: 'of another incident' });
    }
    const { states, effect } = await outbox.settle();
    expect(states).toEqual(['done']);
    expect(effect).toMatchObject({ githubNumber: 1 });
    expect(posts()).toBe(1 + 101);
  });
});

describe('what people do', () => {
  test('closing, opening again and editing are one issue, by PATCH', async () => {
    await outbox.want(ISSUE);
    await outbox.settle();
    await outbox.want({ ...ISSUE, body: 'Over.', state: 'closed' });
    await outbox.settle();
    expect(issues()).toMatchObject([
      { state: 'closed', stateReason: 'completed', body: expect.stringMatching(/^Over\./) },
    ]);
    await outbox.want({ ...ISSUE, body: 'Back.', state: 'open' });
    await outbox.settle();
    expect(issues()).toMatchObject([{ state: 'open', body: expect.stringMatching(/^Back\./) }]);
    expect(posts()).toBe(1);
  });

  test('an issue that a person closed stays closed while its text goes on', async () => {
    await outbox.want(ISSUE);
    await outbox.settle();
    await shop.github.closeIssue(SHOP, 1, { by: 'octo-maintainer' });
    await outbox.want({ ...ISSUE, body: 'More is known.' });
    await outbox.settle();
    expect(issues()).toMatchObject([{ state: 'closed', body: expect.stringMatching(/^More is known\./) }]);
  });

  test('a renamed repository gets its issue under the new name', async () => {
    await outbox.want(ISSUE);
    await shop.github.renameRepository(SHOP, 'till');
    const { effect } = await outbox.settle();
    expect(effect).toMatchObject({ state: 'done', url: expect.stringContaining('/acme/till/issues/1') });
  });

  test('a repository without issues makes the effect dead, with the reason', async () => {
    await outbox.want(ISSUE);
    shop.github.setIssuesEnabled(SHOP, false);
    const { effect } = await outbox.settle();
    expect(effect).toMatchObject({ state: 'dead', reason: expect.stringContaining('410') });
  });

  test('an App that lost a permission says which call was refused', async () => {
    await outbox.want(ISSUE);
    shop.github.changePermissions(shop.installation, { metadata: 'read' });
    const { effect } = await outbox.settle();
    expect(effect).toMatchObject({ state: 'dead', reason: expect.stringMatching(/No token for installation/) });
  });

  test('an issue by a stranger is not adopted, even with a marker that is right', async () => {
    const wanted = await outbox.want(ISSUE);
    shop.github.fault({ ...onPost, kind: 'reset' });
    await outbox.settle('issue', 1);
    const marked = createMarker('secret').mark(wanted, body);
    await shop.github.openIssue(SHOP, { title, body: marked, by: 'mallory' });
    const { effect } = await outbox.settle();
    expect(effect).toMatchObject({ state: 'done', githubNumber: 2 });
  });
});

test('a comment on the suspect pull request is posted once and edited, with a token that can do no more', async () => {
  await shop.github.commit(SHOP, { branch: 'totals', message: 'Totals', files: { 'a.txt': '1\n' } });
  const pull = await shop.github.openPullRequest(SHOP, { head: 'totals', title: 'Totals' });
  const on = { number: pull.number };
  const said = renderPullRequestComment(strongSample);
  await outbox.want({ body: said, on }, 'pull-request-comment');
  shop.github.fault({ match: { method: 'POST', path: /\/comments$/ }, times: 1, kind: 'commit-then-reset' });
  expect((await outbox.settle('pull-request-comment')).states).toEqual(['unknown', 'done']);
  const later = renderPullRequestComment({ ...strongSample, issueNumber: 1 });
  await outbox.want({ body: later, on }, 'pull-request-comment');
  await outbox.settle('pull-request-comment');
  const comments = shop.github.comments(SHOP, pull.number);
  expect(comments).toHaveLength(1);
  expect(comments[0]?.body.startsWith(later)).toBe(true);
  const minted = shop.github.requests.filter(({ path }) => path.endsWith('/access_tokens'));
  expect(minted.map((request) => (request.body as { permissions?: unknown }).permissions)).toEqual([
    { metadata: 'read', pull_requests: 'write' },
  ]);
});
