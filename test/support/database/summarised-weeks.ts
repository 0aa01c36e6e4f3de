import { afterAll, beforeAll, beforeEach } from '@jest/globals';
import { writeCase } from '../../../src/investigation/case-document.ts';
import type { Incident } from '../../../src/investigation/incident/incident.ts';
import { weekNamed } from '../../../src/investigation/summary/iso-week.ts';
import { HOUR_MS } from '../../../src/investigation/time.ts';
import { type Summarise, summarise } from '../../../src/jobs/summary/summarise.ts';
import { wantSummaries } from '../../../src/jobs/summary/want-summaries.ts';
import type { Transaction } from '../../../src/storage/contract.ts';
import { strongSample } from '../cases/report-samples.ts';
import { onServer } from './prepare-template.ts';
import { type StorageForTests, storageForTests } from './storage-for-tests.ts';
import { waitingJobs } from './waiting-jobs.ts';

/** The week of this name, such as `2026-W47`. */
export const weekAt = (name: string) => weekNamed(name) ?? { name, from: 0, to: 0 };

/** Monday 07:00 UTC after a week. */
export const dueAt = (name: string) => weekAt(name).to + 7 * HOUR_MS;

const INSTALLED = { account: 'acme', suspended: false, removed: false, permissions: {} };
const SOURCES: Summarise['deadJobs'] = async () => [];

/**
 * What the tests of the weekly summary store and ask. Each test of the file is an installation of its own, whose
 * repository 11 asks for summaries.
 */
export function summarisedWeeks() {
  let store: StorageForTests;
  let installation = 100;
  beforeAll(async () => {
    store = await storageForTests();
  });
  afterAll(() => store.close());
  beforeEach(async () => {
    installation += 1;
    await install();
    await repository(11);
  });

  const within = <T>(work: (tx: Transaction) => Promise<T>) => store.storage.transaction(work);
  const deps = (changes: Partial<Summarise> = {}): Summarise => ({
    storage: store.storage,
    clock: store.clock,
    webUrl: 'https://github.com',
    isReadOnly: false,
    deadJobs: SOURCES,
    ...changes,
  });
  /** Takes the installation before away with its jobs, and puts the next in its place. */
  async function install(): Promise<void> {
    await within((tx) => tx.installations.save({ ...INSTALLED, installationId: installation - 1, removed: true }));
    await onServer(store.databaseUrl, 'delete from whatchanged_jobs.job');
    await within((tx) => tx.installations.save({ ...INSTALLED, installationId: installation }));
  }

  /** A repository with this configuration, as it was read last. */
  async function repository(
    repositoryId: number,
    configuration: object = { summary: 'weekly' },
    visibility = 'private',
  ) {
    await within(async (tx) => {
      await tx.repositories.save({
        installationId: installation,
        repositoryId,
        fullName: `acme/shop-${repositoryId}`,
        defaultBranch: 'main',
        visibility: visibility as 'private',
        removed: false,
      });
      const outcome = { kind: 'valid', configuration: { level: 'report', services: [], ...configuration } };
      await tx.cursors.set(installation, `configuration:${repositoryId}`, JSON.stringify(outcome));
    });
  }

  /** An incident with a verdict. */
  async function incident(id: string, openedAt: number, extra: Partial<Incident> = {}): Promise<Incident> {
    const one: Incident = {
      id: `${id}-${installation}`,
      installationId: installation,
      repositoryId: 11,
      service: 'checkout',
      environment: 'production',
      state: 'open',
      openedAt,
      lastSignalAt: openedAt,
      ...extra,
    };
    const { theCase, verdict } = strongSample;
    await within(async (tx) => {
      await tx.incidents.save(one);
      await tx.investigations.add(installation, {
        incidentId: one.id,
        at: openedAt,
        case: writeCase(theCase),
        verdict,
      });
    });
    return one;
  }

  /** What the summary of a week is to look like, if there is to be one. */
  const wanted = async (week: string, repositoryId = 11) =>
    (await within((tx) => tx.effects.find(installation, 'issue', `summary:${repositoryId}:${week}`)))?.wanted;
  const run = (week: string, changes: Partial<Summarise> = {}, repositoryId = 11) =>
    summarise(deps(changes), { installationId: installation, repositoryId, week });
  /** The summaries that wait to be written. */
  const waiting = async () => (await waitingJobs(store.databaseUrl, 'summarise')).map(({ payload }) => payload);
  const want = (isReadOnly = false) => wantSummaries({ storage: store.storage, clock: store.clock, isReadOnly });

  /** The summary's issue, claimed for writing. */
  async function claimed(week: string) {
    const effect = await within((tx) => tx.effects.find(installation, 'issue', `summary:11:${week}`));
    return effect && within((tx) => tx.effects.claim(installation, effect.id, store.clock.now()));
  }

  /** A delivery of an alert that could not be read. */
  async function delivery(receivedAt: number): Promise<string> {
    store.clock.set(receivedAt);
    return within(async (tx) => {
      const { id } = await tx.inbox.add({
        installationId: installation,
        endpoint: 'checkout-grafana',
        source: 'grafana',
        kind: 'alert',
        dedupeKey: String(receivedAt),
        via: 'push',
        headers: {},
        body: Buffer.from('{}'),
      });
      await tx.inbox.finish(installation, id, { state: 'dead', reason: 'secret-host refused' });
      return id;
    });
  }

  return {
    get clock() {
      return store.clock;
    },
    get installation() {
      return installation;
    },
    within,
    repository,
    incident,
    wanted,
    get storage() {
      return store.storage;
    },
    run,
    waiting,
    want,
    claimed,
    delivery,
  };
}
