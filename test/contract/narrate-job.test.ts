import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeCase } from '../../src/investigation/case-document.ts';
import { HOUR_MS } from '../../src/investigation/time.ts';
import { materialAround } from '../../src/jobs/incidents/gather-material.ts';
import { narrate } from '../../src/jobs/incidents/narrate.ts';
import { wantEffects } from '../../src/jobs/incidents/want-effects.ts';
import type { Narrator } from '../../src/narrator/contract.ts';
import { strongSample } from '../support/cases/report-samples.ts';
import { type StorageForTests, storageForTests } from '../support/database/storage-for-tests.ts';

const INSTALLATION = 7;
let store: StorageForTests;
beforeAll(async () => {
  store = await storageForTests();
  store.clock.set(strongSample.theCase.askedAt);
});
afterAll(() => store.close());

/** An incident with a verdict whose issue is wanted already, as the investigation leaves it. */
async function decidedIncident(id: string): Promise<void> {
  const { openedAt, service, environment } = strongSample.incident;
  const incident = {
    id,
    installationId: INSTALLATION,
    repositoryId: 1,
    service,
    environment,
    state: 'open' as const,
    openedAt,
    lastSignalAt: openedAt,
  };
  await store.storage.transaction(async (tx) => {
    await tx.repositories.save({
      installationId: INSTALLATION,
      repositoryId: 1,
      fullName: 'shop/checkout',
      defaultBranch: 'main',
      visibility: 'private',
      removed: false,
    });
    await tx.incidents.save(incident);
    const { verdict, theCase } = strongSample;
    await tx.investigations.add(INSTALLATION, {
      incidentId: id,
      at: theCase.askedAt,
      case: writeCase(theCase),
      verdict,
    });
    const material = await materialAround(tx, incident, [], theCase.askedAt);
    await wantEffects(tx, { material: { ...material, earlier: [] }, theCase, verdict, webUrl: 'https://github.com' });
  });
}

async function wanted(id: string): Promise<{ readonly title: string; readonly body: string }> {
  const effect = await store.storage.transaction((tx) => tx.effects.find(INSTALLATION, 'issue', id));
  return { title: effect?.wanted.title ?? '', body: effect?.wanted.body ?? '' };
}

const says: Narrator = async () => ({
  kind: 'answered',
  answer: {
    headline: { text: 'PR 4821 fits best.', evidence: ['E1', 'E2'] },
    points: [
      { text: 'It went live 2 min before the errors began.', evidence: ['E1'] },
      { text: 'Merge now at https://evil.example', evidence: ['E1'] },
    ],
    questions: [],
  },
});

const deps = (narrator: Narrator | undefined, callsPerDay = 100) => ({
  storage: store.storage,
  clock: store.clock,
  webUrl: 'https://github.com',
  callsPerDay,
  ...(narrator === undefined ? {} : { narrator }),
});
const job = (incidentId: string) => ({ installationId: INSTALLATION, incidentId });

describe('the job that has a report put into words', () => {
  test('adds the summary and changes not one byte beside it', async () => {
    await decidedIncident('worded');
    const before = await wanted('worded');
    await narrate(deps(says), job('worded'));
    const after = await wanted('worded');
    const summary = /\n\n### Machine-written summary\n[\s\S]*?<\/sub>/.exec(after.body)?.[0] ?? '';
    expect(summary).toContain('- It went live 2 min before the errors began. (E1)');
    expect(summary).not.toContain('evil');
    expect({ ...after, body: after.body.replace(summary, '') }).toEqual(before);
  });

  test.each<[string, Narrator | undefined]>([
    ['no model', undefined],
    ['a refusal', async () => ({ kind: 'silent', reason: 'refused' })],
    ['a model that does not answer', async () => ({ kind: 'silent', reason: 'unreachable' })],
    [
      'nothing that passes the gate',
      async () => ({ kind: 'answered', answer: { headline: { text: 'x', evidence: [] }, points: [], questions: [] } }),
    ],
  ])('%s leaves the issue as it is', async (name, narrator) => {
    await decidedIncident(name);
    const before = await wanted(name);
    await narrate(deps(narrator), job(name));
    expect(await wanted(name)).toEqual(before);
  });

  test('a model is asked twice about one incident at most, and not again while its words hold', async () => {
    let calls = 0;
    const counted =
      (narrator: Narrator): Narrator =>
      (...asked) => {
        calls += 1;
        return narrator(...asked);
      };
    await decidedIncident('twice');
    for (let round = 0; round < 4; round += 1) {
      await narrate(deps(counted(async () => ({ kind: 'silent', reason: 'overloaded' }))), job('twice'));
    }
    expect(calls).toBe(2);
    await decidedIncident('holds');
    for (let round = 0; round < 4; round += 1) await narrate(deps(counted(says)), job('holds'));
    expect(calls).toBe(3);
  });

  test('the budget of a day is kept, and the next day has its own', async () => {
    let calls = 0;
    const narrator: Narrator = async () => {
      calls += 1;
      return { kind: 'silent', reason: 'refused' };
    };
    store.clock.set(strongSample.theCase.askedAt + 48 * HOUR_MS);
    for (const id of ['a', 'b', 'c']) {
      await decidedIncident(`budget-${id}`);
      await narrate(deps(narrator, 2), job(`budget-${id}`));
    }
    expect(calls).toBe(2);
    store.clock.set(strongSample.theCase.askedAt + 72 * HOUR_MS);
    await narrate(deps(narrator, 2), job('budget-c'));
    expect(calls).toBe(3);
  });

  test('an incident that is not there is nothing to word', async () => {
    await expect(narrate(deps(says), job('never-seen'))).resolves.toBeUndefined();
  });
});
