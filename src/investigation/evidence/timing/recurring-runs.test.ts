import { describe, expect, test } from '@jest/globals';
import type { DeployCandidate, Veto } from '../../candidates/list-candidates.ts';
import type { LogRow } from '../../case.ts';
import { MINUTE_MS } from '../../time.ts';
import { recurringRuns } from './recurring-runs.ts';

const ONSET = 1e9 * MINUTE_MS;
const KNOWN = { from: ONSET - 0.5 * MINUTE_MS, to: ONSET + 0.5 * MINUTE_MS };
const minute = (at: number): number => ONSET + at * MINUTE_MS;
const rows = (...minutes: number[]): LogRow[] =>
  minutes.map((at, index) => ({ at: minute(at), service: 'digests', message: `run ${index} begins`, level: 'INFO' }));

/** What is found for a deploy of `digests` that was live so many minutes before the onset. */
function found(logs: LogRow[], live: number, { veto, onset = KNOWN }: { veto?: Veto; onset?: typeof KNOWN } = {}) {
  const deploy = { id: 'd', service: 'digests', startedAt: minute(live - 1) };
  const times = { from: minute(live - 1), live: minute(live) };
  const candidate: DeployCandidate = { kind: 'deploy', deploy, service: 'digests', ...times, firstSeen: false };
  const alert = { service: 'mail', startedAt: minute(5) };
  const theCase = { id: 'c', askedAt: minute(9), alert, deploys: [deploy], logs };
  return recurringRuns(theCase, [veto === undefined ? candidate : { ...candidate, veto }], onset).get('d');
}

const HOURLY = rows(-120, -119, -60, -59, 0, 1);

describe('what runs at even distances', () => {
  test('its first run since the deploy was when the trouble began', () => {
    expect(found(HOURLY, -40)).toEqual({
      template: 'run <*> begins',
      everyMs: 60 * MINUTE_MS,
      at: ONSET,
      previous: minute(-60),
    });
    expect(found(HOURLY, -59)).toBeDefined();
  });

  test('the run before is the one that was, not the one that should have been', () => {
    expect(found(rows(-120, -59.1, 0), -59.5)).toBeUndefined();
    expect(found(rows(-120, -59.1, 0), -58)).toBeDefined();
  });

  test('not where the run before went well with the same code, or had begun on its own since', () => {
    expect(found(HOURLY, -61)).toBeUndefined();
    expect(found(HOURLY, 1)).toBeUndefined();
    expect(found(HOURLY, -40, { veto: 'failed' })).toBeUndefined();
  });

  test.each([
    ['two runs alone', rows(-60, 0)],
    ['uneven distances', rows(-120, -58, 0)],
    ['no run at the onset', rows(-150, -90, -30)],
    ['one long before the onset is seen', rows(-124, -64, -4)],
    ['one after it', rows(-118, -58, 2)],
    ['every few minutes', rows(-22, -11, 0)],
    ['so often that one is always near', rows(-28, -14, 0)],
    ['one that never ends', rows(-120, ...Array.from({ length: 60 }, (_, index) => -60 + index), 0)],
    ['another service', HOURLY.map((row) => ({ ...row, service: 'mail' }))],
    ['nothing', []],
  ])('not: %s', (_, logs) => {
    expect(found(logs, -5)).toBeUndefined();
  });

  test('a run may differ from its time by a minute, and come a little before or after the onset', () => {
    expect(found(rows(-120, -60.9, 0), -40)).toBeDefined();
    expect(found(rows(-122.9, -62.9, -2.9), -40)).toBeDefined();
    expect(found(rows(-118.6, -58.6, 1.4), -40)).toBeDefined();
  });

  test('not where the onset is known too badly for such a distance', () => {
    const vague = { from: ONSET - 8 * MINUTE_MS, to: ONSET + 8 * MINUTE_MS };
    expect(found(HOURLY, -40, { onset: vague })).toBeUndefined();
    expect(found(rows(-160, -80, 0), -40, { onset: vague })).toBeDefined();
  });
});
