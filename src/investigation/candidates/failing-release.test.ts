import { expect, test } from '@jest/globals';
import type { Case, CaseDeploy } from '../case.ts';
import { cameAfterRelease } from './failing-release.ts';

const OLD = 'a'.repeat(40);
const NEW = 'b'.repeat(40);
const deploy = (sha: string, startedAt: number, more: Partial<CaseDeploy> = {}): CaseDeploy => ({
  id: `${sha} ${startedAt}`,
  service: 'cart',
  sha,
  startedAt,
  ...more,
});
const after = (release: string, deploys: readonly CaseDeploy[]) => {
  const alert = { service: 'cart', startedAt: 100, labels: { release } };
  const theCase: Case = { id: 'c', askedAt: 200, alert, deploys };
  return deploys.map((one) => cameAfterRelease(theCase, one));
};

test.each([OLD, OLD.slice(0, 7), `cart@${OLD.slice(0, 12)}`, OLD.toUpperCase()])('%s was replaced', (release) => {
  expect(after(release, [deploy(NEW, 90, { previousSha: OLD })])).toEqual([true]);
  expect(after(release, [deploy(OLD, 10), deploy(NEW, 90)])).toEqual([false, true]);
});

test('the failing release itself, what was before it and another service did not come after it', () => {
  expect(after(NEW, [deploy(OLD, 10), deploy(NEW, 90, { previousSha: OLD })])).toEqual([false, false]);
  expect(after(OLD, [deploy(OLD, 10), deploy(NEW, 90, { previousSha: OLD, service: 'web' })])).toEqual([false, false]);
});

test.each(['', '1.4.2', 'v2', 'cafe'])('%j names no commit', (release) => {
  expect(after(release, [deploy('cafe'.repeat(10), 90, { previousSha: OLD })])).toEqual([false]);
});
