import { expect, test } from '@jest/globals';
import { strongSample } from '../../../../test/support/cases/report-samples.ts';
import type { LogRow } from '../../case.ts';
import { code, sentence } from '../../sentence.ts';
import { renderReport } from '../render-report.ts';
import { logTemplates } from './log-templates.ts';

const { onset } = strongSample.verdict;
const row = (message: string, after: number, count: number): LogRow => ({
  at: onset.from + after,
  service: 'checkout',
  message,
  count,
});
const reportOf = (logs: readonly LogRow[]) => ({ ...strongSample, theCase: { ...strongSample.theCase, logs } });

test('lines of one kind are one row with how often they came before and since, the most grown first', () => {
  const [block] = logTemplates(
    reportOf([
      row('order 17 took 90 ms', -60_000, 40),
      row('order 18 took 91 ms', 1_000, 2),
      row('order 19 took 92 ms', 2_000, 3),
      row('cannot sum undefined', 5_000, 9),
      row('only before', -30_000, 9),
    ]),
  );
  expect(JSON.stringify(block)).toContain(
    JSON.stringify(
      [
        'before  since  kind of line',
        '     0      9  cannot sum undefined (new at 02:54:05)',
        '    40      5  order <*> took <*> ms',
      ].join('\n'),
    ),
  );
});

test('no line is in the report as it was written, with its secret, its person and its machine', () => {
  const leaks = [
    'user alice.smith@example.org paid with 4111 1111 1111 1111',
    'Authorization: Bearer ghp_16C7e42F292c6912E7710c838347Ae178B4a from 10.2.3.4',
    'cannot reach db-7.prod.internal as customer Alice Smith',
  ];
  const { body } = renderReport(reportOf(leaks.map((message, index) => row(message, index * 1_000, 5))));
  expect(body).toContain('3 kinds of lines');
  for (const line of leaks) expect(body).not.toContain(line);
  expect(body).not.toMatch(/alice|smith|4111|ghp_|10\.2\.3|db-7|prod\.internal/i);
});

test('a reason that quotes the logs quotes no person and no machine', () => {
  const says = sentence`its logs hold new lines: ${code('user alice cannot reach db.prod.internal')}; the logs of ${code('web')} point at it`;
  const [first, ...others] = strongSample.verdict.suspects;
  if (first === undefined) throw new Error('the sample has no suspect');
  const suspects = [{ ...first, evidence: [{ id: 'E1', clue: 'logs', weight: 1, says }] }, ...others];
  const { body } = renderReport({ ...strongSample, verdict: { ...strongSample.verdict, suspects } });
  expect(body).toContain('its logs hold new lines: `user <*> cannot reach <*>`; the logs of `web` point at it');
  expect(body).not.toMatch(/alice|prod\.internal/);
});

test('there is no section where the logs say nothing since the onset, or are of another service', () => {
  expect(logTemplates(reportOf([]))).toEqual([]);
  expect(logTemplates(reportOf([row('before', -1, 1)]))).toEqual([]);
  expect(logTemplates(reportOf([{ ...row('elsewhere', 1, 1), service: 'payments' }]))).toEqual([]);
});

test('of very many kinds twenty are shown and the rest is told', () => {
  const words = 'ab bc cd de ef fg gh hi ij jk kl lm mn no op pq qr rs st tu uv vw'.split(' ');
  const [block] = logTemplates(reportOf(words.map((word) => row(`broke ${word}`, 1, 1))));
  expect(JSON.stringify(block)).toContain('"2 kinds"},{"kind":"text","own":" more"');
});
