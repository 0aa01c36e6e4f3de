import type { Case } from '../investigation/case.ts';
import { plainText } from '../investigation/sentence.ts';
import { leadOf } from '../investigation/verdict/lead.ts';
import { noDeployProbability, type Verdict } from '../investigation/verdict/verdict.ts';

const MOST_COMMITS = 3;

/** One line for a person: the case, the verdict and the best reason for it. */
export function readableAnswer(theCase: Case, verdict: Verdict): string {
  const percent = (probability: number): string => `${Math.round(100 * probability)} %`;
  const noChange = `no change ${percent(noDeployProbability(verdict))}`;
  const lead = leadOf(verdict.suspects);
  if (lead === undefined) return `${theCase.id}: ${verdict.band}; ${noChange}; the case has no deploy`;
  const what = [lead.deploy, lead.commit].filter((name) => name !== null).join(' / ');
  const best = [...lead.evidence].sort((a, b) => b.weight - a.weight)[0];
  const why = best === undefined ? '' : ` (${plainText(best.says)})`;
  const commits = lead.among
    .slice(0, MOST_COMMITS)
    .map(({ commit, probability }) => `${commit} ${percent(probability)}`);
  const isCut = theCase.deploys.some(({ id, truncated }) => id === lead.deploy && truncated === true);
  const many = `${lead.among.length}${isCut ? ' or more' : ''}`;
  const among = lead.among.length > 1 ? `, of its ${many} commits first ${commits.join(', ')}` : '';
  return `${theCase.id}: ${verdict.band}; ${noChange}; first suspect ${what} ${percent(lead.probability)}${why}${among}`;
}
