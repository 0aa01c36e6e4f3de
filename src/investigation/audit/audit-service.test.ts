import { describe, expect, test } from '@jest/globals';
import type { Case } from '../case.ts';
import { MINUTE_MS } from '../time.ts';
import { AUDIT_MARKS, auditAdvice } from './audit-marks.ts';
import { auditService } from './audit-service.ts';

const AT = Date.UTC(2026, 10, 25, 3);
const points = [[AT / 1_000, 1]] as const;
const line = (message: string) => ({ at: AT, service: 'checkout', level: 'error', message });

/** An incident whose telemetry lacks nothing. */
const WHOLE: Case = {
  id: 'i',
  askedAt: AT + 10 * MINUTE_MS,
  alert: { service: 'checkout', startedAt: AT, labels: { service: 'checkout' } },
  deploys: [{ id: 'd', service: 'checkout', startedAt: AT - 30 * MINUTE_MS }],
  topology: [{ from: 'web', to: 'checkout' }],
  series: [
    { id: 'r', service: 'checkout', kind: 'requests', points },
    { id: 'e', service: 'checkout', kind: 'errors', version: 'v2', points },
  ],
  logs: ['a', 'b', 'c'].map((id) => line(`charging order ${id} failed: card network answered 503 trace_id=4bf92f`)),
};
const ONSET = { at: AT - 2 * MINUTE_MS, from: AT, to: AT, source: 'series' as const };
const marks = (changes: Partial<Case>, onset = ONSET) =>
  auditService('checkout', [{ theCase: { ...WHOLE, ...changes }, onset }]).findings.map(({ mark }) => mark);
const without = (key: keyof Case): Partial<Case> => ({ [key]: [] });

test('telemetry that lacks nothing has no findings', () => {
  expect(marks({})).toEqual([]);
});

describe('each thing that is missing is found, and only that', () => {
  test.each<[string, Partial<Case>, string[]]>([
    ['no topology', without('topology'), ['no-topology']],
    ['a call graph without the service', { topology: [{ from: 'web', to: 'search' }] }, ['unlinked-spans']],
    ['no logs', without('logs'), ['no-logs']],
    ['logs of another service', { logs: [{ ...line('x'), service: 'search' }] }, ['no-logs']],
    ['no series', without('series'), ['no-metrics']],
    [
      'only what was measured on calls',
      { series: [{ id: 'r', service: 'checkout', peer: 'x', points }] },
      ['no-metrics'],
    ],
    [
      'neither requests nor errors nor versions',
      { series: [{ id: 'l', service: 'checkout', kind: 'latency', points }] },
      ['no-request-counter', 'no-error-counter', 'metrics-without-version'],
    ],
    [
      'an alert without a service',
      { alert: { ...WHOLE.alert, labels: { alertname: 'x' } } },
      ['alert-without-service'],
    ],
    [
      'no trace ids',
      { logs: ['a', 'b', 'c'].map((id) => line(`charging order ${id} failed`)) },
      ['logs-without-trace'],
    ],
    ['no levels', { logs: (WHOLE.logs ?? []).map(({ level: _level, ...rest }) => rest) }, ['logs-without-level']],
  ])('%s', (_name, changes, found) => {
    expect(marks(changes)).toEqual(found);
  });

  test('versions are no matter where nothing was deployed', () => {
    const series = (WHOLE.series ?? []).map(({ version: _version, ...rest }) => rest);
    expect(marks({ series })).toEqual(['metrics-without-version']);
    expect(marks({ series, deploys: [] })).toEqual([]);
  });

  test.each([
    'Internal Server Error',
    'error: something went wrong',
    'An unexpected error occurred (status 500)',
    'Unhandled exception in request handler',
  ])('%s says nothing', (message) => {
    expect(marks({ logs: [...(WHOLE.logs ?? []), line(message)] })).toEqual(['generic-message']);
  });

  test.each(['error: card declined', 'request to payments failed', 'cannot read property total of undefined'])(
    '%s says something',
    (message) => {
      expect(marks({ logs: [...(WHOLE.logs ?? []), line(message)] })).toEqual([]);
    },
  );

  test('an alert that came long after the onset, where a metric tells the onset', () => {
    const early = { ...ONSET, at: AT - 25 * MINUTE_MS };
    expect(marks({}, early)).toEqual(['late-alert']);
    expect(marks({}, { ...early, source: 'alert-rule' as const } as unknown as typeof ONSET)).toEqual([]);
  });
});

test('what was missing most often comes first, with how often and examples', () => {
  const investigations = [{}, without('topology'), { ...without('topology'), ...without('logs') }].map((changes) => ({
    theCase: { ...WHOLE, ...changes },
    onset: ONSET,
  }));
  const audit = auditService('checkout', investigations, ['DiskFull', 'DiskFull', 'CertExpires']);
  expect(audit.of).toBe(3);
  expect(audit.findings.map(({ mark, incidents }) => [mark, incidents])).toEqual([
    ['unmapped-alert', 3],
    ['no-topology', 2],
    ['no-logs', 1],
  ]);
  expect(audit.findings[0]?.examples).toEqual(['DiskFull', 'CertExpires']);
});

test('every mark says what, why, and a line to add for this very service', () => {
  for (const mark of AUDIT_MARKS) {
    const { what, why, add } = auditAdvice(mark, 'checkout');
    expect(what).toMatch(/^[a-z]/);
    expect(why).toMatch(/\.$/);
    expect(add).not.toContain('{service}');
  }
});
