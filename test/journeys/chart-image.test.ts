import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { chartAddresses } from '../../src/charts/chart-addresses.ts';
import type { CaseSeries } from '../../src/investigation/case.ts';
import { readCase, writeCase } from '../../src/investigation/case-document.ts';
import type { Verdict } from '../../src/investigation/verdict/verdict.ts';
import { gatherMaterial } from '../../src/jobs/incidents/gather-material.ts';
import { wantEffects } from '../../src/jobs/incidents/want-effects.ts';
import { type BrokenShop, breakTheShop } from '../support/program/broken-shop.ts';
import {
  INSTALLATION,
  SHOP,
  type StartedProgram,
  startProgramOnShop,
  WEBHOOK_SECRET,
} from '../support/program/started-program.ts';
import { waitUntil } from '../support/wait-until.ts';

const PUBLIC_URL = 'https://whatchanged.example/app';
let started: StartedProgram;
let shop: BrokenShop;
beforeAll(async () => {
  started = await startProgramOnShop({ environment: { PUBLIC_URL } });
  shop = await breakTheShop(started);
}, 120_000);
afterAll(() => started.stop());
jest.setTimeout(120_000);

/** As GitHub's proxy asks: the public address leads to this server. */
const fetched = (path: string) => fetch(`http://127.0.0.1:${started.program.port}${path}`);
const body = () => started.github.issue(SHOP, shop.issue).body ?? '';

test('without a metric there is nothing to draw, and no picture in the issue', () => {
  expect(body()).not.toContain('![');
});

test('the issue shows a picture that the server serves to whoever has its address, and to nobody else', async () => {
  await measured();
  const [, alt, path] = await waitUntil('the picture', () => {
    const found = /!\[(.*)\]\(https:\/\/whatchanged\.example\/app(\/charts\/.*\.png)\)/.exec(body());
    return found ?? undefined;
  });
  expect(alt).toMatch(/[▁-█]{5,} errors of checkout: 2 before, 90 since/);
  const picture = await fetched(path ?? '');
  expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);
  expect(picture.headers.get('cache-control')).toContain('immutable');
  const bytes = Buffer.from(await picture.arrayBuffer());
  expect(bytes.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a');
  expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([900, 480]);
  const wrong = (path ?? '').replace(/.{6}\.png$/, 'AAAAAA.png');
  expect((await fetched(wrong)).status).toBe(404);
  expect((await fetched('/charts/')).status).toBe(404);
  const posted = await fetch(`http://127.0.0.1:${started.program.port}${path}`, { method: 'POST' });
  expect(posted.status).toBe(404);
  const asked = await fetch(`http://127.0.0.1:${started.program.port}${path}`, { method: 'HEAD' });
  expect([asked.status, (await asked.arrayBuffer()).byteLength]).toEqual([200, 0]);
});

/** A round like the last one, with errors that rise two minutes before now. */
async function measured(): Promise<void> {
  const [incident] = await started.program.storage.transaction((tx) => tx.incidents.list(INSTALLATION, { limit: 1 }));
  if (incident === undefined) throw new Error('there is no incident');
  const material = await gatherMaterial(started.program.storage, INSTALLATION, incident.id, Date.now());
  await started.program.storage.transaction(async (tx) => {
    const latest = await tx.investigations.latest(INSTALLATION, incident.id);
    if (latest === undefined || material === undefined) throw new Error('there is no verdict');
    const verdict = latest.verdict as Verdict;
    const theCase = readCase(latest.case);
    const from = Math.floor(theCase.askedAt / 60_000) * 60 - 3_600;
    const points = Array.from({ length: 61 }, (_, minute): readonly [number, number] => {
      const at = from + minute * 60;
      return [at, at * 1_000 >= verdict.onset.at ? 90 : 2];
    });
    const series: CaseSeries = { id: 'errors', service: 'checkout', kind: 'errors', stepSeconds: 60, points };
    const withMetric = { ...theCase, series: [series] };
    const stored = { incidentId: incident.id, at: latest.at, case: writeCase(withMetric), verdict };
    const { round } = await tx.investigations.add(INSTALLATION, stored);
    const path = chartAddresses([WEBHOOK_SECRET]).pathOf({
      installationId: INSTALLATION,
      incidentId: incident.id,
      round,
    });
    await wantEffects(tx, {
      material,
      theCase: withMetric,
      verdict,
      webUrl: started.github.url,
      chartUrl: `${PUBLIC_URL}${path}`,
    });
  });
}
