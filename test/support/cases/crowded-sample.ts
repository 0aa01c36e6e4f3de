import type { CaseDeploy } from '../../../src/investigation/case.ts';
import type { ReportInput } from '../../../src/investigation/report/report-input.ts';
import { sentence } from '../../../src/investigation/sentence.ts';
import { HOUR_MS, MINUTE_MS } from '../../../src/investigation/time.ts';
import { evidence, LIVE, ONSET, strongSample } from './report-samples.ts';

const { theCase, verdict: strong } = strongSample;

const sha = (index: number) => index.toString(16).padStart(40, 'abcdef0123456789');

/** More of everything than fits: long lists, deploys that failed, went back or run still, unverified and cut ranges. */
export const crowdedSample: ReportInput = {
  ...strongSample,
  theCase: {
    ...theCase,
    id: 'inc-crowded',
    deploys: [
      ...Array.from({ length: 16 }, (_, index): CaseDeploy => {
        const kinds = ['deploy', 'rollback', 'redeploy', 'config'] as const;
        const kind = kinds[index % 4] ?? 'deploy';
        return {
          id: `d${index}`,
          service: index % 3 === 0 ? 'payments' : 'checkout',
          sha: sha(index),
          ...(index === 5 ? {} : { previousSha: kind === 'redeploy' ? sha(index) : sha(index + 1) }),
          startedAt: LIVE - index * HOUR_MS,
          ...(index === 1 ? {} : { liveAt: LIVE - index * HOUR_MS + MINUTE_MS }),
          outcome: index === 1 ? 'failure' : index === 2 ? 'in_progress' : 'success',
          kind,
          ...(index === 4 || index === 7 ? { truncated: true } : {}),
          ...(index === 6
            ? {}
            : { commits: index === 7 ? [] : Array.from({ length: 8 }, (__, n) => sha(100 + index * 8 + n)) }),
        };
      }),
      { id: 'unnamed', service: 'checkout', startedAt: LIVE - 30 * HOUR_MS, outcome: 'in_progress' },
    ],
    commits: [],
    changes: [
      { id: 'c1', kind: 'schema', at: ONSET - MINUTE_MS },
      { at: ONSET - 2 * MINUTE_MS, title: 'untyped' },
    ],
    logs: [],
  },
  verdict: {
    ...strong,
    band: 'plausible',
    suspects: [
      { deploy: null, commit: sha(999), probability: 0.3, evidence: [] },
      ...Array.from({ length: 20 }, (_, index) => ({
        deploy: `d${index % 16}`,
        commit: index % 2 === 0 ? null : sha(100 + index * 8),
        probability: 0.5 / 20,
        evidence: [evidence(`E${index + 1}`, 'timing', index % 2 === 0 ? 0.1 : -0.1, sentence`clue ${index}`)],
      })),
      { deploy: 'never-heard-of', commit: null, probability: 0.01, evidence: [] },
    ],
    otherChanges: [
      { change: 0, probability: 0.1, evidence: [evidence('E40', 'timing', 1, sentence`just before`)] },
      { change: 1, probability: 0.05, evidence: [] },
      { change: 7, probability: 0.01, evidence: [] },
    ],
    nothing: { probability: 0.03, evidence: [] },
    notChecked: Array.from({ length: 20 }, (_, index) => ({
      what: sentence`reader ${index}`,
      why: sentence`not asked`,
    })),
  },
  deployFacts: { d0: { verified: false } },
  earlier: Array.from({ length: 40 }, (_, index) => ({
    at: ONSET + index * 10_000,
    verdict: { band: index % 2 === 0 ? ('weak' as const) : ('none' as const), suspects: strong.suspects },
  })),
};
