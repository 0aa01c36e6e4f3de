import { expect, test } from '@jest/globals';
import { MINUTE_MS } from '../../src/investigation/time.ts';
import { materialAround } from '../../src/jobs/incidents/gather-material.ts';
import { wantEffects } from '../../src/jobs/incidents/want-effects.ts';
import { strongSample } from '../support/cases/report-samples.ts';
import { installationPerTest } from '../support/database/installation-per-test.ts';

const { theCase, verdict } = strongSample;
const NOW = theCase.askedAt;
const at = installationPerTest(NOW, 2);

test('that an incident is over is taken back once it is open again, and said anew at its end', async () => {
  const { installationId, opened } = at;
  const { service, environment, openedAt } = strongSample.incident;
  const id = `i${installationId}`;
  const began = { id, installationId, repositoryId: 1, service, environment, openedAt, lastSignalAt: openedAt };
  const kept = { receivedAt: NOW, deliveries: 1, source: 'alertmanager', labels: {}, key: 'a', incidentId: id };
  const firing = { ...kept, status: 'firing' as const, title: 'Errors again', startsAt: NOW - 2 * MINUTE_MS };
  const said = async (resolvedAt?: number) =>
    opened.storage.transaction(async (tx) => {
      const state = resolvedAt === undefined ? ('open' as const) : ('resolved' as const);
      const incident = { ...began, state, ...(resolvedAt === undefined ? {} : { resolvedAt }) };
      const material = await materialAround(tx, incident, [firing], NOW);
      await wantEffects(tx, { material, theCase, verdict, webUrl: 'https://github.com' });
      return (await tx.effects.find(installationId, 'issue-comment', `${id}:resolved`))?.wanted.body;
    });
  expect(await said()).toBeUndefined();
  expect(await said(NOW - 5 * MINUTE_MS)).toContain('**Over since');
  const again = await said();
  expect(again).toMatch(/^\*\*Open again since \d\d:\d\d UTC: `Errors again`\*\*/);
  expect(again).not.toContain('Over since');
  expect(await said(NOW - MINUTE_MS)).toContain('**Over since');
});
