import { createSign, generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createAppAuth } from '@octokit/auth-app';
import { Octokit } from '@octokit/rest';
import { type Shop, startShop } from '../support/local-github/start-shop.ts';

const HOUR = 3_600_000;
let shop: Shop;
let now = Date.now();

beforeAll(async () => {
  shop = await startShop({ now: () => now });
});
afterAll(async () => {
  expect(shop.github.contractViolations).toEqual([]);
  await shop.stop();
});

async function failure(call: Promise<unknown>): Promise<{ status: number; message: string }> {
  const error: unknown = await call.then(
    () => ({ status: 0, message: 'it worked' }),
    (reason: unknown) => reason,
  );
  const { status, message } = error as { status: number; message: string };
  return { status, message };
}

function jwt(claims: object, key = shop.privateKey, alg = 'RS256'): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signed = `${part({ alg, typ: 'JWT' })}.${part(claims)}`;
  return `${signed}.${createSign('RSA-SHA256').update(signed).sign(key, 'base64url')}`;
}

const ask = (token: string, path = '/app') =>
  fetch(`${shop.github.url}${path}`, { headers: { authorization: `Bearer ${token}` } });

describe('the JWT of the App', () => {
  const seconds = () => Math.floor(now / 1000);
  test.each<[string, () => string, number, string]>([
    ['is good for ten minutes', () => jwt({ iss: shop.app.id, iat: seconds() - 60, exp: seconds() + 540 }), 200, ''],
    ['may name the client id', () => jwt({ iss: shop.app.clientId, iat: seconds(), exp: seconds() + 60 }), 200, ''],
    [
      'is refused when it expired',
      () => jwt({ iss: shop.app.id, iat: seconds() - 700, exp: seconds() - 1 }),
      401,
      "('exp')",
    ],
    [
      'is refused when it lives too long',
      () => jwt({ iss: shop.app.id, iat: seconds(), exp: seconds() + 900 }),
      401,
      'far',
    ],
    [
      'is refused when it comes from the future',
      () => jwt({ iss: shop.app.id, iat: seconds() + 120, exp: seconds() + 200 }),
      401,
      "('iat')",
    ],
    [
      'is refused with the key of somebody else',
      () => jwt({ iss: shop.app.id, iat: seconds(), exp: seconds() + 60 }, otherKey),
      401,
      'decoded',
    ],
    [
      'is refused with another algorithm',
      () => jwt({ iss: shop.app.id, iat: seconds(), exp: seconds() + 60 }, undefined, 'none'),
      401,
      'decoded',
    ],
    [
      'is refused for an App that is not there',
      () => jwt({ iss: 4, iat: seconds(), exp: seconds() + 60 }),
      404,
      'Integration',
    ],
  ])('%s', async (_, token, status, message) => {
    const answer = await ask(token());
    expect(answer.status).toBe(status);
    expect(String(((await answer.json()) as { message?: string }).message ?? '')).toContain(message);
  });
  const otherKey = generateKeyPairSync('rsa', { modulusLength: 2048 })
    .privateKey.export({ type: 'pkcs1', format: 'pem' })
    .toString();

  test('does not open what needs an installation, and the other way round', async () => {
    const octokit = await shop.asInstallation();
    const asApp = jwt({ iss: shop.app.id, iat: seconds(), exp: seconds() + 60 });
    expect((await ask(asApp, '/repos/acme/shop')).status).toBe(403);
    expect((await failure(octokit.rest.apps.getAuthenticated())).status).toBe(401);
    expect((await ask('nonsense')).status).toBe(401);
  });
});

