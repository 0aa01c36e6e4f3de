import { expect, test } from '@jest/globals';
import { strongSample } from '../../../../test/support/cases/report-samples.ts';
import type { CaseReading } from '../../case.ts';
import { renderReport } from '../render-report.ts';

const { theCase } = strongSample;
const reading: CaseReading = {
  budget: 24,
  cut: 3,
  connections: [
    { connection: 'cloudwatch', questions: 20, billed: [{ what: 'cloudwatch-metrics', amount: 1_000 }] },
    { connection: 'logs', questions: 4, billed: [{ what: 'logs-insights-bytes', amount: 2e9 }] },
  ],
};
const cheap: CaseReading = { budget: 24, cut: 0, connections: [{ connection: 'prometheus', questions: 1 }] };
const told = (of: CaseReading | undefined, earlier: readonly CaseReading[] = []) => {
  const { earlier: _, ...sample } = strongSample;
  const { body } = renderReport({
    ...sample,
    theCase: of === undefined ? theCase : { ...theCase, reading: of },
    earlier: earlier.map((one, at) => ({ at, verdict: strongSample.verdict, reading: one })),
  });
  return body.split('\n').find((line) => line.includes('telemetry:')) ?? '';
};

test('what was asked, what the budget left out and the list price of it stand in one line', () => {
  expect(told(reading)).toContain(
    'telemetry: 24 questions (`cloudwatch` 20, `logs` 4), 3 left out by the budget of 24, about 0.02 USD by list price',
  );
});

test('nothing is said of a price where no vendor bills, and nothing at all where nothing was asked', () => {
  expect(told(cheap)).toMatch(/telemetry: 1 question \(`prometheus` 1\)(?!.*USD)/);
  expect(told(undefined)).toBe('');
});

test('all looks at an incident are added up; this one counts once', () => {
  expect(told(cheap, [reading, reading])).toContain(
    'telemetry: 1 question (`prometheus` 1); 49 in 3 looks, about 0.04 USD by list price',
  );
});

test('a little is not nothing', () => {
  const billed = [{ what: 'cloudwatch-metrics', amount: 12 }] as const;
  expect(told({ ...cheap, connections: [{ connection: 'cloudwatch', questions: 12, billed }] })).toContain(
    ', less than 0.01 USD by list price',
  );
});
