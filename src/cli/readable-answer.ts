import type { Case } from '../investigation/case.ts';
import { plainText } from '../investigation/sentence.ts';
import { noDeployProbability, type Verdict } from '../investigation/verdict/verdict.ts';

/** One line for a person: the case, the verdict and the best reason for it. */
export function readableAnswer(theCase: Case, verdict: Verdict): string {
  const percent = (probability: number): string => `${Math.round(100 * probability)} %`;
  const noChange = `no change ${percent(noDeployProbability(verdict))}`;
  const [first] = verdict.suspects;
  if (first === undefined) return `${theCase.id}: ${verdict.band}; ${noChange}; the case has no deploy`;
  const what = [first.deploy, first.commit].filter((name) => name !== null).join(' / ');
  const best = [...first.evidence].sort((a, b) => b.weight - a.weight)[0];
  const why = best === undefined ? '' : ` (${plainText(best.says)})`;
  return `${theCase.id}: ${verdict.band}; ${noChange}; first suspect ${what} ${percent(first.probability)}${why}`;
}
