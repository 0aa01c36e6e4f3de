import { afterEach, beforeEach } from '@jest/globals';
import { appIdentity } from '../../../src/effects/app-identity.ts';
import type { EffectKind, Wanted } from '../../../src/effects/contract.ts';
import { createMarker } from '../../../src/effects/marker.ts';
import { ownObjects } from '../../../src/effects/own-objects.ts';
import { type PublishDependencies, publish } from '../../../src/jobs/effects/publish.ts';
import { createGitHubAccess } from '../../../src/platform/create-github-access.ts';
import { type OpenStorage, openStorage } from '../../../src/storage/open-storage.ts';
import { type FreshDatabase, freshDatabase } from '../database/database.ts';
import { smallGitHub, testKey } from './small-github.ts';

/** Whose the effects are. */
export const INSTALLATION = 1;
export const REPOSITORY = 22;

/** An issue that is wanted. */
export const ISSUE: Wanted = { title: 'checkout is failing', body: 'Since 02:55 UTC.', state: 'open' };

const BEGIN = Date.UTC(2026, 10, 23, 3, 0);

/** Each test of the file has an outbox of its own before a small GitHub, on a database of its own and a clock that the test moves. */
export function outboxPerTest() {
  let now = BEGIN;
  let database: FreshDatabase;
  let opened: OpenStorage;
  let github: ReturnType<typeof smallGitHub>;
  let deps: PublishDependencies;
  beforeEach(async () => {
    now = BEGIN;
    const clock = { now: () => now };
    database = await freshDatabase();
    opened = await openStorage({ databaseUrl: database.url, dataFolder: '/nowhere', clock, poolSize: 3 });
    github = smallGitHub(() => now);
    const own = ownObjects();
    const access = createGitHubAccess({
      appId: 7,
      privateKey: testKey,
      isOurs: (object) => own.has(object),
      betweenWritesMs: 0,
      fetch: github.fetch,
    });
    const { storage } = opened;
    deps = { storage, access, clock, marker: createMarker('secret'), app: appIdentity(access), own };
  });
  afterEach(async () => {
    await opened.close();
    await database.drop();
  });

  const want = (wanted: Wanted, kind: EffectKind = 'issue', naturalKey = 'inc-1') =>
    opened.storage.transaction((tx) =>
      tx.effects.want(INSTALLATION, { kind, naturalKey, repositoryId: REPOSITORY, wanted }),
    );
  const effect = (kind: EffectKind = 'issue', naturalKey = 'inc-1') =>
    opened.storage.transaction((tx) => tx.effects.find(INSTALLATION, kind, naturalKey));
  /** What the job runner would do for this effect now. */
  const run = async (kind: EffectKind = 'issue', over: Partial<PublishDependencies> = {}) => {
    const found = await effect(kind);
    if (found === undefined) throw new Error('no effect');
    await publish({ ...deps, ...over }, { installationId: INSTALLATION, effectId: found.id });
    return effect(kind);
  };
  return {
    get databaseUrl() {
      return database.url;
    },
    get storage() {
      return opened.storage;
    },
    get github() {
      return github;
    },
    get deps() {
      return deps;
    },
    want,
    effect,
    run,
    pass: (ms: number) => {
      now += ms;
    },
    now: () => now,
    /** How often an issue was sent. */
    creations: () => github.writes().filter((call) => call === 'POST /repos/shop/checkout/issues').length,
  };
}
