import type { ReportInput } from '../../../src/investigation/report/report-input.ts';
import { code, sentence } from '../../../src/investigation/sentence.ts';
import type { Evidence } from '../../../src/investigation/verdict/verdict.ts';
import { evidence, strongSample } from './report-samples.ts';

const { revert: _, ...unasked } = strongSample;
const LIVE_BEFORE = evidence('E1', 'timing', 1.9, sentence`live 2 min before the problem began`);
const suspect = (deploy: number, commit: string, probability: number, ...reasons: readonly Evidence[]) => ({
  deploy: `github:deployment:${deploy}`,
  commit,
  probability,
  evidence: reasons,
});
const [OLDER = '', EXPLAINED = '', SWITCHED = ''] = (strongSample.theCase.commits ?? []).map(({ sha }) => sha);

/** One deploy of two pull requests that share the blame: the deploy is likelier than not, neither of the two is. */
export const sharedSample: ReportInput = {
  ...unasked,
  theCase: { ...strongSample.theCase, id: 'inc-shared' },
  verdict: {
    ...strongSample.verdict,
    band: 'plausible',
    suspects: [
      suspect(
        991,
        SWITCHED,
        0.35,
        LIVE_BEFORE,
        evidence('E2', 'said-in-diff', 0.3, sentence`its changed lines hold ${code('cart')} of the alert`),
      ),
      suspect(991, EXPLAINED, 0.27, LIVE_BEFORE, evidence('E3', 'kind', -0.3, sentence`it changes documentation only`)),
      suspect(974, OLDER, 0.11, evidence('E4', 'timing', -0.4, sentence`live 9 h 2 min before the problem began`)),
    ],
    nothing: { probability: 0.27, evidence: [] },
  },
};
