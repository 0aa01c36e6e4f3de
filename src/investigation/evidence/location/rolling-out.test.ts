import { expect, test } from '@jest/globals';
import { listCandidates } from '../../candidates/list-candidates.ts';
import type { CaseDeploy, CaseSeries } from '../../case.ts';
import { MINUTE_MS } from '../../time.ts';
import { isRollingOut } from './rolling-out.ts';

const ONSET = 100 * MINUTE_MS;
const minute = (of: number) => of * MINUTE_MS;

/** Each minute from the first until the last. */
function requests(version: string, first: number, last: number): CaseSeries {
  const points = Array.from({ length: last - first + 1 }, (_, index) => [(first + index) * 60, 9] as const);
  return { id: version, service: 'cart', kind: 'requests', stepSeconds: 60, version, points };
}
const BOTH = [requests('a', 0, 109), requests('b', 92, 109)];

function rolling(
  more: Partial<CaseDeploy>,
  versions: readonly (string | undefined)[] = [undefined],
  series = BOTH,
): boolean {
  const deploy = { id: 'd', service: 'cart', environment: 'production', startedAt: minute(90), ...more };
  const alert = { service: 'cart', environment: 'production', startedAt: ONSET };
  const { deploys } = listCandidates({ id: 'c', askedAt: minute(110), alert, deploys: [deploy] }, ONSET);
  return isRollingOut('cart', new Set(versions), {
    deploys,
    series,
    from: ONSET,
    to: minute(102),
    askedAt: minute(110),
  });
}

test.each<[string, boolean, Partial<CaseDeploy>]>([
  ['was over before', false, { liveAt: minute(95) }],
  ['was over just then', false, { liveAt: minute(100) }],
  ['was under way', true, { liveAt: minute(101) }],
  ['runs', true, { outcome: 'in_progress' }],
  ['of another service', false, { outcome: 'in_progress', service: 'web' }],
  ['of another environment', false, { outcome: 'in_progress', environment: 'staging' }],
  ['began with the trouble', true, { startedAt: minute(102), liveAt: minute(105) }],
  ['began after it', false, { startedAt: minute(103), liveAt: minute(105) }],
  ['stopped half-way', true, { rollout: [{ at: minute(92), replicas: 2, of: 6 }] }],
  ['of steps that were seen in part', false, { liveAt: minute(95), rollout: [{ at: minute(92), replicas: 2, of: 6 }] }],
  ['went through all', false, { rollout: [{ at: minute(92), replicas: 6, of: 6 }] }],
  ['was replaced', false, { endedAt: minute(99), rollout: [{ at: minute(92), replicas: 2, of: 6 }] }],
  ['failed before', false, { outcome: 'failure', endedAt: minute(99) }],
  ['failed after', true, { outcome: 'failure', endedAt: minute(101) }],
  ['is a canary', true, { liveAt: minute(95), versions: { new: 'b', old: 'a' } }],
])('a rollout that %s: %s', (_, expected, more) => {
  expect(rolling(more)).toBe(expected);
});

test('instances that tell their version: of two it is a canary, of one it is not', () => {
  const canary = { liveAt: minute(95), versions: { new: 'b', old: 'a' } };
  expect(rolling(canary, ['b'])).toBe(false);
  expect(rolling({ liveAt: minute(95) }, ['a', 'b'])).toBe(true);
});

test('two versions of which one no longer ran, or not yet, are a rollout that was over', () => {
  const canary = { liveAt: minute(95), versions: { new: 'b', old: 'a' } };
  const [old = requests('a', 0, 109), fresh = requests('b', 92, 109)] = BOTH;
  expect(rolling(canary, [undefined], [requests('a', 0, 99), fresh])).toBe(false);
  expect(rolling(canary, [undefined], [requests('a', 0, 100), fresh])).toBe(true);
  expect(rolling(canary, [undefined], [old, requests('b', 102, 109)])).toBe(true);
  expect(rolling(canary, [undefined], [old, requests('b', 103, 109)])).toBe(false);
  expect(rolling(canary, [undefined], [old])).toBe(false);
  expect(rolling({ ...canary, versions: { new: 'b' } })).toBe(false);
});
