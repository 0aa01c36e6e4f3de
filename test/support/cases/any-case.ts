import fc from 'fast-check';
import type { Case, CaseCommit, CaseDeploy, CaseSeries, LogRow } from '../../../src/investigation/case.ts';
import { MINUTE_MS } from '../../../src/investigation/time.ts';

/** When the alert of every arbitrary case started. */
export const ALERT_AT = Date.UTC(2026, 2, 2, 14);

const SERVICES = ['web', 'cart', 'search', 'payments'] as const;
const service = fc.constantFrom(...SERVICES);
/** Mostly usual numbers, and now and then what no metric should hold. */
const anyValue = fc.oneof(
  { weight: 20, arbitrary: fc.double({ min: 0, max: 500, noNaN: true }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, -1, 1e300) },
);
const kind = fc.constantFrom('errors', 'requests', 'error_ratio', 'success_ratio', 'latency', 'saturation', 'other');

function anySeries(values: fc.Arbitrary<number>): fc.Arbitrary<CaseSeries> {
  return fc
    .record({
      service,
      kind,
      values: fc.array(values, { maxLength: 90 }),
      stamp: fc.constantFrom('start', 'end'),
      part: fc.constantFrom('a', 'b'),
    })
    .map(({ values: all, part, ...rest }) => ({
      ...rest,
      // Two of one kind, such as two quantiles of one latency, may tell as much as each other.
      id: `${rest.service}/${rest.kind}/${part}`,
      stepSeconds: 60,
      points: all.map((value, index) => [(ALERT_AT + (index - all.length + 5) * MINUTE_MS) / 1000, value] as const),
    }));
}

const anyDeploy: fc.Arbitrary<Omit<CaseDeploy, 'id'>> = fc
  .record({
    service,
    kind: fc.constantFrom('deploy', 'redeploy', 'rollback', 'config'),
    outcome: fc.constantFrom('success', 'success', 'failure', 'in_progress'),
    before: fc.integer({ min: -8, max: 400 }),
    took: fc.integer({ min: 0, max: 12 }),
    commits: fc.subarray(['aaaa', 'bbbb', 'cccc']),
    truncated: fc.boolean(),
  })
  .map(({ before, took, ...rest }) => ({
    ...rest,
    startedAt: ALERT_AT - before * MINUTE_MS,
    ...(rest.outcome === 'in_progress' ? {} : { liveAt: ALERT_AT - (before - took) * MINUTE_MS }),
  }));

const COMMITS: readonly CaseCommit[] = [
  ['aaaa', 'Retry payments', 'src/pay.ts', '+retry(payments, 6)'],
  ['bbbb', 'Explain the cart', 'README.md', '+The cart keeps lines'],
  ['cccc', 'Lower the pool', 'config/pool.yml', '+pool_max: 2'],
].map(([sha = '', message = '', path = '', line = '']) => ({
  sha,
  message,
  files: [{ path, patch: `@@ -1 +1 @@\n${line}` }],
}));

const anyLog: fc.Arbitrary<LogRow> = fc
  .record({
    service,
    level: fc.constantFrom('ERROR', 'WARN', 'INFO'),
    message: fc.constantFrom('payments timed out', 'pool_max reached', 'certificate has expired', 'ok'),
    count: fc.integer({ min: 1, max: 50 }),
    before: fc.integer({ min: -4, max: 60 }),
  })
  .map(({ before, ...row }) => ({ ...row, at: ALERT_AT - before * MINUTE_MS }));

/** Any case: odd or usual metrics, deploys, logs and a call graph that may be missing. `usual` leaves out odd numbers. */
export function anyCase(usual = false): fc.Arbitrary<Case> {
  const value = usual ? fc.integer({ min: 0, max: 500 }) : anyValue;
  return fc
    .record({
      alerting: service,
      deploys: fc.array(anyDeploy, { maxLength: 5 }),
      series: fc.uniqueArray(anySeries(value), { maxLength: 6, selector: ({ id }) => id }),
      logs: fc.array(anyLog, { maxLength: 6 }),
      topology: fc.array(fc.record({ from: service, to: service }), { maxLength: 5 }),
      flag: fc.boolean(),
    })
    .map(({ alerting, deploys, flag, ...rest }) => ({
      ...rest,
      id: 'any',
      askedAt: ALERT_AT + 5 * MINUTE_MS,
      alert: { service: alerting, title: 'too many errors', startedAt: ALERT_AT, periodSeconds: 60, periods: 2 },
      deploys: deploys.map((deploy, index) => ({ ...deploy, id: `d${index}` })),
      commits: COMMITS,
      changes: flag
        ? [{ kind: 'flag' as const, service: 'cart', at: ALERT_AT - 3 * MINUTE_MS, title: 'gift cards' }]
        : [],
    }));
}
