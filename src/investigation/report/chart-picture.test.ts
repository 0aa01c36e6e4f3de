import { expect, test } from '@jest/globals';
import { strongSample } from '../../../test/support/cases/report-samples.ts';
import type { CaseDeploy } from '../case.ts';
import { MINUTE_MS } from '../time.ts';
import { chartPicture } from './chart-picture.ts';
import type { ReportInput } from './report-input.ts';

const { theCase, verdict, incident } = strongSample;
const suspect = theCase.deploys.find(({ id }) => id === verdict.suspects[0]?.deploy) as CaseDeploy;

function withDeploys(deploys: readonly CaseDeploy[], band = verdict.band): ReportInput {
  return { ...strongSample, theCase: { ...theCase, deploys }, verdict: { ...verdict, band } };
}

test('without a series there is no picture, nor with a single point', () => {
  expect(chartPicture({ ...strongSample, theCase: { ...theCase, series: [] } })).toBeUndefined();
  const series = (theCase.series ?? []).map((one) => ({ ...one, points: one.points.slice(0, 1) }));
  expect(chartPicture({ ...strongSample, theCase: { ...theCase, series } })).toBeUndefined();
});

test('the suspect is marked by its name, and only where a deploy is blamed', () => {
  const [mark] = chartPicture(withDeploys([suspect]))?.deploys ?? [];
  expect(mark).toMatchObject({ at: suspect.liveAt, isSuspect: true });
  expect(chartPicture(withDeploys([suspect], 'none'))?.deploys.some(({ isSuspect }) => isSuspect)).toBe(false);
});

test('of the others those of the alerting service that went live within the picture, by their commit or their id', () => {
  const at = (suspect.liveAt ?? 0) - MINUTE_MS;
  const other = { ...suspect, service: incident.service, liveAt: at };
  const { sha: _sha, ...unnamed } = other;
  const { liveAt: _live, ...running } = other;
  const picture = chartPicture(
    withDeploys([
      { ...other, id: 'o1', sha: 'feedbeef'.padEnd(40, '0') },
      { ...unnamed, id: 'o2-of-a-vendor' },
      { ...running, id: 'o3' },
      { ...other, id: 'o4', liveAt: 0 },
      { ...other, id: 'o5', liveAt: theCase.askedAt + MINUTE_MS },
      { ...other, id: 'o6', service: 'somewhere-else' },
      suspect,
    ]),
  );
  expect(picture?.deploys.map(({ words }) => words.split(' ')[0])).toEqual(['feedbee', 'o2-of-a', expect.any(String)]);
  expect(picture?.deploys.at(-1)?.isSuspect).toBe(true);
});

test('a step without a point is a gap, and no more than twelve other deploys are drawn', () => {
  const series = (theCase.series ?? []).map((one) => ({
    ...one,
    points: one.points.filter((_, index) => index % 5 !== 2),
  }));
  const many = Array.from({ length: 20 }, (_, index) => ({
    ...suspect,
    id: `m${index}`,
    service: incident.service,
    liveAt: (suspect.liveAt ?? 0) - index * 1_000,
  }));
  const picture = chartPicture({ ...strongSample, theCase: { ...theCase, series, deploys: [...many, suspect] } });
  expect(picture?.steps.some((step) => !('value' in step))).toBe(true);
  expect(picture?.deploys).toHaveLength(13);
});
