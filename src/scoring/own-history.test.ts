import { expect, test } from '@jest/globals';
import { strongSample } from '../../test/support/cases/report-samples.ts';
import type { Answer } from '../investigation/answer.ts';
import type { Feedback } from '../investigation/commands/feedback.ts';
import { ownHistory } from './own-history.ts';

const { theCase } = strongSample;
const answer = (noChangeProbability: number) =>
  ({
    case: theCase.id,
    noChangeProbability,
    suspects: [{ deploy: 'github:deployment:991', commit: null, probability: 1 - noChangeProbability }],
  }) as unknown as Answer;
const NO_CHANGE: Feedback = {
  incidentId: theCase.id,
  label: 'it-was',
  deploy: null,
  commit: null,
  at: 0,
  source: 'reaction',
};

test('a thumb for "no deploy explains it" labels the incident as one without a culprit', () => {
  const right = ownHistory([{ theCase, answer: answer(0.9), labels: [NO_CHANGE] }]);
  expect(right.known?.score.right.share).toBe(1);
  const wrong = ownHistory([{ theCase, answer: answer(0.1), labels: [NO_CHANGE] }]);
  expect(wrong.known?.score.right.share).toBe(0);
});
