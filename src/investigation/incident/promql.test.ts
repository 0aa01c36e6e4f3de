import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { promqlLabel } from './promql-label.ts';
import { promqlSelectors } from './promql-selectors.ts';
import { promqlWatched } from './promql-watched.ts';

describe('what a rule watches', () => {
  test.each([
    ['job:error_ratio > 0.05', 'job:error_ratio'],
    ['a / b > 0.05', 'a / b'],
    ['0.05 < bool a / b', 'a / b'],
    ['-1 >= x', 'x'],
    ['(sum(rate(x{a="> 1"}[5m])) / 2) >= 0.5', 'sum(rate(x{a="> 1"}[5m])) / 2'],
    ['((a > 1))', 'a'],
    ['a > 0.05 and b > 10', 'a'],
    ['(a and b) > 5', 'a'],
    ['a > on(job) group_left limit', 'a'],
    ['up == 0', 'up'],
    ['absent(up{job="x"})', 'absent(up{job="x"})'],
    ['command_total > 1', 'command_total'],
    ['sum by (a) (x) # > 3\n > 2', 'sum by (a) (x)'],
    ['x{a!="1", b=~"and"} != 1', 'x{a!="1", b=~"and"}'],
    ['(a) + (b) > 1', '(a) + (b)'],
    ['a > 0.1 < 0.5', 'a'],
    ['broken(( > 1', 'broken(( > 1'],
    ['', ''],
  ])('%s watches %s', (expression, watched) => {
    expect(promqlWatched(expression)).toBe(watched);
  });
});

describe('the metrics that an expression reads', () => {
  const equal = (name: string, literal: string) => ({ name, operator: '=', literal });

  test.each([
    ['up', [{ metric: 'up', matchers: [] }]],
    [
      'sum by (job, le) (rate(http_requests_total{code=~"5..", job="a}b"}[5m])) / ignoring(x) sum(rate(y[5m] offset 1d))',
      [
        {
          metric: 'http_requests_total',
          matchers: [{ name: 'code', operator: '=~', literal: '"5.."' }, equal('job', '"a}b"')],
        },
        { metric: 'y', matchers: [] },
      ],
    ],
    ["histogram_quantile(0.99, x_bucket{a='b'}) > bool 1e3", [{ metric: 'x_bucket', matchers: [equal('a', "'b'")] }]],
    [
      'a:b:rate5m unless on(a) z # w',
      [
        { metric: 'a:b:rate5m', matchers: [] },
        { metric: 'z', matchers: [] },
      ],
    ],
    ['vector(1) + time()', []],
  ])('%s', (expression, selectors) => {
    expect(promqlSelectors(expression)).toEqual(selectors);
  });
});

describe('label values in a query', () => {
  /** An independent reader of the matcher: Go's string literal between the first quote and its end. */
  const shape = (matcher: string) => matcher.replace(/"(?:[^"\\\n]|\\["\\]|\\u[0-9a-f]{4})*"/, '""');

  const attack = fc.oneof(
    fc.constantFrom(
      '"',
      '\\',
      '\\"',
      '"} or up{a="',
      '\n',
      '\r',
      '\u0000',
      '\u2028',
      '`',
      "'",
      '#',
      '})',
      '\\u0022',
      '\\x22',
      '[5m]',
      '\t',
    ),
    fc.string({ unit: 'binary', maxLength: 8 }),
  );

  test('300 and more injected values keep the shape of the query', () => {
    fc.assert(
      fc.property(fc.array(attack, { maxLength: 10 }), (parts) => {
        const matcher = promqlLabel('service', parts.join(''));
        if (matcher === undefined) return parts.join('').length > 200 || !parts.join('').isWellFormed();
        const value = JSON.parse(matcher.slice('service='.length));
        return shape(matcher) === 'service=""' && value === parts.join('') && !/[\n\r]/.test(matcher);
      }),
      { numRuns: 1_000 },
    );
  });

  test.each([
    ['a-b', 'x'],
    ['', 'x'],
    ['a="1",b', 'x'],
    ['a', 'x'.repeat(201)],
    ['a', '\ud800'],
  ])('name %j with value %j is refused', (name, value) => {
    expect(promqlLabel(name, value)).toBeUndefined();
  });
});
