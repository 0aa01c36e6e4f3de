import { expect, test } from '@jest/globals';
import { plainText } from '../sentence.ts';
import { moveSays } from './move-words.ts';

const series = (service: string) => ({ id: `${service}/errors`, service, kind: 'errors', stepSeconds: 60 });
const moved = (service: string, evidence: number) =>
  [service, { travels: 1, stays: 0, strongest: { series: series(service), evidence, before: 2, move: 118 } }] as const;
const says = (speaks: number, ...all: readonly (readonly [string, number])[]) =>
  plainText(moveSays(new Map(all.map(([service, evidence]) => moved(service, evidence))) as never, 'cart', speaks));

test('what speaks for a service is told with what stayed flat meanwhile', () => {
  expect(says(0.5, ['cart', 5], ['search', -1])).toBe(
    'errors of cart went from 2 per min to 120 per min with the onset (60 times), while search stayed flat',
  );
});

test('a rise that speaks against a service says why: what else moved, and that all of it fits better elsewhere', () => {
  expect(says(-3, ['cart', 5], ['web', 2], ['payments', 9], ['search', -1])).toBe(
    'errors of cart went from 2 per min to 120 per min with the onset (60 times), but those of payments moved too, and all metrics together fit trouble that began elsewhere better',
  );
  expect(says(-3, ['cart', 5])).toMatch(/, but all metrics together fit trouble that began elsewhere better$/);
});

test('no move speaks for a service only where the others fit even less, and then it says so', () => {
  expect(says(-0.5, ['cart', 0])).toBe('no metric of cart clearly moved with the onset');
  expect(says(0.3, ['cart', 0])).toBe(
    'no metric of cart clearly moved with the onset; those of others fit a beginning elsewhere even less',
  );
});