describe('the token of an installation', () => {
  test('works through auth-app, has the long form, and says what it may', async () => {
    const { data } = await shop
      .asApp()
      .rest.apps.createInstallationAccessToken({ installation_id: shop.installation.id });
    expect(data.token).toMatch(new RegExp(`^ghs_${shop.app.id}_[\\w-]+\\.[\\w-]+\\.[\\w-]+$`));
    expect(data.token.length).toBeGreaterThan(400);
    expect(Date.parse(data.expires_at) - now).toBeLessThanOrEqual(HOUR);
    expect(data.permissions).toEqual({ metadata: 'read', ...shop.installation.app.permissions });
    const auth = { appId: shop.app.id, privateKey: shop.privateKey, installationId: shop.installation.id };
    const octokit = new Octokit({ baseUrl: shop.github.url, authStrategy: createAppAuth, auth });
    expect(
      (await octokit.rest.apps.listReposAccessibleToInstallation()).data.repositories.map((one) => one.full_name),
    ).toEqual(['acme/shop']);
  });

  test('reaches only the repositories and permissions that it was narrowed to', async () => {
    await shop.github.createRepository('acme/secret');
    const id = shop.github.repository('acme/shop').id;
    const { data } = await shop.asApp().rest.apps.createInstallationAccessToken({
      installation_id: shop.installation.id,
      repository_ids: [id],
      permissions: { issues: 'read' },
    });
    expect([data.repository_selection, data.repositories?.map((one) => one.id)]).toEqual(['selected', [id]]);
    const octokit = new Octokit({ baseUrl: shop.github.url, auth: data.token, log: silent });
    expect((await octokit.rest.issues.listForRepo(shop.repo)).status).toBe(200);
    const denied = { status: 403, message: expect.stringContaining('Resource not accessible by integration') };
    expect(await failure(octokit.rest.issues.create({ ...shop.repo, title: 'No' }))).toEqual(denied);
    expect(await failure(octokit.rest.repos.listCommits(shop.repo))).toEqual(denied);
    expect((await failure(octokit.rest.repos.get({ owner: 'acme', repo: 'secret' }))).status).toBe(404);
    expect(shop.github.issues('acme/shop')).toEqual([]);
    await shop.github.deleteRepository('acme/secret');
  });

  test('is not given for more than was granted', async () => {
    const mint = (more: object) =>
      shop.asApp().rest.apps.createInstallationAccessToken({ installation_id: shop.installation.id, ...more });
    expect((await failure(mint({ permissions: { administration: 'write' } }))).status).toBe(422);
    expect((await failure(mint({ permissions: { deployments: 'write' } }))).status).toBe(422);
    expect((await failure(mint({ repository_ids: [999_999] }))).status).toBe(422);
  });

  test('ends after an hour, when it is revoked, and with the installation', async () => {
    const octokit = await shop.asInstallation();
    now += HOUR - 1000;
    expect((await octokit.rest.repos.get(shop.repo)).status).toBe(200);
    now += 2000;
    expect((await failure(octokit.rest.repos.get(shop.repo))).status).toBe(401);
    now -= HOUR;
    const second = await shop.asInstallation();
    await second.rest.apps.revokeInstallationAccessToken();
    expect((await failure(second.rest.repos.get(shop.repo))).status).toBe(401);
    const third = await shop.asInstallation();
    await shop.github.suspend(shop.installation);
    expect((await failure(third.rest.repos.get(shop.repo))).status).toBe(403);
    expect((await failure(shop.asInstallation())).status).toBe(403);
    await shop.github.unsuspend(shop.installation);
    expect((await third.rest.repos.get(shop.repo)).status).toBe(200);
    const { app, privateKey } = shop.github.createApp({
      slug: 'passing',
      permissions: { contents: 'read' },
      events: [],
    });
    const passing = await shop.github.install(app, 'acme');
    const asPassing = new Octokit({
      baseUrl: shop.github.url,
      authStrategy: createAppAuth,
      auth: { appId: app.id, privateKey },
    });
    const { data } = await asPassing.rest.apps.createInstallationAccessToken({ installation_id: passing.id });
    const fourth = new Octokit({ baseUrl: shop.github.url, auth: data.token, log: silent });
    expect((await fourth.rest.repos.get(shop.repo)).status).toBe(200);
    await shop.github.uninstall(passing);
    expect((await failure(fourth.rest.repos.get(shop.repo))).status).toBe(401);
  });
});

const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

test('an installation is found by id, repository and organization, and follows its selection', async () => {
  const app = shop.asApp();
  const { id } = shop.installation;
  expect((await app.rest.apps.listInstallations()).data.map((one) => one.id)).toEqual([id]);
  expect((await app.rest.apps.getInstallation({ installation_id: id })).data.repository_selection).toBe('all');
  expect((await app.rest.apps.getRepoInstallation(shop.repo)).data.id).toBe(id);
  expect((await app.rest.apps.getOrgInstallation({ org: 'acme' })).data.id).toBe(id);
  expect((await failure(app.rest.apps.getOrgInstallation({ org: 'other' }))).status).toBe(404);
  await shop.github.createRepository('acme/added');
  await shop.github.changeSelection(shop.installation, { add: ['acme/added'] });
  const octokit = await shop.asInstallation();
  expect((await failure(octokit.rest.repos.get(shop.repo))).status).toBe(404);
  await shop.github.changeSelection(shop.installation, { add: ['acme/shop'], remove: ['acme/added'] });
  expect((await octokit.rest.repos.get(shop.repo)).status).toBe(200);
  expect(shop.received.names().filter((name) => name.startsWith('installation'))).toEqual(
    expect.arrayContaining(['installation_repositories.added', 'installation_repositories.removed']),
  );
});

test('permissions that are withdrawn are gone with the next token', async () => {
  const granted = shop.installation.permissions;
  shop.github.changePermissions(shop.installation, { contents: 'read' });
  const octokit = await shop.asInstallation();
  expect((await failure(octokit.rest.issues.create({ ...shop.repo, title: 'No' }))).status).toBe(403);
  shop.github.changePermissions(shop.installation, granted);
});

test('people act by their level', async () => {
  shop.github.addCollaborator('acme/shop', 'writer', 'write');
  shop.github.addCollaborator('acme/shop', 'reader', 'read');
  shop.github.addCollaborator('acme/shop', 'keeper', 'maintain');
  shop.github.addCollaborator('acme/shop', 'helper', 'triage');
  shop.github.createUser('stranger');
  const octokit = await shop.asInstallation();
  const level = async (username: string) => {
    const { data } = await octokit.rest.repos.getCollaboratorPermissionLevel({ ...shop.repo, username });
    return [data.permission, data.role_name];
  };
  expect(await level('writer')).toEqual(['write', 'write']);
  expect(await level('keeper')).toEqual(['write', 'maintain']);
  expect(await level('helper')).toEqual(['read', 'triage']);
  expect(await level('Reader')).toEqual(['read', 'read']);
  expect(await level('stranger')).toEqual(['none', 'none']);
  expect((await failure(level('nobody-at-all'))).status).toBe(404);
  const merge = (login: string) => shop.asUser(login).rest.repos.merge({ ...shop.repo, base: 'main', head: 'main' });
  expect((await merge('writer')).status).toBe(204);
  expect((await failure(merge('reader'))).status).toBe(403);
  expect((await failure(merge('stranger'))).status).toBe(404);
  expect(shop.github.violations).toEqual([]);
});

test('a manifest becomes an App, once', async () => {
  const manifest = {
    name: 'What changed',
    redirect_url: 'http://127.0.0.1:1/back',
    hook_attributes: { url: 'http://127.0.0.1:1/hook' },
    default_permissions: { contents: 'read' },
    default_events: ['push'],
  };
  const form = new URLSearchParams({ manifest: JSON.stringify(manifest) });
  const url = `${shop.github.url}/organizations/acme/settings/apps/new?state=abc`;
  const sent = await fetch(url, { method: 'POST', body: form, redirect: 'manual' });
  const back = new URL(sent.headers.get('location') ?? '');
  expect([sent.status, back.origin, back.searchParams.get('state')]).toEqual([302, 'http://127.0.0.1:1', 'abc']);
  const octokit = new Octokit({ baseUrl: shop.github.url, log: silent });
  const code = back.searchParams.get('code') ?? '';
  const { data } = await octokit.rest.apps.createFromManifest({ code });
  expect([data.slug, data.owner && 'login' in data.owner && data.owner.login]).toEqual(['what-changed', 'acme']);
  const asNew = new Octokit({
    baseUrl: shop.github.url,
    authStrategy: createAppAuth,
    auth: { appId: data.id, privateKey: data.pem },
  });
  expect((await asNew.rest.apps.getAuthenticated()).data?.events).toEqual(['push']);
  expect((await failure(octokit.rest.apps.createFromManifest({ code }))).status).toBe(404);
});
